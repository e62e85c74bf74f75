import { completion, openaiError } from '../../fake-platform/openai-replies.ts';
import { sdkError } from '../../support/anthropic-sdk.ts';
import { both, type Case, GATEWAY_FAULT_TYPES, GATEWAY_FAULTS, one } from '../case.ts';

const NGINX_PAGE = `<html>
<head><title>502 Bad Gateway</title></head>
<body><center><h1>502 Bad Gateway</h1></center><hr><center>nginx</center></body></html>`;

export const ERRORS_OF_PLATFORMS_CASES: readonly Case[] = [
  ...both('errors/400', {
    upstream: openaiError(400, 'max_tokens is too large: 999999', 'invalid_request_error', 'invalid_value'),
    check(t) {
      t.error(400, 'invalid_request_error', 'max_tokens is too large');
      t.reached(1);
    },
  }),
  one('errors/401', {
    upstream: openaiError(401, 'Incorrect API key provided', 'invalid_request_error', 'invalid_api_key'),
    check(t) {
      t.error([401, 500, 502, 503], ['authentication_error', 'api_error']);
    },
  }),
  one('errors/403', {
    upstream: openaiError(403, 'model access denied', 'permission'),
    check(t) {
      t.error([403, 502], ['permission_error', 'api_error'], 'model access denied');
    },
  }),
  one('errors/404', {
    upstream: openaiError(404, 'The model `m` does not exist', 'invalid_request_error', 'model_not_found'),
    check(t) {
      t.error(404, 'not_found_error', 'does not exist');
    },
  }),
  one('errors/413', {
    upstream: openaiError(413, 'Request too large', 'invalid_request_error'),
    check(t) {
      t.error(413, ['request_too_large', 'invalid_request_error'], 'Request too large');
    },
  }),
  one('errors/429-retry-after', {
    upstream: {
      ...openaiError(429, 'Rate limit reached', 'requests', 'rate_limit_exceeded'),
      headers: { 'retry-after': '7' },
    },
    check(t) {
      t.error(429, 'rate_limit_error', 'Rate limit reached');
      t.equal(t.reply.headers['retry-after'], '7', 'retry-after');
    },
  }),
  one('errors/500', {
    upstream: openaiError(500, 'The server had an error'),
    check(t) {
      t.error([500, 502], 'api_error', 'The server had an error');
    },
  }),
  one('errors/502-html', {
    upstream: {
      status: 502,
      text: NGINX_PAGE,
      headers: { 'content-type': 'text/html' },
    },
    check(t) {
      t.error([502, 500, 503], ['api_error', 'overloaded_error']);
      t.excludes(t.reply.headers['content-type'], 'html', 'content-type');
    },
  }),
  one('errors/503', {
    upstream: openaiError(503, 'overloaded, try later'),
    check(t) {
      t.error([503, 529, 502], ['overloaded_error', 'api_error'], 'overloaded, try later');
    },
  }),
  one('errors/504-empty-body', {
    upstream: { status: 504, text: '' },
    check(t) {
      t.error([504, 502, 503], ['timeout_error', 'api_error', 'overloaded_error']);
    },
  }),
  one('errors/402-balance', {
    upstream: openaiError(402, 'Insufficient Balance', 'unknown_error', 'invalid_request_error'),
    check(t) {
      t.error(
        [402, 403, 429, 502, 503],
        ['billing_error', 'permission_error', 'rate_limit_error', 'api_error'],
        'Insufficient Balance',
      );
    },
  }),
  one('errors/422', {
    upstream: openaiError(422, 'Input should be a valid string', 'invalid_request_error'),
    check(t) {
      t.error([400, 422], 'invalid_request_error', 'Input should be a valid string');
    },
  }),
  one('errors/connection-reset', {
    upstream: { fate: 'close' },
    check(t) {
      t.error(GATEWAY_FAULTS, GATEWAY_FAULT_TYPES);
    },
  }),
  one('errors/json-broken', {
    upstream: { text: '{"id":"x","choices":[{"mess', headers: { 'content-type': 'application/json' } },
    check(t) {
      t.error(GATEWAY_FAULTS, ['api_error', 'overloaded_error']);
    },
  }),
  one('errors/json-html-200', {
    upstream: { text: '<!doctype html><title>Login</title>', headers: { 'content-type': 'text/html' } },
    check(t) {
      t.error(GATEWAY_FAULTS, ['api_error', 'overloaded_error']);
    },
  }),
  one('errors/200-with-error-body', {
    upstream: { json: { error: { message: 'Provider returned error', code: 502 } } },
    check(t) {
      t.error(
        [...GATEWAY_FAULTS, 400],
        ['api_error', 'overloaded_error', 'invalid_request_error'],
        'Provider returned error',
      );
    },
  }),
  one('errors/nonstream-cut', {
    upstream: {
      headers: { 'content-type': 'application/json' },
      stream: ['{"id":"x","choices":[', 'abort'],
    },
    check(t) {
      t.error(GATEWAY_FAULTS, GATEWAY_FAULT_TYPES);
    },
  }),
  one('errors/sdk-class', {
    upstream: {
      ...openaiError(429, 'Rate limit reached', 'requests', 'rate_limit_exceeded'),
      headers: { 'retry-after': '3' },
    },
    async check(t) {
      const error = await sdkError(t.reply);
      t.equal(error?.constructor.name, 'RateLimitError', 'SDK error class');
      t.equal(error?.type, 'rate_limit_error', 'SDK error.type');
      t.includes(error?.apiMessage, 'Rate limit reached', 'SDK apiMessage');
    },
  }),
  one('errors/529', {
    upstream: { status: 529, json: { error: { message: 'busy', type: 'overloaded_error' } } },
    check(t) {
      t.error([529, 503], 'overloaded_error', 'busy');
    },
  }),
  one('errors/glm-code-1113', {
    upstream: { status: 429, json: { error: { code: '1113', message: '余额不足或无可用资源包,请充值。' } } },
    check(t) {
      t.error([429, 402], ['rate_limit_error', 'billing_error'], '余额不足');
    },
  }),
  one('errors/minimax-base_resp', {
    upstream: {
      json: { id: 'x', choices: null, base_resp: { status_code: 1008, status_msg: 'insufficient balance' } },
    },
    check(t) {
      t.ok(t.reply.status >= 400, `status ${t.reply.status}, though the body is an error`);
      t.equal(t.reply.json?.type, 'error', 'shape');
      t.includes(t.reply.json?.error?.message, 'insufficient balance', 'message');
    },
  }),
  one('errors/deepseek-blank-lines-first', {
    upstream: {
      text: `\n\n\n\n${JSON.stringify(completion({ text: 'after keep-alives' }).json)}`,
      headers: { 'content-type': 'application/json' },
    },
    async check(t) {
      await t.good();
      t.equal(t.text(), 'after keep-alives');
    },
  }),
  one('errors/200-empty-body', {
    upstream: { text: '', headers: { 'content-type': 'application/json' } },
    check(t) {
      t.error(GATEWAY_FAULTS, GATEWAY_FAULT_TYPES);
    },
  }),
  one('errors/ollama-error-string', {
    upstream: { status: 400, json: { error: 'registry.ollama.ai/library/gemma:2b does not support tools' } },
    check(t) {
      t.error(400, 'invalid_request_error', 'does not support tools');
    },
  }),
];

import { answer } from '../../fake-platform/openai-replies.ts';
import { type Case, one } from '../case.ts';

export const ERRORS_OF_CLIENTS_CASES: readonly Case[] = [
  one('errors/bad-json-request', {
    rawBody: '{"model": "x", "messages": [',
    upstream: answer({ text: 'x' }),
    check(t) {
      t.error(400, 'invalid_request_error');
      t.reached(0);
    },
  }),
  one('errors/messages-missing', {
    rawBody: '{"model":"claude-sonnet-4-5","max_tokens":5}',
    upstream: answer({ text: 'x' }),
    check(t) {
      t.error(400, 'invalid_request_error');
      t.reached(0);
    },
  }),
  one('errors/messages-empty', {
    body: { messages: [] },
    upstream: answer({ text: 'x' }),
    check(t) {
      t.error(400, 'invalid_request_error');
      t.reached(0);
    },
  }),
  one('errors/unknown-path', {
    path: '/v1/nothing-here',
    upstream: answer({ text: 'x' }),
    check(t) {
      t.error(404, 'not_found_error');
    },
  }),
  one('errors/messages-wrong-type', {
    body: { messages: 'hello' },
    upstream: answer({ text: 'x' }),
    check(t) {
      t.error(400, 'invalid_request_error');
      t.reached(0);
    },
  }),
  one('errors/get-on-messages', {
    method: 'GET',
    upstream: answer({ text: 'x' }),
    check(t) {
      t.ok(t.reply.status === 405 || t.reply.status === 404, `status ${t.reply.status}`);
      t.equal(t.reply.json?.type, 'error', 'Anthropic error body');
    },
  }),
];

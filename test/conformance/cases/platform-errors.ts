import { chunk, ROLE_CHUNK, sse } from '../../fake-platform/openai-replies.ts';
import { type Case, one } from '../case.ts';

export const PLATFORM_ERRORS_CASES: readonly Case[] = [
  one('platforms/openrouter-error-in-stream', {
    stream: true,
    upstream: sse([
      ': OPENROUTER PROCESSING\n\n',
      ROLE_CHUNK,
      chunk({ content: 'a' }),
      {
        id: 'gen-1',
        object: 'chat.completion.chunk',
        created: 1,
        model: 'x',
        provider: 'P',
        error: { code: 'server_error', message: 'Provider disconnected unexpectedly' },
        choices: [{ index: 0, delta: { content: '' }, finish_reason: 'error' }],
      },
    ]),
    check(t) {
      t.streamFailed({ messagePart: 'Provider disconnected' });
    },
  }),
  one('platforms/dashscope-error-shape', {
    stream: true,
    upstream: {
      status: 400,
      json: {
        error: {
          code: 'invalid_parameter_error',
          param: null,
          message: '<400> InternalError.Algo.InvalidParameter: Range of input length should be [1, 98304]',
          type: 'invalid_request_error',
        },
        id: 'chatcmpl-1',
        request_id: 'r',
      },
    },
    check(t) {
      t.error(400, 'invalid_request_error', 'Range of input length');
    },
  }),
  one('platforms/siliconflow-error-shape', {
    stream: true,
    upstream: {
      status: 400,
      json: { code: 20012, message: 'Model does not exist. Please check it carefully.', data: null },
    },
    check(t) {
      t.error([400, 404], ['invalid_request_error', 'not_found_error'], 'Model does not exist');
    },
  }),
  one('platforms/siliconflow-401-string', {
    stream: true,
    upstream: { status: 401, json: 'Invalid token' },
    check(t) {
      t.error([401, 500, 502, 503], ['authentication_error', 'api_error']);
    },
  }),
  one('platforms/lmstudio-error-string', {
    stream: true,
    upstream: { status: 404, json: { error: 'Model not loaded' } },
    check(t) {
      t.error([404, 400], ['not_found_error', 'invalid_request_error'], 'Model not loaded');
    },
  }),
  one('platforms/gemini-error-array', {
    stream: true,
    upstream: {
      status: 400,
      json: [
        { error: { code: 400, message: 'Function call is missing a thought_signature', status: 'INVALID_ARGUMENT' } },
      ],
    },
    check(t) {
      t.error(400, 'invalid_request_error', 'thought_signature');
    },
  }),
  one('platforms/vllm-error-object', {
    stream: true,
    upstream: {
      status: 400,
      json: {
        object: 'error',
        message: "This model's maximum context length is 32768 tokens",
        type: 'BadRequestError',
        param: null,
        code: 400,
      },
    },
    check(t) {
      t.error(400, 'invalid_request_error', 'maximum context length');
    },
  }),
];

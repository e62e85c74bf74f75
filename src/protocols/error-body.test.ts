import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readErrorBody } from './error-body.ts';

const JSON_HEADERS = { 'content-type': 'application/json' };

function read(body: unknown, status = 400) {
  return readErrorBody(status, JSON_HEADERS, Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)));
}

describe('readErrorBody', () => {
  const shapes: [string, unknown, ReturnType<typeof read>][] = [
    [
      'OpenAI',
      { error: { message: 'Bad model', type: 'invalid_request_error', param: null, code: 'model_not_found' } },
      { message: 'Bad model', type: 'invalid_request_error', code: 'model_not_found' },
    ],
    [
      'OpenRouter, with the body of its provider',
      {
        error: {
          message: 'Provider returned error',
          code: 429,
          metadata: { raw: '{"error":{"message":"model is temporarily rate-limited"}}', provider_name: 'Venice' },
        },
      },
      { message: 'Provider returned error: model is temporarily rate-limited', code: '429' },
    ],
    [
      'OpenRouter, with the text of its provider',
      { error: { message: 'Provider returned error', code: 502, metadata: { raw: 'upstream connect error' } } },
      { message: 'Provider returned error: upstream connect error', code: '502' },
    ],
    ['Ollama', { error: 'model "x" not found' }, { message: 'model "x" not found' }],
    [
      'NestJS and Spring',
      { statusCode: 400, error: 'Bad Request', message: 'max_tokens is too large' },
      { message: 'Bad Request: max_tokens is too large' },
    ],
    [
      'SiliconFlow',
      { code: 20012, message: 'Model does not exist. Please check it carefully.', data: null },
      { message: 'Model does not exist. Please check it carefully.', code: '20012' },
    ],
    [
      'vLLM, older',
      { object: 'error', message: 'too long', type: 'BadRequestError', param: null, code: 400 },
      { message: 'too long', type: 'BadRequestError', code: '400' },
    ],
    ['FastAPI', { detail: 'Not Found' }, { message: 'Not Found' }],
    [
      'FastAPI validation',
      {
        detail: [
          { loc: ['body', 'messages', 0, 'content'], msg: 'Input should be a valid string', type: 'string_type' },
          { loc: ['body', 'model'], msg: 'Field required' },
        ],
      },
      { message: 'body.messages.0.content: Input should be a valid string; body.model: Field required' },
    ],
    [
      'MiniMax',
      { base_resp: { status_code: 1008, status_msg: 'insufficient balance' } },
      { message: 'insufficient balance', code: '1008' },
    ],
    [
      'Gemini',
      [{ error: { code: 400, message: 'API key not valid', status: 'INVALID_ARGUMENT' } }],
      { message: 'API key not valid', code: '400', type: 'INVALID_ARGUMENT' },
    ],
    ['Cloudflare', { success: false, errors: [{ code: 7003, message: 'No route' }] }, { message: 'No route' }],
    [
      'Zhipu',
      { error: { code: '1113', message: '余额不足或无可用资源包,请充值。' } },
      { message: '余额不足或无可用资源包,请充值。', code: '1113' },
    ],
    [
      'Anthropic',
      { type: 'error', error: { type: 'invalid_request_error', message: 'bad', details: { error_code: 'x_y' } } },
      { message: 'bad', type: 'invalid_request_error', code: 'x_y' },
    ],
    ['a JSON string', '"Invalid token"', { message: 'Invalid token' }],
    ['plain text', 'upstream request timeout\n', { message: 'upstream request timeout' }],
    [
      'an event',
      'id:1\nevent:error\ndata:{"code":"InvalidParameter","message":"Bad input","request_id":"r"}\n\n',
      { message: 'Bad input', code: 'InvalidParameter' },
    ],
    ['an error object without a message', { error: { code: 7 } }, { message: '{"code":7}', code: '7' }],
    ['a message that is an object', { error: { message: { en: 'no' } } }, { message: '{"en":"no"}' }],
  ];
  for (const [name, body, expected] of shapes) {
    it(`reads ${name}`, () => assert.deepEqual(read(body), expected));
  }

  it('shortens a page to its title', () => {
    const page = '<html>\n<head><title>502 Bad\n Gateway</title></head><body><h1>502</h1></body></html>';
    assert.equal(readErrorBody(502, { 'content-type': 'text/html' }, Buffer.from(page)).message, '502 Bad Gateway');
  });

  it('takes the text of a page without a title, and of one that claims to be JSON', () => {
    const page =
      '<!DOCTYPE html><body><style>p{}</style><script>x("<p>")</script><p>No&nbsp;way</p> <b>here</b></body>';
    assert.equal(read(page).message, 'No&nbsp;way here');
  });

  it('keeps a huge page short', () => {
    const page = `<html><body>${'word '.repeat(50_000)}</body></html>`;
    assert.ok(read(page).message.length < 400);
  });

  it('keeps a huge text short', () => {
    assert.ok(read('x'.repeat(300_000)).message.length < 5000);
  });

  it('names the status where the body says nothing', () => {
    assert.equal(read('', 504).message, 'The platform answered with status 504 (Gateway Timeout) and an empty body');
    assert.match(read('{}', 500).message, /status 500 .*no readable message: \{\}/);
    assert.match(read('null', 599).message, /null/);
  });
});

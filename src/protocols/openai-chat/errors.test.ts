import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Fault } from '../../turn/fault.ts';
import { decodeError, encodeError } from './errors.ts';

function decode(status: number, body: unknown, headers = {}) {
  return decodeError(status, headers, Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)));
}

describe('decodeError', () => {
  it('keeps code and retry-after', () => {
    const fault = decode(429, { error: { message: 'slow', code: 'rate_limit_exceeded' } }, { 'retry-after': '7' });
    assert.equal(fault.kind, 'rate_limit');
    assert.deepEqual(fault.details, { code: 'rate_limit_exceeded', retryAfter: '7' });
  });

  it('keeps a retry-after that is a date', () => {
    const date = 'Wed, 21 Oct 2026 07:28:00 GMT';
    assert.equal(decode(503, '', { 'retry-after': date }).details.retryAfter, date);
  });

  it('rounds a wait in milliseconds up', () => {
    assert.equal(decode(429, '', { 'retry-after-ms': '1200' }).details.retryAfter, '2');
    assert.equal(decode(429, '', { 'retry-after-ms': 'soon' }).details.retryAfter, undefined);
  });

  it('passes x-should-retry on', () => {
    assert.equal(decode(503, '', { 'x-should-retry': 'false' }).details.shouldRetry, false);
    assert.equal(decode(429, { error: { message: 'no', code: 'insufficient_quota' } }).details.shouldRetry, false);
  });
});

describe('encodeError', () => {
  function encode(fault: Fault): unknown {
    return JSON.parse(encodeError(fault).toString('utf8'));
  }

  it("writes OpenAI's shape in UTF-8", () => {
    assert.deepEqual(encode(new Fault('rate_limit', 429, '太快 ✓')), {
      error: { message: '太快 ✓', type: 'rate_limit_error', param: null, code: 'rate_limit_exceeded' },
    });
  });

  it('uses the code that clients know an overflow by', () => {
    assert.deepEqual(encode(new Fault('context_overflow', 400, 'too long', { code: '1261' })), {
      error: {
        message: 'Your input exceeds the context window of this model. The platform said: too long',
        type: 'invalid_request_error',
        param: null,
        code: 'context_length_exceeded',
      },
    });
  });

  it("keeps the platform's code where it has no own", () => {
    const fault = new Fault('not_found', 404, 'no model', { code: 'model_not_found' });
    assert.deepEqual(encode(fault), {
      error: { message: 'no model', type: 'invalid_request_error', param: null, code: 'model_not_found' },
    });
  });

  it("tells a client's bad key from a platform's", () => {
    const own = encode(new Fault('authentication', 401, 'bad key'));
    const platform = encode(new Fault('authentication', 502, 'bad key'));
    assert.deepEqual(own, {
      error: { message: 'bad key', type: 'invalid_request_error', param: null, code: 'invalid_api_key' },
    });
    assert.deepEqual(platform, { error: { message: 'bad key', type: 'server_error', param: null, code: null } });
  });
});

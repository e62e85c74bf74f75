import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { wireText } from '../../lib/wire-text.ts';
import { Fault, type FaultKind } from '../../turn/fault.ts';
import { decodeError, decodeErrorEvent, encodeError, encodeStreamError } from './errors.ts';

describe('encodeError', () => {
  const types: [FaultKind, number, string][] = [
    ['invalid_request', 400, 'invalid_request_error'],
    ['authentication', 401, 'authentication_error'],
    ['authentication', 502, 'api_error'],
    ['billing', 402, 'billing_error'],
    ['permission', 403, 'permission_error'],
    ['not_found', 404, 'not_found_error'],
    ['too_large', 413, 'request_too_large'],
    ['rate_limit', 429, 'rate_limit_error'],
    ['overloaded', 529, 'overloaded_error'],
    ['timeout', 504, 'timeout_error'],
    ['server_error', 500, 'api_error'],
    ['unreachable', 502, 'api_error'],
    ['broken_reply', 502, 'api_error'],
  ];
  for (const [kind, status, type] of types) {
    it(`names ${kind} with ${status} ${type}`, () => {
      const body = encodeError(new Fault(kind, status, '出错 ✓'), 'req_1');
      assert.deepEqual(JSON.parse(body.toString('utf8')), {
        type: 'error',
        error: { type, message: '出错 ✓' },
        request_id: 'req_1',
      });
    });
  }
});

describe('encodeError of an overflow', () => {
  it('is the sentence that makes Claude Code compact, with what the platform said', () => {
    const fault = new Fault('context_overflow', 400, 'Prompt 超长', { overflow: { input: 3, limit: 2 } });
    assert.deepEqual(JSON.parse(encodeError(fault, 'req_1').toString('utf8')).error, {
      type: 'invalid_request_error',
      message: 'prompt is too long: 3 tokens > 2 maximum. The platform said: Prompt 超长',
    });
  });
});

describe('encodeStreamError', () => {
  it('is one event of wire text', () => {
    const text = encodeStreamError(new Fault('overloaded', 529, '太忙\nwait'));
    const bytes = Buffer.from(text, 'latin1').toString('utf8');
    const data = '{"type":"error","error":{"type":"overloaded_error","message":"太忙\\nwait"}}';
    assert.equal(bytes, `event: error\ndata: ${data}\n\n`);
  });
});

describe('decodeError', () => {
  function decode(status: number, body: unknown, headers = {}) {
    return decodeError(status, headers, Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)));
  }
  const own = (type: string, message: string, more = {}) => ({ type: 'error', error: { type, message, ...more } });

  it("keeps Anthropic's status and whole body", () => {
    const body = own('invalid_request_error', 'messages.0: bad', { details: { error_code: 'tool_name_conflict' } });
    const fault = decode(422, body, { 'retry-after': '3' });
    assert.deepEqual([fault.kind, fault.status, fault.message], ['invalid_request', 422, 'messages.0: bad']);
    assert.equal(fault.details.code, 'tool_name_conflict');
    assert.equal(fault.details.retryAfter, '3');
    assert.deepEqual(JSON.parse(fault.details.body?.toString() ?? ''), body);
  });

  const kinds: [number, string, string, FaultKind, number][] = [
    [529, 'overloaded_error', 'Overloaded', 'overloaded', 529],
    [500, 'overloaded_error', 'Overloaded', 'overloaded', 500],
    [429, 'rate_limit_error', 'slow', 'rate_limit', 429],
    [400, 'invalid_request_error', 'prompt is too long: 2 tokens > 1 maximum', 'context_overflow', 400],
    [400, 'invalid_request_error', 'Your credit balance is too low', 'billing', 400],
    [404, 'not_found_error', 'model: x', 'not_found', 404],
    [413, 'request_too_large', 'big', 'too_large', 413],
    [504, 'timeout_error', 'slow', 'timeout', 504],
    [500, 'api_error', 'oops', 'server_error', 500],
  ];
  for (const [status, type, message, kind, client] of kinds) {
    it(`takes ${status} ${type} for ${kind}`, () => {
      const fault = decode(status, own(type, message));
      assert.deepEqual([fault.kind, fault.status, fault.message], [kind, client, message]);
      assert.notEqual(fault.details.body, undefined);
    });
  }

  it("never makes a platform's bad key the client's", () => {
    for (const status of [401, 403]) {
      const fault = decode(status, own('authentication_error', 'invalid x-api-key'));
      assert.deepEqual([fault.kind, fault.status], ['authentication', 502]);
      assert.equal(fault.details.body, undefined);
    }
  });

  it('reads the errors of everybody else', () => {
    const fault = decode(502, '<html><title>Bad Gateway</title></html>');
    assert.deepEqual([fault.kind, fault.status, fault.message], ['server_error', 502, 'Bad Gateway']);
    assert.equal(fault.details.body, undefined);
    assert.equal(decode(404, { error: 'no such model' }).message, 'no such model');
    assert.equal(decode(500, 'null').kind, 'server_error');
    assert.equal(decode(400, { type: 'error', error: { type: 'odd', message: 'x' } }).message, 'x');
  });
});

describe('decodeError of an overflow', () => {
  const decode = (status: number, message: string) => {
    const body = Buffer.from(JSON.stringify({ type: 'error', error: { type: 'invalid_request_error', message } }));
    return { body, fault: decodeError(status, {}, body) };
  };

  it("keeps Anthropic's own body", () => {
    const { body, fault } = decode(400, 'prompt is too long: 208310 tokens > 200000 maximum');
    assert.equal(fault.details.body, body);
  });

  it('keeps no body in words that clients do not know, and the status that they do', () => {
    for (const status of [400, 404, 413, 500]) {
      const { fault } = decode(status, 'invalid params, context window exceeds limit (2013)');
      assert.deepEqual([fault.kind, fault.status, fault.details.body], ['context_overflow', 400, undefined]);
    }
  });
});

describe('decodeErrorEvent', () => {
  it('knows the status by the type', () => {
    const fault = decodeErrorEvent({ type: 'error', error: { type: 'overloaded_error', message: wireText('太忙') } });
    assert.deepEqual([fault.kind, fault.status, fault.message], ['overloaded', 529, '太忙']);
  });

  it('does not fall over an event without anything in it', () => {
    const fault = decodeErrorEvent({ type: 'error' });
    assert.deepEqual([fault.kind, fault.status], ['server_error', 500]);
  });
});

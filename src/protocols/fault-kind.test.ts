import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { classify, classifyInReply, classifyMiniMax } from './fault-kind.ts';

describe('classify', () => {
  const byStatus: [number, string, number][] = [
    [400, 'invalid_request', 400],
    [422, 'invalid_request', 400],
    [409, 'invalid_request', 400],
    [401, 'authentication', 502],
    [402, 'billing', 402],
    [403, 'permission', 403],
    [404, 'not_found', 404],
    [410, 'not_found', 404],
    [413, 'too_large', 413],
    [408, 'timeout', 504],
    [429, 'rate_limit', 429],
    [500, 'server_error', 500],
    [502, 'server_error', 502],
    [520, 'server_error', 502],
    [503, 'overloaded', 503],
    [529, 'overloaded', 529],
    [504, 'timeout', 504],
    [524, 'timeout', 504],
    [302, 'broken_reply', 502],
  ];
  for (const [status, kind, client] of byStatus) {
    it(`takes ${status} for ${kind}`, () => {
      assert.deepEqual(classify(status, { message: 'no' }), { kind, status: client });
    });
  }

  it('sees an empty account behind a limit, and says that trying again is useless', () => {
    for (const code of ['insufficient_quota', '1113']) {
      assert.deepEqual(classify(429, { message: 'no', code }), { kind: 'rate_limit', status: 429, shouldRetry: false });
    }
  });

  it('sees an empty account behind a bad request', () => {
    assert.deepEqual(classify(400, { message: 'no', code: 'Arrearage' }), { kind: 'billing', status: 402 });
    const message = 'Your credit balance is too low to access the Anthropic API.';
    assert.equal(classify(400, { message }).kind, 'billing');
  });

  it('does not take a limit per minute for an overflow', () => {
    const message = 'Request too large: maximum context length per minute';
    assert.equal(classify(429, { message }).kind, 'rate_limit');
  });

  it('sees an overflow behind a server error', () => {
    const message = 'the request exceeds the available context size, try increasing it';
    assert.deepEqual(classify(500, { message }), { kind: 'context_overflow', status: 400 });
  });
});

describe('classifyInReply', () => {
  it('takes a code that is a status', () => {
    assert.deepEqual(classifyInReply({ message: 'busy', code: '503' }), { kind: 'overloaded', status: 503 });
    assert.deepEqual(classifyInReply({ message: 'no', code: '429' }), { kind: 'rate_limit', status: 429 });
  });

  it('takes a word that it knows', () => {
    assert.deepEqual(classifyInReply({ message: 'x', type: 'overloaded_error' }), { kind: 'overloaded', status: 529 });
    assert.deepEqual(classifyInReply({ message: 'x', code: 'rate_limit_exceeded' }), {
      kind: 'rate_limit',
      status: 429,
    });
  });

  it('answers 502 for anything else', () => {
    for (const code of [undefined, '1', '200', '9999', 'boom']) {
      const error = { message: 'x', ...(code !== undefined && { code }) };
      assert.deepEqual(classifyInReply(error), { kind: 'server_error', status: 502 });
    }
  });

  it('recognises an overflow', () => {
    const message = 'The number of tokens to keep from the initial prompt is greater than the context length.';
    assert.equal(classifyInReply({ message }).kind, 'context_overflow');
  });
});

describe('classifyMiniMax', () => {
  it('knows the codes of MiniMax', () => {
    assert.equal(classifyMiniMax({ message: 'x', code: '1008' }).kind, 'billing');
    assert.equal(classifyMiniMax({ message: 'x', code: '1002' }).kind, 'rate_limit');
    assert.equal(classifyMiniMax({ message: 'x', code: '1004' }).kind, 'authentication');
    assert.deepEqual(classifyMiniMax({ message: 'x', code: '1000' }), { kind: 'server_error', status: 502 });
  });
});

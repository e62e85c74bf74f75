import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Json } from '../lib/json.ts';
import { wireText } from '../lib/wire-text.ts';
import { faultInReply } from './fault-in-reply.ts';

describe('faultInReply', () => {
  it('finds nothing in a good reply', () => {
    const good: Json[] = [
      { id: 'x', choices: [{ message: { content: 'hi' } }] },
      { choices: [], usage: null, error: null },
      { choices: [{ delta: {} }], error: '' },
      { choices: [{ delta: {} }], error: {} },
      { choices: [{ delta: {} }], base_resp: { status_code: 0, status_msg: '' } },
      { model: 'm', message: { role: 'assistant', content: 'hi' }, done: true },
      { code: 0, message: 'ok' },
      'text',
      null,
      [],
    ];
    for (const json of good) assert.equal(faultInReply(json), undefined, JSON.stringify(json));
  });

  const bad: [string, Json, string, number, string][] = [
    ['an error with a status', { error: { message: 'Too busy', code: 503 } }, 'overloaded', 503, 'Too busy'],
    ['an error with a word', { error: { message: 'Boom', code: 'boom' } }, 'server_error', 502, 'Boom'],
    ['an error text', { error: 'model crashed' }, 'server_error', 502, 'model crashed'],
    ['an error beside choices', { choices: null, error: { message: 'no', code: 404 } }, 'not_found', 404, 'no'],
    ['an error in the choice', { choices: [{ error: { message: 'lost', code: 502 } }] }, 'server_error', 502, 'lost'],
    ['a bad platform key', { error: { message: 'bad key', code: '401' } }, 'authentication', 502, 'bad key'],
    ['a list', [{ error: { message: 'quota', code: 429 } }], 'rate_limit', 429, 'quota'],
    ['a bare code', { code: 20015, message: 'wrong', data: null }, 'server_error', 502, 'wrong'],
    ['an old vLLM error', { object: 'error', message: 'wrong', code: 400 }, 'invalid_request', 400, 'wrong'],
    [
      'MiniMax',
      { choices: null, base_resp: { status_code: 1008, status_msg: 'insufficient balance' } },
      'billing',
      402,
      'insufficient balance',
    ],
    [
      'an overflow',
      { error: { message: 'Context size has been exceeded.' } },
      'context_overflow',
      400,
      'Context size has been exceeded.',
    ],
  ];
  for (const [name, json, kind, status, message] of bad) {
    it(`finds ${name}`, () => {
      const fault = faultInReply(json);
      assert.deepEqual([fault?.kind, fault?.status, fault?.message], [kind, status, message]);
    });
  }

  it('gives real text for wire text, to the last byte', () => {
    // The last byte of `à` is 0xa0, which looks like white space in wire text.
    const fault = faultInReply({ error: { message: wireText('余额不足 à'), code: wireText('é') } });
    assert.equal(fault?.message, '余额不足 à');
    assert.equal(fault?.details.code, 'é');
  });
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keptHeaders } from './kept-headers.ts';

test('what explains a call is kept, and what may hold a secret is not', () => {
  const kept = {
    'user-agent': 'claude-cli/2',
    'anthropic-beta': 'a',
    'x-stainless-os': 'Linux',
    'x-redwolf-model': 'up:m',
  };
  const secret = {
    authorization: 'Bearer k',
    'x-api-key': 'k',
    'x-redwolf-key': 'k',
    cookie: 'session=k',
    'set-cookie': 'k',
    'proxy-authorization': 'k',
    'x-some-new-token': 'k',
  };
  assert.deepEqual(keptHeaders({ ...kept, ...secret, 'Content-Type': 'text/plain' }), {
    ...kept,
    'content-type': 'text/plain',
  });
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { upstreamHeaders } from './upstream-headers.ts';

test("the client's own version and betas go on, and nothing else of it", () => {
  const client = { 'anthropic-version': '2024-01-01', 'anthropic-beta': 'a,b', 'x-api-key': 'secret', cookie: 'c' };
  assert.deepEqual(upstreamHeaders(client), { 'anthropic-version': '2024-01-01', 'anthropic-beta': 'a,b' });
});

test('a version is always there', () => {
  assert.deepEqual(upstreamHeaders({}), { 'anthropic-version': '2023-06-01' });
  assert.deepEqual(upstreamHeaders(undefined), { 'anthropic-version': '2023-06-01' });
});

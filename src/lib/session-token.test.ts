import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hashSessionToken, newSessionToken } from './session-token.ts';

test('tokens are 256 random bits, and stored as their SHA-256', () => {
  assert.match(newSessionToken(), /^[\w-]{43}$/);
  assert.notEqual(newSessionToken(), newSessionToken());
  // FIPS 180-2, example B.1.
  assert.equal(hashSessionToken('abc'), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});

import assert from 'node:assert/strict';
import { scryptSync } from 'node:crypto';
import { test } from 'node:test';
import { PasswordHasher } from './password.ts';

/** A hash of `password` in the form that is stored; a cheap one unless said otherwise. */
function hashOf(password: string, cost = 16): string {
  const salt = Buffer.alloc(16, 1);
  const hash = scryptSync(password, salt, 32, { cost, blockSize: 8, parallelization: 1, maxmem: 2 ** 28 });
  return `scrypt$${cost}$8$1$${salt.toString('base64url')}$${hash.toString('base64url')}`;
}

test('a password is known by its hash, another one is not', async () => {
  const hasher = new PasswordHasher();
  const stored = await hasher.hash('correct horse');
  assert.match(stored, /^scrypt\$65536\$8\$1\$[\w-]{22}\$[\w-]{43}$/);
  assert.equal(await hasher.verify('correct horse', stored), true);
  assert.equal(await hasher.verify('correct horsf', stored), false);
});

test('the work factors are those of the hash, and spelling forms are one', async () => {
  const hasher = new PasswordHasher();
  assert.equal(await hasher.verify('a', hashOf('a')), true);
  assert.equal(await hasher.verify('e\u0301', hashOf('\u00e9')), true);
});

test('what is no hash of ours fits no password', async () => {
  const hasher = new PasswordHasher();
  const good = hashOf('a');
  const bad = ['', 'a', good.replace('$16$', '$15$'), hashOf('a', 2 ** 17), good.replace('$8$', '$0$')];
  for (const stored of [...bad, good.slice(0, -20), good.replace('scrypt', 'md5')]) {
    assert.equal(await hasher.verify('a', stored), false, stored);
  }
});

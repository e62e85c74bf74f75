import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Sealer } from './seal.ts';
import { Secret } from './secret.ts';

const sealer = new Sealer(Buffer.alloc(32, 1));

test('a sealed secret is opened by its owner, and does not show', () => {
  const sealed = sealer.seal(new Secret('sk-密钥'), 'up 1');
  assert.match(sealed, /^s1\.[\w-]+$/);
  assert.equal(sealer.open(sealed, 'up 1')?.reveal(), 'sk-密钥');
  assert.equal(sealer.open(sealer.seal(new Secret(''), 'x'), 'x')?.reveal(), '');
});

test('the same secret is sealed differently each time', () => {
  const secret = new Secret('same');
  assert.notEqual(sealer.seal(secret, 'up 1'), sealer.seal(secret, 'up 1'));
});

test('another owner, another key and a changed text open nothing', () => {
  const sealed = sealer.seal(new Secret('secret'), 'up 1');
  assert.equal(sealer.open(sealed, 'up 2'), undefined);
  assert.equal(new Sealer(Buffer.alloc(32, 2)).open(sealed, 'up 1'), undefined);
  const last = sealed.endsWith('A') ? 'B' : 'A';
  assert.equal(sealer.open(sealed.slice(0, -4) + last.repeat(4), 'up 1'), undefined);
  for (const text of ['', 's1.', 's1.AAAA', sealed.slice(3), sealed.slice(0, 20)]) {
    assert.equal(sealer.open(text, 'up 1'), undefined, text);
  }
});

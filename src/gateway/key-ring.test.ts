import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { newClientKey } from '../lib/ids.ts';
import { Secret } from '../lib/secret.ts';
import { KeyRing, makeKeyRecord } from './key-ring.ts';

const PEPPER = Buffer.alloc(32, 3);

test('a key is found by the whole of it and by nothing else', () => {
  const ring = new KeyRing(PEPPER);
  const key = newClientKey();
  const record = makeKeyRecord('laptop', key, 'created', 5, ring);
  ring.load([record]);
  assert.equal(ring.find(key), record);
  for (const wrong of ['', key.slice(0, -1), `${key}x`, key.toUpperCase(), record.hash, record.prefix, "' OR '1'='1"]) {
    assert.equal(ring.find(wrong), undefined, wrong);
  }
});

test('the hash is the HMAC under the pepper', () => {
  const ring = new KeyRing(PEPPER);
  assert.equal(ring.hashOf('rw-bench'), createHmac('sha256', PEPPER).update('rw-bench').digest('hex'));
  assert.notEqual(ring.hashOf('rw-bench'), new KeyRing(Buffer.alloc(32, 4)).hashOf('rw-bench'));
});

test('a disabled key is not found, and loading replaces what was known', () => {
  const ring = new KeyRing(PEPPER);
  const one = makeKeyRecord('one', 'rw-one', 'created', 5, ring);
  const two = makeKeyRecord('two', 'rw-two', 'created', 5, ring);
  ring.load([one]);
  ring.add(two);
  assert.equal(ring.find('rw-one'), one);
  assert.equal(ring.find('rw-two'), two);
  ring.add({ ...one, isEnabled: false });
  assert.equal(ring.find('rw-one'), undefined);
  ring.load([one]);
  assert.equal(ring.find('rw-one'), one);
  assert.equal(ring.find('rw-two'), undefined);
});

test('a record shows only the beginning of the key', () => {
  const ring = new KeyRing(PEPPER);
  const key = newClientKey();
  const record = makeKeyRecord('laptop', new Secret(key), 'config', 5, ring);
  assert.deepEqual(record, {
    id: record.id,
    name: 'laptop',
    hash: ring.hashOf(key),
    prefix: key.slice(0, 7),
    origin: 'config',
    isEnabled: true,
    createdAt: 5,
  });
  assert.equal(makeKeyRecord('bench', 'rw-bench', 'config', 5, ring).prefix, 'rw');
});

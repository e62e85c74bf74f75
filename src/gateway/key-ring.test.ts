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
  assert.equal(ring.find(key)?.key.record, record);
  assert.equal(ring.find(key)?.until, Number.POSITIVE_INFINITY);
  for (const wrong of ['', key.slice(0, -1), `${key}x`, key.toUpperCase(), record.hash, record.prefix, "' OR '1'='1"]) {
    assert.equal(ring.find(wrong), undefined, wrong);
  }
});

test('the hash is the HMAC under the pepper', () => {
  const ring = new KeyRing(PEPPER);
  assert.equal(ring.hashOf('rw-bench'), createHmac('sha256', PEPPER).update('rw-bench').digest('hex'));
  assert.notEqual(ring.hashOf('rw-bench'), new KeyRing(Buffer.alloc(32, 4)).hashOf('rw-bench'));
});

test('loading replaces what was known, and a closed key is found as such', () => {
  const ring = new KeyRing(PEPPER);
  const one = makeKeyRecord('one', 'rw-one', 'created', 5, ring);
  const two = makeKeyRecord('two', 'rw-two', 'created', 5, ring);
  ring.load([one, two]);
  assert.equal(ring.find('rw-one')?.key.record, one);
  assert.equal(ring.find('rw-two')?.key.record, two);
  ring.load([{ ...one, isEnabled: false }]);
  assert.equal(ring.find('rw-one')?.key.record.isEnabled, false);
  assert.equal(ring.find('rw-two'), undefined);
});

test('the secret before a rotation is good for a time', () => {
  const ring = new KeyRing(PEPPER);
  const record = makeKeyRecord('laptop', 'rw-new', 'created', 5, ring);
  const rotated = { ...record, previousHash: ring.hashOf('rw-old'), previousUntil: 99 };
  ring.load([rotated]);
  assert.deepEqual([ring.find('rw-old')?.key.record, ring.find('rw-old')?.until], [rotated, 99]);
  assert.equal(ring.find('rw-new')?.until, Number.POSITIVE_INFINITY);
});

test("a key of the original's form is kept as it is", () => {
  const ring = new KeyRing(PEPPER);
  const key = `lxs_${'a1B2_-c3'.repeat(4)}`;
  const record = makeKeyRecord('old', key, 'created', 5, ring);
  ring.load([record]);
  assert.equal(record.prefix, 'lxs_a1B');
  assert.equal(ring.find(key)?.key.record, record);
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
    owner: null,
    expiresAt: null,
    policy: '{}',
    previousHash: null,
    previousUntil: null,
    resetAt: null,
    deletedAt: null,
    version: 1,
  });
  assert.equal(makeKeyRecord('bench', 'rw-bench', 'config', 5, ring).prefix, 'rw');
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decodeManifest, encodeManifest } from './manifest.ts';

test('a manifest is read as it was written', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 2 ** 50 })), (ids) => {
      assert.deepEqual(decodeManifest(encodeManifest(ids)), ids);
    }),
  );
});

test('neighbours cost a byte each', () => {
  const ids = Array.from({ length: 300 }, (_, index) => 1_000_000 + index);
  assert.equal(encodeManifest(ids).length, 3 + 299);
});

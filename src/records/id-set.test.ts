import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { IdSet } from './id-set.ts';

test('it has what was added and nothing else, however large', () => {
  const ids = fc.oneof(fc.nat(20_000), fc.maxSafeNat());
  fc.assert(
    fc.property(fc.array(ids), fc.array(ids), (added, asked) => {
      const set = new IdSet();
      const plain = new Set(added);
      for (const id of added) set.add(id);
      for (const id of [...asked, ...added, ...added.map((id) => id + 1)]) assert.equal(set.has(id), plain.has(id));
    }),
  );
});

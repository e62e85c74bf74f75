import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keyRecord } from '../../test/support/store.ts';
import type { KeyId } from '../lib/ids.ts';
import type { KeyChange } from '../store/ports.ts';
import { StoredKeyOwners } from './key-owners.ts';

function setUp() {
  const records = [
    { ...keyRecord('a'), owner: 'user_1' },
    { ...keyRecord('b'), owner: 'user_2' },
    { ...keyRecord('c'), owner: null },
    keyRecord('d'),
    { ...keyRecord('e'), owner: 'user_1' },
  ];
  const disabled: KeyId[] = [];
  const told = { count: 0 };
  const keys = {
    list: async () => records,
    update: async (id: KeyId, seen: number, change: KeyChange) => {
      assert.deepEqual([seen, change], [1, { isEnabled: false }]);
      disabled.push(id);
      return true;
    },
  };
  const owners = new StoredKeyOwners(keys, async () => {
    told.count++;
  });
  return { owners, disabled, told };
}

test('a user has the keys that name them as the owner', async () => {
  const { owners } = setUp();
  assert.deepEqual(await owners.keysOf('user_1'), ['key_a', 'key_e']);
  assert.deepEqual(await owners.keysOf('user_3'), []);
});

test("a user's keys are disabled together, and whoever holds keys in memory is told", async () => {
  const { owners, disabled, told } = setUp();
  assert.equal(await owners.disableKeysOf('user_1'), 2);
  assert.deepEqual([disabled, told.count], [['key_a', 'key_e'], 1]);
  assert.equal(await owners.disableKeysOf('user_3'), 0);
  assert.equal(told.count, 1);
});

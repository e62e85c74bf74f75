import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { KeyRing, makeKeyRecord } from '../gateway/key-ring.ts';
import type { KeyRecord, KeyStore } from '../store/ports.ts';
import { StoredKeys } from './keys.ts';

let clock: FakeClock;
let ring: KeyRing;
let keys: StoredKeys;
/** Reads of the store that were begun: each is answered when the test says so. */
let reads: PromiseWithResolvers<readonly KeyRecord[]>[];

beforeEach(() => {
  clock = new FakeClock();
  ring = new KeyRing(Buffer.alloc(32, 3));
  reads = [];
  const store: Pick<KeyStore, 'list'> = {
    list() {
      const read = Promise.withResolvers<readonly KeyRecord[]>();
      reads.push(read);
      return read.promise;
    },
  };
  keys = new StoredKeys({ keys: store as KeyStore, changesElsewhere: () => Promise.resolve(0) }, ring, clock);
});

function record(key: string): KeyRecord {
  return makeKeyRecord('new', key, 'created', clock.now(), ring);
}

describe('keys that are read anew', () => {
  test('are known then', async () => {
    assert.equal(keys.find('rw-new'), undefined);
    const refreshed = keys.refresh();
    reads[0]?.resolve([record('rw-new')]);
    assert.equal(await refreshed, true);
    assert.equal(keys.find('rw-new')?.key.record.name, 'new');
  });

  test('are read once for all who ask at the same time', async () => {
    const asked = [keys.refresh(), keys.refresh(), keys.refresh()];
    assert.equal(reads.length, 1);
    reads[0]?.resolve([record('rw-new')]);
    assert.deepEqual(await Promise.all(asked), [true, true, true]);
  });

  test('are not read again within a second', async () => {
    const refreshed = keys.refresh();
    reads[0]?.resolve([]);
    await refreshed;
    clock.advance(999);
    assert.equal(await keys.refresh(), false);
    clock.advance(1);
    const again = keys.refresh();
    reads[1]?.resolve([record('rw-new')]);
    assert.equal(await again, true);
    assert.equal(reads.length, 2);
  });

  test('stay as they were where they cannot be read, and are read again later', async () => {
    ring.load([record('rw-old')]);
    const refreshed = keys.refresh();
    reads[0]?.reject(new Error('the disk is gone'));
    await assert.rejects(refreshed, /the disk is gone/);
    assert.equal(keys.find('rw-old')?.key.record.name, 'new');
    clock.advance(1_000);
    const again = keys.refresh();
    reads[1]?.resolve([]);
    assert.equal(await again, true);
    assert.equal(keys.find('rw-old'), undefined);
  });
});

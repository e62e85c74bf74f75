import assert from 'node:assert/strict';
import { test } from 'node:test';
import { callRow, keyRecord, openTestStore, temporaryDir } from '../../test/support/store.ts';
import type { CallId, KeyId } from '../lib/ids.ts';
import type { CallRow } from './ports.ts';

const HOUR = 3_600_000;
const TEN = 400_000 * HOUR;
const ALL = { from: 0, until: Number.MAX_SAFE_INTEGER };

function call(number: number, changes: Partial<CallRow> = {}): CallRow {
  return callRow({ id: `call_${number}` as CallId, startedAt: TEN + number, ...changes });
}

test('calls go, sessions with their last one, and sums stay', async (context) => {
  const store = await openTestStore(context, await temporaryDir(context));
  const rows = [
    call(1, { session: 'one' }),
    call(2, { session: 'one' }),
    call(3, { session: 'two' }),
    call(4, { session: 'two', keyId: 'key_2' as KeyId }),
    call(5, { session: null }),
  ];
  for (const row of rows) store.recorder.record(row);
  await store.recorder.flush();
  const groups = [['keyId', 'model'], ['scene'], ['userId', 'purpose']] as const;
  const sumsOf = () => Promise.all(groups.map((by) => store.usage.usage({ span: ALL, by })));
  const sums = await sumsOf();
  const sessions = async () =>
    (await store.callSessions.page({ span: ALL, limit: 9 }))
      .map(({ session, keyId }) => `${session} ${keyId}`)
      .toSorted();
  assert.deepEqual(await store.callRemoval.remove([]), []);
  assert.deepEqual(await store.callRemoval.remove(rows.filter((_, index) => [0, 2, 4].includes(index))), []);
  assert.deepEqual(await sessions(), ['one key_1', 'two key_2']);
  assert.deepEqual(await store.callRemoval.remove(rows), []);
  assert.deepEqual(await sessions(), []);
  assert.deepEqual(await store.callSessions.parts({ session: 'one', keyId: 'key_1' }), []);
  assert.deepEqual((await store.callPages.page({ filter: {}, sort: 'newest', limit: 9 })).calls, []);
  assert.deepEqual(await sumsOf(), sums);
});

test('what a key has spent stays the same, to the millisecond', async (context) => {
  const store = await openTestStore(context, await temporaryDir(context));
  const reset = TEN + 30 * 60_000;
  await store.keys.insert(keyRecord('1', { resetAt: reset }));
  const rows = [
    call(0, { startedAt: TEN - 1 }),
    call(1, { startedAt: TEN }),
    call(2, { startedAt: reset - 1 }),
    call(3, { startedAt: reset }),
    call(4, { startedAt: TEN + HOUR + 5 }),
    call(5, { startedAt: TEN + HOUR + 9 }),
  ];
  for (const row of rows) store.recorder.record(row);
  await store.recorder.flush();
  // Of the last one it is known that it came later: a gateway counts it in memory.
  const spent = () => store.usage.spent('key_1' as KeyId, reset, TEN + HOUR + 9);
  const before = await spent();
  assert.equal(before.nanoUsd, 2 * 7_000);
  assert.deepEqual((await store.callRemoval.remove(rows.slice(0, 5))).toSorted(), ['call_1', 'call_2']);
  assert.deepEqual(await spent(), before);
  const { calls } = await store.callPages.page({ filter: {}, sort: 'oldest', limit: 9 });
  assert.deepEqual(
    calls.map(({ id }) => id),
    ['call_1', 'call_2', 'call_5'],
  );
});

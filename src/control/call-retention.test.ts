import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { callRow, callText, keyRecord, latestCalls, openTestStore, temporaryDir } from '../../test/support/store.ts';
import type { CallId, KeyId } from '../lib/ids.ts';
import type { CallRow } from '../store/ports.ts';
import type { Store } from '../store/store.ts';
import { CallRetention } from './call-retention.ts';

const DAY = 24 * 60 * 60 * 1_000;
const ALL = { from: 0, until: Number.MAX_SAFE_INTEGER };

function call(number: number, changes: Partial<CallRow>): CallRow {
  return callRow({ id: `call_${number}` as CallId, ...changes });
}

function retentionOf(store: Store, clock: FakeClock, days: number, said: string[] = []): CallRetention {
  return new CallRetention({
    calls: store.calls,
    callSessions: store.callSessions,
    callTexts: store.callTexts,
    clock,
    days: () => days,
    textDays: () => 7,
    giveBack: () => store.giveBack(),
    info: (text) => said.push(text),
    warn: assert.fail,
  });
}

test('rows go when they are too old; what they add up to stays, and a session goes with its last row', async (context) => {
  const store = await openTestStore(context, await temporaryDir(context));
  const clock = new FakeClock();
  const now = clock.now();
  for (let number = 0; number < 1_203; number++) {
    store.recorder.record(call(number, { startedAt: now - 31 * DAY + number, session: `old ${number % 3}` }));
  }
  store.recorder.record(call(2_000, { startedAt: now - 29 * DAY, session: 'old 1' }));
  await store.recorder.flush();
  const before = await store.usage.usage({ span: ALL, by: ['keyId'] });
  const said: string[] = [];
  await retentionOf(store, clock, 30, said).tidy();
  assert.deepEqual(
    (await latestCalls(store, 10)).map(({ id }) => id),
    ['call_2000'],
  );
  assert.deepEqual(await store.usage.usage({ span: ALL, by: ['keyId'] }), before);
  assert.deepEqual(
    (await store.callSessions.page({ span: ALL, limit: 9 })).map(({ session }) => session),
    ['old 1'],
  );
  assert.match(said.join(), /1203 calls/);
  await retentionOf(store, clock, 0).tidy();
  assert.equal((await latestCalls(store, 10)).length, 1);
});

test('what a budget counts by rows stays, so that what was spent stays right', async (context) => {
  const store = await openTestStore(context, await temporaryDir(context));
  const clock = new FakeClock();
  const hour = Math.floor(clock.now() / 3_600_000) * 3_600_000 - 60 * DAY;
  const keyId = 'key_reset' as KeyId;
  await store.keys.insert(keyRecord('reset', { resetAt: hour + 1_000 }));
  for (const [number, startedAt] of [hour + 500, hour + 2_000, hour + 3_600_001].entries()) {
    store.recorder.record(call(number, { keyId, startedAt }));
  }
  await store.recorder.flush();
  const spent = await store.usage.spent(keyId, hour + 1_000, clock.now());
  await retentionOf(store, clock, 30).tidy();
  assert.deepEqual(
    (await latestCalls(store, 9)).map(({ id }) => id),
    ['call_1', 'call_0'],
  );
  assert.deepEqual(await store.usage.spent(keyId, hour + 1_000, clock.now()), spent);
});

test('what was said goes when it is too old, and the rows stay as long as they are to', async (context) => {
  const store = await openTestStore(context, await temporaryDir(context));
  const clock = new FakeClock();
  const rows = Array.from({ length: 1_003 }, (_, number) =>
    call(number, { startedAt: clock.now() - 8 * DAY + number }),
  );
  const recent = call(2_000, { startedAt: clock.now() - 6 * DAY });
  for (const row of [...rows, recent]) store.recorder.record(row);
  await store.recorder.flush();
  store.callTexts.add([...rows, recent].map((row) => callText(row, 'word')));
  await store.callTexts.flush();
  await retentionOf(store, clock, 0).tidy();
  const { calls } = await store.callPages.page({ filter: { text: 'word' }, sort: 'newest', limit: 9 });
  assert.deepEqual(
    calls.map(({ id }) => id),
    ['call_2000'],
  );
  assert.equal((await latestCalls(store, 2_000)).length, 1_004);
});

test('between pages it rests as long as the last one took', async () => {
  const clock = new FakeClock();
  const pages = [500, 500, 3];
  const retention = new CallRetention({
    calls: {
      deleteBefore: async () => {
        clock.advance(40);
        return pages.shift() ?? 0;
      },
    },
    callSessions: { deleteEmpty: async () => 0 },
    callTexts: { deleteBefore: assert.fail },
    clock,
    days: () => 30,
    textDays: () => 0,
    giveBack: async () => undefined,
    info: () => undefined,
    warn: assert.fail,
  });
  const tidied = retention.tidy();
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  for (const left of [2, 1]) {
    await settled();
    assert.equal(pages.length, left);
    clock.advance(39);
    await settled();
    assert.equal(pages.length, left);
    clock.advance(1);
  }
  await tidied;
  assert.equal(pages.length, 0);
  assert.equal(clock.waiting, 0);
});

/** Deleting calls: one, those of a filter, all; never more than was said, never another's. */

import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import type { AdminDeps } from '../../src/admin/ports.ts';
import type { CallRow } from '../../src/store/ports.ts';
import { callText, keyRecord } from '../support/store.ts';
import type { Loose } from './admin-client.ts';
import { type Browser, type CallsStage, call, MEMBERS_KEY, NOON, stageWith } from './calls-stage.ts';
import { codeOf } from './plane-stage.ts';

interface DeletionStage extends CallsStage {
  /** Calls whose bodies were forgotten, in order. */
  readonly forgotten: string[];
  /** Keys whose spending was read. */
  readonly settled: string[];
}

async function stage(context: TestContext, rows: readonly CallRow[]): Promise<DeletionStage> {
  const forgotten: string[] = [];
  const settled: string[] = [];
  const bodies: AdminDeps['bodies'] = {
    stages: async () => [],
    body: async () => undefined,
    forget: async (id) => {
      forgotten.push(id);
      return true;
    },
  };
  const usage = async (id: string) => {
    settled.push(id);
    throw new Error('there is no such key');
  };
  const keys = { usage } as unknown as AdminDeps['keys'];
  const plane = await stageWith(context, rows, { bodies, keys });
  plane.store.callTexts.add(rows.map((row) => callText(row, '退款 word')));
  await plane.store.callTexts.flush();
  return { ...plane, forgotten, settled };
}

async function remove(browser: Browser, query: string): Promise<{ readonly status: number; readonly body: Loose }> {
  const { status, json } = await browser.send(`/api/calls${query}`, { method: 'DELETE' });
  return { status, body: json };
}

/** Asks how many, and deletes these. */
async function removeConfirmed(browser: Browser, query: string): Promise<Loose> {
  const asked = await remove(browser, `?${query}`);
  assert.equal(asked.status, 409, JSON.stringify(asked.body));
  const { calls, until } = asked.body.error;
  const { status, body } = await remove(browser, `?${query}&confirm=${calls}&until=${until}`);
  assert.equal(status, 200, JSON.stringify(body));
  return body;
}

const CALLS = [
  call(1, { model: 'small', session: 'a' }),
  call(2, { session: 'a' }),
  call(3, { keyId: MEMBERS_KEY, session: 'b' }),
  call(4, { model: 'small', session: null }),
];

describe('calls are deleted', () => {
  test('by a filter, once their number is confirmed', async (context) => {
    const { admin, forgotten, settled, store } = await stage(context, CALLS);
    const before = await store.usage.usage({ span: { from: 0, until: NOON * 2 }, by: [] });
    const counted: Loose = await admin.get('/api/calls/count?model=small');
    assert.deepEqual(counted, { calls: 2, until: '2027-01-15T13:30:00.001Z' });
    assert.equal((await remove(admin, '?model=small')).body.error.calls, 2);
    assert.equal((await remove(admin, '?model=small&confirm=1')).status, 409);
    assert.deepEqual(forgotten, []);
    assert.deepEqual(await removeConfirmed(admin, 'model=small'), { deleted: 2, kept: 0 });
    assert.deepEqual(await admin.list(''), ['call_3', 'call_2']);
    assert.deepEqual(forgotten.toSorted(), ['call_1', 'call_4']);
    assert.deepEqual(settled, ['key_1']);
    assert.deepEqual(await admin.list(`text=${encodeURIComponent('退款')}`), ['call_3', 'call_2']);
    assert.deepEqual(await store.usage.usage({ span: { from: 0, until: NOON * 2 }, by: [] }), before);
  });

  test('one by one, and a session goes with its last one', async (context) => {
    const { admin, forgotten } = await stage(context, CALLS);
    for (const id of ['call_1', 'call_2']) {
      const { status, body } = await remove(admin, `/${id}`);
      assert.deepEqual([status, body], [200, { deleted: 1, kept: 0 }]);
      assert.equal((await admin.send(`/api/calls/${id}`)).status, 404);
    }
    assert.deepEqual(forgotten, ['call_1', 'call_2']);
    const span = 'from=2027-01-01&until=2027-02-01';
    const { sessions }: Loose = await admin.get(`/api/call-sessions?${span}`);
    assert.deepEqual(
      sessions.map(({ session }: Loose) => session),
      ['b'],
    );
    assert.equal((await remove(admin, '/call_1')).status, 404);
  });

  test('all of them, page by page, and also those of one millisecond that a search finds', async (context) => {
    const rows = Array.from({ length: 450 }, (_, number) => call(number, { startedAt: NOON }));
    const { admin, store } = await stage(context, rows);
    assert.deepEqual(await removeConfirmed(admin, 'text=word'), { deleted: 450, kept: 0 });
    store.recorder.record(call(1_000));
    assert.deepEqual(await removeConfirmed(admin, ''), { deleted: 1, kept: 0 });
    assert.deepEqual(await admin.list(''), []);
  });

  test('but for rows that a budget counts by, of which only what was said goes', async (context) => {
    const rows = [call(0), call(90 * 60_000)];
    const { admin, store, clock } = await stage(context, rows);
    await store.keys.insert(keyRecord('1', { resetAt: NOON + 5 * 60_000 }));
    clock.wall = NOON + 3 * 3_600_000;
    assert.deepEqual(await removeConfirmed(admin, 'key=key_1'), { deleted: 1, kept: 1 });
    assert.deepEqual(await admin.list(''), ['call_0']);
    assert.deepEqual(await admin.list('text=word'), []);
  });

  test('by a member only where the key is theirs', async (context) => {
    const { member, admin } = await stage(context, CALLS);
    assert.equal((await remove(member, '/call_1')).status, 404);
    assert.deepEqual(await removeConfirmed(member, ''), { deleted: 1, kept: 0 });
    assert.deepEqual(await admin.list(''), ['call_4', 'call_2', 'call_1']);
  });

  test('never by a filter with a wrong name, nor from another page', async (context) => {
    const { admin } = await stage(context, CALLS);
    assert.equal((await remove(admin, '?modle=small&confirm=4')).status, 400);
    assert.equal((await remove(admin, '?confirm=x')).status, 400);
    const headers = { origin: 'http://evil.example' };
    const answer = await admin.send('/api/calls?confirm=4', { method: 'DELETE', headers });
    assert.equal(codeOf(answer), 'CROSS_ORIGIN');
    assert.equal((await admin.list('')).length, 4);
  });

  test('with an entry in the audit log, which does not say what was searched for', async (context) => {
    const { admin } = await stage(context, CALLS);
    await removeConfirmed(admin, 'text=word&model=small');
    await remove(admin, '/call_2');
    const { entries }: Loose = await admin.get('/api/audit?action=call.delete');
    assert.deepEqual(entries.map(({ what, before }: Loose) => [what, before]).toSorted(), [
      [
        'Deleted calls by a filter: 2 of them.',
        { filter: { model: ['small'], text: true, until: '2027-01-15T13:30:00.001Z' }, deleted: 2, kept: 0 },
      ],
      ['Deleted the call call_2.', null],
    ]);
  });
});

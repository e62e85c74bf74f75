/** Lists go along indexes, whatever they are filtered by: nothing looks through all calls. */

import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { explaining } from '../../test/support/plans.ts';
import { isOnPostgres } from '../../test/support/postgres.ts';
import { callRow, callText, openTestStore, temporaryDir } from '../../test/support/store.ts';
import type { CallId } from '../lib/ids.ts';
import type { CallFilter, CallPageQuestion } from './call-page-ports.ts';
import { CallPageTable } from './call-pages.ts';
import { CallSessionTables } from './call-sessions.ts';

/** A small copy: every column has values of its own. */
async function dataDirWithCalls(context: TestContext): Promise<string> {
  const dataDir = await temporaryDir(context);
  const store = await openTestStore(context, dataDir);
  const rows = Array.from({ length: 2_000 }, (_, number) => {
    const value = (count: number) => `${number % count}`;
    return callRow({
      id: `call_${number}` as CallId,
      startedAt: 1_790_000_000_000 + number,
      keyId: `key_${value(5)}` as never,
      userId: `user_${value(3)}`,
      session: number % 2 === 0 ? `session_${value(100)}` : null,
      agent: number % 10 === 0 ? `agent_${value(50)}` : null,
      model: `m${value(7)}`,
      platform: `up${value(2)}`,
      scene: number % 3 === 0 ? `scene_${value(6)}` : null,
      purpose: number % 50 === 0 ? 'title' : 'main',
      outcome: number % 20 === 0 ? 'error' : 'ok',
      status: number % 20 === 0 ? 429 : 200,
    });
  });
  for (const row of rows) store.recorder.record(row);
  await store.recorder.flush();
  store.callTexts.add(rows.map((row, number) => callText(row, number % 500 === 0 ? '退款' : 'a frequent word')));
  await store.callTexts.flush();
  return dataDir;
}

const INDEXES: readonly (readonly [string, CallFilter, string])[] = [
  ['nothing', {}, 'calls_by_time'],
  ['a time', { from: 1_790_000_000_100, until: 1_790_000_000_200 }, 'calls_by_time'],
  ['a session', { columns: { session: ['session_2'] } }, 'calls_by_session'],
  ['an agent', { columns: { agent: ['agent_10'] } }, 'calls_by_agent'],
  ['a user', { columns: { userId: ['user_1'] } }, 'calls_by_user'],
  ['a key', { columns: { keyId: ['key_1'] } }, 'calls_by_key'],
  ['several keys', { columns: { keyId: ['key_1', 'key_2'] } }, 'calls_by_key'],
  ['a scene', { columns: { scene: ['scene_3'] } }, 'calls_by_scene'],
  ['a model', { columns: { model: ['m1'] } }, 'calls_by_model'],
  ['a platform', { columns: { platform: ['up1'] } }, 'calls_by_platform'],
  ['a failure', { columns: { outcome: ['error'] } }, 'calls_by_failure'],
  ['a status of failures', { status: [429, 429] }, 'calls_by_failure'],
  ['a class of statuses', { status: [400, 499] }, 'calls_by_failure'],
  ['a rare purpose', { columns: { purpose: ['title'] } }, 'calls_by_purpose'],
  ['a frequent purpose', { columns: { purpose: ['main'] } }, 'calls_by_time'],
  ['a good outcome', { columns: { outcome: ['ok'] } }, 'calls_by_time'],
  ['a good status', { status: [200, 200] }, 'calls_by_time'],
  [
    'all of it',
    {
      from: 1_790_000_000_100,
      columns: { keyId: ['key_0'], model: ['m0', 'm1'], platform: ['up0'], outcome: ['error'], purpose: ['title'] },
      status: [400, 499],
    },
    'calls_by_key',
  ],
];

test('a list goes along an index', async (context) => {
  const { database, plans } = await explaining(context, await dataDirWithCalls(context), {
    startedAt: 1_790_000_000_140,
    count: 0,
  });
  const pages = new CallPageTable(database, 100);
  for (const [name, filter, index] of INDEXES) {
    for (const sort of ['newest', 'oldest', 'cost'] as const) {
      await context.test(`of ${name}, ${sort}: along ${index}`, async () => {
        plans.length = 0;
        const question: CallPageQuestion = { filter, sort, limit: 50 };
        await pages.page(question);
        await pages.page({ ...question, after: { startedAt: 1_790_000_000_150, id: 'call_150', value: 5 } });
        assert.ok(plans.length >= 2);
        for (const plan of plans) assertIndexed(plan, index, sort === 'cost');
      });
    }
  }
});

const UNSAID = isOnPostgres ? false : 'the plans of SQLite do not say it';

test('statuses of failures are looked at in the index', { skip: UNSAID }, async (context) => {
  const { database, plans } = await explaining(context, await dataDirWithCalls(context), { startedAt: 1, count: 0 });
  await new CallPageTable(database, 100).page({ filter: { status: [429, 429] }, sort: 'newest', limit: 5 });
  assert.ok(
    plans.some((plan) => /Index Cond: .*status/.test(plan)),
    plans.join('\n'),
  );
});

test('sessions go along an index, each key by itself', async (context) => {
  const { database, plans } = await explaining(context, await dataDirWithCalls(context), { lastAt: 1 });
  const sessions = new CallSessionTables(database);
  const span = { from: 0, until: 1_800_000_000_000 };
  const after = { lastAt: 1_790_000_000_150, session: 'session_2', keyId: 'key_1' };
  await sessions.page({ span, limit: 5 });
  await sessions.page({ span, limit: 5, after });
  for (const plan of plans.splice(0)) assert.match(plan, /session_totals_by_time/);
  await sessions.page({ span, limit: 5, keys: ['key_1', 'key_2'] });
  await sessions.page({ span, limit: 5, keys: ['key_1', 'key_2'], after });
  assert.equal(plans.length, 4);
  for (const plan of plans) assert.match(plan, /session_totals_by_key/);
});

test('a search goes along the index of the texts', async (context) => {
  const { database, plans } = await explaining(context, await dataDirWithCalls(context), {
    startedAt: 1_790_000_000_140,
    callId: 'call_140',
    count: 0,
  });
  const pages = new CallPageTable(database, 100);
  const columns = { model: ['m0'] };
  for (const text of ['退款', '退', 'frequent', '"frequent word"']) {
    for (const sort of ['newest', 'oldest', 'cost'] as const) {
      await context.test(`for ${text}, ${sort}`, async () => {
        plans.length = 0;
        const filter = { text, from: 1_790_000_000_000, columns };
        await pages.page({ filter, sort, limit: 50 });
        await pages.page({
          filter,
          sort,
          limit: 50,
          after: { startedAt: 1_790_000_001_000, id: 'call_1000', value: 5 },
        });
        assert.ok(plans.length >= 2);
        for (const plan of plans) assertSearched(plan, text === '退款');
      });
    }
  }
});

/** @param isRare what is frequent PostgreSQL may as well meet on the way along the time */
function assertSearched(plan: string, isRare: boolean): void {
  if (isOnPostgres) {
    assert.doesNotMatch(plan, /Seq Scan/);
    if (plan.includes('tokens @@'))
      assert.match(plan, isRare ? /call_texts_by_tokens/ : /call_texts_by_tokens|call_texts_pkey/);
  } else {
    // "INDEX 0:M…" is how FTS5 says that it looks up what is to match.
    assert.doesNotMatch(plan, /SCAN (calls|call_texts)\b/);
    assert.doesNotMatch(plan, /SCAN call_search(?! VIRTUAL TABLE INDEX \d+:\S*M)/);
    if (!plan.includes('SEARCH calls')) assert.doesNotMatch(plan, /TEMP B-TREE/);
  }
}

function assertIndexed(plan: string, index: string, mayBeSorted: boolean): void {
  // What is counted or sorted PostgreSQL may read along any index that holds the time: they cost the same once vacuumed.
  const isWholeSpan = isOnPostgres && index === 'calls_by_time' && (mayBeSorted || plan.startsWith('Aggregate'));
  assert.match(plan, isWholeSpan ? /Index (?:Only )?Scan (?:Backward )?(?:using|on) calls_by_/ : new RegExp(index));
  if (isOnPostgres) assert.doesNotMatch(plan, /Seq Scan/);
  else {
    assert.doesNotMatch(plan, /SCAN calls(?! USING (?:COVERING )?INDEX calls_by_time)/);
    if (!mayBeSorted) assert.doesNotMatch(plan, /TEMP B-TREE FOR ORDER BY/);
  }
}

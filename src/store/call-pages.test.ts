import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import fc from 'fast-check';
import { openTestDatabase } from '../../test/support/database.ts';
import { callRow, callText, openTestStore, temporaryDir } from '../../test/support/store.ts';
import type { CallId, KeyId } from '../lib/ids.ts';
import type { CallFilter, CallPages, CallPosition, CallSort, FilterColumn } from './call-page-ports.ts';
import { CallPageTable } from './call-pages.ts';
import type { CallRow } from './ports.ts';

/** The calls in a database of their own, of which a page may look at few; each with some words. */
async function pagesOf(
  context: TestContext,
  rows: readonly CallRow[],
  mostLookedAt = 3,
  mostSorted = 1_000,
): Promise<CallPageTable> {
  const dataDir = await temporaryDir(context);
  const store = await openTestStore(context, dataDir);
  for (const row of rows) store.recorder.record(row);
  await store.recorder.flush();
  store.callTexts.add(rows.map((row) => callText(row, wordsOf(row))));
  await store.callTexts.flush();
  assert.deepEqual([store.recorder.lost, store.callTexts.lost], [0, 0]);
  return new CallPageTable(await openTestDatabase(context, dataDir), mostLookedAt, mostSorted, mostLookedAt);
}

const WORDS = ['我要退款。', 'docker 部署', 'foo bar', 'bar foo', 'a refund, please', ''];

function wordsOf({ id }: CallRow): string {
  return WORDS[Number(id.slice(-1)) % WORDS.length] ?? '';
}

const QUESTIONS: Readonly<Record<string, (words: string) => boolean>> = {
  退款: (words) => words.includes('退款'),
  'dock 部署': () => false,
  'docker 部': (words) => words.includes('部署'),
  'foo bar': (words) => words.includes('foo'),
  '"foo bar"': (words) => words.includes('foo bar'),
  refu: (words) => words.includes('refund'),
  '。': () => false,
};

/** All pages, one after the other. */
async function walk(pages: CallPages, filter: CallFilter, sort: CallSort, limit: number): Promise<readonly string[]> {
  const ids: string[] = [];
  let after: CallPosition | undefined;
  for (let count = 0; count < 200; count++) {
    const { calls, next } = await pages.page({ filter, sort, limit, after });
    assert.ok(calls.length <= limit);
    ids.push(...calls.map(({ id }) => id));
    if (next === null) return ids;
    after = next;
  }
  assert.fail('the pages have no end');
}

function isOf(row: CallRow, filter: CallFilter) {
  const { from = 0, until = Number.MAX_SAFE_INTEGER, columns = {}, status = [0, 999], text } = filter;
  if (text !== undefined && QUESTIONS[text]?.(wordsOf(row)) !== true) return false;
  const isListed = Object.entries(columns).every(([column, values]) =>
    values.includes(row[column as FilterColumn] ?? ''),
  );
  return (
    isListed && row.startedAt >= from && row.startedAt < until && row.status >= status[0] && row.status <= status[1]
  );
}

const VALUES: Readonly<Record<Exclude<CallSort, 'newest' | 'oldest'>, (row: CallRow) => number>> = {
  cost: (row) => row.costNanoUsd ?? -1,
  duration: (row) => row.totalMs,
  tokens: (row) =>
    row.inputTokens + row.cacheReadTokens + row.cacheWrite5mTokens + row.cacheWrite1hTokens + row.outputTokens,
};

/** The same, from a list in memory. */
function expected(rows: readonly CallRow[], filter: CallFilter, sort: CallSort): readonly string[] {
  const newest = (a: CallRow, b: CallRow) => b.startedAt - a.startedAt || (a.id < b.id ? 1 : -1);
  const orders: Readonly<Record<CallSort, (a: CallRow, b: CallRow) => number>> = {
    newest,
    oldest: (a, b) => newest(b, a),
    cost: (a, b) => VALUES.cost(b) - VALUES.cost(a) || newest(a, b),
    duration: (a, b) => VALUES.duration(b) - VALUES.duration(a) || newest(a, b),
    tokens: (a, b) => VALUES.tokens(b) - VALUES.tokens(a) || newest(a, b),
  };
  return rows
    .filter((row) => isOf(row, filter))
    .toSorted(orders[sort])
    .map(({ id }) => id);
}

const anyOutcome = fc.constantFrom(
  { outcome: 'ok' as const, status: 200 },
  { outcome: 'error' as const, status: 429 },
  { outcome: 'error' as const, status: 200 },
  { outcome: 'aborted' as const, status: 499 },
);
const anyCall = fc
  .record({
    startedAt: fc.integer({ min: 1_000, max: 1_020 }),
    keyId: fc.constantFrom('key_1' as KeyId, 'key_2' as KeyId),
    userId: fc.constantFrom(null, 'user_1'),
    session: fc.constantFrom(null, 'session_1', '会话'),
    agent: fc.constantFrom(null, 'agent_1'),
    scene: fc.constantFrom(null, '修改'),
    model: fc.constantFrom(null, 'm', 'n'),
    platform: fc.constantFrom('up', 'down'),
    purpose: fc.constantFrom('main', 'continuation', 'title'),
    costNanoUsd: fc.option(fc.nat(3)),
    totalMs: fc.constantFrom(0.1, 0.30000000000000004, 7),
    outputTokens: fc.nat(2),
  })
  .chain((call) => anyOutcome.map((outcome) => ({ ...call, ...outcome })));
const anyCalls = fc
  .array(anyCall, { maxLength: 60 })
  .map((calls) => calls.map((call, index) => callRow({ ...call, id: `call_${100 + index}` as CallId })));

const some = (...values: readonly string[]) => fc.uniqueArray(fc.constantFrom(...values), { maxLength: 3 });
const anyFilter: fc.Arbitrary<CallFilter> = fc.record(
  {
    from: fc.integer({ min: 990, max: 1_015 }),
    until: fc.integer({ min: 1_005, max: 1_030 }),
    text: fc.constantFrom(...Object.keys(QUESTIONS)),
    status: fc.constantFrom([200, 200] as const, [429, 429] as const, [400, 499] as const),
    columns: fc.record(
      {
        keyId: some('key_1', 'key_2', 'key_3'),
        userId: some('user_1'),
        session: some('session_1', '会话'),
        agent: some('agent_1'),
        scene: some('修改'),
        model: some('m', 'n'),
        platform: some('up'),
        purpose: some('main', 'title'),
        outcome: some('ok', 'error', 'aborted'),
      },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: [] },
);
const anySort = fc.constantFrom<CallSort>('newest', 'oldest', 'cost', 'duration', 'tokens');

describe('pages of calls', () => {
  test('are together what a filter finds, in the order asked for, each call once', async (context) => {
    const questions = fc.array(fc.tuple(anyFilter, anySort, fc.integer({ min: 1, max: 7 })), {
      minLength: 24,
      maxLength: 24,
    });
    await fc.assert(
      fc.asyncProperty(anyCalls, questions, async (rows, asked) => {
        const pages = await pagesOf(context, rows);
        for (const [filter, sort, limit] of asked) {
          assert.deepEqual(await walk(pages, filter, sort, limit), expected(rows, filter, sort));
        }
      }),
      { numRuns: 4 },
    );
  });

  test('hold whole rows', async (context) => {
    const pages = await pagesOf(context, [callRow()]);
    assert.deepEqual(await pages.page({ filter: {}, sort: 'newest', limit: 2 }), { calls: [callRow()], next: null });
    const { id, startedAt, keyId, session } = callRow();
    assert.deepEqual(await pages.marks({ filter: {}, sort: 'oldest', limit: 2 }), {
      calls: [{ id, startedAt, keyId, session }],
      next: null,
    });
  });

  test('look at no more than so many calls: a page may be empty, and says where to go on', async (context) => {
    const rows = Array.from({ length: 9 }, (_, index) =>
      callRow({ id: `call_${index}` as CallId, startedAt: 1_000 + index, model: index === 0 ? 'rare' : 'm' }),
    );
    const pages = await pagesOf(context, rows);
    const filter = { columns: { keyId: ['key_1'], model: ['rare'] } };
    assert.deepEqual(await pages.page({ filter, sort: 'newest', limit: 5 }), {
      calls: [],
      next: { startedAt: 1_005, id: null },
    });
    assert.deepEqual(await walk(pages, filter, 'newest', 5), ['call_0']);
  });

  test('are sorted by what no index knows only where few calls are in question', async (context) => {
    const rows = Array.from({ length: 5 }, (_, index) =>
      callRow({ id: `call_${index}` as CallId, startedAt: 1_000 + index }),
    );
    const pages = await pagesOf(context, rows, 3, 4);
    await assert.rejects(pages.page({ filter: {}, sort: 'cost', limit: 1 }), {
      code: 'SORT_TOO_WIDE',
      message: /More than 4 calls would have to be sorted/,
    });
    assert.equal((await pages.page({ filter: { from: 1_001 }, sort: 'cost', limit: 9 })).calls.length, 4);
  });
});

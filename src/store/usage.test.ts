import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import fc from 'fast-check';
import { callRow, openTestStore, temporaryDir } from '../../test/support/store.ts';
import type { CallId, KeyId } from '../lib/ids.ts';
import type { CallRow, UsageDimension, UsageSums } from './ports.ts';
import type { Store } from './store.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const KEY = 'key_1' as KeyId;

async function recorded(context: TestContext, rows: readonly CallRow[]): Promise<Store> {
  const store = await openTestStore(context, await temporaryDir(context));
  for (const row of rows) store.recorder.record(row);
  await store.recorder.flush();
  return store;
}

/** The same, by adding up the rows. */
function sumsOf(rows: readonly CallRow[]): UsageSums {
  const sum = (value: (row: CallRow) => number) => rows.reduce((total, row) => total + value(row), 0);
  const isCompared = (row: CallRow) =>
    row.usageSource !== 'none' && row.costNanoUsd !== null && row.baselineNanoUsd !== null;
  return {
    calls: rows.length,
    errors: sum((row) => Number(row.outcome === 'error')),
    aborted: sum((row) => Number(row.outcome === 'aborted')),
    unpriced: sum((row) => Number(row.costNanoUsd === null)),
    withoutUsage: sum((row) => Number(row.usageSource === 'none')),
    inputTokens: sum((row) => row.inputTokens),
    cacheReadTokens: sum((row) => row.cacheReadTokens),
    cacheWrite5mTokens: sum((row) => row.cacheWrite5mTokens),
    cacheWrite1hTokens: sum((row) => row.cacheWrite1hTokens),
    outputTokens: sum((row) => row.outputTokens),
    reasoningTokens: sum((row) => row.reasoningTokens),
    nanoUsd: sum((row) => row.costNanoUsd ?? 0),
    compared: sum((row) => Number(isCompared(row))),
    comparedNanoUsd: sum((row) => (isCompared(row) ? (row.costNanoUsd ?? 0) : 0)),
    baselineNanoUsd: sum((row) => (isCompared(row) ? (row.baselineNanoUsd ?? 0) : 0)),
  };
}

function groupOf(row: CallRow, by: readonly UsageDimension[]): string {
  const value = (dimension: UsageDimension) => {
    if (dimension === 'hour') return Math.floor(row.startedAt / HOUR);
    if (dimension === 'day') return Math.floor(row.startedAt / DAY);
    return row[dimension] ?? '';
  };
  return JSON.stringify(by.map((dimension) => String(value(dimension))));
}

const anyRow = fc.record({
  startedAt: fc.integer({ min: 1_790_000_000_000, max: 1_790_000_000_000 + 4 * DAY }),
  keyId: fc.constantFrom<KeyId>('key_1' as KeyId, 'key_2' as KeyId),
  userId: fc.constantFrom(null, 'user_1'),
  platform: fc.constantFrom(null, 'up', '通义'),
  model: fc.constantFrom('m', 'n'),
  scene: fc.constantFrom(null, '修改'),
  purpose: fc.constantFrom('main', 'title'),
  outcome: fc.constantFrom('ok' as const, 'error' as const, 'aborted' as const),
  usageSource: fc.constantFrom('reported' as const, 'none' as const),
  inputTokens: fc.nat(1_000_000),
  outputTokens: fc.nat(1_000),
  costNanoUsd: fc.option(fc.nat(2_000_000_000)),
  baselineNanoUsd: fc.option(fc.nat(2_000_000_000)),
});
const anyRows = fc
  .array(anyRow, { minLength: 1, maxLength: 40 })
  .map((rows) => rows.map((row, index) => callRow({ ...row, id: `call_${index}` as CallId })));
const anyDimensions = fc.subarray<UsageDimension>(
  ['hour', 'day', 'keyId', 'userId', 'platform', 'model', 'scene', 'purpose'],
  {
    maxLength: 3,
  },
);

describe('the sums of calls', () => {
  test('are those of the rows, whatever they are put together by', async (context) => {
    await fc.assert(
      fc.asyncProperty(anyRows, anyDimensions, fc.nat(100), fc.nat(100), async (rows, by, begin, length) => {
        const store = await recorded(context, rows);
        const from = 1_790_000_000_000 - (1_790_000_000_000 % HOUR) + begin * HOUR;
        const span = { from, until: from + length * HOUR };
        const inside = rows.filter(({ startedAt }) => startedAt >= span.from && startedAt < span.until);
        const expected = Map.groupBy(inside, (row) => groupOf(row, by));
        const found = await store.usage.usage({ span, by });
        assert.deepEqual(
          new Map(found.map(({ group, ...sums }) => [JSON.stringify(group), sums])),
          new Map([...expected].map(([group, ofGroup]) => [group, sumsOf(ofGroup)])),
        );
        await store.close();
      }),
      { numRuns: 12 },
    );
  });

  test('count a call once, also one that is written twice', async (context) => {
    const store = await recorded(context, [callRow(), callRow()]);
    const span = { from: 0, until: Number.MAX_SAFE_INTEGER };
    assert.deepEqual(await store.usage.usage({ span, by: [] }), [{ group: [], ...sumsOf([callRow()]) }]);
  });

  test('follow a new cost, and are as they were after the old one comes back', async (context) => {
    const rows = [callRow(), callRow({ id: 'call_2' as CallId, costNanoUsd: null })];
    const store = await recorded(context, rows);
    const span = { from: 0, until: Number.MAX_SAFE_INTEGER };
    const costs = rows.map((row) => ({ ...row, costNanoUsd: 11, baselineNanoUsd: null }));
    await store.calls.setCosts(costs.map(costOf));
    assert.deepEqual(await store.usage.usage({ span, by: [] }), [{ group: [], ...sumsOf(costs) }]);
    await store.calls.setCosts(rows.map(costOf));
    assert.deepEqual(await store.usage.usage({ span, by: ['day'] }), [{ group: ['20717'], ...sumsOf(rows) }]);
  });

  test('can be asked for some values only', async (context) => {
    const rows = ['key_1', 'key_2', 'key_3'].map((id) => callRow({ id: `call_${id}` as CallId, keyId: id as KeyId }));
    const store = await recorded(context, rows);
    const span = { from: 0, until: Number.MAX_SAFE_INTEGER };
    const groups = async (keyId: readonly string[]) =>
      (await store.usage.usage({ span, by: ['keyId'], where: { keyId, model: ['m'] } })).map(({ group }) => group[0]);
    assert.deepEqual(await groups(['key_1', 'key_3']), ['key_1', 'key_3']);
    assert.deepEqual(await groups([]), []);
    assert.deepEqual(await store.usage.usage({ span, by: [], where: { scene: ['无'] } }), []);
  });
});

describe('what a key spent', () => {
  test('is exact to the millisecond', async (context) => {
    await fc.assert(
      fc.asyncProperty(anyRows, fc.nat(4 * DAY), fc.nat(4 * DAY), async (rows, begin, length) => {
        const store = await recorded(context, rows);
        const from = 1_790_000_000_000 + begin;
        const inside = sumsOf(
          rows.filter((row) => row.keyId === KEY && row.startedAt >= from && row.startedAt < from + length),
        );
        const { inputTokens, cacheReadTokens, cacheWrite5mTokens, cacheWrite1hTokens, outputTokens, nanoUsd } = inside;
        const tokens = inputTokens + cacheReadTokens + cacheWrite5mTokens + cacheWrite1hTokens + outputTokens;
        assert.deepEqual(await store.usage.spent(KEY, from, from + length), { tokens, nanoUsd });
        await store.close();
      }),
      { numRuns: 12 },
    );
  });
});

function costOf({ id, costNano, costCurrency, costNanoUsd, priceSource, priceId, baselineNanoUsd }: CallRow) {
  return { id, costNano, costCurrency, costNanoUsd, priceSource, priceId, baselineNanoUsd };
}

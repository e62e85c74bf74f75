import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { callRow, latestCalls, openTestStore, temporaryDir } from '../../test/support/store.ts';
import type { CallId } from '../lib/ids.ts';
import type { TargetPrice } from '../routing/price-list.ts';
import type { CallRow } from '../store/ports.ts';
import { type RerateParts, rerate } from './rerate.ts';

const ALL = { from: 0, until: Number.MAX_SAFE_INTEGER };
const USAGE = { inputTokens: 1_000, cacheReadTokens: 0, cacheWrite5mTokens: 0, cacheWrite1hTokens: 0, outputTokens: 0 };

function priced(input: number, fields: Partial<TargetPrice> = {}): TargetPrice {
  const price = { input, output: 0, cacheRead: 0.1, cacheWrite: null };
  return { price, source: 'admin', id: `admin:${input}`, usdPerUnit: 1, ...fields };
}

function call(number: number, fields: Partial<CallRow> = {}): CallRow {
  const id = `call_${String(number).padStart(5, '0')}` as CallId;
  return callRow({ id, startedAt: 1_000 + Math.floor(number / 3), ...USAGE, costNano: 5, costNanoUsd: 5, ...fields });
}

describe('counting again', () => {
  test('goes over every call once, in pages, and tells of what changed', async (context) => {
    const store = await openTestStore(context, await temporaryDir(context));
    for (let number = 0; number < 1_203; number++) store.recorder.record(call(number));
    await store.recorder.flush();
    const corrected: number[] = [];
    const parts: RerateParts = {
      calls: store.calls,
      priceAt: () => priced(2),
      baselineAt: () => priced(4),
      onChange: (_call, more) => corrected.push(more),
    };
    const sums = { calls: 1_203, unpriced: 0, nanoUsdBefore: 1_203 * 5, nanoUsdAfter: 1_203 * 2_000_000 };
    assert.deepEqual(await rerate(parts, ALL), { ...sums, changed: 1_203 });
    assert.deepEqual([corrected.length, new Set(corrected)], [1_203, new Set([2_000_000 - 5])]);
    const [last] = await latestCalls(store, 1);
    assert.deepEqual([last?.costNano, last?.costCurrency, last?.priceId], [2_000_000, 'USD', 'admin:2']);
    assert.deepEqual(await rerate(parts, ALL), { ...sums, changed: 0, nanoUsdBefore: 1_203 * 2_000_000 });
    assert.equal((await rerate(parts, { from: 1_400, until: ALL.until })).calls, 3);
  });

  test('leaves alone what produced nothing, and what nobody can say any more; an unknown price is none', async (context) => {
    const store = await openTestStore(context, await temporaryDir(context));
    store.recorder.record(call(0, { platform: 'gone' }));
    store.recorder.record(call(1, { usageSource: 'none', costNano: 0, costNanoUsd: 0 }));
    store.recorder.record(call(2, { platform: null, model: null }));
    store.recorder.record(call(3));
    await store.recorder.flush();
    const priceAt = (platform: string) => (platform === 'gone' ? ('unknown' as const) : undefined);
    const done = await rerate({ calls: store.calls, priceAt, baselineAt: () => undefined, onChange: () => {} }, ALL);
    assert.deepEqual([done.calls, done.changed, done.unpriced], [4, 1, 1]);
    const rows = await latestCalls(store, 4);
    assert.deepEqual(
      rows.map(({ costNano }) => costNano),
      [null, 5, 0, 5],
    );
    assert.equal(rows[0]?.priceId, null);
  });
});

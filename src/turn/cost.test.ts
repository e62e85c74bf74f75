import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { dollarsOfNano, nanoOfDollars } from '../lib/money.ts';
import { costAtMost, costOf } from './cost.ts';
import { FREE, isPriced, type Price } from './price.ts';
import { NO_USAGE, type Usage } from './usage.ts';

const PRICE: Price = { input: 3, output: 15, cacheRead: 0.3, cacheWrite: 3.75 };
/** A Wednesday. */
const NOON = Date.parse('2026-11-25T12:00Z');
const PEAK = { factor: 2, weekdays: [1, 2, 3, 4, 5], hours: [[1, 4]] } as const;

const count = fc.integer({ min: 0, max: 1e7 });
const amount = fc.double({ min: 0, max: 1e3, noNaN: true });
const usage: fc.Arbitrary<Usage> = fc.record({
  input: count,
  cacheRead: count,
  cacheWrite5m: count,
  cacheWrite1h: count,
  output: count,
  reasoning: count,
});
const rates = fc.record({
  input: amount,
  output: amount,
  cacheRead: fc.option(amount),
  cacheWrite: fc.option(amount),
  cacheWrite1h: fc.option(amount),
});

function cost(of: Usage, price: Price, at = NOON): number {
  return costOf(of, price, at) ?? Number.NaN;
}

describe('what a usage costs', () => {
  test('each kind of token at its own price, in billionths of the currency', () => {
    const all = { input: 1e6, cacheRead: 1e6, cacheWrite5m: 1e6, cacheWrite1h: 1e6, output: 1e6, reasoning: 5e5 };
    // 3 + 0.30 + 3.75 + 6 (an hour: twice the input) + 15; reasoning is a part of the output.
    assert.equal(cost(all, PRICE), 28_050_000_000);
    assert.equal(cost(all, { ...PRICE, cacheWrite1h: 7 }), 29_050_000_000);
    assert.equal(cost({ ...NO_USAGE, output: 1 }, PRICE), 15_000);
    assert.equal(cost({ ...NO_USAGE, input: 1 }, { ...PRICE, input: 0.01 }), 10);
  });

  test('a part of the cache without a price costs as much as fresh input', () => {
    const price = { ...PRICE, cacheRead: null, cacheWrite: null };
    assert.equal(cost({ ...NO_USAGE, cacheRead: 10, cacheWrite5m: 10, cacheWrite1h: 10 }, price), 90_000);
  });

  test('an unknown price is none, and never zero', () => {
    const known = { ...NO_USAGE, input: 5 };
    const half = { ...PRICE, tiers: [{ ...PRICE, above: 10, output: null }] };
    for (const price of [
      undefined,
      { ...PRICE, input: null },
      { ...PRICE, output: null },
      { ...PRICE, output: -1 },
      half,
    ]) {
      assert.equal(costOf(known, price, NOON), null);
      assert.equal(costAtMost(1, 1, price), null);
      assert.equal(isPriced(price), false);
    }
    assert.equal(cost(known, FREE), 0);
  });

  test('a tier begins one token above its border, counts the cache in, and holds for the output too', () => {
    const price = { ...PRICE, tiers: [{ ...PRICE, above: 100, input: 6, output: 30 }] };
    assert.equal(cost({ ...NO_USAGE, input: 100, output: 1 }, price), 315_000);
    assert.equal(cost({ ...NO_USAGE, input: 101, output: 1 }, price), 636_000);
    assert.equal(cost({ ...NO_USAGE, input: 1, cacheRead: 100, output: 1 }, price), 6_000 + 30_000 + 30_000);
    assert.equal(costAtMost(101, 1, price), 101 * 6_000 + 30_000);
  });

  test('peak hours are those of their days, and the most is that of the peak', () => {
    const price = { ...PRICE, peak: PEAK };
    const one = { ...NO_USAGE, input: 1 };
    for (const [at, expected] of [
      ['2026-11-25T00:59Z', 3_000],
      ['2026-11-25T01:00Z', 6_000],
      ['2026-11-25T03:59Z', 6_000],
      ['2026-11-25T04:00Z', 3_000],
      ['2026-11-28T02:00Z', 3_000],
    ] as const) {
      assert.equal(cost(one, price, Date.parse(at)), expected, at);
    }
    assert.equal(costAtMost(1, 0, price), 12_000);
  });

  test('is additive where nothing depends on the length', () => {
    fc.assert(
      fc.property(usage, usage, rates, (a, b, price) => {
        const sum = Object.fromEntries(Object.entries(a).map(([kind, n]) => [kind, n + b[kind as keyof Usage]]));
        const apart = cost(a, price) + cost(b, price);
        // Rounded once instead of twice; sums of floating point numbers differ in their last digits.
        assert.ok(Math.abs(cost({ ...NO_USAGE, ...sum }, price) - apart) <= 2 + apart * 1e-12);
      }),
    );
  });

  test('never falls where a token more is used, across tiers that rise too', () => {
    fc.assert(
      fc.property(usage, usage, rates, fc.integer({ min: 1, max: 4e7 }), (a, more, price, above) => {
        const dearer = (rate: number | null) => (rate === null ? null : rate * 2);
        const tier = { input: price.input * 2, output: price.output * 2, cacheRead: dearer(price.cacheRead) };
        const rest = { cacheWrite: dearer(price.cacheWrite), cacheWrite1h: dearer(price.cacheWrite1h) };
        const tiered = { ...price, tiers: [{ above, ...tier, ...rest }] };
        const sum = Object.fromEntries(Object.entries(a).map(([kind, n]) => [kind, n + more[kind as keyof Usage]]));
        const least = cost(a, tiered);
        assert.ok(cost({ ...NO_USAGE, ...sum }, tiered) >= least - 1 - least * 1e-12);
      }),
    );
  });

  test('is never more than the most that it could have been', () => {
    fc.assert(
      fc.property(usage, rates, (used, price) => {
        const { input, cacheRead, cacheWrite5m, cacheWrite1h, output } = used;
        const most = costAtMost(input + cacheRead + cacheWrite5m + cacheWrite1h, output, price) ?? Number.NaN;
        assert.ok(cost(used, price) <= most + 1 + most * 1e-12);
      }),
    );
  });

  test('dollars are whole nano-dollars', () => {
    assert.equal(nanoOfDollars(0.1 + 0.2), 300_000_000);
    assert.equal(dollarsOfNano(20_000_000_001), 20.000000001);
  });
});

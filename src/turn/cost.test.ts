import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { costAtMost, costOf, dollarsOfNano, FREE, isPriced, nanoOfDollars, type Price } from './cost.ts';
import { NO_USAGE } from './usage.ts';

const PRICE: Price = { input: 3, output: 15, cacheRead: 0.3, cacheWrite: 3.75 };

describe('what a usage costs', () => {
  test('each kind of token at its own price, in billionths of a dollar', () => {
    const usage = { input: 1e6, cacheRead: 1e6, cacheWrite5m: 1e6, cacheWrite1h: 1e6, output: 1e6, reasoning: 5e5 };
    // 3 + 0.30 + 3.75 + 6 (an hour: twice the input) + 15; reasoning is a part of the output.
    assert.equal(costOf(usage, PRICE), 28_050_000_000);
    assert.equal(costOf({ ...NO_USAGE, output: 1 }, PRICE), 15_000);
    assert.equal(costOf({ ...NO_USAGE, input: 1 }, { ...PRICE, input: 0.01 }), 10);
  });

  test('a part of the cache without a price costs as much as fresh input', () => {
    const price = { ...PRICE, cacheRead: null, cacheWrite: null };
    assert.equal(costOf({ ...NO_USAGE, cacheRead: 10, cacheWrite5m: 10 }, price), 60_000);
  });

  test('an unknown price is none, and never zero', () => {
    const usage = { ...NO_USAGE, input: 5 };
    for (const price of [undefined, { ...PRICE, input: null }, { ...PRICE, output: null }, { ...PRICE, output: -1 }]) {
      assert.equal(costOf(usage, price), null);
      assert.equal(costAtMost(1, 1, price), null);
      assert.equal(isPriced(price), false);
    }
    assert.equal(costOf(usage, FREE), 0);
  });

  test('is never more than the most that it could have been, but for writes of an hour', () => {
    const count = fc.integer({ min: 0, max: 1e7 });
    const dollars = fc.double({ min: 0, max: 1e3, noNaN: true });
    fc.assert(
      fc.property(count, count, count, count, dollars, dollars, dollars, dollars, (...values) => {
        const [input, cacheRead, cacheWrite5m, output, a, b, c, d] = values;
        const price = { input: a, output: b, cacheRead: c, cacheWrite: d };
        const cost = costOf({ ...NO_USAGE, input, cacheRead, cacheWrite5m, output }, price) ?? Number.NaN;
        const most = costAtMost(input + cacheRead + cacheWrite5m, output, price) ?? Number.NaN;
        // Sums of floating point numbers differ in their last digits.
        assert.ok(cost <= most + 1 + most * 1e-12, `${cost} > ${most}`);
      }),
    );
  });

  test('dollars are whole nano-dollars', () => {
    assert.equal(nanoOfDollars(0.1 + 0.2), 300_000_000);
    assert.equal(dollarsOfNano(20_000_000_001), 20.000000001);
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { UsageReply } from '../../src/admin/contract/usage.ts';
import { changeOf, inputTokensOf, measured, stackOf } from '../../web/src/pages/usage/stack.ts';
import { NO_SUMS } from './no-sums.ts';

type Row = UsageReply['rows'][number];

const starts = ['2027-03-01', '2027-03-02', '2027-03-03'].map((day) => Date.parse(day));
const row = (day: string, model: string, usd: number): Row => ({ ...NO_SUMS, group: { day, model }, usd, calls: 1 });

function stack(rows: readonly Row[], measure: 'cost' | 'calls' = 'cost') {
  return stackOf({ rows: [...rows], dimension: 'model', measure, grain: 'utcDay', starts });
}

describe('stacks of the usage page', () => {
  it('put each sum into its bar, the largest series first', () => {
    const series = stack([row('2027-03-01', 'a', 1), row('2027-03-03', 'b', 5), row('2027-03-03', 'a', 2)]);
    assert.deepEqual(series, [
      { value: 'b', amounts: [0, 0, 5], total: 5 },
      { value: 'a', amounts: [1, 0, 2], total: 3 },
    ]);
  });

  it('add up rows of the same bar', () => {
    assert.deepEqual(stack([row('2027-03-01', 'a', 1), row('2027-03-01', 'a', 2)])[0]?.amounts, [3, 0, 0]);
  });

  it('put what is beyond the seventh together', () => {
    const series = stack(Array.from({ length: 9 }, (_, index) => row('2027-03-02', `m${index}`, 10 - index)));
    assert.equal(series.length, 8);
    assert.deepEqual(series.at(-1), { value: null, amounts: [0, 3 + 2, 0], total: 5 });
  });

  it('leave out what is outside of the bars, and what adds nothing', () => {
    assert.deepEqual(stack([row('2027-02-01', 'a', 1), row('2027-03-01', 'free', 0)]), []);
    assert.equal(stack([row('2027-03-01', 'free', 0)], 'calls')[0]?.total, 1);
  });

  it('count what was read of a cache and written to one as input', () => {
    const sums = {
      ...NO_SUMS,
      inputTokens: 1,
      cacheReadTokens: 20,
      cacheWrite5mTokens: 300,
      cacheWrite1hTokens: 4_000,
    };
    assert.equal(inputTokensOf(sums), 4_321);
    assert.equal(measured({ ...sums, outputTokens: 50_000 }, 'tokens'), 54_321);
  });

  it('tell a change only where there was something before', () => {
    assert.equal(changeOf(3, 2), 0.5);
    assert.equal(changeOf(0, 2), -1);
    assert.equal(changeOf(3, 0), undefined);
    // What was lost before, and saved now.
    assert.equal(changeOf(1, -2), 1.5);
  });
});

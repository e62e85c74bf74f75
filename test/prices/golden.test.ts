/**
 * What usages cost by the real price book, against amounts that were worked out by hand from the platforms' own pages:
 * golden-costs.tsv. Each row names its page and the day on which it was read, and shows the sum.
 */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, describe, test } from 'node:test';
import { PLATFORMS } from '../../src/platforms/index.ts';
import { PriceBook } from '../../src/prices/book.ts';
import { makeUpstream } from '../../src/routing/catalog.ts';
import { ratedCost } from '../../src/routing/cost.ts';
import { priceOf } from '../../src/routing/price.ts';

/** Of the currency's unit. */
const TOLERANCE = 1e-6;

const book = new PriceBook(7, assert.fail);

before(() => book.load([...PLATFORMS.keys()]));

function costOfRow(type: string, model: string, at: number, tokens: readonly number[]) {
  const platform = PLATFORMS.get(type);
  assert.ok(platform, `there is no platform ${type}`);
  const config = { id: type, type, baseUrl: 'https://example.com/v1', baseUrls: {}, apiKeys: [], models: [] };
  const upstream = makeUpstream({ ...config, auth: 'key', timeouts: {} }, platform, book.list(type));
  const [input = 0, cacheRead = 0, cacheWrite5m = 0, cacheWrite1h = 0, output = 0, reasoning = 0] = tokens;
  const usage = { input, cacheRead, cacheWrite5m, cacheWrite1h, output, reasoning };
  return ratedCost(usage, priceOf({ upstream, model, facts: { id: model } }, at), at);
}

/** `2 × (1000×0.15 + 10×0.6)`, per million. */
function sumOf(arithmetic: string): number {
  const [, factor = '1', terms = arithmetic] = /^(\d+) × \((.*)\)$/.exec(arithmetic) ?? [];
  const products = terms
    .split(' + ')
    .map((term) => term.split('×').reduce((product, part) => product * Number(part), 1));
  return (Number(factor) * products.reduce((a, b) => a + b, 0)) / 1e6;
}

const [head = '', ...rows] = readFileSync(new URL('golden-costs.tsv', import.meta.url), 'utf8')
  .trim()
  .split('\n');
const columns = head.split('\t').length;

describe('what usages cost', () => {
  test('there are enough of them, of every kind', () => {
    assert.ok(rows.length >= 60);
    for (const text of ['CNY', 'USD', 'unpriced', '× ('])
      assert.ok(
        rows.some((row) => row.includes(text)),
        text,
      );
  });

  for (const row of rows) {
    const cells = row.split('\t');
    const [type = '', model = '', at = '', ...rest] = cells;
    const [currency, amount, arithmetic = '', page = ''] = rest.slice(6);
    test(`${type} ${model} ${rest.slice(0, 5).join('/')} at ${at}`, () => {
      assert.equal(cells.length, columns);
      const cost = costOfRow(type, model, Date.parse(at), rest.slice(0, 6).map(Number));
      if (amount === 'unpriced') {
        assert.deepEqual([cost.costNano, cost.costNanoUsd, cost.priceId], [null, null, null]);
        return;
      }
      assert.ok(
        Math.abs((cost.costNano ?? Number.NaN) / 1e9 - Number(amount)) < TOLERANCE,
        `${cost.costNano} ≠ ${amount}`,
      );
      assert.equal(cost.costCurrency, currency);
      if (page !== '-') assert.ok(Math.abs(sumOf(arithmetic) - Number(amount)) < TOLERANCE);
    });
  }
});

/** Prices from outside: what a call's row says, the list, counting again, budgets that follow, and what was saved. */

import assert from 'node:assert/strict';
import path from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { FakePlatform } from '../fake-platform/fake-platform.ts';
import { answer, usage } from '../fake-platform/openai-replies.ts';
import type { Redwolf } from '../support/redwolf.ts';
import { runCommand } from '../support/redwolf-process.ts';
import { user } from '../support/request-parts.ts';
import { type AdminClient, type Loose, startWithAdmin } from './admin-client.ts';

let platform: FakePlatform;
let redwolf: Redwolf;
let admin: AdminClient;

beforeEach(async () => {
  platform = await FakePlatform.start(answer({ text: 'ok', usage: usage(1_000, 500) }));
  const base_url = `${platform.origin}/v1`;
  ({ redwolf, admin } = await startWithAdmin({
    platforms: [
      {
        id: 'up',
        type: 'openai-compatible',
        base_url,
        api_key: 'k',
        models: [{ id: 'm', price: { input: 1, output: 2 } }],
      },
      { id: 'qwen', type: 'dashscope', base_url, api_key: 'k', models: ['qwen3-coder-plus'] },
      { id: 'other', type: 'openai-compatible', base_url, api_key: 'k', models: ['nameless'] },
      { id: 'oa', type: 'openai', base_url, api_key: 'k' },
    ],
    prices: { cny_per_usd: 8, baseline: 'up:m' },
    keys: [{ name: 'test', key: 'rw-test' }],
  }));
});

afterEach(async () => {
  await redwolf.stop();
  await platform.close();
});

async function ask(model: string, key = 'rw-test'): Promise<number> {
  const body = { model, max_tokens: 500, messages: [user('hi')] };
  return (await redwolf.send('/v1/messages', { body, headers: { 'x-api-key': key } })).status;
}

describe('prices', () => {
  test('count a call in their own currency, and say which price it was', async () => {
    for (const model of ['up:m', 'qwen:qwen3-coder-plus', 'other:nameless']) assert.equal(await ask(model), 200);
    const rows = await redwolf.waitForCalls(3);
    const costs = rows.map((row) => [row.costNano, row.costCurrency, row.costNanoUsd, row.priceSource, row.priceId]);
    assert.deepEqual(costs, [
      [2_000_000, 'USD', 2_000_000, 'file', 'file:1/2//'],
      // 1000 × 4 + 500 × 16 yuan per million; eight yuan are a dollar.
      [12_000_000, 'CNY', 1_500_000, 'table', 'table:dashscope/qwen3-coder-plus@2026-11-28'],
      [null, null, null, null, null],
    ]);
  });

  test('come from the catalogue from the first call on, for a model that nobody listed', async () => {
    assert.equal(await ask('oa:gpt-4.1'), 200);
    const [row] = await redwolf.waitForCalls(1);
    // 1000 × 2 + 500 × 8 dollars per million.
    assert.deepEqual([row?.costNano, row?.costCurrency], [6_000_000, 'USD']);
    assert.equal(row?.priceId, 'genai-prices@0.1.8:openai/gpt-4.1');
  });

  test('are listed with who says so, and since when', async () => {
    const { prices, cnyPerUsd, baseline } = await admin.done(admin.get('/api/prices'));
    assert.deepEqual([cnyPerUsd, baseline], [8, 'up:m']);
    const [file, qwen, none]: Loose = prices;
    assert.deepEqual([file.price.currency, file.price.input, file.source], ['USD', 1, 'file']);
    assert.deepEqual([qwen.price.currency, qwen.price.tiers.length, qwen.date], ['CNY', 3, '2026-11-28']);
    assert.match(qwen.from, /^https:\/\/help\.aliyun\.com\//);
    assert.deepEqual([none.price, none.source], [null, null]);
  });

  test('that were missing or wrong are set, warned of, and history and budgets follow', async () => {
    const { secret, key }: Loose = await admin.done(admin.post('/api/keys', { name: 'k', budget: { usdTotal: 1 } }));
    const settings = { base_url: `${platform.origin}/v1`, models: ['extra', 'qwen3-coder-plus'] };
    const stored = { id: 'stored', type: 'dashscope', settings, credentials: [{ key: 'k' }] };
    await admin.done(admin.post('/api/platforms', stored));
    const patch = (id: string, input: number) =>
      admin.done(admin.patch('/api/models', { models: [{ platform: 'stored', id, price: priceOf(input, 1) }] }));
    await patch('extra', 1);
    assert.equal(await ask('stored:extra', secret), 200);
    // 4 yuan are half a dollar.
    assert.match(
      (await patch('qwen3-coder-plus', 51)).notes[0],
      /input price of stored:qwen3-coder-plus, \$51, is more than/,
    );
    assert.deepEqual((await patch('qwen3-coder-plus', 50)).notes, []);
    assert.deepEqual((await patch('extra', 1_001)).notes, []);
    await redwolf.waitForCalls(1);
    const spent = async () => (await admin.done(admin.get(`/api/keys/${key.id}/usage`))).budget[0].spent;
    assert.equal(await spent(), 0.0015);
    const sums = { calls: 1, changed: 1, unpriced: 0, usdBefore: 0.0015, usdAfter: 1.0015 };
    assert.deepEqual(await admin.done(admin.post('/api/prices/rerate')), sums);
    assert.equal(await spent(), 1.0015);
    assert.equal(await ask('stored:extra', secret), 429);
    await patch('extra', 1);
    await admin.done(admin.post('/api/prices/rerate', { since: '2026-01-01' }));
    assert.equal(await ask('stored:extra', secret), 200);
    assert.equal((await admin.post('/api/prices/rerate', { since: 'yesterday' })).status, 400);
    const { entries }: Loose = await admin.done(admin.get('/api/audit?action=prices.rerate'));
    assert.equal(entries.length, 2);
  });

  test('tell what was saved against a baseline, without what has no price', async () => {
    for (const model of ['up:m', 'qwen:qwen3-coder-plus', 'other:nameless']) assert.equal(await ask(model), 200);
    await redwolf.waitForCalls(3);
    const { total, groups, baseline }: Loose = await admin.done(admin.get('/api/usage/saved?by=model'));
    assert.deepEqual(baseline, { model: 'up:m', id: 'file:1/2//' });
    assert.deepEqual(total, { calls: 2, unpriced: 1, usd: 0.0035, baselineUsd: 0.004, savedUsd: 0.0005 });
    assert.deepEqual(
      groups.map(({ group, savedUsd }: Loose) => [group, savedUsd]),
      [
        ['other:nameless', 0],
        ['qwen:qwen3-coder-plus', 0.0005],
        ['up:m', 0],
      ],
    );
    const past = await admin.done(admin.get('/api/usage/saved?by=day&from=2020-01-01&to=2020-01-02'));
    assert.deepEqual([past.groups, past.total.calls], [[], 0]);
    assert.equal((await admin.get('/api/usage/saved?by=colour')).status, 400);
  });
});

test('the command line lists prices and counts again', async () => {
  assert.equal(await ask('qwen:qwen3-coder-plus'), 200);
  await redwolf.waitForCalls(1);
  const config = ['--data-dir', redwolf.dataDir, '--config', path.join(redwolf.dataDir, '..', 'redwolf.yaml')];
  const listed = await runCommand(['prices', 'list', ...config]);
  assert.match(listed.output, /qwen:qwen3-coder-plus +4 CNY\+ +16 CNY\+ +0\.8 CNY\+ +table/);
  assert.match(listed.output, /other:nameless +unpriced/);
  const done = await runCommand(['prices', 'rerate', '--since', '2026-01-01', ...config]);
  assert.match(done.output, /Of 1 calls 0 cost something else now: \$0\.0015 → \$0\.0015/);
});

function priceOf(input: number, output: number) {
  return { input, output, cacheRead: null, cacheWrite: null };
}

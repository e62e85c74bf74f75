import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { calcPrice } from '@pydantic/genai-prices';
import { PLATFORMS } from '../platforms/index.ts';
import { costOf } from '../turn/cost.ts';
import { isPriced } from '../turn/price.ts';
import { PriceBook } from './book.ts';
import { CATALOGUE, isInCatalogue } from './catalogue.ts';
import { TABLE } from './table.ts';

const NOW = Date.parse('2026-11-25T12:00Z');

async function loaded(): Promise<PriceBook> {
  const book = new PriceBook(7, assert.fail);
  await book.load(['anthropic']);
  return book;
}

describe('our own table', () => {
  test('is of platforms that there are, with a page and a day for each row', () => {
    for (const [type, rows] of Object.entries(TABLE)) {
      assert.ok(PLATFORMS.has(type), type);
      for (const { models, price, since, url, readOn } of rows) {
        assert.ok(models.length > 0 && isPriced(price), type);
        assert.match(url, /^https:\/\//);
        for (const day of [readOn, since ?? readOn]) assert.equal(new Date(day).toISOString().slice(0, 10), day);
        const borders = (price.tiers ?? []).map(({ above }) => above);
        assert.deepEqual(
          borders,
          [...borders].sort((a, b) => a - b),
        );
      }
    }
  });

  test('is found without the catalogue, by the name in any case, and by the bare name of a dated one', () => {
    const list = new PriceBook(7, assert.fail).list('minimax');
    assert.equal(list.find('minimax-m2.7', NOW)?.price.output, 8.4);
    const { id, source, from, date, usdPerUnit } = list.find('MiniMax-M2.7-2026-01-01', NOW) ?? {};
    assert.deepEqual([id, source, date], ['table:minimax/MiniMax-M2.7@2026-11-28', 'table', '2026-11-28']);
    assert.match(from ?? '', /minimaxi\.com/);
    assert.equal(usdPerUnit, 1 / 7);
    assert.equal(list.find('MiniMax-M9', NOW), undefined);
  });

  test('knows what held at the time', () => {
    const list = new PriceBook(7, assert.fail).list('deepseek');
    assert.equal(list.find('deepseek-v4-pro', Date.parse('2026-08-16'))?.price.input, 0.435);
    assert.equal(list.find('deepseek-v4-pro', NOW)?.price.input, 0.66);
  });
});

describe('the catalogue', () => {
  test('is the version that package.json names', () => {
    const manifest: { dependencies: Record<string, string> } = JSON.parse(readFileSync('package.json', 'utf8'));
    assert.equal(manifest.dependencies[`@pydantic/${CATALOGUE.source}`], CATALOGUE.version);
  });

  test('is loaded only where a platform is in it; until then its models are unpriced', async () => {
    const book = new PriceBook(7, assert.fail);
    await book.load(['dashscope', 'ollama']);
    assert.equal(book.list('anthropic').find('claude-opus-4-8', NOW), undefined);
    await book.load(['ollama', 'anthropic']);
    assert.equal(
      book.list('anthropic').find('claude-opus-4-8', NOW)?.id,
      'genai-prices@0.1.8:anthropic/claude-opus-4-8',
    );
  });

  test('knows nothing of what is not in it, whatever it is called', async () => {
    const book = await loaded();
    for (const model of ['', 'claude-next', '__proto__', 'constructor', 'x'.repeat(10_000)]) {
      assert.equal(book.list('anthropic').find(model, NOW), undefined, model);
    }
    assert.equal(book.list('constructor').find('a', NOW), undefined);
  });

  test('has prices that begin on a day', async () => {
    const list = (await loaded()).list('anthropic');
    const before = list.find('claude-sonnet-4-6', Date.parse('2026-03-12T23:59Z'));
    const after = list.find('claude-sonnet-4-6', Date.parse('2026-03-13T00:00Z'));
    assert.equal(before?.price.tiers?.[0]?.input, 6);
    assert.deepEqual([after?.price.tiers, after?.date], [undefined, '2026-03-13']);
  });

  test('comes to the same sum by our arithmetic as by its own', async () => {
    const book = await loaded();
    const providers = { anthropic: 'anthropic', openai: 'openai', gemini: 'google' };
    const models = {
      anthropic: ['claude-opus-4-8', 'claude-sonnet-4-5', 'claude-fable-5-1'],
      openai: ['gpt-5', 'gpt-5.6-sol', 'o3'],
      gemini: ['gemini-2.5-pro'],
    };
    for (const [type, names] of Object.entries(models)) {
      for (const model of names) {
        for (const input of [0, 10, 199_000, 200_001, 400_000]) {
          const used = { input, cacheRead: 1_000, cacheWrite5m: 0, cacheWrite1h: 0, output: 500, reasoning: 0 };
          const theirs = calcPrice(
            { input_tokens: input + 1_000, cache_read_tokens: 1_000, output_tokens: 500 },
            model,
            { providerId: providers[type as keyof typeof providers], timestamp: new Date(NOW) },
          );
          const ours = costOf(used, book.list(type).find(model, NOW)?.price, NOW);
          assert.ok(
            Math.abs((theirs?.total_price ?? Number.NaN) * 1e9 - (ours ?? Number.NaN)) < 1,
            `${model} ${input}`,
          );
        }
      }
    }
  });

  test('is not asked of mainland China, where it is in converted dollars', () => {
    for (const type of ['zhipu', 'moonshot', 'minimax', 'deepseek']) assert.equal(isInCatalogue(type), false);
  });
});

test('what is remembered of names has an end', async () => {
  const list = (await loaded()).list('anthropic');
  for (let count = 0; count < 5_000; count++) list.find(`nothing-${count}`, NOW);
  assert.equal(list.find('claude-opus-4-8', NOW)?.price.input, 5);
});

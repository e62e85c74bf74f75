import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { JsonObject } from '../../lib/json.ts';
import type { Usage } from '../../turn/usage.ts';
import { findUsage } from './usage-decode.ts';

const NONE: Usage = { input: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0, reasoning: 0 };

const CASES: readonly (readonly [string, JsonObject, Partial<Usage>])[] = [
  [
    'prompt and completion',
    { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 },
    { input: 100, output: 20 },
  ],
  [
    'what came from the cache (OpenAI)',
    { prompt_tokens: 100, completion_tokens: 20, prompt_tokens_details: { cached_tokens: 64 } },
    { input: 36, cacheRead: 64, output: 20 },
  ],
  [
    'what came from the cache (DeepSeek)',
    { prompt_tokens: 100, prompt_cache_hit_tokens: 40, prompt_cache_miss_tokens: 60 },
    { input: 60, cacheRead: 40 },
  ],
  ['what came from the cache (Kimi)', { prompt_tokens: 100, cached_tokens: 30 }, { input: 70, cacheRead: 30 }],
  [
    'what was written to the cache (OpenRouter)',
    { prompt_tokens: 100, prompt_tokens_details: { cached_tokens: 10, cache_write_tokens: 50 } },
    { input: 40, cacheRead: 10, cacheWrite5m: 50 },
  ],
  [
    'what was written to the cache (DashScope)',
    { prompt_tokens: 100, prompt_tokens_details: { cached_tokens: 0, cache_creation_input_tokens: 50 } },
    { input: 50, cacheWrite5m: 50 },
  ],
  [
    'what was written to the cache, at the top',
    { prompt_tokens: 100, cache_creation_input_tokens: 50 },
    { input: 50, cacheWrite5m: 50 },
  ],
  [
    'thinking',
    { prompt_tokens: 1, completion_tokens: 20, completion_tokens_details: { reasoning_tokens: 15 } },
    { input: 1, output: 20, reasoning: 15 },
  ],
  ['a cache that is counted apart from the prompt', { prompt_tokens: 10, cached_tokens: 30 }, { cacheRead: 30 }],
  [
    'details that are null',
    { prompt_tokens: 5, prompt_tokens_details: null, completion_tokens_details: null },
    { input: 5 },
  ],
  ['numbers that are none', { prompt_tokens: '5', completion_tokens: null, cached_tokens: -3 }, {}],
  ['fractions', { prompt_tokens: 5.9, completion_tokens: Number.POSITIVE_INFINITY }, { input: 5 }],
  ['nothing', {}, {}],
];

describe('findUsage', () => {
  for (const [name, usage, expected] of CASES) {
    it(`reads ${name}`, () => assert.deepEqual(findUsage({ usage }, undefined), { ...NONE, ...expected }));
  }

  const usage = (count: number) => ({ prompt_tokens: count });

  it('finds it wherever it is', () => {
    assert.equal(findUsage({ usage: usage(1) }, { usage: usage(2) })?.input, 1);
    assert.equal(findUsage({ usage: null }, { usage: usage(2) })?.input, 2);
    assert.equal(findUsage({ x_groq: { id: 'x', usage: usage(3) } }, {})?.input, 3);
  });

  it('finds none where there is none', () => {
    for (const body of [{}, { usage: null }, { usage: 'x' }, { x_groq: null }, { x_groq: {} }]) {
      assert.equal(findUsage(body, undefined), undefined);
    }
  });
});

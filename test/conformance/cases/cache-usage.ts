import { answer, usage } from '../../fake-platform/openai-replies.ts';
import { type Case, one } from '../case.ts';

export const CACHE_USAGE_CASES: readonly Case[] = [
  one('cache/cached-tokens', {
    upstream: answer({ text: 'x', usage: usage(1000, 5, { cached: 800 }) }),
    async check(t) {
      await t.good();
      t.equal(t.usage().cache_read_input_tokens, 800, 'cache_read_input_tokens');
      t.equal(
        t.usage().input_tokens,
        200,
        'input_tokens excludes the cached ones (Anthropic: total = input + read + created)',
      );
    },
  }),
  one('cache/cached-tokens-stream', {
    stream: true,
    upstream: answer({ text: 'x', usage: usage(1000, 5, { cached: 800 }) }),
    async check(t) {
      await t.good();
      t.equal(t.usage().cache_read_input_tokens, 800, 'cache_read_input_tokens');
      t.equal(t.usage().input_tokens, 200, 'input_tokens');
    },
  }),
  one('cache/zero-when-absent', {
    upstream: answer({ text: 'x', usage: usage(10, 5) }),
    async check(t) {
      await t.good();
      t.oneOf(t.usage().cache_read_input_tokens ?? 0, [0], 'cache_read_input_tokens');
      t.equal(t.usage().input_tokens, 10);
    },
  }),
  one('cache/deepseek-hit-tokens', {
    upstream: answer({
      text: 'x',
      usage: {
        prompt_tokens: 900,
        completion_tokens: 4,
        total_tokens: 904,
        prompt_cache_hit_tokens: 640,
        prompt_cache_miss_tokens: 260,
      },
    }),
    async check(t) {
      await t.good();
      t.equal([t.usage().input_tokens, t.usage().cache_read_input_tokens], [260, 640], 'DeepSeek cache fields');
    },
  }),
  one('cache/write-tokens', {
    stream: true,
    upstream: answer({ text: 'x', usage: usage(1000, 5, { cached: 300, written: 500 }) }),
    async check(t) {
      await t.good();
      t.equal(
        [t.usage().input_tokens, t.usage().cache_read_input_tokens, t.usage().cache_creation_input_tokens],
        [200, 300, 500],
        'cache_write_tokens',
      );
    },
  }),
];

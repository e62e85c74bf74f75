import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Fault, type OverflowSizes } from '../turn/fault.ts';
import { anthropicOverflow, openaiOverflow } from './overflow-text.ts';

function overflow(sizes: OverflowSizes, message = 'zu lang'): Fault {
  return new Fault('context_overflow', 400, message, { overflow: sizes });
}

const SAID = 'The platform said: zu lang';

describe('anthropicOverflow', () => {
  const sentences: [string, OverflowSizes, string][] = [
    ['both numbers', { input: 300, limit: 200 }, 'prompt is too long: 300 tokens > 200 maximum'],
    ['a sum', { total: 300, limit: 200 }, 'prompt is too long: 300 tokens > 200 maximum'],
    ['only the limit', { limit: 200 }, 'prompt is too long for the maximum of 200 tokens'],
    ['an estimate that contradicts', { input: 100, limit: 200 }, 'prompt is too long for the maximum of 200 tokens'],
    ['no limit', { input: 300 }, 'prompt is too long'],
    ['nothing', {}, 'prompt is too long'],
    [
      'an input that fits',
      { input: 100_000, output: 64_000, limit: 128_000 },
      'input length and `max_tokens` exceed context limit: 100000 + 64000 > 128000, decrease input length or `max_tokens` and try again',
    ],
    [
      'an input that leaves no room to speak of',
      { input: 127_000, output: 64_000, limit: 128_000 },
      'prompt is too long: 191000 tokens > 128000 maximum',
    ],
  ];
  for (const [what, sizes, sentence] of sentences) {
    it(`says it with ${what}`, () => assert.equal(anthropicOverflow(overflow(sizes)), `${sentence}. ${SAID}`));
  }

  it("leaves Anthropic's own words", () => {
    const own = 'prompt is too long: 208310 tokens > 200000 maximum';
    assert.equal(anthropicOverflow(overflow({ input: 208310, limit: 200000 }, own)), own);
  });
});

describe('openaiOverflow', () => {
  const sentences: [string, OverflowSizes, string][] = [
    [
      'both numbers',
      { input: 300, limit: 200 },
      "This model's maximum context length is 200 tokens. However, your messages resulted in 300 tokens. Please reduce the length of the messages.",
    ],
    [
      'only the limit',
      { limit: 200 },
      "This model's maximum context length is 200 tokens. However, your messages are longer. Please reduce the length of the messages.",
    ],
    ['nothing', {}, 'Your input exceeds the context window of this model.'],
    [
      'an input that fits',
      { input: 100_000, output: 64_000, limit: 128_000 },
      "This model's maximum context length is 128000 tokens. However, you requested 164000 tokens (100000 in the messages, 64000 in the completion). Please reduce the length of the messages or completion.",
    ],
  ];
  for (const [what, sizes, sentence] of sentences) {
    it(`says it with ${what}`, () => assert.equal(openaiOverflow(overflow(sizes)), `${sentence} ${SAID}`));
  }

  it("leaves OpenAI's own words", () => {
    const own =
      "This model's maximum context length is 4097 tokens. However, your messages resulted in 4294 tokens. Please reduce the length of the messages.";
    assert.equal(openaiOverflow(overflow({ input: 4294, limit: 4097 }, own)), own);
  });
});

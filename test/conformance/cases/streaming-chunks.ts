import { chunk, ROLE_CHUNK, STOP_CHUNK, sse, usage, usageChunk } from '../../fake-platform/openai-replies.ts';
import { type Case, one } from '../case.ts';

const USAGE_CHUNK = usageChunk(usage(21, 9));

export const STREAMING_CHUNKS_CASES: readonly Case[] = [
  one('streaming/event-order', {
    stream: true,
    upstream: sse([ROLE_CHUNK, chunk({ content: 'a' }), chunk({ content: 'b' }), STOP_CHUNK, USAGE_CHUNK]),
    async check(t) {
      await t.good();
      const k = t.reply.events.map((e) => e.event).filter((e) => e !== 'ping');
      t.equal(
        k,
        [
          'message_start',
          'content_block_start',
          'content_block_delta',
          'content_block_delta',
          'content_block_stop',
          'message_delta',
          'message_stop',
        ],
        'event sequence',
      );
    },
  }),
  one('streaming/usage-after-finish', {
    stream: true,
    upstream: sse([ROLE_CHUNK, chunk({ content: 'x' }), STOP_CHUNK, USAGE_CHUNK]),
    async check(t) {
      await t.good();
      t.equal([t.usage().input_tokens, t.usage().output_tokens], [21, 9], 'usage from the last chunk');
      const d = t.reply.events.find((e) => e.event === 'message_delta');
      t.equal(d?.json?.usage?.output_tokens, 9, 'message_delta.usage.output_tokens');
    },
  }),
  one('streaming/usage-in-finish-chunk', {
    stream: true,
    upstream: sse([ROLE_CHUNK, chunk({ content: 'x' }), chunk({}, 'stop', { usage: usage(31, 8) })]),
    async check(t) {
      await t.good();
      t.equal([t.usage().input_tokens, t.usage().output_tokens], [31, 8], 'usage');
    },
  }),
  one('streaming/usage-in-every-chunk', {
    stream: true,
    upstream: sse([
      chunk({ role: 'assistant', content: '' }, null, { usage: usage(40, 0) }),
      chunk({ content: 'x' }, null, { usage: usage(40, 1) }),
      chunk({ content: 'y' }, null, { usage: usage(40, 2) }),
      chunk({}, 'stop', { usage: usage(40, 3) }),
    ]),
    async check(t) {
      await t.good();
      t.equal([t.usage().input_tokens, t.usage().output_tokens], [40, 3], 'cumulative usage must not be added up');
      t.equal(t.text(), 'xy');
    },
  }),
  one('streaming/no-usage-at-all', {
    stream: true,
    upstream: sse([ROLE_CHUNK, chunk({ content: 'hello world' }), STOP_CHUNK]),
    async check(t) {
      await t.good();
      t.equal(t.text(), 'hello world');
      t.ok(Number.isInteger(t.usage().output_tokens), 'output_tokens is an integer');
    },
  }),
  one('streaming/empty-deltas', {
    stream: true,
    upstream: sse([
      ROLE_CHUNK,
      chunk({}),
      chunk({ content: '' }),
      chunk({ content: null }),
      chunk({ content: 'x' }),
      chunk({ content: '' }),
      chunk({ role: 'assistant' }),
      STOP_CHUNK,
      USAGE_CHUNK,
    ]),
    async check(t) {
      await t.good();
      t.equal(t.text(), 'x');
      t.equal(t.types(), ['text'], 'blocks');
      t.ok(!t.reply.events.some((e) => e.json?.delta?.text === ''), 'empty text_delta sent');
    },
  }),
  one('streaming/finish-with-last-content', {
    stream: true,
    upstream: sse([ROLE_CHUNK, chunk({ content: 'a' }), chunk({ content: 'b' }, 'stop'), USAGE_CHUNK]),
    async check(t) {
      await t.good();
      t.equal(t.text(), 'ab', 'content in the chunk that carries finish_reason');
    },
  }),
  one('streaming/single-chunk-everything', {
    stream: true,
    upstream: sse([chunk({ role: 'assistant', content: 'all at once' }, 'stop', { usage: usage(5, 3) })]),
    async check(t) {
      await t.good();
      t.equal(t.text(), 'all at once');
      t.equal([t.usage().input_tokens, t.usage().output_tokens], [5, 3], 'usage');
    },
  }),
  one('streaming/no-done-marker', {
    stream: true,
    upstream: sse([ROLE_CHUNK, chunk({ content: 'fin' }), STOP_CHUNK, USAGE_CHUNK], { done: false }),
    async check(t) {
      await t.good();
      t.equal(t.text(), 'fin');
      t.equal(t.message.stop_reason, 'end_turn');
    },
  }),
  one('streaming/empty-answer', {
    stream: true,
    upstream: sse([ROLE_CHUNK, STOP_CHUNK, USAGE_CHUNK]),
    async check(t) {
      await t.good();
      t.equal(t.text(), '');
      t.equal(t.message.stop_reason, 'end_turn', 'stop_reason');
    },
  }),
  one('streaming/null-finish-fields', {
    stream: true,
    upstream: sse([
      { id: 'x', choices: [{ index: 0, delta: { content: 'mini' } }] },
      { choices: [{ delta: {}, finish_reason: 'stop' }] },
    ]),
    async check(t) {
      await t.good();
      t.equal(t.text(), 'mini', 'chunks with few fields');
    },
  }),
  one('streaming/two-finish-chunks', {
    stream: true,
    upstream: sse([
      ROLE_CHUNK,
      chunk({ content: 'a' }),
      chunk({}, 'stop'),
      chunk({ content: '' }, 'stop', { usage: usage(8, 2) }),
    ]),
    async check(t) {
      await t.good();
      t.equal(t.reply.events.filter((e) => e.event === 'message_stop').length, 1, 'one message_stop');
      t.equal(t.usage().output_tokens, 2, 'late usage');
    },
  }),
  one('streaming/usage-null-everywhere', {
    stream: true,
    upstream: sse([
      chunk({ role: 'assistant', content: '' }, null, { usage: null }),
      chunk({ content: 'n' }, null, { usage: null }),
      chunk({}, 'stop', { usage: null }),
      USAGE_CHUNK,
    ]),
    async check(t) {
      await t.good();
      t.equal([t.usage().input_tokens, t.usage().output_tokens], [21, 9], 'usage');
    },
  }),
  one('streaming/choices-null-or-absent', {
    stream: true,
    upstream: sse([
      ROLE_CHUNK,
      { id: 'x', choices: null },
      { id: 'x' },
      chunk({ content: 'ok' }),
      { id: 'x', choices: [{ index: 0, delta: null }] },
      STOP_CHUNK,
      USAGE_CHUNK,
    ]),
    async check(t) {
      await t.good();
      t.equal(t.text(), 'ok');
    },
  }),
  one('streaming/finish-length-then-nothing', {
    stream: true,
    upstream: sse([ROLE_CHUNK, chunk({ content: 'cut' }), chunk({}, 'length')], { done: false }),
    async check(t) {
      await t.good();
      t.equal(t.message.stop_reason, 'max_tokens');
    },
  }),
];

import {
  chunk,
  completion,
  cutEvery,
  cutWhere,
  data,
  mapTexts,
  ROLE_CHUNK,
  STOP_CHUNK,
  sse,
  usage,
  usageChunk,
} from '../../fake-platform/openai-replies.ts';
import { type Case, one } from '../case.ts';

const USAGE_CHUNK = usageChunk(usage(21, 9));

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const WORDS = Array.from({ length: 2000 }, (_, index) => `w${index} `);

export const STREAMING_TRANSPORT_CASES: readonly Case[] = [
  one('streaming/one-byte-chunks', {
    stream: true,
    upstream: cutEvery(
      sse([ROLE_CHUNK, chunk({ content: 'héllo ' }), chunk({ content: '世界🎉' }), STOP_CHUNK, USAGE_CHUNK]),
      1,
    ),
    async check(t) {
      await t.good();
      t.equal(t.text(), 'héllo 世界🎉');
    },
  }),
  one('streaming/split-inside-utf8', {
    stream: true,
    upstream: cutWhere(
      sse([ROLE_CHUNK, chunk({ content: '日本語テキスト🙂🙃' }), STOP_CHUNK, USAGE_CHUNK]),
      (bytes, at) => ((bytes[at] ?? 0) & 0xc0) === 0x80,
    ),
    async check(t) {
      await t.good();
      t.equal(t.text(), '日本語テキスト🙂🙃');
    },
  }),
  one('streaming/crlf-lines', {
    stream: true,
    upstream: sse([ROLE_CHUNK, chunk({ content: 'crlf' }), STOP_CHUNK, USAGE_CHUNK], { newline: '\r\n' }),
    async check(t) {
      await t.good();
      t.equal(t.text(), 'crlf');
    },
  }),
  one('streaming/split-between-cr-and-lf', {
    stream: true,
    upstream: cutWhere(
      sse([ROLE_CHUNK, chunk({ content: 'one' }), chunk({ content: ' two' }), STOP_CHUNK, USAGE_CHUNK], {
        newline: '\r\n',
      }),
      (bytes, at) => bytes[at] === LINE_FEED && bytes[at - 1] === CARRIAGE_RETURN,
    ),
    async check(t) {
      await t.good();
      t.equal(t.text(), 'one two');
    },
  }),
  one('streaming/all-in-one-write', {
    stream: true,
    upstream: cutWhere(
      sse([ROLE_CHUNK, chunk({ content: 'a' }), chunk({ content: 'b' }), STOP_CHUNK, USAGE_CHUNK]),
      () => false,
    ),
    async check(t) {
      await t.good();
      t.equal(t.text(), 'ab');
    },
  }),
  one('streaming/no-space-after-data-colon', {
    stream: true,
    upstream: mapTexts(sse([ROLE_CHUNK, chunk({ content: 'tight' }), STOP_CHUNK, USAGE_CHUNK]), (text) =>
      text.replace(/^data: /, 'data:'),
    ),
    async check(t) {
      await t.good();
      t.equal(t.text(), 'tight');
    },
  }),
  one('streaming/comments-and-blank-lines', {
    stream: true,
    upstream: sse([
      ': OPENROUTER PROCESSING\n\n',
      ': OPENROUTER PROCESSING\n\n',
      '\n\n',
      ROLE_CHUNK,
      ': keep-alive\n\n',
      chunk({ content: 'fine' }),
      ': x\n',
      STOP_CHUNK,
      USAGE_CHUNK,
    ]),
    async check(t) {
      await t.good();
      t.equal(t.text(), 'fine');
    },
  }),
  one('streaming/incremental', {
    stream: true,
    // Each piece waits until the client has the one before: a gateway that buffers would wait for ever.
    upstream: (_request, _index, client) => ({
      stream: [
        data(ROLE_CHUNK),
        data(chunk({ content: 'first' })),
        { until: () => client.received('first') },
        data(chunk({ content: 'second' })),
        { until: () => client.received('second') },
        data(STOP_CHUNK),
        data(USAGE_CHUNK),
        data('[DONE]'),
      ],
    }),
    async check(t) {
      await t.good();
      t.equal(t.text(), 'firstsecond');
    },
  }),
  one('streaming/headers', {
    stream: true,
    upstream: sse([ROLE_CHUNK, chunk({ content: 'x' }), STOP_CHUNK, USAGE_CHUNK]),
    async check(t) {
      await t.good();
      t.includes(t.reply.headers['cache-control'] ?? '', 'no-cache', 'cache-control');
      t.ok(!t.reply.headers['content-length'], 'content-length on a stream');
      t.ok(!t.reply.headers['content-encoding'], 'compressed stream');
    },
  }),
  one('streaming/upstream-answers-json', {
    stream: true,
    upstream: completion({ text: 'not a stream', usage: usage(4, 2) }),
    async check(t) {
      await t.good();
      t.equal(t.text(), 'not a stream', 'JSON answer to a stream request is turned into a stream');
    },
  }),
  one('streaming/many-chunks', {
    stream: true,
    upstream: sse([ROLE_CHUNK, ...WORDS.map((content) => chunk({ content })), STOP_CHUNK, USAGE_CHUNK]),
    timeoutMs: 30000,
    async check(t) {
      await t.good();
      t.equal(t.text(), WORDS.join(''), 'text');
    },
  }),
  one('streaming/bom', {
    stream: true,
    upstream: { stream: ['\ufeff', ...sse([ROLE_CHUNK, chunk({ content: 'bom' }), STOP_CHUNK]).stream] },
    async check(t) {
      await t.good();
      t.equal(t.text(), 'bom');
    },
  }),
  one('streaming/event-and-id-fields', {
    stream: true,
    upstream: mapTexts(
      sse([ROLE_CHUNK, chunk({ content: 'ev' }), STOP_CHUNK, USAGE_CHUNK]),
      (text, index) => `id: ${index}\nevent: message\nretry: 1000\n${text}`,
    ),
    async check(t) {
      await t.good();
      t.equal(t.text(), 'ev');
    },
  }),
  one('streaming/done-with-spaces', {
    stream: true,
    upstream: { stream: [data(ROLE_CHUNK), data(chunk({ content: 'sp' })), data(STOP_CHUNK), 'data:  [DONE] \n\n'] },
    async check(t) {
      await t.good();
      t.equal(t.text(), 'sp');
    },
  }),
  one('streaming/done-but-connection-stays-open', {
    stream: true,
    upstream: {
      stream: [data(ROLE_CHUNK), data(chunk({ content: 'open' })), data(STOP_CHUNK), 'data: [DONE]\n\n', 'hang'],
    },
    timeoutMs: 6000,
    async check(t) {
      await t.good();
      t.equal(t.text(), 'open');
      t.ok(t.reply.totalMs < 4000, `the client waited ${t.reply.totalMs} ms after [DONE]`);
    },
  }),
];

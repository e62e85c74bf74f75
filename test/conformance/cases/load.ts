import { setTimeout as wait } from 'node:timers/promises';
import {
  answer,
  chunk,
  data,
  ROLE_CHUNK,
  STOP_CHUNK,
  sse,
  toolDelta,
  usage,
  usageChunk,
} from '../../fake-platform/openai-replies.ts';
import { streamFaults } from '../../support/anthropic-rules.ts';
import type { Reply } from '../../support/http-client.ts';
import { jsonIncludes } from '../../support/openai-rules.ts';
import { text, user, WEATHER } from '../../support/request-parts.ts';
import { type Case, one } from '../case.ts';
import type { Check } from '../check.ts';

const MEGABYTE = 1024 * 1024;

/** Three seconds of text. */
const SLOW_DELTAS = Array.from({ length: 60 }, () => [50, data(chunk({ content: '.' }))]).flat();

export const LOAD_CASES: readonly Case[] = [
  one('large/2mb-request', {
    body: { messages: [user([text('x'.repeat(2 * MEGABYTE)), text('tail-marker')])] },
    upstream: answer({ text: 'ok' }),
    timeoutMs: 30_000,
    async check(t) {
      await t.good();
      const bytes = t.sentRequest?.raw.length ?? 0;
      t.ok(bytes > 2 * MEGABYTE, `the platform got ${bytes} bytes`);
      t.ok(jsonIncludes(t.sent.messages, 'tail-marker'), 'tail kept');
    },
  }),
  one('large/2mb-response', {
    upstream: answer({ text: 'é'.repeat(MEGABYTE) }),
    timeoutMs: 30_000,
    async check(t) {
      await t.good();
      t.equal(t.text().length, MEGABYTE, 'length');
    },
  }),
  one('large/2mb-tool-args-stream', {
    stream: true,
    body: { tools: [WEATHER] },
    upstream: sse([
      ROLE_CHUNK,
      chunk(toolDelta(0, 'c', 'get_weather', '{"city":"')),
      ...Array.from({ length: 128 }, () => chunk(toolDelta(0, null, null, 'y'.repeat(16384)))),
      chunk(toolDelta(0, null, null, '"}')),
      chunk({}, 'tool_calls'),
    ]),
    timeoutMs: 30_000,
    async check(t) {
      await t.good();
      const { city } = (t.tools()[0]?.input ?? {}) as { city?: string };
      t.equal(city?.length, 128 * 16384, 'length of the argument');
    },
  }),
  one('disconnect/mid-stream', {
    stream: true,
    upstream: {
      stream: [data(ROLE_CHUNK), data(chunk({ content: 'go' })), ...SLOW_DELTAS, data(STOP_CHUNK)],
    },
    call: { abortWhen: (text) => text.includes('go') },
    async check(t) {
      t.equal(t.reply.ended, 'client-abort', 'how the call ended');
      await checkAborted(t, t.reply);
    },
  }),
  one('disconnect/before-first-byte', {
    stream: true,
    upstream: { fate: 'silence' },
    manual: true,
    async check(t) {
      await leaveInSilence(t);
    },
  }),
  one('disconnect/nonstream', {
    upstream: { fate: 'silence' },
    manual: true,
    async check(t) {
      await leaveInSilence(t);
    },
  }),
  one('concurrency/200-streams', {
    stream: true,
    upstream: (request) => {
      const mark = Number(/MARK-(\d+)/.exec(request.raw.toString())?.[1]);
      // Each stream has a rhythm of its own, so that their pieces arrive in all orders.
      const pieces = markedPieces(mark).flatMap((content, index) => [
        10 + ((mark * 7 + index * 13) % 40),
        data(chunk({ content })),
      ]);
      return {
        stream: [
          data(ROLE_CHUNK),
          ...pieces,
          data(STOP_CHUNK),
          data(usageChunk(usage(1000 + mark, 5))),
          data('[DONE]'),
        ],
      };
    },
    timeoutMs: 60_000,
    manual: true,
    async check(t) {
      const marks = Array.from({ length: 200 }, (_, index) => index);
      const exchanges = marks.map((mark) => t.open({ body: { messages: [user(`MARK-${mark} please`)] } }));
      const replies = await Promise.all(exchanges.map((exchange) => exchange.reply));
      const faults = replies.flatMap((reply, mark) => markedStreamFaults(reply, mark));
      t.equal(faults, [], 'faults of the streams');
      t.equal(t.requests.length, 200, 'requests to the platform');
    },
  }),
];

/** What the stream with this number says. */
function markedPieces(mark: number): string[] {
  return [0, 1, 2, 3, 4].map((index) => `<${mark}.${index}>`);
}

function markedStreamFaults(reply: Reply, mark: number): string[] {
  const text = reply.events.map((event) => event.json?.delta?.text ?? '').join('');
  const faults = streamFaults(reply.events);
  if (reply.status !== 200) faults.push(`status ${reply.status}`);
  if (text !== markedPieces(mark).join('')) faults.push(`text ${text}`);
  return faults.map((fault) => `stream ${mark}: ${fault}`);
}

/** The client leaves while the platform thinks. */
async function leaveInSilence(t: Check): Promise<void> {
  const exchange = t.open();
  await t.platform.request();
  exchange.abort();
  await checkAborted(t, await exchange.reply);
}

/** The platform's side is broken off within a second after the client left. */
async function checkAborted(t: Check, reply: Reply): Promise<void> {
  const request = t.requests[0];
  if (!t.ok(request, 'nothing reached the platform')) return;
  const closing = await Promise.race([request?.closed, wait(1500)]);
  if (!t.ok(closing, 'the request to the platform was not broken off within 1.5 s')) return;
  t.equal(closing?.isComplete, false, 'the platform answered completely');
  const delay = (closing?.at ?? 0) - (reply.leftAt ?? 0);
  t.ok(delay < 1000, `broken off ${delay} ms after the client left`);
}

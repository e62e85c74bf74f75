/** A client that reads slowly slows its platform down; nothing piles up between them, and nothing is lost. */

import assert from 'node:assert/strict';
import http from 'node:http';
import { after, before, describe, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { event } from '../fake-platform/anthropic-replies.ts';
import { FakePlatform, type Piece } from '../fake-platform/fake-platform.ts';
import { chunk, data, ROLE_CHUNK, STOP_CHUNK } from '../fake-platform/openai-replies.ts';
import { CLIENT_KEY } from '../support/config-file.ts';
import type { Redwolf } from '../support/redwolf.ts';
import { startRedwolf } from '../support/redwolf-process.ts';
import { user } from '../support/request-parts.ts';

const WORDS = 'x'.repeat(100_000);
const PIECES = 600;
/** What may be under way: the buffers of four sockets, and a little of our own. */
const MOST_UNDER_WAY = 30_000_000;

let platform: FakePlatform;
let redwolf: Redwolf;
let written = 0;

before(async () => {
  platform = await FakePlatform.start();
  redwolf = await startRedwolf({
    platforms: [
      { id: 'up', type: 'openai-compatible', base_url: `${platform.origin}/v1`, api_key: 'k', models: ['m'] },
      { id: 'ant', type: 'anthropic', base_url: platform.origin, api_key: 'k', models: ['c'] },
    ],
  });
});

after(async () => {
  await redwolf.stop();
  await platform.close();
});

/** The same piece many times; `written` counts how often the platform got rid of it. */
function repeated(piece: string): Piece[] {
  written = 0;
  const count = async () => {
    written += 1;
  };
  return Array.from({ length: PIECES }, () => [piece, { until: count }]).flat();
}

function converted(): Piece[] {
  return [data(ROLE_CHUNK), ...repeated(data(chunk({ content: WORDS }))), data(STOP_CHUNK), data('[DONE]')];
}

function relayed(): Piece[] {
  const message = { id: 'msg_1', type: 'message', role: 'assistant', model: 'c', content: [], stop_reason: null };
  const usage = { input_tokens: 1, output_tokens: 1 };
  const delta = { type: 'text_delta', text: WORDS };
  return [
    event('message_start', { message: { ...message, usage } }),
    event('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }),
    ...repeated(event('content_block_delta', { index: 0, delta })),
    event('content_block_stop', { index: 0 }),
    event('message_delta', { delta: { stop_reason: 'end_turn', stop_sequence: null }, usage }),
    event('message_stop'),
  ];
}

describe('a slow client', () => {
  for (const [name, model, makeStream] of [
    ['converted', 'up:m', converted],
    ['relayed', 'ant:c', relayed],
  ] as const) {
    test(`${name}: the platform waits for it, and then it gets everything`, async () => {
      platform.play({ stream: makeStream() });
      const response = await ask(model);
      const stoppedAt = await untilStill();
      assert.ok(stoppedAt * WORDS.length < MOST_UNDER_WAY, `${stoppedAt} of ${PIECES} pieces were taken`);
      const text = await readAll(response);
      assert.equal(text.split(WORDS).length - 1, PIECES);
      assert.match(text, /event: message_stop/);
    });
  }
});

/** The reply, not yet read. */
function ask(model: string): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    const headers = { 'x-api-key': CLIENT_KEY, 'content-type': 'application/json' };
    const request = http.request(`${redwolf.url}/v1/messages`, { method: 'POST', headers, agent: false }, resolve);
    request.on('error', reject);
    request.end(JSON.stringify({ model, max_tokens: 9, stream: true, messages: [user('hi')] }));
  });
}

/** How many pieces were written when no more are. */
async function untilStill(): Promise<number> {
  for (;;) {
    const before = written;
    await wait(300);
    if (written === before) return written;
  }
}

async function readAll(response: http.IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of response) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString();
}

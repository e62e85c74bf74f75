/** What one client may cost: time, size and number of connections, and clients that do not read. */

import assert from 'node:assert/strict';
import { once } from 'node:events';
import net from 'node:net';
import { after, before, describe, type TestContext, test } from 'node:test';
import { FakePlatform, type Piece } from '../fake-platform/fake-platform.ts';
import { answer, chunk, data, ROLE_CHUNK } from '../fake-platform/openai-replies.ts';
import { CLIENT_KEY } from '../support/config-file.ts';
import { eventually } from '../support/eventually.ts';
import type { Redwolf } from '../support/redwolf.ts';
import { RedwolfHost } from '../support/redwolf-host.ts';
import { user } from '../support/request-parts.ts';

const BODY = JSON.stringify({ model: 'up:m', max_tokens: 9, stream: true, messages: [user('hi')] });
const HEAD = ['POST /v1/messages HTTP/1.1', 'host: localhost', `x-api-key: ${CLIENT_KEY}`];

const host = new RedwolfHost();
let platform: FakePlatform;

before(async () => {
  platform = await FakePlatform.start(answer({ text: 'ok' }));
});

after(async () => {
  host.stop();
  await platform.close();
});

async function start(t: TestContext, limits: object): Promise<Redwolf> {
  const up = { id: 'up', type: 'openai-compatible', base_url: `${platform.origin}/v1`, api_key: 'k', models: ['m'] };
  const redwolf = await host.start({ platforms: [up], limits });
  t.after(() => redwolf.stop());
  return redwolf;
}

/** A connection, and all that came by it until the server ended it. */
function open(redwolf: Redwolf, text = ''): { socket: net.Socket; ended: Promise<string> } {
  const socket = net.connect(Number(new URL(redwolf.url).port), '127.0.0.1');
  let reply = '';
  socket.on('error', () => {});
  socket.on('data', (piece) => {
    reply += piece;
  });
  const ended = new Promise<string>((resolve) => socket.on('close', () => resolve(reply)));
  socket.write(text);
  return { socket, ended };
}

async function assertAlive(redwolf: Redwolf): Promise<void> {
  assert.equal((await redwolf.send('/healthz', { method: 'GET' })).status, 200);
}

describe('a client that takes its time', () => {
  test('over the head of its request: 408, and the connection ends', async (t) => {
    const redwolf = await start(t, { header_seconds: 0.2 });
    const { ended } = open(redwolf, `${HEAD.join('\r\n')}\r\nx-slow:`);
    assert.match(await ended, /^HTTP\/1\.1 408 /);
    await assertAlive(redwolf);
  });

  test('before it says a word: the connection ends', async (t) => {
    const redwolf = await start(t, { header_seconds: 0.2 });
    await open(redwolf).ended;
  });

  test('over the body: the connection ends, and the call has its row', async (t) => {
    const redwolf = await start(t, { request_seconds: 0.3 });
    const { ended } = open(redwolf, [...HEAD, 'content-length: 100', '', '{'].join('\r\n'));
    assert.match(await ended, /^(HTTP\/1\.1 408 .*)?/);
    const [row] = await redwolf.waitForCalls(1);
    assert.equal(row?.outcome, 'aborted');
  });

  test('over the body for the admin pages', async (t) => {
    const redwolf = await start(t, { request_seconds: 0.3 });
    const head = ['POST /api/login HTTP/1.1', 'host: localhost', 'content-length: 100', '', '{'];
    await open(redwolf, head.join('\r\n')).ended;
    await assertAlive(redwolf);
  });

  test('between two requests: the connection ends', async (t) => {
    const redwolf = await start(t, { idle_seconds: 0.2 });
    const { ended } = open(redwolf, 'GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n');
    assert.match(await ended, /^HTTP\/1\.1 200 /);
  });
});

test('a head over the limit: 431, and one below it is taken', async (t) => {
  const redwolf = await start(t, { max_header_kb: 2 });
  const { ended } = open(redwolf, `${HEAD.join('\r\n')}\r\nx-long: ${'x'.repeat(4_000)}\r\n\r\n`);
  assert.match(await ended, /^HTTP\/1\.1 431 /);
  const headers = { 'x-long': 'x'.repeat(1_000) };
  assert.equal((await redwolf.send('/healthz', { method: 'GET', headers })).status, 200);
});

test('more connections than allowed: the newest is not served, and the others go on', async (t) => {
  const redwolf = await start(t, { max_connections: 2 });
  const [one, two] = [open(redwolf), open(redwolf)];
  await Promise.all([once(one.socket, 'connect'), once(two.socket, 'connect')]);
  assert.equal(await open(redwolf, 'GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n').ended, '');
  two.socket.destroy();
  await eventually('a free place', async () => {
    const { status } = await redwolf.send('/healthz', { method: 'GET' });
    return status === 200 ? true : undefined;
  });
  one.socket.write('GET /healthz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n');
  assert.match(await one.ended, /^HTTP\/1\.1 200 /);
});

test('a client that reads nothing is cut off, its platform is stopped, and the call has its row', async (t) => {
  const redwolf = await start(t, { slow_client_seconds: 0.4 });
  const words = data(chunk({ content: 'x'.repeat(100_000) }));
  const pieces: Piece[] = [data(ROLE_CHUNK), ...Array<Piece>(400).fill(words)];
  platform.play({ stream: pieces });
  const { socket, ended } = open(redwolf, [...HEAD, `content-length: ${BODY.length}`, '', BODY].join('\r\n'));
  socket.pause();
  const request = await platform.request();
  await request.closed;
  const [row] = await redwolf.waitForCalls(1);
  assert.equal(row?.outcome, 'aborted');
  socket.resume();
  const reply = await ended;
  assert.ok(reply.length < 400 * 100_000, 'the reply is not whole');
  assert.doesNotMatch(reply, /message_stop/);
  await assertAlive(redwolf);
});

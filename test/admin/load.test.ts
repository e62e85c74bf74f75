/**
 * A hundred changes of the configuration under load, of every kind: no call fails, none goes to a platform that was removed
 * or with a key that was replaced, and no connection stays behind. That no memory does is in src/control/configuration.test.ts.
 */

import assert from 'node:assert/strict';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import { anthropicAnswer } from '../fake-platform/anthropic-replies.ts';
import { FakePlatform } from '../fake-platform/fake-platform.ts';
import { answer } from '../fake-platform/openai-replies.ts';
import { eventually } from '../support/eventually.ts';
import type { Redwolf } from '../support/redwolf.ts';
import { user } from '../support/request-parts.ts';
import { type AdminClient, startWithAdmin } from './admin-client.ts';

const ROUNDS = 13;
const CHANGES = 100;
const CALLERS = 4;

let filed: FakePlatform;
/** Where the platforms that come and go are; the test counts its connections. */
let moving: http.Server;
let connections = 0;
/** The key with which each call came to `moving`, by the words of the call. */
const keys = new Map<string, string>();
let redwolf: Redwolf;
let admin: AdminClient;

before(async () => {
  filed = await FakePlatform.start((request) =>
    request.path.endsWith('/messages') ? anthropicAnswer()(request) : answer({ text: 'filed' })(request),
  );
  moving = http.createServer(async (request, response) => {
    const { messages } = JSON.parse(await text(request));
    keys.set(messages.at(-1).content, String(request.headers.authorization));
    const message = { role: 'assistant', content: 'moving' };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ id: 'x', choices: [{ index: 0, message, finish_reason: 'stop' }] }));
  });
  moving.on('connection', (socket) => {
    connections++;
    socket.on('close', () => connections--);
  });
  // Longer than the test: only redwolf closes connections here.
  moving.keepAliveTimeout = 120_000;
  await new Promise<void>((resolve) => moving.listen(0, '127.0.0.1', resolve));
  const entry = { id: 'filed', type: 'openai-compatible', base_url: filed.origin, models: ['f'] };
  const claude = { id: 'claude-filed', type: 'anthropic-compatible', base_url: filed.origin, models: ['c'] };
  ({ redwolf, admin } = await startWithAdmin({ platforms: [entry, claude] }));
});

after(async () => {
  await redwolf.stop();
  await filed.close();
  moving.closeAllConnections();
  await new Promise((resolve) => moving.close(resolve));
});

class Load {
  readonly removed = new Set<string>();
  readonly faults: string[] = [];
  isOver = false;
  #calls = 0;

  /** One call, and who answered it. */
  async call(): Promise<{ readonly platform: string; readonly words: string }> {
    const gone = new Set(this.removed);
    const words = `call ${this.#calls++}`;
    const body = { model: 'any', max_tokens: 9, messages: [user(words)] };
    const reply = await redwolf.send('/v1/messages', { body });
    const platform = String(reply.headers['x-redwolf-model']).split(':')[0] ?? '';
    if (reply.status !== 200) this.faults.push(`${reply.status} ${reply.text}`);
    if (gone.has(platform)) this.faults.push(`${platform} answered after it was removed`);
    return { platform, words };
  }

  async callOnAndOn(): Promise<void> {
    while (!this.isOver) await this.call();
  }
}

/** A platform comes, answers, gets another key, is passed over, and goes. Seven or eight changes. */
async function round(load: Load, index: number): Promise<void> {
  const id = `moving-${index}`;
  const { port } = moving.address() as AddressInfo;
  const settings = { base_url: `http://127.0.0.1:${port}/v1`, models: ['s'] };
  const type = 'openai-compatible';
  await admin.done(admin.post('/api/platforms', { id, type, settings, credentials: [{ key: `first-${index}` }] }));
  await admin.done(admin.patch('/api/routing', { modelPriorityList: [`${id}:s`, 'filed:f'] }));
  await expectAnswer(load, id, `Bearer first-${index}`);
  await admin.done(admin.patch(`/api/platforms/${id}`, { credentials: [{ key: `second-${index}` }] }));
  await expectAnswer(load, id, `Bearer second-${index}`);
  await admin.done(admin.patch('/api/routing', { mode: 'claude_code' }));
  await expectAnswer(load, 'claude-filed');
  await admin.done(admin.patch('/api/routing', { mode: null }));
  await admin.done(admin.patch('/api/settings', { maxBodyMb: 1 + index }));
  await admin.done(admin.patch('/api/models', { models: [{ platform: id, id: 's', enabled: index % 3 !== 0 }] }));
  await expectAnswer(load, index % 3 === 0 ? 'filed' : id);
  const goes = index % 2 === 0 ? admin.delete(`/api/platforms/${id}`) : admin.patch(`/api/platforms/${id}`, OFF);
  await admin.done(goes);
  load.removed.add(id);
  await expectAnswer(load, 'filed');
}

const OFF = { enabled: false };

/** A change holds for the very next call. */
async function expectAnswer(load: Load, platform: string, key?: string): Promise<void> {
  const call = await load.call();
  assert.equal(call.platform, platform);
  if (key !== undefined) assert.equal(keys.get(call.words), key);
}

test('changes under load', async () => {
  const load = new Load();
  const callers = Promise.all(Array.from({ length: CALLERS }, () => load.callOnAndOn()));
  for (let index = 0; index < ROUNDS; index++) await round(load, index);
  load.isOver = true;
  await callers;
  assert.deepEqual(load.faults, []);
  const { version } = await admin.done(admin.get('/api/settings'));
  assert.ok(version >= CHANGES, `${version} changes`);
  await eventually('closed connections', () => (connections === 0 ? true : undefined));
});

/** A hundred changes of the configuration under load: no call fails, none goes to a platform that was removed. */

import assert from 'node:assert/strict';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { FakePlatform } from '../fake-platform/fake-platform.ts';
import { answer } from '../fake-platform/openai-replies.ts';
import { eventually } from '../support/eventually.ts';
import type { Redwolf } from '../support/redwolf.ts';
import { user } from '../support/request-parts.ts';
import { type AdminClient, startWithAdmin } from './admin-client.ts';

const CHANGES = 50;
const CALLERS = 4;

let filed: FakePlatform;
/** Where the platforms that come and go are; the test counts its connections. */
let moving: http.Server;
let connections = 0;
let redwolf: Redwolf;
let admin: AdminClient;

before(async () => {
  filed = await FakePlatform.start(answer({ text: 'filed' }));
  moving = http.createServer((request, response) => {
    request.resume().on('end', () => {
      const message = { role: 'assistant', content: 'moving' };
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ id: 'x', choices: [{ index: 0, message, finish_reason: 'stop' }] }));
    });
  });
  moving.on('connection', (socket) => {
    connections++;
    socket.on('close', () => connections--);
  });
  // Longer than the test: only redwolf closes connections here.
  moving.keepAliveTimeout = 120_000;
  await new Promise<void>((resolve) => moving.listen(0, '127.0.0.1', resolve));
  const entry = { id: 'filed', type: 'openai-compatible', base_url: filed.origin, models: ['f'] };
  ({ redwolf, admin } = await startWithAdmin({ platforms: [entry] }));
});

after(async () => {
  await redwolf.stop();
  await filed.close();
  moving.closeAllConnections();
  await new Promise((resolve) => moving.close(resolve));
});

test('changes under load', async () => {
  const removed = new Set<string>();
  const faults: string[] = [];
  const answeredBy = new Map<string, number>();
  let isOver = false;

  async function call(): Promise<void> {
    const gone = new Set(removed);
    const body = { model: 'any', max_tokens: 9, messages: [user('hi')] };
    const reply = await redwolf.send('/v1/messages', { body });
    const platform = String(reply.headers['x-redwolf-model']).split(':')[0] ?? '';
    answeredBy.set(platform, (answeredBy.get(platform) ?? 0) + 1);
    if (reply.status !== 200) faults.push(`${reply.status} ${reply.text}`);
    if (gone.has(platform)) faults.push(`${platform} answered after it was removed`);
  }

  async function callOnAndOn(): Promise<void> {
    while (!isOver) await call();
  }

  const callers = Promise.all(Array.from({ length: CALLERS }, callOnAndOn));
  const { port } = moving.address() as AddressInfo;
  const settings = { base_url: `http://127.0.0.1:${port}/v1`, models: ['s'] };
  for (let index = 0; index < CHANGES; index++) {
    const id = `moving-${index}`;
    await admin.done(admin.post('/api/platforms', { id, type: 'openai-compatible', settings }));
    await admin.done(admin.patch('/api/routing', { modelPriorityList: [`${id}:s`, 'filed:f'] }));
    await call();
    await admin.done(
      index % 2 === 0 ? admin.delete(`/api/platforms/${id}`) : admin.patch(`/api/platforms/${id}`, { enabled: false }),
    );
    removed.add(id);
  }
  isOver = true;
  await callers;
  assert.deepEqual(faults, []);
  for (let index = 0; index < CHANGES; index++) {
    assert.ok((answeredBy.get(`moving-${index}`) ?? 0) > 0, `moving-${index} was never asked`);
  }
  await eventually('closed connections', () => (connections === 0 ? true : undefined));
});

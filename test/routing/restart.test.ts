/** What smart routing knows of sessions after a restart. */

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { FakePlatform } from '../fake-platform/fake-platform.ts';
import { answer, usage } from '../fake-platform/openai-replies.ts';
import { type RedwolfProcess, startRedwolf } from '../support/redwolf-process.ts';
import { assistant, toolResult, toolUse, user, WEATHER } from '../support/request-parts.ts';

const KEY = 'rw-test';
const FIRST = user('你好');

let platform: FakePlatform;
let redwolf: RedwolfProcess;
let folder: string;

before(async () => {
  platform = await FakePlatform.start(answer({ text: 'ok', usage: usage(100, 5) }));
  folder = mkdtempSync(path.join(tmpdir(), 'redwolf-test-'));
  redwolf = await start();
});

after(async () => {
  await redwolf.stop();
  await platform.close();
  rmSync(folder, { recursive: true, force: true });
});

function start(): Promise<RedwolfProcess> {
  const model = (id: string, price: number) => ({ id, price: { input: price, output: price } });
  const models = [model('best', 5), model('good', 3), model('small', 0.1)];
  const config = {
    platforms: [{ id: 'up', type: 'openai-compatible', base_url: `${platform.origin}/v1`, api_key: 'k', models }],
    routing: { mode: 'smart_routing', model_priority_list: ['best', 'good', 'small'] },
    keys: [
      { name: 'one', key: KEY },
      { name: 'other', key: 'rw-other' },
    ],
  };
  return startRedwolf(config, { dataDir: path.join(folder, 'data') });
}

async function ask(messages: readonly object[], headers: Record<string, string> = {}) {
  const reply = await redwolf.send('/v1/messages', {
    body: { model: 'any', max_tokens: 9, tools: [WEATHER], messages },
    headers: { 'x-api-key': KEY, 'x-claude-code-session-id': 'one', ...headers },
  });
  assert.equal(reply.status, 200, reply.text);
  return [reply.headers['x-redwolf-model'], reply.headers['x-redwolf-source']];
}

describe('after a restart', () => {
  const loop = [FIRST, assistant([toolUse('t1', 'get_weather')]), user([toolResult('t1', 'rain')])];

  before(async () => {
    assert.deepEqual(await ask([FIRST]), ['up:small', 'classifier']);
    await redwolf.waitForCalls(1);
    await redwolf.stop();
    redwolf = await start();
  });

  test('a tool loop goes on with the model that it had', async () => {
    assert.deepEqual(await ask(loop), ['up:small', 'tool-loop']);
  });

  test('that of another key, session or agent is not known', async () => {
    assert.deepEqual(await ask(loop, { 'x-api-key': 'rw-other' }), ['up:best', 'default']);
    assert.deepEqual(await ask(loop, { 'x-claude-code-session-id': 'two' }), ['up:best', 'default']);
    assert.deepEqual(await ask(loop, { 'x-claude-code-agent-id': 'a1' }), ['up:best', 'default']);
  });
});

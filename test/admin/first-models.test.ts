/** Platforms of the file for which no models are configured: they get those that they list, by themselves. */

import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { FakePlatform, type ScriptedReply } from '../fake-platform/fake-platform.ts';
import { completion } from '../fake-platform/openai-replies.ts';
import { eventually } from '../support/eventually.ts';
import { startRedwolf } from '../support/redwolf-process.ts';
import { user } from '../support/request-parts.ts';

const LIST: ScriptedReply = { json: { data: [{ id: 'a', context_length: 99 }, { id: 'b' }] } };
const BODY = { model: 'any', max_tokens: 9, messages: [user('hi')] };

let up: FakePlatform;
let silent: FakePlatform;

beforeEach(async () => {
  up = await FakePlatform.start((request) => (request.path.endsWith('/models') ? LIST : completion({ text: 'hi' })));
  silent = await FakePlatform.start({ fate: 'silence' });
});

afterEach(async () => {
  await up.close();
  await silent.close();
});

test('the start does not wait for one that is silent, and the other answers with what it lists', async () => {
  const redwolf = await startRedwolf({
    platforms: [
      { id: 'silent', type: 'deepseek', base_url: silent.origin, api_key: 'k' },
      { id: 'up', type: 'moonshot', base_url: up.origin, api_key: 'k' },
    ],
  });
  try {
    await eventually('the models of up', () => (redwolf.log.includes('up lists 2 models') ? true : undefined));
    const reply = await redwolf.send('/v1/messages', { body: BODY });
    assert.equal(reply.headers['x-redwolf-model'], 'up:a');
    assert.equal((await redwolf.send('/v1/messages', { body: { ...BODY, model: 'up:b' } })).status, 200);
    const models = (await redwolf.send('/v1/models', { method: 'GET' })).json?.data as {
      id: string;
      context_length?: number;
    }[];
    assert.equal(models.find(({ id }) => id === 'up:a')?.context_length, 99);
    assert.match(redwolf.log, /up:a answers first.*model_priority_list/);
  } finally {
    await redwolf.stop();
  }
});

test('with refresh_hours 0 nobody is asked', async () => {
  const redwolf = await startRedwolf({
    models: { refresh_hours: 0 },
    platforms: [{ id: 'up', type: 'moonshot', base_url: up.origin, api_key: 'k' }],
  });
  try {
    const reply = await redwolf.send('/v1/messages', { body: BODY });
    assert.match(reply.text, /No model is configured/);
    assert.equal(up.others.length, 0);
  } finally {
    await redwolf.stop();
  }
});

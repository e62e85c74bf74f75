/** What smart routing would decide, asked for with a client key and with a session. */

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { INTENTS } from '../../src/routing/intent/intents.ts';
import { AdminClient, type Loose, startWithAdmin } from '../admin/admin-client.ts';
import { FakePlatform } from '../fake-platform/fake-platform.ts';
import { answer } from '../fake-platform/openai-replies.ts';
import { CLIENT_KEY } from '../support/config-file.ts';
import { send } from '../support/http-client.ts';
import type { RedwolfProcess } from '../support/redwolf-process.ts';
import { assistant, image, PNG, text, toolResult, toolUse, user, WEATHER } from '../support/request-parts.ts';

const PATH = '/api/routing/preview';

let platform: FakePlatform;
let redwolf: RedwolfProcess;
let admin: AdminClient;

before(async () => {
  platform = await FakePlatform.start(answer({ text: 'ok' }));
  const models = [{ id: 'strong', vision: false }, { id: 'middle', vision: false }, { id: 'weak' }];
  ({ redwolf, admin } = await startWithAdmin({
    platforms: [{ id: 'up', type: 'openai-compatible', base_url: `${platform.origin}/v1`, api_key: 'k', models }],
    // Previews work in every mode.
    routing: { mode: 'global_direct', model_priority_list: ['up:strong', 'up:middle', 'up:weak'] },
  }));
});

after(async () => {
  await redwolf.stop();
  await platform.close();
});

async function preview(body: object): Promise<Loose> {
  const reply = await redwolf.send(PATH, { body });
  assert.equal(reply.status, 200, reply.text);
  return reply.json;
}

describe('a preview', () => {
  test('tells what words are taken for, which model would answer, and why', async () => {
    const found = await preview({ text: 'Refactor the parser so that it keeps comments, and fix the failing test.' });
    assert.equal(found.intent, 'modify');
    assert.equal(found.source, 'classifier');
    assert.equal(found.model, 'up:strong');
    assert.equal(found.models[0], found.model);
    assert.ok(found.confidence > 0 && found.confidence <= 1);
    assert.equal(found.reasons[0].code, 'classifier');
    assert.ok(found.alternatives.some(({ scene }: Loose) => scene === found.scene));
    assert.deepEqual(Object.keys(found.probabilities), INTENTS);
    assert.equal(typeof found.tier, 'string');
    assert.equal(found.runnerUp.model, 'up:middle');
    assert.deepEqual(found.vetoes, []);
    assert.equal(found.asksJudge, false, 'there is none');
  });

  test('says the same of a text and of one message', async () => {
    const words = '你好，今天怎么样？';
    const asText = await preview({ text: words });
    assert.deepEqual(await preview({ messages: [user(words)] }), asText);
    assert.deepEqual(await preview({ messages: [user([text(words)])] }), asText);
    assert.equal(asText.intent, 'chat');
  });

  test('takes what follows the results of tools for the agent going on', async () => {
    const messages = [
      user('How is the weather?'),
      assistant([toolUse('t', 'get_weather', { city: 'Oslo' })]),
      user([toolResult('t', 'rain')]),
    ];
    const found = await preview({ messages, tools: [WEATHER] });
    assert.equal(found.intent, 'continue');
    assert.equal(found.source, 'default');
    assert.equal(found.probabilities, null);
  });

  test('takes a yes for letting the agent go on', async () => {
    const messages = [user('Plan a cache.'), assistant([text('Shall I go on and write it?')]), user('yes, go on')];
    assert.equal((await preview({ messages })).intent, 'continue');
  });

  test('names the models that cannot serve it', async () => {
    const found = await preview({ messages: [user([text('Why does this page look broken?'), image(PNG)])] });
    assert.deepEqual(
      found.vetoes.map(({ model }: Loose) => model),
      ['up:strong', 'up:middle'],
    );
    assert.equal(found.model, 'up:weak');
  });

  test('follows a scene and a model that the client names', async () => {
    const scene = await preview({ text: 'hello', model: 'scene:代码修改' });
    assert.deepEqual([scene.source, scene.scene], ['scene-pin', '代码修改']);
    const pinned = await preview({ text: 'hello', model: 'up:middle' });
    assert.deepEqual([pinned.source, pinned.model, pinned.models], ['pin', 'up:middle', ['up:middle']]);
    assert.equal(pinned.intent, 'chat');
  });

  test('asks no platform and writes no row', async () => {
    const before = platform.requests.length;
    await preview({ text: 'Explain how the cache works.' });
    assert.equal(platform.requests.length, before);
    assert.deepEqual((await admin.done(admin.get('/api/calls'))).calls, []);
  });
});

describe('who asks for a preview', () => {
  test('may send a key as Bearer or x-api-key, or have a session of any role', async () => {
    const body = { text: 'Fix the typo in the README.' };
    const expected = await preview(body);
    const bearer = { authorization: `Bearer ${CLIENT_KEY}` };
    assert.deepEqual((await send(redwolf.url + PATH, { headers: bearer, body })).json, expected);
    assert.deepEqual(await admin.done(admin.post(PATH, body)), expected);
    const { password } = await admin.done(admin.post('/api/users', { name: 'looks', role: 'viewer' }));
    const viewer = await AdminClient.login(redwolf, { name: 'looks', password });
    const change = { current_password: password, new_password: 'a password of their own' };
    await viewer.done(viewer.post('/api/change-password', change));
    assert.deepEqual(await viewer.done(viewer.post(PATH, body)), expected);
  });

  test('is nobody without either, and not with a wrong key', async () => {
    const body = { text: 'hello' };
    assert.equal((await send(redwolf.url + PATH, { body })).status, 401);
    assert.equal((await send(redwolf.url + PATH, { headers: { 'x-api-key': 'rw-wrong' }, body })).status, 401);
  });
});

describe('a preview that cannot be made', () => {
  for (const [what, body] of [
    ['nothing', {}],
    ['a text that is none', { text: 7 }],
    ['both forms', { text: 'a', messages: [user('a')] }],
    ['no messages', { messages: [] }],
    ['messages that are no list', { messages: 'a' }],
    ['an unknown scene', { text: 'a', model: 'scene:none' }],
    ['no JSON', '{'],
  ] as const) {
    test(`is refused: ${what}`, async () => {
      const byKey = await redwolf.send(PATH, { body });
      assert.equal(byKey.status, 400, byKey.text);
      const bySession = await admin.post(PATH, body);
      assert.deepEqual([bySession.status, bySession.body.error.code], [400, 'INVALID_REQUEST']);
    });
  }
});

/** A call as a command line: it asks for the same again, and holds no secret. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { AdminClient } from '../admin/admin-client.ts';
import { FakePlatform } from '../fake-platform/fake-platform.ts';
import { answer, openaiError } from '../fake-platform/openai-replies.ts';
import { type RedwolfProcess, startRedwolf } from '../support/redwolf-process.ts';
import { user } from '../support/request-parts.ts';
import { tellCurl } from '../support/shell.ts';

const PASSWORD = 'correct horse';
const PLATFORM_KEY = 'sk-the-key-of-the-platform';
const HEADER = 'the-secret-of-a-header';

let first: FakePlatform;
let second: FakePlatform;
let redwolf: RedwolfProcess;
let admin: AdminClient;

before(async () => {
  [first, second] = [await FakePlatform.start(), await FakePlatform.start()];
  const chat = { type: 'openai-compatible', api_key: PLATFORM_KEY, models: ['m'] };
  redwolf = await startRedwolf(
    {
      platforms: [
        { id: 'up', base_url: `${first.origin}/v1`, ...chat },
        { id: 'next', base_url: `${second.origin}/v1`, headers: { 'X-Team': HEADER }, ...chat },
      ],
      routing: { mode: 'global_direct', model_priority_list: ['up:m', 'next:m'] },
    },
    { env: { REDWOLF_ADMIN_PASSWORD: PASSWORD } },
  );
  admin = await AdminClient.login(redwolf, { password: PASSWORD });
});

after(async () => {
  await redwolf.stop();
  await Promise.all([first.close(), second.close()]);
});

test('the request goes to redwolf as the client sent it, and to each platform as it got it', async () => {
  first.play(openaiError(500, 'broken'));
  second.play(answer({ text: 'hello' }));
  const body = { model: 'any', max_tokens: 9, messages: [user("it's $HOME")] };
  const reply = await redwolf.send('/v1/messages', { body, headers: { 'anthropic-version': '2023-06-01' } });
  const id = String(reply.headers['x-redwolf-call-id']);
  await redwolf.waitForCall(id);
  const curl = async (query: string) => {
    const { status, text } = await admin.get(`/api/calls/${id}/curl?${query}`);
    assert.equal(status, 200, text);
    for (const secret of ['rw-test', PLATFORM_KEY, HEADER]) assert.ok(!text.includes(secret), text);
    return tellCurl(text, { REDWOLF_KEY: 'RW', PLATFORM_KEY: 'PK', HEADER_X_TEAM: 'HT' });
  };

  const again = await curl('to=redwolf');
  assert.deepEqual(JSON.parse(again.body.toString()), body);
  assert.equal(again.args[1], `${redwolf.url}/v1/messages`);
  assert.ok(again.args.includes('x-api-key: RW') && again.args.includes('anthropic-version: 2023-06-01'));
  assert.ok(!again.args.some((arg) => arg.startsWith('content-length')));

  const last = await curl('to=platform');
  const got = await second.request();
  assert.deepEqual(last.body, got.raw);
  assert.equal(last.args[1], `${second.origin}/v1/chat/completions`);
  assert.ok(last.args.includes('authorization: Bearer PK') && last.args.includes('x-team: HT'));

  const failed = await curl('to=platform&attempt=0');
  assert.equal(failed.args[1], `${first.origin}/v1/chat/completions`);
});

test('what is not kept, not asked for properly, or not for everybody, is refused', async () => {
  first.play(answer({ text: 'hello' }));
  const reply = await redwolf.send('/v1/messages', { body: { model: 'any', max_tokens: 9, messages: [user('hi')] } });
  const id = String(reply.headers['x-redwolf-call-id']);
  await redwolf.waitForCall(id);
  assert.equal((await admin.get(`/api/calls/${id}/curl`)).status, 400);
  assert.equal((await admin.get(`/api/calls/${id}/curl?to=elsewhere`)).status, 400);
  assert.equal((await admin.get(`/api/calls/${id}/curl?to=platform&attempt=7`)).status, 404);
  await admin.done(admin.delete(`/api/calls/${id}/bodies`));
  assert.equal((await admin.get(`/api/calls/${id}/curl?to=redwolf`)).status, 404);
  const { password } = await admin.done(admin.post('/api/users', { name: 'member', role: 'member' }));
  const member = await AdminClient.login(redwolf, { name: 'member', password });
  const change = { current_password: password, new_password: 'a password of their own' };
  await member.done(member.post('/api/change-password', change));
  assert.equal((await member.get(`/api/calls/${id}/curl?to=redwolf`)).status, 404);
});

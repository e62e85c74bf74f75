/** What is kept of a call in its four stages: byte for byte what passed, without secrets, for those who may see it. */

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { AdminClient, type AdminReply } from '../admin/admin-client.ts';
import { anthropicMessage, anthropicStream } from '../fake-platform/anthropic-replies.ts';
import { FakePlatform } from '../fake-platform/fake-platform.ts';
import { answer, openaiError } from '../fake-platform/openai-replies.ts';
import { eventually } from '../support/eventually.ts';
import type { Reply } from '../support/http-client.ts';
import { type RedwolfProcess, startRedwolf } from '../support/redwolf-process.ts';
import { user } from '../support/request-parts.ts';

const PASSWORD = 'correct horse';
const PLATFORM_KEY = 'sk-the-key-of-the-platform';
const QUIET_KEY = 'rw-a-key-of-heads-only';
const SILENT_KEY = 'rw-a-key-of-nothing-at-all';

let openai: FakePlatform;
let second: FakePlatform;
let anthropic: FakePlatform;
let redwolf: RedwolfProcess;
let admin: AdminClient;

before(async () => {
  openai = await FakePlatform.start();
  second = await FakePlatform.start();
  anthropic = await FakePlatform.start();
  const chat = { type: 'openai-compatible', api_key: PLATFORM_KEY, models: ['m'] };
  redwolf = await startRedwolf(
    {
      platforms: [
        { id: 'up', base_url: `${openai.origin}/v1`, ...chat },
        { id: 'next', base_url: `${second.origin}/v1`, ...chat },
        { id: 'ant', type: 'anthropic', base_url: anthropic.origin, api_key: PLATFORM_KEY, models: ['claude-up'] },
      ],
      routing: { mode: 'global_direct', model_priority_list: ['up:m', 'next:m'] },
      redact: ['\\b\\d{4}-\\d{4}\\b'],
      keys: [
        { name: 'test', key: 'rw-test' },
        { name: 'quiet', key: QUIET_KEY, capture: 'metadata' },
        { name: 'silent', key: SILENT_KEY, capture: 'off' },
      ],
    },
    { env: { REDWOLF_ADMIN_PASSWORD: PASSWORD } },
  );
  admin = await AdminClient.login(redwolf, { password: PASSWORD });
});

after(async () => {
  await redwolf.stop();
  await Promise.all([openai.close(), second.close(), anthropic.close()]);
});

function ask(fields: object = {}, headers: Record<string, string> = {}): Promise<Reply> {
  return redwolf.send('/v1/messages', {
    body: { model: 'any', max_tokens: 9, messages: [user('hi')], ...fields },
    headers,
  });
}

function idOf(reply: Reply): string {
  return String(reply.headers['x-redwolf-call-id']);
}

async function show(id: string): Promise<AdminReply['body']> {
  await redwolf.waitForCall(id);
  const { status, body, text } = await admin.get(`/api/calls/${id}`);
  assert.equal(status, 200, text);
  return body;
}

async function bodyOf(id: string, stage: string): Promise<string> {
  await redwolf.waitForCall(id);
  const { status, text } = await admin.get(`/api/calls/${id}/bodies/${stage}`);
  assert.equal(status, 200, text);
  return text;
}

/** As they were sent, with their spelling. */
const REQUEST =
  '{ "model":"ant:claude-up", "max_tokens":9,"messages":[{"role":"user","content":"h\\u00efü"}] , "x":1.0}';

describe('the four stages', () => {
  test('of a call between equal protocols, whole', async () => {
    anthropic.play(anthropicMessage());
    const reply = await redwolf.send('/v1/messages', { body: REQUEST });
    const id = idOf(reply);
    assert.equal(await bodyOf(id, 'request'), REQUEST);
    assert.equal(await bodyOf(id, 'sent'), (await anthropic.request()).raw.toString());
    assert.notEqual(await bodyOf(id, 'sent'), REQUEST);
    assert.equal(await bodyOf(id, 'raw'), JSON.stringify(anthropicMessage().json));
    assert.equal(await bodyOf(id, 'reply'), reply.text);
  });

  for (const [name, model] of [
    ['between equal protocols', 'ant:claude-up'],
    ['that is converted', 'up:m'],
  ]) {
    test(`of a stream ${name}`, async () => {
      anthropic.play(anthropicStream());
      openai.play(answer({ text: 'hello' }));
      const reply = await ask({ model, stream: true });
      const id = idOf(reply);
      assert.equal(await bodyOf(id, 'reply'), reply.text);
      const platform = model === 'up:m' ? openai : anthropic;
      assert.equal(await bodyOf(id, 'sent'), (await platform.request()).raw.toString());
      const raw = await bodyOf(id, 'raw');
      assert.match(raw, model === 'up:m' ? /chat\.completion\.chunk[\s\S]*\[DONE\]/ : /message_stop/);
    });
  }

  test('of a call that failed over: each attempt has its own', async () => {
    openai.play(openaiError(500, 'the first is broken'));
    second.play(answer({ text: 'the second answers' }));
    const reply = await ask();
    const id = idOf(reply);
    const { call, stages } = await show(id);
    assert.deepEqual(
      stages.map(({ stage, attempt, head }: { stage: string; attempt: number; head: { status?: number } }) => [
        stage,
        attempt,
        head.status,
      ]),
      [
        ['request', 0, undefined],
        ['sent', 0, undefined],
        ['raw', 0, 500],
        ['sent', 1, undefined],
        ['raw', 1, 200],
        ['reply', 0, 200],
      ],
    );
    assert.deepEqual(call.plan, ['up:m', 'next:m']);
    assert.equal(call.attempts.length, 2);
    assert.match(await bodyOf(id, 'raw?attempt=0'), /the first is broken/);
    assert.match(await bodyOf(id, 'raw'), /the second answers/);
    assert.equal(await bodyOf(id, 'sent?attempt=0'), (await openai.request()).raw.toString());
  });

  test('of a call that failed: the platform said one thing, the client heard another', async () => {
    openai.play(openaiError(400, 'not like this'));
    const reply = await ask({ model: 'up:m' });
    assert.equal(reply.status, 400);
    const id = idOf(reply);
    assert.match(await bodyOf(id, 'raw'), /"invalid_request_error"|not like this/);
    assert.equal(await bodyOf(id, 'reply'), reply.text);
  });

  test('of a request that cannot be read', async () => {
    const reply = await redwolf.send('/v1/messages', { body: '{"model": broken' });
    assert.equal(reply.status, 400);
    const [row] = (await redwolf.calls()).slice(-1);
    const id = String(reply.headers['x-redwolf-call-id'] ?? row?.id);
    assert.equal(await bodyOf(id, 'request'), '{"model": broken');
    assert.equal(await bodyOf(id, 'reply'), reply.text);
  });

  test('of a call that the client left: what it had got by then', async () => {
    anthropic.play({ stream: [...(anthropicStream().stream ?? []).slice(0, -2), 'hang'] });
    const body = { model: 'ant:claude-up', max_tokens: 9, stream: true, messages: [user('leave')] };
    await redwolf.send('/v1/messages', { body, abortWhen: (text) => text.includes('message_start') });
    const row = await eventually('the row', () => redwolf.calls().find(({ outcome }) => outcome === 'aborted'));
    assert.match(await bodyOf(row.id, 'request'), /leave/);
    assert.match(await bodyOf(row.id, 'raw'), /message_start/);
    assert.match(await bodyOf(row.id, 'reply'), /message_start/);
  });
});

describe('what is kept', () => {
  test('is heads and sizes for a key with `metadata`, and nothing for one with `off`', async () => {
    openai.play(answer({ text: 'hello' }));
    const quiet = idOf(await ask({}, { 'x-api-key': QUIET_KEY }));
    const { stages } = await show(quiet);
    assert.equal(stages.length, 4);
    for (const { bytes, keptBytes } of stages) assert.ok(bytes > 0 && keptBytes === null);
    assert.equal((await admin.get(`/api/calls/${quiet}/bodies/request`)).status, 404);
    const silent = idOf(await ask({}, { 'x-api-key': SILENT_KEY }));
    assert.deepEqual((await show(silent)).stages, []);
  });

  test('has neither secrets nor what is to be redacted, whoever wrote them', async () => {
    const words = `${PLATFORM_KEY} ${QUIET_KEY} 1234-5678`;
    openai.play(answer({ text: words }));
    const id = idOf(await ask({ messages: [user(words)] }, { 'x-api-key': QUIET_KEY, 'x-redwolf-key': QUIET_KEY }));
    const loud = idOf(await ask({ messages: [user(`${PLATFORM_KEY} rw-test 1234-5678`)] }));
    const kept = [JSON.stringify(await show(id)), JSON.stringify(await show(loud))];
    for (const stage of ['request', 'sent', 'raw', 'reply']) kept.push(await bodyOf(loud, stage));
    for (const secret of [PLATFORM_KEY, '1234-5678']) assert.ok(!kept.join().includes(secret), secret);
    assert.ok(!kept.slice(0, 2).join().includes(QUIET_KEY));
    assert.match(await bodyOf(loud, 'request'), /\[secret\] rw-test \[redacted\]/);
  });

  test('can be deleted; the row stays', async () => {
    openai.play(answer({ text: 'hello' }));
    const id = idOf(await ask());
    await bodyOf(id, 'request');
    assert.equal((await admin.delete(`/api/calls/${id}/bodies`)).status, 200);
    const { call, stages } = await show(id);
    assert.deepEqual([call.id, stages], [id, []]);
    assert.match((await admin.get('/api/audit')).text, new RegExp(`Deleted the bodies of the call ${id}`));
  });

  test('comes as what it is, and can do nothing in a browser', async () => {
    openai.play(answer({ text: '<script>alert(1)</script>' }));
    const id = idOf(await ask());
    await bodyOf(id, 'request');
    const login = await redwolf.send('/api/login', { body: { password: PASSWORD } });
    const headers = { cookie: String(login.headers['set-cookie']) };
    const reply = await redwolf.send(`/api/calls/${id}/bodies/reply`, { method: 'GET', headers });
    assert.equal(reply.headers['content-type'], 'application/json; charset=utf-8');
    assert.match(String(reply.headers['content-disposition']), /^attachment; filename="call_\w+-reply\.json"$/);
    assert.match(String(reply.headers['content-security-policy']), /sandbox/);
    assert.equal(reply.headers['x-content-type-options'], 'nosniff');
    assert.equal((await admin.get(`/api/calls/${id}/bodies/other`)).status, 404);
    assert.equal((await admin.get('/api/calls/call_none')).status, 404);
  });

  test('is said at the start and in the status, and can be changed', async () => {
    assert.match(redwolf.log, /Prompts +are kept in the data directory/);
    const { capture } = (await admin.get('/api/status')).body;
    assert.deepEqual([capture.level, capture.isRunning, capture.dropped, capture.lost], ['full', true, 0, 0]);
    assert.equal((await admin.patch('/api/settings', { capture: 'off', retentionDays: 3 })).status, 200);
    openai.play(answer({ text: 'hello' }));
    const id = idOf(await ask());
    assert.deepEqual((await show(id)).stages, []);
    const { body } = await admin.patch('/api/settings', { capture: null, retentionDays: null });
    assert.deepEqual([body.capture, body.retentionDays, body.retentionGib, body.readOnly], ['full', 30, 5, ['redact']]);
    assert.equal((await admin.patch('/api/settings', { redact: ['('] })).status, 409);
  });
});

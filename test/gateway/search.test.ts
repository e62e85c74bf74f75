/** Calls are found by what was said in them, whatever protocol that was, as far as their bodies are kept. */

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { AdminClient, type Loose } from '../admin/admin-client.ts';
import { anthropicMessage, anthropicStream } from '../fake-platform/anthropic-replies.ts';
import { FakePlatform } from '../fake-platform/fake-platform.ts';
import { answer } from '../fake-platform/openai-replies.ts';
import { eventually } from '../support/eventually.ts';
import type { Reply } from '../support/http-client.ts';
import { type RedwolfProcess, startRedwolf } from '../support/redwolf-process.ts';
import { user } from '../support/request-parts.ts';

const PASSWORD = 'correct horse';

let openai: FakePlatform;
let anthropic: FakePlatform;
let redwolf: RedwolfProcess;
let admin: AdminClient;

before(async () => {
  openai = await FakePlatform.start();
  anthropic = await FakePlatform.start();
  redwolf = await startRedwolf(
    {
      platforms: [
        { id: 'up', type: 'openai-compatible', base_url: `${openai.origin}/v1`, api_key: 'k', models: ['m'] },
        { id: 'ant', type: 'anthropic', base_url: anthropic.origin, api_key: 'k', models: ['claude-up'] },
      ],
      redact: ['\\b\\d{4}-\\d{4}\\b'],
      keys: [
        { name: 'test', key: 'rw-test' },
        { name: 'quiet', key: 'rw-heads-only', capture: 'metadata' },
      ],
    },
    { env: { REDWOLF_ADMIN_PASSWORD: PASSWORD } },
  );
  admin = await AdminClient.login(redwolf, { password: PASSWORD });
});

after(async () => {
  await redwolf.stop();
  await Promise.all([openai.close(), anthropic.close()]);
});

function idOf(reply: Reply): string {
  assert.equal(reply.status, 200, reply.text);
  return String(reply.headers['x-redwolf-call-id']);
}

async function found(text: string): Promise<readonly string[]> {
  const { calls } = await admin.done(admin.get(`/api/calls?text=${encodeURIComponent(text)}`));
  return calls.map(({ id }: Loose) => id);
}

/** What is kept of a call is found somewhat later than its end. */
function foundOnce(text: string): Promise<readonly string[]> {
  return eventually(`a call with ${text}`, async () => {
    const ids = await found(text);
    return ids.length > 0 ? ids : undefined;
  });
}

describe('a call is found by the words of its user and of its answer', () => {
  for (const [name, path, body] of [
    ['Anthropic Messages', '/v1/messages', { model: 'up:m', max_tokens: 9, messages: [user('帮我写退款接口一')] }],
    [
      'a stream of it',
      '/v1/messages',
      { model: 'up:m', max_tokens: 9, stream: true, messages: [user('帮我写退款接口二')] },
    ],
    ['OpenAI Chat', '/v1/chat/completions', { model: 'up:m', messages: [user('帮我写退款接口三')] }],
    ['a stream of it', '/v1/chat/completions', { model: 'up:m', stream: true, messages: [user('帮我写退款接口四')] }],
    ['OpenAI Responses', '/v1/responses', { model: 'up:m', input: '帮我写退款接口五' }],
    ['a stream of it', '/v1/responses', { model: 'up:m', stream: true, input: '帮我写退款接口六' }],
  ] as const) {
    const words = JSON.stringify(body).match(/退款接口./)?.[0] ?? '';
    test(`in ${name}: ${words}`, async () => {
      openai.play(answer({ text: `这是 answerNumber${path.length}` }));
      const id = idOf(await redwolf.send(path, { body }));
      assert.deepEqual(await foundOnce(words), [id]);
      assert.ok((await found('退款')).includes(id));
      assert.ok((await found(`answer_number${path.length}`)).includes(id));
    });
  }

  test('that were relayed, and lists show their beginning', async () => {
    anthropic.play(anthropicStream());
    const content = [
      { type: 'text', text: '<system-reminder>\nsecretReminder\n</system-reminder>\n' },
      { type: 'text', text: 'Rename getUserName everywhere.' },
    ];
    const body = { model: 'ant:claude-up', max_tokens: 9, stream: true, messages: [user(content as never)] };
    const id = idOf(await redwolf.send('/v1/messages', { body }));
    assert.deepEqual(await foundOnce('user_name everywhere'), [id]);
    assert.deepEqual(await found('secretReminder'), []);
    const { calls } = await admin.done(admin.get('/api/calls?limit=1'));
    assert.equal(calls[0].words, 'Rename getUserName everywhere.');
    assert.equal((await admin.done(admin.get(`/api/calls/${id}`))).call.words, 'Rename getUserName everywhere.');
  });
});

describe('a call is not found', () => {
  test('by what is redacted, nor where bodies are not kept', async () => {
    openai.play(answer({ text: 'unusualAnswer' }));
    openai.play(answer({ text: 'unusualAnswer' }));
    const body = { model: 'up:m', messages: [user('unusualQuestion 1234-5678')] };
    idOf(await redwolf.send('/v1/chat/completions', { body, headers: { 'x-api-key': 'rw-heads-only' } }));
    const id = idOf(await redwolf.send('/v1/chat/completions', { body }));
    assert.deepEqual(await foundOnce('unusualQuestion'), [id]);
    assert.deepEqual(await found('unusualAnswer'), [id]);
    assert.deepEqual(await found('1234'), []);
  });

  test('once its bodies are forgotten', async () => {
    anthropic.play(anthropicMessage());
    const body = { model: 'ant:claude-up', max_tokens: 9, messages: [user('forgetMe soon')] };
    const id = idOf(await redwolf.send('/v1/messages', { body }));
    // At once: what is still on its way to the disk is forgotten as well.
    await redwolf.waitForCall(id);
    await admin.done(admin.delete(`/api/calls/${id}/bodies`));
    assert.deepEqual(await found('forgetMe'), []);
    const { call } = await admin.done(admin.get(`/api/calls/${id}`));
    assert.equal(call.words, null);
  });
});

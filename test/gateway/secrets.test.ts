/** Neither keys nor what people write stand in the log, in the database or in the status. */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { FakePlatform, type RecordedRequest, type Script } from '../fake-platform/fake-platform.ts';
import { answer, data, openaiError } from '../fake-platform/openai-replies.ts';
import type { Reply } from '../support/http-client.ts';
import type { Redwolf } from '../support/redwolf.ts';
import { runCommand, startRedwolf } from '../support/redwolf-process.ts';
import { type RefusedPort, refusedPort } from '../support/refused-port.ts';
import { user } from '../support/request-parts.ts';

const SECRETS = {
  password: 'the-password-of-the-administrator',
  declared: 'rw-a-key-that-the-file-declares',
  wrong: 'rw-a-key-that-nobody-has',
  platform: 'sk-the-key-of-the-platform',
  pooled: 'sk-a-key-of-the-pool-of-the-platform',
  header: 'the-value-of-a-header-for-the-platform',
  proxy: 'the-password-for-the-proxy',
  stored: 'sk-the-key-of-a-platform-that-was-added',
  storedHeader: 'the-value-of-a-header-that-was-added',
  client: 'sk-ant-the-own-credential-of-the-client',
  masterKey: Buffer.alloc(32, 'redwolf!').toString('base64'),
};
const MASTER_KEY = { REDWOLF_MASTER_KEY: SECRETS.masterKey };
const PROMPT = 'what-the-user-wrote';
const REPLY = 'what-the-model-wrote';
/** What a talkative platform says: everything that it was asked with. */
function echo({ headers }: RecordedRequest): string {
  return `You sent ${Object.values(headers).join(' and ')}`;
}

let platform: FakePlatform;
let closed: RefusedPort;
let redwolf: Redwolf;
/** Secrets that redwolf made. */
let made: { readonly key: string; readonly session: string };

before(async () => {
  platform = await FakePlatform.start();
  closed = await refusedPort();
  redwolf = await startRedwolf(
    {
      platforms: [
        {
          id: 'up',
          type: 'openai-compatible',
          base_url: `${platform.origin}/v1`,
          api_keys: [SECRETS.platform, SECRETS.pooled],
          headers: { 'x-team': SECRETS.header },
          models: ['m'],
        },
        {
          id: 'proxied',
          type: 'openai-compatible',
          base_url: `${platform.origin}/v1`,
          api_key: SECRETS.platform,
          proxy: `http://me:${SECRETS.proxy}@127.0.0.1:${closed.port}`,
          models: ['m'],
        },
      ],
      keys: [{ name: 'declared', key: SECRETS.declared }],
    },
    { args: ['--debug'], env: { REDWOLF_ADMIN_PASSWORD: SECRETS.password, ...MASTER_KEY } },
  );
  const { output } = await runCommand(['key', 'create', 'laptop', '--data-dir', redwolf.dataDir], MASTER_KEY);
  const login = await redwolf.send('/api/login', { body: { password: SECRETS.password } });
  const [cookie = ''] = login.headers['set-cookie'] ?? [];
  made = { key: /rw-[\w-]{43}/.exec(output)?.[0] ?? '', session: /session_token=([\w-]+)/.exec(cookie)?.[1] ?? '' };
  assert.ok(made.key !== '' && made.session !== '', `${output}\n${cookie}`);
});

after(async () => {
  await redwolf.stop();
  await platform.close();
  closed.release();
});

async function ask(key: string) {
  const body = { model: 'any', max_tokens: 9, top_k: 4, messages: [user(PROMPT)] };
  const reply = await redwolf.send('/v1/messages', { body, headers: { 'x-api-key': key } });
  const { status, headers, text } = reply;
  return { status, headers, text, id: String(reply.headers['x-redwolf-call-id']) };
}

test('--debug logs each call and names losses in the reply; keys and words of people stay out of the log', async () => {
  platform.play(answer({ text: REPLY }));
  const good = await ask(SECRETS.declared);
  assert.equal((await ask(SECRETS.wrong)).status, 401);
  platform.play(openaiError(400, `You sent ${PROMPT} with ${SECRETS.platform} and ${SECRETS.header}`));
  const refused = await ask(made.key);
  assert.match(refused.text, /\[secret\] and \[secret\]/);
  await redwolf.waitForCall(refused.id);
  assert.match(String(good.headers['x-redwolf-losses']), /top_k/);
  const lines = redwolf.log.split('\n').filter((line) => line.includes('"call"'));
  assert.match(lines.find((line) => line.includes(good.id)) ?? '', /"key":"declared".*"status":200.*up:m ok/);
  assert.match(lines.find((line) => line.includes(refused.id)) ?? '', /"key":"laptop".*"status":400/);
  for (const word of [...Object.values(SECRETS), ...Object.values(made), PROMPT, REPLY]) {
    assert.ok(!redwolf.log.includes(word), `the log has ${word}`);
  }
});

test('the data directory has no secret as it is', async () => {
  platform.play(openaiError(401, `Incorrect API key: ${SECRETS.platform}, ${SECRETS.header}`));
  await redwolf.waitForCall((await ask(made.key)).id);
  const files = readdirSync(redwolf.dataDir);
  assert.ok(files.some((name) => name.endsWith('.db')));
  for (const name of files) {
    const bytes = readFileSync(path.join(redwolf.dataDir, name));
    for (const word of [...Object.values(SECRETS), ...Object.values(made)]) {
      assert.ok(!bytes.includes(word), `${name} has ${word}`);
    }
  }
});

test('who is logged in sees platforms without their keys', async () => {
  const headers = { cookie: `session_token=${made.session}` };
  for (const address of ['/api/status', '/control/config', '/api/calls', '/api/platforms', '/api/platforms/up']) {
    const { status, text } = await redwolf.send(address, { method: 'GET', headers });
    assert.equal(status, 200, `${address}: ${text}`);
    for (const word of [...Object.values(SECRETS), ...Object.values(made)]) {
      assert.ok(!text.includes(word), `${address} shows ${word}`);
    }
  }
  const status = await redwolf.send('/api/status', { method: 'GET', headers });
  assert.match(status.text, /"up"/);
});

/** Every secret there is. */
function words(): string[] {
  return [...Object.values(SECRETS), ...Object.values(made)];
}

test('a full run shows no secret: neither in a reply, nor in the log, nor on disk', async () => {
  const seen: string[] = [];
  const keep = async (sent: Promise<Reply>) => {
    const reply = await sent;
    seen.push(reply.text, JSON.stringify(reply.headers));
    return reply;
  };
  await runAdmin(keep);
  await runCalls(keep);
  for (const args of [
    ['key', 'list'],
    ['key', 'disable', 'nobody'],
    ['master-key', 'rotate'],
  ]) {
    seen.push((await runCommand([...args, '--data-dir', redwolf.dataDir], MASTER_KEY)).output);
  }
  const everything = [...seen, redwolf.log, ...filesOf(redwolf.dataDir)];
  assert.ok(seen.join().includes('[secret]'), 'something was scrubbed');
  for (const [index, text] of everything.entries()) {
    for (const word of words()) assert.ok(!text.includes(word), `${word} is in part ${index}: ${text.slice(0, 500)}`);
  }
});

type Keep = (sent: Promise<Reply>) => Promise<Reply>;

/** Platforms are added, asked and changed by the administrator; they answer with what they were asked with. */
async function runAdmin(keep: Keep): Promise<void> {
  const send = (method: string, path: string, body?: unknown) =>
    keep(redwolf.send(path, { method, body, headers: { cookie: `session_token=${made.session}` } }));
  const settings = { base_url: `${platform.origin}/v1`, models: ['m'], headers: { 'x-team': SECRETS.storedHeader } };
  const credentials = [{ key: SECRETS.stored }];
  const added = await send('POST', '/api/platforms', { id: 'added', type: 'openai-compatible', settings, credentials });
  assert.equal(added.status, 201, added.text);
  platform.play((request) => openaiError(401, echo(request)));
  await send('POST', '/api/platforms/added/test', {});
  await send('POST', '/api/models/refresh', {});
  await send('GET', '/api/platforms/test');
  await send('PATCH', '/api/platforms/added', { settings: { base_url: SECRETS.stored } });
  for (const path of ['platforms', 'models', 'routing', 'settings', 'history', 'calls', 'status']) {
    assert.equal((await send('GET', `/api/${path}`)).status, 200);
  }
  await send('POST', `/api/login`, { password: SECRETS.client });
}

/** Calls by every endpoint to platforms that repeat what they were asked with, whole, in a stream, and broken off. */
async function runCalls(keep: Keep): Promise<void> {
  const replies: readonly Script[] = [
    (request) => openaiError(401, echo(request)),
    (request) => openaiError(500, echo(request)),
    (request) => ({ status: 400, text: echo(request) }),
    (request) => ({ status: 200, text: echo(request) }),
    (request) => ({ stream: [data({ error: { message: echo(request) } })] }),
    (request) => ({ stream: [echo(request), 'abort'] }),
  ];
  const endpoints = ['/v1/messages', '/v1/chat/completions', '/v1/responses'];
  for (const reply of replies) {
    for (const endpoint of endpoints) {
      for (const model of ['up:m', 'proxied:m', 'added:m']) {
        platform.play(reply);
        const body = { model, max_tokens: 9, stream: true, messages: [user(PROMPT)], input: PROMPT };
        const headers = {
          'x-redwolf-key': SECRETS.declared,
          authorization: `Bearer ${SECRETS.client}`,
          'x-api-key': null,
        };
        await keep(redwolf.send(endpoint, { body, headers }));
      }
    }
  }
  await keep(redwolf.send('/v1/messages', { body: '{', headers: { 'x-api-key': `${SECRETS.wrong}, ${made.key}` } }));
}

function filesOf(folder: string): string[] {
  return readdirSync(folder).map((name) => readFileSync(path.join(folder, name), 'latin1'));
}

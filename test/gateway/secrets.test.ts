/** Neither keys nor what people write stand in the log, in the database or in the status. */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { FakePlatform } from '../fake-platform/fake-platform.ts';
import { answer, openaiError } from '../fake-platform/openai-replies.ts';
import type { Redwolf } from '../support/redwolf.ts';
import { runCommand, startRedwolf } from '../support/redwolf-process.ts';
import { user } from '../support/request-parts.ts';

const SECRETS = {
  password: 'the-password-of-the-administrator',
  declared: 'rw-a-key-that-the-file-declares',
  wrong: 'rw-a-key-that-nobody-has',
  platform: 'sk-the-key-of-the-platform',
  header: 'the-value-of-a-header',
};
const PROMPT = 'what-the-user-wrote';
const REPLY = 'what-the-model-wrote';

let platform: FakePlatform;
let redwolf: Redwolf;
/** Secrets that redwolf made. */
let made: { readonly key: string; readonly session: string };

before(async () => {
  platform = await FakePlatform.start();
  redwolf = await startRedwolf(
    {
      platforms: [
        {
          id: 'up',
          type: 'openai-compatible',
          base_url: `${platform.origin}/v1`,
          api_key: SECRETS.platform,
          headers: { 'x-proxy-key': SECRETS.header },
          models: ['m'],
        },
      ],
      keys: [{ name: 'declared', key: SECRETS.declared }],
    },
    { args: ['--debug'], env: { REDWOLF_ADMIN_PASSWORD: SECRETS.password } },
  );
  const { output } = await runCommand(['key', 'create', 'laptop', '--data-dir', redwolf.dataDir]);
  const login = await redwolf.send('/api/login', { body: { password: SECRETS.password } });
  const [cookie = ''] = login.headers['set-cookie'] ?? [];
  made = { key: /rw-[\w-]{43}/.exec(output)?.[0] ?? '', session: /session_token=([\w-]+)/.exec(cookie)?.[1] ?? '' };
  assert.ok(made.key !== '' && made.session !== '', `${output}\n${cookie}`);
});

after(async () => {
  await redwolf.stop();
  await platform.close();
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

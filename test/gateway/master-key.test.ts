/** The master key: what redwolf does without it, and that it can be exchanged while calls run. */

import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, type TestContext, test } from 'node:test';
import { AdminClient, startWithAdmin } from '../admin/admin-client.ts';
import { FakePlatform } from '../fake-platform/fake-platform.ts';
import { answer, chunk, data, ROLE_CHUNK, STOP_CHUNK } from '../fake-platform/openai-replies.ts';
import { CLIENT_KEY } from '../support/config-file.ts';
import { eventually } from '../support/eventually.ts';
import type { Redwolf } from '../support/redwolf.ts';
import { failToStart, runCommand, startRedwolf } from '../support/redwolf-process.ts';
import { user } from '../support/request-parts.ts';

const PASSWORD = { REDWOLF_ADMIN_PASSWORD: 'correct horse' };
const BODY = { model: 'up:m', max_tokens: 9, messages: [user('hi')] };
const KEYS = [1, 2].map((byte) => Buffer.alloc(32, byte).toString('base64'));

let platform: FakePlatform;

before(async () => {
  platform = await FakePlatform.start(answer({ text: 'ok' }));
});

after(() => platform.close());

function stored(id: string, key = 'sk-the-stored-key') {
  return {
    id,
    type: 'openai-compatible',
    settings: { base_url: `${platform.origin}/v1`, models: ['m'] },
    credentials: [{ key }],
  };
}

function folder(t: TestContext): string {
  const made = mkdtempSync(path.join(tmpdir(), 'redwolf-test-'));
  t.after(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

/** A data dir with a platform that has a stored key. */
async function prepare(t: TestContext): Promise<string> {
  const dataDir = folder(t);
  const { redwolf, admin } = await startWithAdmin({}, { dataDir });
  await admin.done(admin.post('/api/platforms', stored('up')));
  await redwolf.stop();
  return dataDir;
}

async function stateOf(admin: AdminClient, id = 'up'): Promise<unknown> {
  return (await admin.get(`/api/platforms/${id}`)).body.platform.state;
}

describe('without its master key', () => {
  for (const [name, spoil] of [
    ['another key', (dataDir: string) => writeFileSync(path.join(dataDir, 'master.key'), `${KEYS[0]}\n`)],
    ['no key', (dataDir: string) => rmSync(path.join(dataDir, 'master.key'))],
  ] as const) {
    test(`${name}: it starts read-only, says why, and changes nothing`, async (t) => {
      const dataDir = await prepare(t);
      const copy = path.join(folder(t), 'copy');
      cpSync(dataDir, copy, { recursive: true });
      spoil(dataDir);
      const redwolf = await startRedwolf({}, { dataDir, env: PASSWORD });
      assert.match(redwolf.log, /READ-ONLY {5}The master key .*Nothing was changed\./);
      const admin = await AdminClient.login(redwolf);
      await assertReadOnly(redwolf, admin);
      await assertRefused(redwolf);
      await redwolf.stop();
      cpSync(path.join(copy, 'master.key'), path.join(dataDir, 'master.key'));
      const again = await startRedwolf({}, { dataDir, env: PASSWORD });
      assert.equal((await again.send('/v1/messages', { body: BODY })).status, 200);
      assert.equal(await stateOf(await AdminClient.login(again)), 'ready');
      await again.stop();
    });
  }

  test('a key that is none: it says so and ends', async () => {
    const { code, output } = await failToStart({}, { env: { REDWOLF_MASTER_KEY: 'no key at all' } });
    assert.equal(code, 78);
    assert.match(output, /^The master key in REDWOLF_MASTER_KEY is not the base64 of 32 bytes\..*\n$/);
  });
});

/** Who is logged in sees what is wrong, and can change nothing. */
async function assertReadOnly(redwolf: Redwolf, admin: AdminClient): Promise<void> {
  assert.match((await admin.get('/api/status')).body.readOnly, /^The master key/);
  assert.equal(await stateOf(admin), 'needs_key');
  for (const reply of [
    await admin.post('/api/platforms', stored('other')),
    await admin.patch('/api/platforms/up', { enabled: false }),
    await admin.delete('/api/platforms/up'),
    await admin.post('/api/platforms/up/test'),
    await admin.post('/api/models/refresh'),
  ]) {
    assert.equal(reply.status, 503, reply.text);
    assert.equal(reply.body.error.code, 'READ_ONLY');
  }
  assert.equal((await redwolf.send('/readyz', { method: 'GET' })).status, 503);
  assert.equal((await redwolf.send('/healthz', { method: 'GET' })).status, 200);
}

/** Clients learn in their own protocol that it is not their key. */
async function assertRefused(redwolf: Redwolf): Promise<void> {
  const messages = await redwolf.send('/v1/messages', { body: BODY });
  assert.equal(messages.status, 503, messages.text);
  assert.deepEqual(messages.json?.type, 'error');
  for (const endpoint of ['/v1/messages', '/v1/chat/completions', '/v1/responses', '/v1/messages/count_tokens']) {
    const reply = await redwolf.send(endpoint, { body: BODY });
    assert.equal(reply.status, 503, reply.text);
    assert.match(reply.json?.error?.message ?? '', /without its master key/);
    assert.ok(!reply.text.includes(redwolf.dataDir), reply.text);
  }
  assert.equal((await redwolf.send('/v1/models', { method: 'GET' })).status, 503);
}

describe('redwolf master-key rotate', () => {
  test('while calls run: none fails, and the gateway goes on with the new key', async (t) => {
    const dataDir = folder(t);
    const { redwolf, admin } = await startWithAdmin({}, { dataDir });
    await admin.done(admin.post('/api/platforms', stored('up')));
    const key = await createKey(dataDir);
    const oldFile = readFileSync(path.join(dataDir, 'master.key'), 'utf8');
    const gate = Promise.withResolvers<void>();
    platform.play({
      stream: [data(ROLE_CHUNK), data(chunk({ content: 'before ' })), { until: () => gate.promise }, ...END],
    });
    const running = redwolf.open('/v1/messages', { body: { ...BODY, stream: true } });
    await running.received('before ');
    const others = keepCalling(redwolf, key);
    const { code, output } = await runCommand(['master-key', 'rotate', '--data-dir', dataDir]);
    assert.equal(code, 0, output);
    assert.notEqual(readFileSync(path.join(dataDir, 'master.key'), 'utf8'), oldFile);
    // Once it has read the configuration anew it can change it again.
    const added = await eventually('a change', async () => {
      const reply = await admin.post('/api/platforms', stored('late', 'sk-late'));
      return reply.status < 300 ? reply : undefined;
    });
    assert.equal(added.body.platform.state, 'ready', added.text);
    gate.resolve();
    const whole = await running.reply;
    assert.equal(whole.ended, 'end');
    assert.match(whole.text, /and after.*message_stop/s);
    await others.stop();
    await redwolf.stop();
    await assertSealedAnew(dataDir, key);
  });

  test('with the key in a variable: a gateway that has only the old one serves on and says what to do', async (t) => {
    const dataDir = folder(t);
    const env = { ...PASSWORD, REDWOLF_MASTER_KEY: String(KEYS[0]) };
    const redwolf = await startRedwolf({}, { dataDir, env });
    const admin = await AdminClient.login(redwolf);
    await admin.done(admin.post('/api/platforms', stored('up')));
    const kept = await runCommand(['master-key', 'rotate', '--data-dir', dataDir], env);
    assert.equal(kept.code, 75);
    assert.match(kept.output, /REDWOLF_NEW_MASTER_KEY/);
    const next = { REDWOLF_NEW_MASTER_KEY: String(KEYS[1]) };
    const { code, output } = await runCommand(['master-key', 'rotate', '--data-dir', dataDir], { ...env, ...next });
    assert.equal(code, 0, output);
    assert.match(output, /Set REDWOLF_MASTER_KEY to it/);
    const readOnly = await eventually(
      'the sentence',
      async () => (await admin.get('/api/status')).body.readOnly ?? undefined,
    );
    assert.match(String(readOnly), /exchanged.*Calls go on/);
    assert.match(redwolf.log, /The master key was exchanged/);
    assert.equal((await redwolf.send('/v1/messages', { body: BODY })).status, 200);
    assert.equal((await admin.post('/api/platforms', stored('late'))).status, 503);
    await redwolf.stop();
    const again = await startRedwolf({}, { dataDir, env: { ...PASSWORD, REDWOLF_MASTER_KEY: String(KEYS[1]) } });
    assert.equal(await stateOf(await AdminClient.login(again)), 'ready');
    assert.equal((await again.send('/v1/messages', { body: BODY })).status, 200);
    await again.stop();
  });

  test('a gateway that has both variables from the start picks the new one up', async (t) => {
    const dataDir = folder(t);
    const keys = { REDWOLF_MASTER_KEY: String(KEYS[0]), REDWOLF_NEW_MASTER_KEY: String(KEYS[1]) };
    const redwolf = await startRedwolf({}, { dataDir, env: { ...PASSWORD, ...keys } });
    const admin = await AdminClient.login(redwolf);
    assert.equal((await runCommand(['master-key', 'rotate', '--data-dir', dataDir], keys)).code, 0);
    await eventually('a change', async () => {
      const reply = await admin.post('/api/platforms', stored('up'));
      return reply.status < 300 ? reply : undefined;
    });
    await redwolf.stop();
  });

  test('a wrong master key exchanges nothing', async (t) => {
    const dataDir = await prepare(t);
    writeFileSync(path.join(dataDir, 'master.key'), `${KEYS[0]}\n`);
    const { code, output } = await runCommand(['master-key', 'rotate', '--data-dir', dataDir]);
    assert.equal(code, 78);
    assert.match(output, /is not the one that the database was made with/);
    assert.ok(!readdirSync(dataDir).includes('master.key.new'));
  });
});

const END = [data(chunk({ content: 'and after' })), data(STOP_CHUNK), data('[DONE]')];

async function createKey(dataDir: string): Promise<string> {
  const { output } = await runCommand(['key', 'create', 'laptop', '--data-dir', dataDir]);
  return /rw-[\w-]{43}/.exec(output)?.[0] ?? '';
}

/** Calls without a pause, with a declared key and a created one, each of which must succeed. */
function keepCalling(redwolf: Redwolf, key: string): { stop(): Promise<void> } {
  let isOver = false;
  const call = async (used: string): Promise<number> => {
    let count = 0;
    for (; !isOver; count++) {
      const reply = await redwolf.send('/v1/messages', { body: BODY, headers: { 'x-api-key': used } });
      assert.equal(reply.status, 200, reply.text);
    }
    return count;
  };
  const callers = Promise.all([call(CLIENT_KEY), call(key)]);
  return {
    async stop() {
      isOver = true;
      for (const count of await callers) assert.ok(count > 0);
    },
  };
}

/** After another start with the new file everything works, and the old key is of no use. */
async function assertSealedAnew(dataDir: string, key: string): Promise<void> {
  const again = await startRedwolf({}, { dataDir, env: PASSWORD });
  const admin = await AdminClient.login(again);
  assert.equal(await stateOf(admin), 'ready');
  assert.equal(await stateOf(admin, 'late'), 'ready');
  const reply = await again.send('/v1/messages', { body: BODY, headers: { 'x-api-key': key } });
  assert.equal(reply.status, 200, reply.text);
  const { changes } = (await admin.get('/api/history')).body;
  assert.ok(changes.some(({ what }: { what: string }) => what === 'The master key was exchanged.'));
  await again.stop();
}

/** The built program on PostgreSQL: what it keeps there, and that its commands find it. */

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { Secret } from '../../src/lib/secret.ts';
import { startWithAdmin } from '../admin/admin-client.ts';
import { FakePlatform } from '../fake-platform/fake-platform.ts';
import { completion } from '../fake-platform/openai-replies.ts';
import { writeConfig } from '../support/config-file.ts';
import { cuttableWay } from '../support/cuttable.ts';
import { eventually } from '../support/eventually.ts';
import { hasPostgres, testDatabaseUrl } from '../support/postgres.ts';
import { failToStart, runCommand } from '../support/redwolf-process.ts';
import { refusedPort } from '../support/refused-port.ts';
import { temporaryDir } from '../support/store.ts';

async function prepare(context: TestContext) {
  const dataDir = await temporaryDir(context);
  const platform = await FakePlatform.start();
  context.after(() => platform.close());
  platform.play(() => completion({ text: 'hi' }));
  const url = (await testDatabaseUrl(context, dataDir)).reveal();
  const up = { id: 'up', type: 'openai-compatible', base_url: `${platform.origin}/v1`, api_key: 'k', models: ['m'] };
  return { dataDir, config: { platforms: [up], database: { url } } };
}

const CALL = { body: { model: 'm', max_tokens: 9, messages: [{ role: 'user', content: 'hi' }] } };

test('calls, changes and keys are kept in PostgreSQL, and nothing in the data directory', {
  skip: !hasPostgres,
}, async (context) => {
  const { dataDir, config } = await prepare(context);
  const first = await startWithAdmin(config, { dataDir });
  assert.equal((await first.redwolf.send('/v1/messages', CALL)).status, 200);
  const { secret } = await first.admin.done(first.admin.post('/api/keys', { name: 'laptop' }));
  await first.redwolf.stop();

  const second = await startWithAdmin(config, { dataDir });
  const { calls } = await second.admin.done(second.admin.get('/api/calls'));
  assert.deepEqual(
    calls.map(({ model, outcome }: { model: string; outcome: string }) => [model, outcome]),
    [['m', 'ok']],
  );
  const headers = { 'x-api-key': secret };
  assert.equal((await second.redwolf.send('/v1/messages', { ...CALL, headers })).status, 200);
  const body = await second.admin.get(`/api/calls/${calls[0].id}/bodies/request`);
  assert.deepEqual([body.status, body.text], [200, JSON.stringify(CALL.body)]);
  const { entries } = await second.admin.done(second.admin.get('/api/audit'));
  assert.ok(entries.some(({ action }: { action: string }) => action === 'key.create'));
  await second.redwolf.stop();
  for (const file of ['redwolf.db', 'bodies.db']) assert.equal(existsSync(join(dataDir, file)), false, file);
});

test('while the server is away calls are served, and their bodies are kept when it is back', {
  skip: !hasPostgres,
}, async (context) => {
  const { dataDir, config } = await prepare(context);
  const way = await cuttableWay(context, new Secret(config.database.url));
  const { redwolf, admin } = await startWithAdmin({ ...config, database: { url: way.url.reveal() } }, { dataDir });
  context.after(() => redwolf.stop());
  const ask = async () => {
    const reply = await redwolf.send('/v1/messages', CALL);
    assert.equal(reply.status, 200);
    return String(reply.headers['x-redwolf-call-id']);
  };
  await ask();
  await way.close();
  const id = await ask();
  // The status is behind a login, whose sessions are in that database.
  await eventually('it is said', () => (/bodies wait, up to 64 MiB/.test(redwolf.log) ? true : undefined));
  await way.open();
  await eventually('it is kept', async () => {
    const body = await admin.get(`/api/calls/${id}/bodies/request`);
    return body.status === 200 && body.text === JSON.stringify(CALL.body) ? true : undefined;
  });
  const { capture } = await admin.done(admin.get('/api/status'));
  assert.deepEqual(capture, { level: 'full', isRunning: true, waitingBytes: 0, dropped: 0, lost: 0, failure: null });
});

test('a command finds the database of the file, and the gateway notices', { skip: !hasPostgres }, async (context) => {
  const { dataDir, config } = await prepare(context);
  const { redwolf } = await startWithAdmin(config, { dataDir });
  context.after(() => redwolf.stop());
  const file = writeConfig(await temporaryDir(context), config);
  const place = ['--data-dir', dataDir, '--config', file];
  const made = await runCommand(['key', 'create', 'script', ...place]);
  assert.equal(made.code, 0, made.output);
  const headers = { 'x-api-key': /rw-[\w-]{43}/.exec(made.output)?.[0] ?? '' };
  assert.equal((await redwolf.send('/v1/messages', { ...CALL, headers })).status, 200);
  assert.equal((await runCommand(['key', 'disable', 'script', ...place])).code, 0);
  await eventuallyRefused();

  async function eventuallyRefused(): Promise<void> {
    const deadline = Date.now() + 10_000;
    while ((await redwolf.send('/v1/messages', { ...CALL, headers })).status !== 401) assert.ok(Date.now() < deadline);
  }
});

test('a server that is away is one sentence at the start', async (context) => {
  const refused = await refusedPort();
  context.after(() => refused.release());
  const database = { url: `postgres://me:hidden-word@127.0.0.1:${refused.port}/db` };
  const { code, output } = await failToStart({ database });
  assert.equal(code, 69);
  assert.match(output, /postgres:\/\/me@127\.0\.0\.1:\d+\/db failed: .*Start its server, or correct database\.url/);
  assert.doesNotMatch(output, /hidden-word/);
});

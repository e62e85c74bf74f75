/** The built program on PostgreSQL: what it keeps there, and that its commands find it. */

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { startWithAdmin } from '../admin/admin-client.ts';
import { FakePlatform } from '../fake-platform/fake-platform.ts';
import { completion } from '../fake-platform/openai-replies.ts';
import { writeConfig } from '../support/config-file.ts';
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
  const { entries } = await second.admin.done(second.admin.get('/api/audit'));
  assert.ok(entries.some(({ action }: { action: string }) => action === 'key.create'));
  await second.redwolf.stop();
  assert.equal(existsSync(join(dataDir, 'redwolf.db')), false);
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

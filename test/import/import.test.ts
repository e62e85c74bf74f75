/** The built program takes over from the original: by the command line and by the admin API. */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { AdminClient, startWithAdmin } from '../admin/admin-client.ts';
import { FakePlatform } from '../fake-platform/fake-platform.ts';
import { answer } from '../fake-platform/openai-replies.ts';
import { writeConfig } from '../support/config-file.ts';
import { eventually } from '../support/eventually.ts';
import { CLIENT_KEYS, COMPATIBLE_KEY, SECRETS, writeSample } from '../support/original-sample.ts';
import { hasPostgres, testDatabaseUrl } from '../support/postgres.ts';
import { runCommand } from '../support/redwolf-process.ts';
import { temporaryDir } from '../support/store.ts';

const CALL = { model: 'any', max_tokens: 9, messages: [{ role: 'user', content: 'hi' }] };

async function prepare(context: TestContext, at = Date.now() - 48 * 3_600_000) {
  const platform = await FakePlatform.start(answer({ text: 'from the old list' }));
  context.after(() => platform.close());
  const folder = await temporaryDir(context);
  const file = join(folder, 'api_records.db');
  writeSample(file, { baseUrl: `${platform.origin}/v1`, at });
  return { platform, file, dataDir: join(folder, 'data') };
}

test('a key of the original answers a call by the first model of its list, after one command', async (context) => {
  const { platform, file, dataDir } = await prepare(context);
  const before = readFileSync(file);
  const trial = await runCommand(['import', file, '--dry-run', '--data-dir', dataDir]);
  assert.equal(trial.code, 0, trial.output);
  assert.match(trial.output, /^imported +platforms +dashscope$/m);
  assert.match(trial.output, /^keys +4 +0 +0$/m);
  assert.match(trial.output, /nothing was changed\.\n$/);

  const done = await runCommand(['import', file, '--records', '--json', '--data-dir', dataDir]);
  assert.equal(done.code, 0, done.output);
  const { dryRun, counts } = JSON.parse(done.output);
  assert.deepEqual([dryRun, counts.keys.imported, counts.calls.imported, counts.bodies.imported], [false, 4, 30, 30]);
  for (const secret of SECRETS) assert.ok(!`${trial.output}${done.output}`.includes(secret), secret);
  assert.deepEqual(readFileSync(file), before);

  const { redwolf, admin } = await startWithAdmin({ keys: [] }, { dataDir });
  context.after(() => redwolf.stop());
  const reply = await redwolf.send('/v1/messages', { body: CALL, headers: { 'x-api-key': CLIENT_KEYS.laptop } });
  assert.equal(reply.status, 200, reply.text);
  assert.equal(reply.json?.content?.[0]?.text, 'from the old list');
  assert.equal(reply.headers['x-redwolf-model'], 'openai_compatible:local-model');
  assert.equal((await platform.request()).headers['authorization'], `Bearer ${COMPATIBLE_KEY}`);
  for (const key of [CLIENT_KEYS.closed, CLIENT_KEYS.expired]) {
    const refused = await redwolf.send('/v1/messages', {
      body: CALL,
      headers: { authorization: `Bearer ${key}`, 'x-api-key': null },
    });
    assert.equal(refused.status, 401);
  }
  const { calls } = await admin.done(admin.get('/api/calls?limit=40'));
  const old = calls.find(({ source }: { source: string }) => source === 'imported');
  assert.equal((await admin.done(admin.get(`/api/calls/${old.id}`))).stages.length, 4);
});

test('a gateway that runs follows what the command imports, but has the bodies to itself', async (context) => {
  const { file, dataDir } = await prepare(context);
  const { redwolf, admin } = await startWithAdmin({}, { dataDir });
  context.after(() => redwolf.stop());
  const done = await runCommand(['import', file, '--records', '--data-dir', dataDir]);
  assert.equal(done.code, 0, done.output);
  assert.match(done.output, /^skipped +bodies +prompts and replies: a gateway that runs has them open/m);
  const headers = { 'api-key': CLIENT_KEYS.laptop, 'x-api-key': null };
  await eventually('the old key leads to the old list', async () => {
    const reply = await redwolf.send('/v1/messages', { body: CALL, headers });
    return reply.headers['x-redwolf-model'] === 'openai_compatible:local-model' || undefined;
  });
  await admin.done(admin.patch('/api/routing', { mode: 'claude_code' }));
});

test('the admin API takes the file, tells the same, and leaves nothing of it behind', async (context) => {
  const { file, dataDir } = await prepare(context);
  const { redwolf, admin } = await startWithAdmin({}, { dataDir });
  context.after(() => redwolf.stop());
  const upload = (query: string, bytes: Buffer = readFileSync(file)) =>
    admin.send('POST', `/api/import${query}`, bytes, { 'content-type': 'application/octet-stream' });
  const trial = await admin.done(upload('?dry_run=true&records=true'));
  assert.deepEqual(await admin.done(admin.get('/api/platforms')).then(({ version }) => version), 0);
  const real = await admin.done(upload('?records=true'));
  assert.deepEqual({ ...trial, dryRun: false }, real);
  assert.deepEqual([real.counts.keys.imported, real.counts.bodies.imported], [4, 30]);
  assert.deepEqual((await admin.done(upload(''))).counts.calls, { imported: 0, present: 30, skipped: 0 });
  const headers = { 'x-api-key': CLIENT_KEYS.laptop };
  assert.equal((await redwolf.send('/v1/messages', { body: CALL, headers })).status, 200);

  const none = await upload('', Buffer.from('platforms: []'));
  assert.deepEqual([none.status, none.body.error.code], [400, 'IMPORT_FILE_INVALID']);
  assert.match(none.body.error.message, /^The file is not the original redwolf's database: it is no SQLite database\./);
  assert.equal((await upload('?dry_run=yes')).status, 400);
  const declared = await admin.send('POST', '/api/import', undefined, { 'content-length': '1073741825' });
  assert.equal(declared.body.error.code, 'TOO_LARGE');
  for (const secret of SECRETS) assert.ok(!`${admin.seen}${redwolf.log}`.includes(secret), secret);
  assert.deepEqual(
    readdirSync(dataDir).filter((name) => name.includes('import')),
    [],
  );
  assert.equal((await AdminClient.nobody(redwolf).send('POST', '/api/import', readFileSync(file))).status, 401);
});

test('the configuration file goes before what is imported', async (context) => {
  const { file, dataDir } = await prepare(context);
  const config = {
    platforms: [{ id: 'demo', type: 'demo' }],
    routing: { mode: 'global_direct', model_priority_list: ['demo:demo'] },
  };
  const configFile = writeConfig(await temporaryDir(context), config);
  const { code, output } = await runCommand(['import', file, '--data-dir', dataDir, '--config', configFile]);
  assert.equal(code, 0, output);
  assert.match(output, /^already there +routing +the list of models: the configuration file says which$/m);
});

test('a file that is none is one sentence and exit code 65 or 66', async (context) => {
  const { file, dataDir } = await prepare(context);
  truncateSync(file, 5_000);
  const broken = await runCommand(['import', file, '--data-dir', dataDir]);
  assert.deepEqual([broken.code, broken.output.split('\n').length], [65, 2], broken.output);
  writeFileSync(file, '');
  assert.equal((await runCommand(['import', file, '--data-dir', dataDir])).code, 65);
  assert.equal((await runCommand(['import', `${file}.none`, '--data-dir', dataDir])).code, 66);
});

test('PostgreSQL takes it too', { skip: !hasPostgres }, async (context) => {
  const { file, dataDir } = await prepare(context);
  const database = { url: (await testDatabaseUrl(context, dataDir)).reveal() };
  const configFile = writeConfig(await temporaryDir(context), { database });
  const place = ['--data-dir', dataDir, '--config', configFile];
  for (const expected of ['imported', 'already there']) {
    const { code, output } = await runCommand(['import', file, ...place]);
    assert.equal(code, 0, output);
    assert.match(output, new RegExp(`^${expected} +keys +laptop$`, 'm'));
  }
});

/** A process that is killed while it writes leaves bodies that are whole, or none. */

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { AdminClient } from '../admin/admin-client.ts';
import { FakePlatform } from '../fake-platform/fake-platform.ts';
import { answer } from '../fake-platform/openai-replies.ts';
import type { ConfigFile } from '../support/config-file.ts';
import { eventually } from '../support/eventually.ts';
import { hasPostgres, testDatabaseUrl } from '../support/postgres.ts';
import { startRedwolf } from '../support/redwolf-process.ts';
import { user } from '../support/request-parts.ts';

const PASSWORD = 'correct horse';
const EARLIER_CALLS = 5;
const CALLS = 60;

test('bodies survive kill -9', (context) => killWhileWriting(context, async () => ({})));

test('bodies in PostgreSQL survive kill -9', { skip: !hasPostgres }, (context) =>
  killWhileWriting(context, async (folder) => ({
    database: { url: (await testDatabaseUrl(context, folder)).reveal() },
  })),
);

async function killWhileWriting(
  context: TestContext,
  databaseOf: (folder: string) => Promise<ConfigFile>,
): Promise<void> {
  const platform = await FakePlatform.start();
  const folder = mkdtempSync(path.join(tmpdir(), 'redwolf-test-'));
  context.after(async () => {
    await platform.close();
    rmSync(folder, { recursive: true, force: true });
  });
  platform.play(answer({ text: 'hello' }));
  const config = {
    ...(await databaseOf(folder)),
    platforms: [
      { id: 'up', type: 'openai-compatible', base_url: `${platform.origin}/v1`, api_key: 'k', models: ['m'] },
    ],
  };
  const options = { dataDir: path.join(folder, 'data'), env: { REDWOLF_ADMIN_PASSWORD: PASSWORD } };
  const first = await startRedwolf(config, options);
  const sent = new Map<string, string>();
  const ask = async (index: number) => {
    const body = JSON.stringify({ model: 'any', max_tokens: 9, messages: [user(`${index} ${'x'.repeat(2_000)}`)] });
    const reply = await first.send('/v1/messages', { body });
    if (reply.status === 200) sent.set(String(reply.headers['x-redwolf-call-id']), body);
  };
  for (let index = 0; index < EARLIER_CALLS; index++) await ask(-index);
  const reader = await AdminClient.login(first, { password: PASSWORD });
  await hasCalls(reader, EARLIER_CALLS);
  // Whoever reads sees all that was said before: it is on disk then.
  assert.equal((await reader.get(`/api/calls/${[...sent.keys()].at(-1)}/bodies/request`)).status, 200);
  const asking = Array.from({ length: CALLS }, (_, index) => ask(index));
  await hasCalls(reader, EARLIER_CALLS + CALLS / 4);
  await first.kill();
  await Promise.all(asking);

  const second = await startRedwolf(config, options);
  const admin = await AdminClient.login(second, { password: PASSWORD });
  assert.doesNotMatch(second.log, /damaged/);
  let kept = 0;
  for (const [id, body] of sent) {
    const { status, text } = await admin.get(`/api/calls/${id}/bodies/request`);
    if (status === 404) continue;
    assert.equal(text, body);
    assert.match((await admin.get(`/api/calls/${id}/bodies/raw`)).text, /hello/);
    kept++;
  }
  assert.ok(kept >= EARLIER_CALLS, `${kept} of ${sent.size}`);
  // It goes on as if nothing had been.
  const reply = await second.send('/v1/messages', { body: { model: 'any', max_tokens: 9, messages: [user('again')] } });
  const stage = `/api/calls/${reply.headers['x-redwolf-call-id']}/bodies/reply`;
  await eventually('the row', async () => ((await admin.get(stage)).status === 200 ? true : undefined));
  assert.equal((await admin.get(stage)).text, reply.text);
  await second.stop();
}

async function hasCalls(admin: AdminClient, count: number): Promise<void> {
  await eventually(`${count} rows`, async () => {
    const { calls } = await admin.done(admin.get('/api/calls?limit=200'));
    return calls.length >= count ? true : undefined;
  });
}

/** Prompts and replies of the original, in the records of redwolf. */

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { importStage, NOW } from '../../../test/support/import-stage.ts';
import { OriginalDatabase } from '../../../test/support/original-database.ts';
import { SECRETS, writeCall, writeSample } from '../../../test/support/original-sample.ts';
import { latestCalls, temporaryDir } from '../../../test/support/store.ts';
import { BodyStore } from '../../records/body-store.ts';
import { isInUse } from '../../records/in-use.ts';

const DAY = 24 * 3_600_000;

async function stageWithBodies(context: TestContext) {
  const folder = await temporaryDir(context);
  const file = join(folder, 'bodies.db');
  const policy = { retention: { days: 0, bytes: 0 }, redact: [] };
  const bodies = await BodyStore.open({ place: { file }, policy, warn: assert.fail });
  context.after(() => bodies.close());
  const stage = await importStage(context, { bodies: async () => bodies });
  return { ...stage, bodies, bodiesFile: file, old: join(folder, 'api_records.db') };
}

test('four stages of each call come, once, also for calls that are there already, and without any key', async (context) => {
  const { old, bodies, store, ...stage } = await stageWithBodies(context);
  writeSample(old, { at: NOW - 2 * DAY });
  assert.equal((await stage.import(old)).counts['bodies']?.imported, 0);
  const trial = await stage.import(old, { withBodies: true, isDryRun: true });
  const [first] = await latestCalls(store, 1);
  assert.deepEqual(await bodies.stages(first?.id ?? ''), []);
  const real = await stage.import(old, { withBodies: true });
  assert.deepEqual([trial.counts['bodies'], real.counts['bodies']], [imported(30), imported(30)]);
  const again = await stage.import(old, { withBodies: true });
  assert.deepEqual(again.counts['bodies'], { imported: 0, present: 30, skipped: 0 });

  const kept = await bodies.stages(first?.id ?? '');
  assert.deepEqual(
    kept.map(({ stage: name, head }) => [name, head]),
    [
      [
        'request',
        { method: 'POST', path: '/api/v1/claude-code/v1/messages', headers: { 'user-agent': 'claude-cli/1.0' } },
      ],
      ['sent', { headers: {} }],
      ['raw', { headers: {} }],
      ['reply', { status: 200, headers: { 'content-type': 'text/event-stream' } }],
    ],
  );
  const texts = await Promise.all(kept.map(({ stage: name }) => bodies.body(first?.id ?? '', name, 0)));
  assert.match(String(texts[0]), /"model":"claude-sonnet-4".*你好/);
  assert.match(String(texts[2]), /^data: \{"echo":"\[secret\]"\}$/);
  for (const secret of SECRETS) assert.ok(!texts.some((text) => String(text).includes(secret)), secret);
});

test('what is older than the retention is not brought in', async (context) => {
  const { old, ...stage } = await stageWithBodies(context);
  writeSample(old);
  const database = new OriginalDatabase(old);
  writeCall(database, { key: 1, at: NOW - DAY, input: 1, output: 1 });
  database.close();
  const { counts, lines } = await stage.import(old, { withBodies: true });
  assert.deepEqual(counts['bodies'], { imported: 1, present: 0, skipped: 30 });
  assert.match(lines.find(({ part, state }) => part === 'bodies' && state === 'skipped')?.why ?? '', /retention\.days/);
});

test('where nobody keeps them, the report says why', async (context) => {
  const { old, configuration, who, ...stage } = await stageWithBodies(context);
  writeSample(old, { at: NOW - DAY });
  await configuration.patchSettings({ capture: 'metadata' }, who);
  const reply = await stage.import(old, { withBodies: true });
  assert.ok(
    stage
      .lines(reply)
      .includes('skipped bodies prompts and replies: the configuration says not to keep them (capture: metadata)'),
  );
});

test('a database of bodies that somebody has open is known to be in use', async (context) => {
  const { bodies, bodiesFile } = await stageWithBodies(context);
  assert.equal(isInUse(bodiesFile), true);
  assert.deepEqual(await bodies.stages('call_1'), []);
  await bodies.close();
  assert.equal(isInUse(bodiesFile), false);
  assert.equal(isInUse(`${bodiesFile}.none`), false);
});

function imported(count: number) {
  return { imported: count, present: 0, skipped: 0 };
}

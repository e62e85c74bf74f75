/** What only the file does. What every dialect owes is in ../body-store.test.ts and ../tidier.test.ts. */

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type TestContext, test } from 'node:test';
import { capturedCall, KEEP_ALL, openTestBodies, stageOf } from '../../../test/support/bodies.ts';
import { eventually } from '../../../test/support/eventually.ts';
import { temporaryDir } from '../../../test/support/store.ts';
import { openSqliteTables } from './sqlite-tables.ts';

const PAGE_BYTES = 4_096;

async function newFile(context: TestContext): Promise<string> {
  return join(await temporaryDir(context), 'bodies.db');
}

test('a full disk is counted, said once, and tried again', async (context) => {
  const { store, warnings } = await openTestBodies(context, {
    place: { file: await newFile(context) },
    mostPages: 60,
  });
  store.record(capturedCall('small', [stageOf('{"a":1}')]));
  await store.stages('small');
  for (let index = 0; index < 3; index++) {
    store.record(capturedCall(`large_${index}`, [stageOf(randomBytes(300_000))]));
    assert.deepEqual(await store.stages(`large_${index}`), []);
  }
  assert.deepEqual([store.status.lost, store.status.isRunning, store.status.waitingBytes], [3, true, 0]);
  assert.match(store.status.failure ?? '', /full/);
  assert.equal(warnings.length, 1);
  assert.match(warnings[0] ?? '', /could not be kept: .*full.*served/);
  store.record(capturedCall('small_2', [stageOf('{"a":1}')]));
  assert.equal(String(await store.body('small_2', 'request', 0)), '{"a":1}');
});

test('a file that is no database is moved aside, and said', async (context) => {
  const dir = await temporaryDir(context);
  const file = join(dir, 'bodies.db');
  writeFileSync(file, 'this is no database, but a text that is long enough to be taken for one'.repeat(100));
  const { store, warnings } = await openTestBodies(context, { place: { file } });
  assert.match(warnings.join(), /was damaged .*bodies\.db\.corrupt-/);
  assert.ok(readdirSync(dir).some((name) => name.includes('.corrupt-')));
  store.record(capturedCall('call_1', [stageOf('{"a":1}')]));
  assert.equal((await store.stages('call_1')).length, 1);
});

test('a file that is damaged while it is open fails calls and questions one by one, and is moved aside at the next start', async (context) => {
  const file = await newFile(context);
  const first = await openTestBodies(context, { place: { file } });
  const bodies = Array.from({ length: 40 }, () => randomBytes(30_000));
  for (const [index, body] of bodies.entries()) first.store.record(capturedCall(`call_${index}`, [stageOf(body)]));
  await first.store.close();
  const { store } = await openTestBodies(context, { place: { file } });
  await damage(file);
  let failed = 0;
  for (const [index, body] of bodies.entries()) {
    const read = await store.body(`call_${index}`, 'request', 0).catch(() => undefined);
    if (read === undefined) failed++;
    else assert.deepEqual(read, body, 'what is read is what was written');
  }
  assert.ok(failed > 0);
  store.record(capturedCall('call_late', [stageOf(randomBytes(30_000))]));
  await store.stages('call_late').catch(() => undefined);
  assert.deepEqual([store.status.isRunning, store.status.waitingBytes], [true, 0]);
  await store.close();
  const again = await openTestBodies(context, { place: { file } });
  assert.match(again.warnings.join(), /was damaged/);
  again.store.record(capturedCall('call_1', [stageOf('{"a":1}')]));
  assert.equal((await again.store.stages('call_1')).length, 1);
});

/** Overwrites the last three quarters of the file's pages. */
async function damage(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  const pages = Math.floor(statSync(file).size / PAGE_BYTES);
  const from = Math.floor(pages / 4) * PAGE_BYTES;
  await handle.write(Buffer.alloc((pages - Math.floor(pages / 4)) * PAGE_BYTES, 0x55), 0, null, from);
  await handle.close();
}

test('a file that cannot be opened: nothing is kept, and said', async (context) => {
  const { store, warnings } = await openTestBodies(context, { place: { file: await temporaryDir(context) } });
  assert.equal(store.status.isRunning, false);
  assert.match(warnings.join(), /bodies are not kept until redwolf is restarted/);
  assert.equal(store.reserve(1), false);
  store.record(capturedCall('call_1', [stageOf('{"a":1}')]));
  assert.equal(store.status.lost, 1);
  await assert.rejects(store.stages('call_1'), { name: 'DatabaseFailure' });
  await store.close();
});

test('a file of a newer redwolf is left as it is', async (context) => {
  const file = await newFile(context);
  await (await openTestBodies(context, { place: { file } })).store.close();
  const database = new DatabaseSync(file);
  database.exec('pragma user_version = 99');
  database.close();
  const { store, warnings } = await openTestBodies(context, { place: { file } });
  assert.equal(store.status.isRunning, false);
  assert.match(warnings.join(), /have version 99, and this redwolf knows versions up to 1\. Start the redwolf that/);
});

test('a file from before versions were kept is taken over', async (context) => {
  const file = await newFile(context);
  const first = await openTestBodies(context, { place: { file } });
  first.store.record(capturedCall('call_1', [stageOf('{"a":1}')]));
  await first.store.close();
  const database = new DatabaseSync(file);
  database.exec('pragma user_version = 0');
  database.close();
  const { store } = await openTestBodies(context, { place: { file } });
  assert.equal(String(await store.body('call_1', 'request', 0)), '{"a":1}');
});

test('while another program holds the lock, calls wait for it', async (context) => {
  const file = await newFile(context);
  const opened = openSqliteTables({ kind: 'file', file, openedAt: 0, busyTimeoutMs: 1_000 });
  assert.ok('tables' in opened);
  await opened.tables.close();
  const other = new DatabaseSync(file);
  context.after(() => other.close());
  const { store, warnings } = await openTestBodies(context, { place: { file }, busyTimeoutMs: 1 });
  other.exec('begin exclusive');
  store.record(capturedCall('call_1', [stageOf('{"a":1}')]));
  await eventually('it is said', () => (store.status.failure === null ? undefined : true));
  assert.match(warnings.join(), /locked.*bodies wait, up to 64 MiB/);
  assert.deepEqual([store.status.lost, store.status.isRunning], [0, true]);
  other.exec('rollback');
  await eventually('it is written', () => (store.status.failure === null ? true : undefined));
  assert.equal(String(await store.body('call_1', 'request', 0)), '{"a":1}');
  assert.match(warnings.at(-1) ?? '', /takes bodies again/);
});

test('what is taken out of bodies is nowhere in the file', async (context) => {
  const file = await newFile(context);
  const { store } = await openTestBodies(context, { place: { file }, policy: { ...KEEP_ALL, redact: ['4711'] } });
  store.record(capturedCall('call_1', [stageOf('{"key":"sk-secret","a":4711}')], { secrets: ['sk-secret'] }));
  assert.equal(String(await store.body('call_1', 'request', 0)), '{"key":"[secret]","a":[redacted]}');
  await store.close();
  const bytes = readFileSync(file);
  assert.deepEqual(
    [bytes.includes('[redacted]'), bytes.includes('sk-secret'), bytes.includes('4711')],
    [true, false, false],
  );
});

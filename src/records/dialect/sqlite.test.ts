/** What only the file does. What every dialect owes is in ../body-store.test.ts and ../tidier.test.ts. */

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type TestContext, test } from 'node:test';
import { capturedCall, KEEP_ALL, openTestBodies, stageOf } from '../../../test/support/bodies.ts';
import { BodyUser, packedCall } from '../../../test/support/body-user.ts';
import { eventually } from '../../../test/support/eventually.ts';
import { temporaryDir } from '../../../test/support/store.ts';
import { BodyWorker } from '../body-worker.ts';
import type { BodyTables } from '../tables.ts';
import type { FromBodyWorker } from '../worker-messages.ts';
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

test('a file that is damaged while it is open shows nothing wrong, and redwolf lives on', async (context) => {
  const file = await newFile(context);
  const first = await openTestBodies(context, { place: { file } });
  // More than SQLite holds in memory.
  const bodies = Array.from({ length: 150 }, () => randomBytes(30_000));
  for (const [index, body] of bodies.entries()) first.store.record(capturedCall(`call_${index}`, [stageOf(body)]));
  await first.store.close();
  const { store } = await openTestBodies(context, { place: { file } });
  await damage(file);
  let failed = 0;
  for (const [index, body] of bodies.entries()) {
    const read = await store.body(`call_${index}`, 'request', 0).catch(() => undefined);
    if (read === undefined) failed++;
    else assert.deepEqual(read, body);
  }
  assert.ok(failed > 0);
  store.record(capturedCall('call_late', [stageOf(randomBytes(30_000))]));
  await store.stages('call_late').catch(() => undefined);
  assert.deepEqual([store.status.isRunning, store.status.waitingBytes], [true, 0]);
});

for (const who of ['writer', 'tidier']) {
  test(`tables whose damage the ${who} meets are moved aside, once`, async (context) => {
    const place = { kind: 'file' as const, file: await newFile(context), openedAt: 0, busyTimeoutMs: 1_000 };
    const opened = openSqliteTables(place);
    assert.ok('tables' in opened);
    const met = meetDamage(opened.tables, who);
    const said: FromBodyWorker[] = [];
    const start = { place, policy: KEEP_ALL, retryDelaysMs: [5] };
    const worker = new BodyWorker(opened.tables, start, (message) => said.push(message));
    const ask = (id: number, kind: 'tidy' | 'close') => {
      worker.take({ kind, id, body: null }, () => undefined);
      return eventually(`the answer to ${kind}`, () => said.find((message) => 'id' in message && message.id === id));
    };
    worker.take({ kind: 'record', call: packedCall('a', ['x']) }, assert.fail);
    met.isOn = true;
    await ask(1, 'tidy');
    const moved = said.filter((message) => message.kind === 'moved');
    assert.match(moved.map(({ movedTo }) => movedTo).join(), /bodies\.db\.corrupt-[^,]*$/);
    met.isOn = false;
    worker.take({ kind: 'record', call: packedCall('b', ['y']) }, assert.fail);
    await ask(2, 'close');
    const again = openSqliteTables(place);
    assert.ok('tables' in again && again.movedTo === null);
    await new BodyUser(again.tables).has('b', ['y']);
    await again.tables.close();
  });
}

/** Lets whoever writes or tidies meet damage (SQLITE_CORRUPT) while it is on. */
function meetDamage(tables: BodyTables, who: string): { isOn: boolean } {
  const damage = { isOn: false };
  const meet = () => (damage.isOn ? Promise.reject(Object.assign(new Error('malformed'), { errcode: 11 })) : undefined);
  const write = tables.write.bind(tables);
  const bodiesAfter = tables.bodiesAfter.bind(tables);
  if (who === 'writer') tables.write = (batch) => meet() ?? write(batch);
  else tables.bodiesAfter = (id, most) => meet() ?? bodiesAfter(id, most);
  return damage;
}

/** Overwrites all pages but the first, which is the schema's. */
async function damage(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  await handle.write(Buffer.alloc(statSync(file).size - PAGE_BYTES, 0x55), 0, null, PAGE_BYTES);
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

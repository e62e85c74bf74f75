import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { callRow, keyRecord, openTestStore, temporaryDir } from '../../test/support/store.ts';
import { RedwolfError } from '../lib/errors.ts';

const NOON = Date.UTC(2026, 10, 1, 12, 0, 0);

function hasCode(code: string): (error: unknown) => boolean {
  return (error) => error instanceof RedwolfError && error.code === code;
}

test('the data dir and its files are the owner’s alone', async (context) => {
  const dataDir = join(await temporaryDir(context), 'a', 'data');
  const store = await openTestStore(context, dataDir);
  await store.settings.set('a', 'b');
  assert.equal((await stat(dataDir)).mode & 0o777, 0o700);
  const files = await readdir(dataDir);
  assert.deepEqual(files.toSorted(), ['redwolf.db', 'redwolf.db-shm', 'redwolf.db-wal']);
  for (const file of files) assert.equal((await stat(join(dataDir, file))).mode & 0o777, 0o600, file);
});

test('what was stored is there after closing and opening again', async (context) => {
  const dataDir = await temporaryDir(context);
  const first = await openTestStore(context, dataDir);
  await first.keys.insert(keyRecord('a'));
  first.recorder.record(callRow());
  await first.close();
  await first.close();
  assert.deepEqual(await readdir(dataDir), ['redwolf.db']);
  const second = await openTestStore(context, dataDir);
  assert.deepEqual(await second.keys.list(), [keyRecord('a')]);
  assert.deepEqual(await second.calls.latest(10), [callRow()]);
});

test('two processes may open an empty data dir at once', async (context) => {
  const dataDir = await temporaryDir(context);
  const [one, other] = await Promise.all([openTestStore(context, dataDir), openTestStore(context, dataDir)]);
  const before = await one.changesElsewhere();
  await other.keys.insert(keyRecord('a'));
  assert.notEqual(await one.changesElsewhere(), before);
  assert.deepEqual(await one.keys.list(), [keyRecord('a')]);
});

test('a file that is no database is moved aside, and said', async (context) => {
  const dataDir = await temporaryDir(context);
  const text = 'this is not a database. '.repeat(100);
  await writeFile(join(dataDir, 'redwolf.db'), text);
  const warnings: string[] = [];
  const store = await openTestStore(context, dataDir, { warnings, clock: () => NOON });
  assert.deepEqual(await store.calls.latest(1), []);
  const moved = join(dataDir, 'redwolf.db.corrupt-20261101T120000Z');
  assert.equal(await readFile(moved, 'utf8'), text);
  assert.equal(warnings.length, 1);
  assert.ok(warnings[0]?.includes(moved), warnings[0]);
});

test('a damaged page is found at the opening, and each damaged file is kept', async (context) => {
  const dataDir = await temporaryDir(context);
  const warnings: string[] = [];
  for (const time of ['first', 'second']) {
    const store = await openTestStore(context, dataDir, { warnings, clock: () => NOON });
    for (let count = 0; count < 200; count++) store.recorder.record(callRow({ id: `call_${count}` as never }));
    await store.close();
    const bytes = await readFile(join(dataDir, 'redwolf.db'));
    bytes.fill(0xff, 8 * 4096, 12 * 4096);
    await writeFile(join(dataDir, 'redwolf.db'), bytes);
    assert.equal(warnings.length, time === 'first' ? 0 : 1);
  }
  const last = await openTestStore(context, dataDir, { warnings, clock: () => NOON });
  assert.deepEqual(await last.calls.latest(1), []);
  const aside = (await readdir(dataDir)).filter((name) => name.includes('corrupt'));
  assert.deepEqual(aside.toSorted(), ['redwolf.db.corrupt-20261101T120000Z', 'redwolf.db.corrupt-20261101T120000Z-2']);
});

test('a database of a newer redwolf is left as it is', async (context) => {
  const dataDir = await temporaryDir(context);
  await (await openTestStore(context, dataDir)).close();
  const file = join(dataDir, 'redwolf.db');
  const database = new DatabaseSync(file);
  database.exec(`insert into migrations values ('0099-future', 0, '7.0.0')`);
  database.close();
  const before = await readFile(file);
  await assert.rejects(openTestStore(context, dataDir), (error) => {
    assert.ok(hasCode('DATABASE_TOO_NEW')(error));
    assert.match(String(error), /redwolf 7\.0\.0 .*0099-future.*redwolf 0\.1\.0.*0004-keys/);
    return true;
  });
  assert.deepEqual(await readFile(file), before);
  assert.deepEqual(await readdir(dataDir), ['redwolf.db']);
});

test('a data dir that cannot be made is one clear error', async (context) => {
  const dir = await temporaryDir(context);
  await writeFile(join(dir, 'file'), '');
  await assert.rejects(openTestStore(context, join(dir, 'file', 'data')), hasCode('DATA_DIR_UNWRITABLE'));
});

test('a database that cannot be opened for writing is one clear error', async (context) => {
  const dataDir = await temporaryDir(context);
  await mkdir(join(dataDir, 'redwolf.db'));
  await assert.rejects(openTestStore(context, dataDir), hasCode('DATA_DIR_UNWRITABLE'));
});

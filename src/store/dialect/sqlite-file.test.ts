import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { callRow, latestCalls, openTestStore, temporaryDir } from '../../../test/support/store.ts';
import { RedwolfError } from '../../lib/errors.ts';

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

test('a file that is no database is moved aside, and said', async (context) => {
  const dataDir = await temporaryDir(context);
  const text = 'this is not a database. '.repeat(100);
  await writeFile(join(dataDir, 'redwolf.db'), text);
  const warnings: string[] = [];
  const store = await openTestStore(context, dataDir, { warnings, clock: () => NOON });
  assert.deepEqual(await latestCalls(store, 1), []);
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
  assert.deepEqual(await latestCalls(last, 1), []);
  const aside = (await readdir(dataDir)).filter((name) => name.includes('corrupt'));
  assert.deepEqual(aside.toSorted(), ['redwolf.db.corrupt-20261101T120000Z', 'redwolf.db.corrupt-20261101T120000Z-2']);
});

test('a database that cannot be opened for writing is one clear error', async (context) => {
  const dataDir = await temporaryDir(context);
  await mkdir(join(dataDir, 'redwolf.db'));
  await assert.rejects(openTestStore(context, dataDir), hasCode('DATA_DIR_UNWRITABLE'));
});

test('closing leaves one file', async (context) => {
  const dataDir = await temporaryDir(context);
  const store = await openTestStore(context, dataDir);
  await store.settings.set('a', 'b');
  await store.close();
  assert.deepEqual(await readdir(dataDir), ['redwolf.db']);
});

import assert from 'node:assert/strict';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type TestContext, test } from 'node:test';
import { sql } from 'kysely';
import { temporaryDir } from '../../../test/support/store.ts';
import type { Database } from '../database.ts';
import { DatabaseFailure } from '../failure.ts';
import { openSqlite } from './sqlite.ts';

async function openEmpty(context: TestContext): Promise<{ database: Database; file: string }> {
  const file = join(await temporaryDir(context), 'test.db');
  const database = await openSqlite({ file, clock: () => 0, warn: assert.fail, busyTimeoutMs: 1 });
  context.after(() => database.close());
  await sql`create table settings (name text not null primary key, value text not null)`.execute(database.query);
  return { database, file };
}

test('a row that was written is read back', async (context) => {
  const { database } = await openEmpty(context);
  await database.query.insertInto('settings').values({ name: 'a', value: 'b' }).execute();
  assert.deepEqual(await database.query.selectFrom('settings').selectAll().execute(), [{ name: 'a', value: 'b' }]);
});

test('a writing statement says how many rows it changed, or returns what it was asked to', async (context) => {
  const { database } = await openEmpty(context);
  const inserted = await database.query
    .insertInto('settings')
    .values({ name: 'a', value: 'b' })
    .returning('name')
    .execute();
  assert.deepEqual(inserted, [{ name: 'a' }]);
  const updated = await database.query.updateTable('settings').set({ value: 'c' }).executeTakeFirst();
  assert.equal(updated.numUpdatedRows, 1n);
});

test('a batch is done wholly or not at all', async (context) => {
  const { database } = await openEmpty(context);
  const insertion = database.query.insertInto('settings').values({ name: 'a', value: 'b' });
  await assert.rejects(
    database.batch([insertion, insertion]),
    (error) => error instanceof DatabaseFailure && error.reason === 'unique',
  );
  assert.deepEqual(await database.query.selectFrom('settings').selectAll().execute(), []);
  await database.batch([insertion]);
  assert.equal((await database.query.selectFrom('settings').selectAll().execute()).length, 1);
});

test('one bad row keeps no other from being inserted', async (context) => {
  const { database } = await openEmpty(context);
  const rows = [
    ['a', '1'],
    ['b', null],
    ['c', '3'],
  ];
  const outcome = await database.insertRows('insert into settings (name, value) values (?, ?)', rows);
  assert.equal(outcome.lost, 1);
  assert.match(outcome.failure?.text ?? '', /NOT NULL/);
  const stored = await database.query.selectFrom('settings').select('name').orderBy('name').execute();
  assert.deepEqual(stored, [{ name: 'a' }, { name: 'c' }]);
});

test('rows for a table that is not there are lost, each counted', async (context) => {
  const { database } = await openEmpty(context);
  const outcome = await database.insertRows('insert into nowhere values (?)', [['a'], ['b']]);
  assert.equal(outcome.lost, 2);
  assert.match(outcome.failure?.text ?? '', /no such table/);
});

test('wrong SQL and wrong values reject, and the next query works', async (context) => {
  const { database } = await openEmpty(context);
  await assert.rejects(sql`selekt 1`.execute(database.query), /syntax error/);
  await assert.rejects(sql`select ${{}}`.execute(database.query), TypeError);
  assert.deepEqual((await sql`select ${1} as n`.execute(database.query)).rows, [{ n: 1 }]);
});

test('interactive transactions are refused, since other queries would become part of them', async (context) => {
  const { database } = await openEmpty(context);
  await assert.rejects(
    database.query.transaction().execute(async () => {}),
    /Database\.batch/,
  );
});

test('while another process holds the lock nothing is written, and it is said so', async (context) => {
  const { database, file } = await openEmpty(context);
  const other = new DatabaseSync(file);
  other.exec('begin immediate');
  const insertion = database.query.insertInto('settings').values({ name: 'a', value: 'b' });
  await assert.rejects(
    insertion.execute(),
    (error) => error instanceof DatabaseFailure && error.code === 'DATABASE_LOCKED',
  );
  const sqlText = 'insert into settings (name, value) values (?, ?)';
  const outcome = await database.insertRows(sqlText, [
    ['b', '1'],
    ['c', '2'],
  ]);
  assert.equal(outcome.lost, 2);
  assert.equal(outcome.failure?.reason, 'busy');
  other.exec('rollback');
  other.close();
  assert.deepEqual(await database.insertRows(sqlText, [['d', '3']]), { lost: 0, failure: null });
  assert.deepEqual(await database.query.selectFrom('settings').select('name').execute(), [{ name: 'd' }]);
});

test('changes by another process are seen, own ones are not', async (context) => {
  const { database, file } = await openEmpty(context);
  const before = await database.changesElsewhere();
  await database.query.insertInto('settings').values({ name: 'a', value: 'b' }).execute();
  assert.equal(await database.changesElsewhere(), before);
  const other = new DatabaseSync(file);
  other.exec(`insert into settings values ('x', 'y')`);
  other.close();
  assert.notEqual(await database.changesElsewhere(), before);
});

test('a copy holds what was written, and is private', async (context) => {
  const { database, file } = await openEmpty(context);
  await database.query.insertInto('settings').values({ name: 'a', value: 'b' }).execute();
  assert.equal(await database.copyBefore('0002-x'), `${file}.before-0002-x`);
  assert.equal(await database.copyBefore('0002-x'), `${file}.before-0002-x`, 'a second time');
  const copy = new DatabaseSync(`${file}.before-0002-x`);
  assert.equal(copy.prepare('select value from settings').get()?.['value'], 'b');
  copy.close();
  assert.equal((await stat(`${file}.before-0002-x`)).mode & 0o777, 0o600);
});

test('after close nothing is asked of the database, and closing again is nothing', async (context) => {
  const { database, file } = await openEmpty(context);
  await database.close();
  await database.close();
  await assert.rejects(database.query.selectFrom('settings').selectAll().execute(), DatabaseFailure);
  await assert.rejects(stat(`${file}-wal`), 'the write-ahead log was brought into the file');
});

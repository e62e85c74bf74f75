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

test('closing brings the write-ahead log into the file', async (context) => {
  const { database, file } = await openEmpty(context);
  await database.query.insertInto('settings').values({ name: 'a', value: 'b' }).execute();
  await database.close();
  await assert.rejects(stat(`${file}-wal`));
});

test('a value that no column takes rejects', async (context) => {
  const { database } = await openEmpty(context);
  await assert.rejects(sql`select ${{}}`.execute(database.query), TypeError);
});

/** What every dialect owes (database.ts). Runs on the embedded database, and on PostgreSQL where the tests have one. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { noticesChange, openEmpty } from '../../test/support/database.ts';
import type { Database } from './database.ts';
import { DatabaseFailure } from './failure.ts';

/** SQL text that inserts one row of a name and a value. */
function insertion(database: Database, table = 'settings'): string {
  return sql`insert into ${sql.table(table)} (name, value) values (${null}, ${null})`.compile(database.query).sql;
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
  const outcome = await database.insertRows(insertion(database), rows);
  assert.equal(outcome.lost, 1);
  assert.match(outcome.failure?.text ?? '', /not[- ]null/i);
  const stored = await database.query.selectFrom('settings').select('name').orderBy('name').execute();
  assert.deepEqual(stored, [{ name: 'a' }, { name: 'c' }]);
});

test('rows for a table that is not there are lost, each counted', async (context) => {
  const { database } = await openEmpty(context);
  const outcome = await database.insertRows(insertion(database, 'nowhere'), [
    ['a', '1'],
    ['b', '2'],
  ]);
  assert.equal(outcome.lost, 2);
  assert.match(outcome.failure?.text ?? '', /no such table|does not exist/);
});

test('wrong SQL and wrong values reject, and the next query works', async (context) => {
  const { database } = await openEmpty(context);
  await assert.rejects(sql`selekt 1`.execute(database.query), /syntax error/);
  assert.deepEqual((await sql`select cast(${1} as integer) as n`.execute(database.query)).rows, [{ n: 1 }]);
});

test('interactive transactions are refused, since other queries would become part of them', async (context) => {
  const { database } = await openEmpty(context);
  await assert.rejects(
    database.query.transaction().execute(async () => {}),
    /Database\.batch/,
  );
});

test('changes by another process are seen, own ones are not', async (context) => {
  const { database, openAgain } = await openEmpty(context);
  const other = await openAgain();
  const before = await database.changesElsewhere();
  await database.query.insertInto('settings').values({ name: 'a', value: 'b' }).execute();
  await database.batch([database.query.deleteFrom('settings')]);
  assert.equal(await database.changesElsewhere(), before);
  await other.query.insertInto('settings').values({ name: 'x', value: 'y' }).execute();
  await noticesChange(database, before);
});

test('after close nothing is asked of the database, and closing again is nothing', async (context) => {
  const { database } = await openEmpty(context);
  await database.close();
  await database.close();
  await assert.rejects(database.query.selectFrom('settings').selectAll().execute(), DatabaseFailure);
});

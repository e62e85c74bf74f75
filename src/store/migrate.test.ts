import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { sql } from 'kysely';
import { temporaryDir } from '../../test/support/store.ts';
import type { Database } from './database.ts';
import { openSqlite } from './dialect/sqlite.ts';
import { migrate } from './migrate.ts';
import { migrations } from './migrations/index.ts';
import type { Migration } from './migrations/migration.ts';

const CONTEXT = { where: 'test.db', version: '0.1.0', clock: () => 5 };

async function openEmpty(context: TestContext): Promise<{ database: Database; file: string }> {
  const file = join(await temporaryDir(context), 'test.db');
  const database = await openSqlite({ file, clock: () => 0, warn: assert.fail });
  context.after(() => database.close());
  return { database, file };
}

async function applied(database: Database): Promise<readonly string[]> {
  const rows = await database.query.selectFrom('migrations').selectAll().orderBy('id').execute();
  return rows.map(({ id }) => id);
}

test('an empty database is brought to the last migration, once', async (context) => {
  const { database, file } = await openEmpty(context);
  await migrate(database, migrations, CONTEXT);
  await migrate(database, migrations, { ...CONTEXT, version: '0.2.0' });
  const rows = await database.query.selectFrom('migrations').selectAll().execute();
  assert.deepEqual(rows[0], { id: '0001-first', appliedAt: 5, program: '0.1.0' });
  assert.deepEqual(
    rows.map(({ id }) => id),
    migrations.map(({ id }) => id),
  );
  assert.equal(existsSync(`${file}.before-0001-first`), false, 'nothing was there to copy');
});

test('an existing database is copied before it is changed', async (context) => {
  const { database, file } = await openEmpty(context);
  const second: Migration = { id: '0002-more', statements: ['create table more (id integer)'] };
  const third: Migration = { id: '0003-most', statements: ['create table most (id integer)'] };
  await migrate(database, migrations, CONTEXT);
  await migrate(database, [...migrations, second, third], CONTEXT);
  assert.deepEqual((await applied(database)).slice(-2), ['0002-more', '0003-most']);
  assert.ok(existsSync(`${file}.before-0002-more`));
  assert.equal(existsSync(`${file}.before-0003-most`), false, 'one copy is enough');
});

test('a migration that fails changes nothing', async (context) => {
  const { database } = await openEmpty(context);
  const bad: Migration = { id: '0001-bad', statements: ['create table half (id integer)', 'create tabel other (id)'] };
  await assert.rejects(migrate(database, [bad], CONTEXT), /syntax error/);
  assert.deepEqual(await applied(database), []);
  await assert.rejects(sql`select * from half`.execute(database.query), /no such table/);
});

test('a migration that another process applied in between is no failure', async (context) => {
  const { database, file } = await openEmpty(context);
  const other = await openSqlite({ file, clock: () => 0, warn: assert.fail });
  context.after(() => other.close());
  const late: Database = {
    ...database,
    query: database.query,
    batch: async (queries) => {
      await migrate(other, migrations, { ...CONTEXT, version: '0.2.0' });
      await database.batch(queries);
    },
  };
  await migrate(late, migrations, CONTEXT);
  const rows = await database.query.selectFrom('migrations').selectAll().execute();
  assert.deepEqual(rows[0], { id: '0001-first', appliedAt: 5, program: '0.2.0' });
});

test('migrations are listed in the order of their numbers', () => {
  const ids = migrations.map(({ id }) => id);
  assert.deepEqual(ids, ids.toSorted());
  for (const [index, id] of ids.entries()) assert.ok(id.startsWith(`${String(index + 1).padStart(4, '0')}-`), id);
});

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
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

const FIRST_USER = {
  id: 'user_admin',
  name: 'admin',
  nameKey: 'admin',
  role: 'admin',
  mustChangePassword: 0,
  isEnabled: 1,
  version: 1,
};

const ENTRY = { who: 'user_admin', whoName: 'admin', action: 'configuration.change', address: null };

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
  const second: Migration = { id: '0098-more', statements: ['create table more (id integer)'] };
  const third: Migration = { id: '0099-most', statements: ['create table most (id integer)'] };
  await migrate(database, migrations, CONTEXT);
  await migrate(database, [...migrations, second, third], CONTEXT);
  assert.deepEqual((await applied(database)).slice(-2), ['0098-more', '0099-most']);
  assert.ok(existsSync(`${file}.before-0098-more`));
  assert.equal(existsSync(`${file}.before-0099-most`), false, 'one copy is enough');
});

test('the administrator of before is the user admin, with password, sessions and history', async (context) => {
  const { database } = await openEmpty(context);
  await migrate(database, migrations.slice(0, 2), CONTEXT);
  await sql`insert into admin values (1, 'a hash')`.execute(database.query);
  await sql`insert into admin_sessions values ('0123456789abcdef0123456789abcdef', 7, 8)`.execute(database.query);
  await sql`insert into config_history values (3, 9, 'admin', 'Added up.', '{}', '{"a":1}')`.execute(database.query);
  await migrate(database, migrations, { ...CONTEXT, clock: () => 99 });
  const [user, ...others] = await database.query.selectFrom('users').selectAll().execute();
  assert.deepEqual([user, others.length], [{ ...FIRST_USER, passwordHash: 'a hash', createdAt: 5 }, 0]);
  assert.deepEqual(await database.query.selectFrom('sessions').selectAll().execute(), [
    {
      id: 'session_0123456789abcdef01234567',
      tokenHash: '0123456789abcdef0123456789abcdef',
      userId: 'user_admin',
      createdAt: 7,
      expiresAt: 8,
      address: '',
      userAgent: '',
    },
  ]);
  const [entry] = await database.query.selectFrom('auditLog').selectAll().execute();
  const states = { stateBefore: '{}', stateAfter: '{"a":1}' };
  assert.deepEqual(entry, { ...ENTRY, ...states, id: 'audit_3', at: 9, what: 'Added up.', configVersion: 3 });
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

test('a migration that is made by functions has the text that it was released with', () => {
  const usage = migrations.find(({ id }) => id === '0006-usage');
  const digest = createHash('sha256').update(JSON.stringify(usage)).digest('hex');
  assert.equal(digest, '986984abbd9b498aa702d7222a4efd4f98a38145c5aea55535b1733a48fc4558');
});

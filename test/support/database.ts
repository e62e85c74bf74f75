import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Database } from '../../src/store/database.ts';
import { openPostgres } from '../../src/store/dialect/postgres.ts';
import { openSqlite } from '../../src/store/dialect/sqlite.ts';
import { isOnPostgres, testDatabaseUrl } from './postgres.ts';
import { temporaryDir } from './store.ts';

/** The database of a data directory without the store upon it; closed after the test. */
export async function openTestDatabase(context: TestContext, dataDir: string): Promise<Database> {
  const database = isOnPostgres
    ? (await openPostgres({ url: await testDatabaseUrl(context, dataDir) })).database
    : await openSqlite({ file: join(dataDir, 'redwolf.db'), clock: () => 0, warn: assert.fail });
  context.after(() => database.close());
  return database;
}

const NOTICE_LIMIT_MS = 5_000;

/** PostgreSQL's notice of a change comes when it is committed, and not with the reply to a query. */
export async function noticesChange(store: Pick<Database, 'changesElsewhere'>, before: number): Promise<void> {
  const deadline = Date.now() + NOTICE_LIMIT_MS;
  while ((await store.changesElsewhere()) === before) {
    assert.ok(Date.now() < deadline, 'the change was not noticed');
    await setImmediate();
  }
}

/** A database with nothing but the table of settings, which may be opened a second time. */
export async function openEmpty(
  context: TestContext,
): Promise<{ readonly database: Database; readonly openAgain: () => Promise<Database> }> {
  const dataDir = await temporaryDir(context);
  const openAgain = () => openTestDatabase(context, dataDir);
  const database = await openAgain();
  await sql`create table settings (name text not null primary key, value text not null)`.execute(database.query);
  return { database, openAgain };
}

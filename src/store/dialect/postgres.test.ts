/** What only PostgreSQL does. What every dialect owes is in ../database.test.ts. */

import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { sql } from 'kysely';
import { cuttableWay } from '../../../test/support/cuttable.ts';
import { hasPostgres, testDatabaseUrl } from '../../../test/support/postgres.ts';
import { refusedPort } from '../../../test/support/refused-port.ts';
import { temporaryDir } from '../../../test/support/store.ts';
import { Secret } from '../../lib/secret.ts';
import type { Database } from '../database.ts';
import { DatabaseFailure } from '../failure.ts';
import { openPostgres } from './postgres.ts';
import { describePostgresFailure } from './postgres-failure.ts';

const INSERTION = 'insert into settings (name, value) values ($1, $2)';

async function open(context: TestContext, url: Secret): Promise<Database> {
  const { database } = await openPostgres({ url, retryDelaysMs: [1, 1] });
  context.after(() => database.close());
  await sql`create table if not exists settings (name text not null primary key, value text not null)`.execute(
    database.query,
  );
  return database;
}

async function ownUrl(context: TestContext): Promise<Secret> {
  return testDatabaseUrl(context, await temporaryDir(context));
}

test('numbers of 64 bits and sums come back as numbers', { skip: !hasPostgres }, async (context) => {
  const database = await open(context, await ownUrl(context));
  const { rows } = await sql`select ${1}::bigint as one, sum(n) as sum from (values (1::bigint), (2)) as t (n)`.execute(
    database.query,
  );
  assert.deepEqual(rows, [{ one: 1, sum: 3 }]);
});

test('a NUL, which its texts cannot hold, costs no row', { skip: !hasPostgres }, async (context) => {
  const database = await open(context, await ownUrl(context));
  assert.deepEqual(await database.insertRows(INSERTION, [['a', 'x\0y']]), { lost: 0, failure: null });
  assert.deepEqual(await database.query.selectFrom('settings').selectAll().execute(), [
    { name: 'a', value: 'x\ufffdy' },
  ]);
});

test('rows are written when the connections broke, and changes are noticed', {
  skip: !hasPostgres,
}, async (context) => {
  const way = await cuttableWay(context, await ownUrl(context));
  const database = await open(context, way.url);
  const before = await database.changesElsewhere();
  way.cut();
  assert.deepEqual(await database.insertRows(INSERTION, [['a', 'b']]), { lost: 0, failure: null });
  assert.deepEqual(await database.query.selectFrom('settings').select('name').execute(), [{ name: 'a' }]);
  assert.notEqual(await database.changesElsewhere(), before, 'one may have been missed');
});

test('a server that is not there is one clear error, without the password', async (context) => {
  const refused = await refusedPort();
  context.after(() => refused.release());
  const url = new Secret(`postgres://me:hidden-word@127.0.0.1:${refused.port}/team`);
  await assert.rejects(openPostgres({ url }), (error) => {
    assert.ok(error instanceof DatabaseFailure);
    assert.equal(error.code, 'DATABASE_UNREACHABLE');
    assert.match(error.message, /postgres:\/\/me@127\.0\.0\.1:\d+\/team failed/);
    assert.doesNotMatch(error.message, /hidden-word/);
    return true;
  });
});

test('a database that does not exist is told from a server that is away', { skip: !hasPostgres }, async (context) => {
  const url = new URL((await ownUrl(context)).reveal());
  url.pathname = '/no_such_database';
  await assert.rejects(openPostgres({ url: new Secret(url.href) }), /no_such_database.*name of the database/);
});

test('failures have a reason that does not depend on the database', () => {
  const reason = (code: string) => describePostgresFailure(Object.assign(new Error('x'), { code })).reason;
  assert.deepEqual(['23505', '42710', '40P01', '53100', '57P01', '08006', '28P01', '42601', 'ECONNRESET'].map(reason), [
    'unique',
    'unique',
    'busy',
    'full',
    'unreachable',
    'unreachable',
    'refused',
    'other',
    'unreachable',
  ]);
  for (const text of ['Connection terminated unexpectedly', 'Query read timeout']) {
    assert.equal(describePostgresFailure(new Error(text)).reason, 'unreachable');
  }
});

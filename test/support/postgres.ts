import { createHash, randomUUID } from 'node:crypto';
import type { TestContext } from 'node:test';
import pg from 'pg';
import { Secret } from '../../src/lib/secret.ts';

/** The tests have a server. */
export const hasPostgres = process.env['REDWOLF_TEST_POSTGRES_URL'] !== undefined;

/** Set where the tests of the store shall run on PostgreSQL instead of the embedded database (scripts/test.js does it). */
export const isOnPostgres = process.env['REDWOLF_TEST_DIALECT'] === 'postgres';

/**
 * An address on the tests' server whose tables are in a schema of their own, the same one for the same folder: what is
 * opened twice in a test is the same database. The schema goes when the test ends.
 */
export async function testDatabaseUrl(context: TestContext, dataDir: string): Promise<Secret> {
  const schema = `redwolf_${createHash('sha256').update(dataDir).digest('hex').slice(0, 20)}`;
  await makeSchema(schema);
  context.after(() => dropSchema(schema));
  return urlOf(schema);
}

/** Such an address that is good while the work is done. */
export async function withDatabaseUrl<Result>(work: (url: Secret) => Promise<Result>): Promise<Result> {
  const schema = `redwolf_${randomUUID().replaceAll('-', '_')}`;
  await makeSchema(schema);
  try {
    return await work(urlOf(schema));
  } finally {
    await dropSchema(schema);
  }
}

async function makeSchema(schema: string): Promise<void> {
  // Of two that begin at once the second fails, and finds the schema made.
  await ask(`create schema if not exists ${schema}`).catch(() => ask(`create schema if not exists ${schema}`));
}

async function dropSchema(schema: string): Promise<void> {
  await ask(`drop schema if exists ${schema} cascade`);
}

function urlOf(schema: string): Secret {
  const url = new URL(serverUrl());
  url.searchParams.set('options', `-c search_path=${schema}`);
  return new Secret(url.href);
}

function serverUrl(): string {
  const url = process.env['REDWOLF_TEST_POSTGRES_URL'];
  if (url === undefined) throw new TypeError('REDWOLF_TEST_POSTGRES_URL names no server');
  return url;
}

async function ask(sql: string): Promise<void> {
  await askPostgres(new Secret(serverUrl()), sql);
}

/** Runs the statements on a connection of their own; gives the rows of a single one. */
export async function askPostgres(url: Secret, sql: string): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url.reveal() });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { Secret } from '../../src/lib/secret.ts';
import type { Database } from '../../src/store/database.ts';
import { openPostgres } from '../../src/store/dialect/postgres.ts';
import { openSqlite } from '../../src/store/dialect/sqlite.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Store } from '../../src/store/store.ts';

/** A store of its own, and its database beside it. */
export interface MeasuredStore {
  readonly store: Store;
  readonly database: Database;
  /** Closes both, and removes all of it. */
  remove(): Promise<void>;
}

/** In a temporary folder; or in a schema of its own in the PostgreSQL database at `url`. */
export async function openMeasuredStore(url: string | undefined): Promise<MeasuredStore> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'redwolf-bench-'));
  const schema = url === undefined ? undefined : await makeSchema(url);
  const databaseUrl = schema === undefined ? {} : { databaseUrl: schema.url };
  const store = await openStore({ dataDir, version: '0.0.0', warn, ...databaseUrl });
  const database =
    schema === undefined
      ? await openSqlite({ file: path.join(dataDir, 'redwolf.db'), clock: Date.now, warn })
      : (await openPostgres({ url: schema.url })).database;
  const remove = async () => {
    await store.close();
    await database.close();
    await schema?.drop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  return { store, database, remove };
}

async function makeSchema(address: string) {
  const schema = `redwolf_bench_${process.pid}`;
  const url = new URL(address);
  url.searchParams.set('options', `-c search_path=${schema}`);
  await run(address, `create schema ${schema}`);
  return { url: new Secret(url.href), drop: () => run(address, `drop schema ${schema} cascade`) };
}

async function run(address: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: address });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

function warn(message: string): void {
  process.stderr.write(`${message}\n`);
}

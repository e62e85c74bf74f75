import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { Secret } from '../src/lib/secret.ts';
import type { BodyPlace } from '../src/records/body-store.ts';

/** Where the bodies of a measurement are kept. */
export interface MeasuredPlace {
  readonly place: BodyPlace;
  /** Bytes on disk, once the store is closed. */
  size(): Promise<number>;
  remove(): Promise<void>;
}

/** A file in a folder of its own. */
export function filePlace(): MeasuredPlace {
  const folder = mkdtempSync(path.join(tmpdir(), 'redwolf-bench-'));
  const file = path.join(folder, 'bodies.db');
  return {
    place: { file },
    size: async () => statSync(file).size,
    remove: async () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** A schema of its own in the PostgreSQL database at `url`. */
export async function postgresPlace(url: string): Promise<MeasuredPlace> {
  const schema = `redwolf_bench_${process.pid}`;
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`create schema ${schema}`);
  const own = new URL(url);
  own.searchParams.set('options', `-c search_path=${schema}`);
  return {
    place: { databaseUrl: new Secret(own.href) },
    size: async () => {
      const { rows } = await client.query<{ size: string }>(
        "select sum(pg_total_relation_size(oid)) as size from pg_class where relnamespace = $1::regnamespace and relkind = 'r'",
        [schema],
      );
      return Number(rows[0]?.size);
    },
    remove: async () => {
      await client.query(`drop schema ${schema} cascade`);
      await client.end();
    },
  };
}

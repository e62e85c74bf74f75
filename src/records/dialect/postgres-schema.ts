import type { ClientBase } from 'pg';
import { NewerTables } from '../newer-tables.ts';

/** Any number that no other program on the database takes for the like. */
const MIGRATION_LOCK = 7_234_017_283_807;

/**
 * From each version to the next; a released one is never changed. What is stored is compressed already, so that the
 * server need not try. Blocks are deleted in large numbers, and their space shall be used again before the tables have
 * grown by a fifth, which is the server's default.
 */
const MIGRATIONS = [
  `
    create sequence record_block_ids;
    create sequence record_body_ids;
    create table record_blocks (
      id bigint primary key, length integer not null, hash bytea not null unique, data bytea not null
    ) with (autovacuum_vacuum_scale_factor = 0.05, toast.autovacuum_vacuum_scale_factor = 0.05);
    alter table record_blocks alter column data set storage external;
    create table record_bodies (
      id bigint primary key, length integer not null, manifest_length integer not null, hash bytea not null unique,
      manifest bytea not null
    );
    alter table record_bodies alter column manifest set storage external;
    create table record_calls (
      number bigint generated always as identity primary key, started_at bigint not null,
      sheet_length integer not null, id text not null unique, key_id text not null, sheet bytea not null
    );
    alter table record_calls alter column sheet set storage external;
    create index record_calls_by_time on record_calls (started_at);
    create table record_call_bodies (
      call bigint not null references record_calls (number) on delete cascade,
      body bigint references record_bodies (id), position integer not null, primary key (call, position)
    );
    create index record_call_bodies_by_body on record_call_bodies (body);
    create table record_state (epoch bigint not null, bytes bigint not null);
    insert into record_state values (0, 0);
  `,
];

/**
 * Brings the tables to this program's version. Others wait meanwhile, and then find it done. Rejects with NewerTables,
 * having changed nothing, and with what the driver throws.
 */
export async function migratePostgres(client: Pick<ClientBase, 'query'>): Promise<void> {
  await client.query('begin');
  try {
    await client.query(`select pg_advisory_xact_lock(${MIGRATION_LOCK})`);
    await client.query('create table if not exists record_versions (version integer primary key)');
    const { rows } = await client.query<{ version: number }>(
      'select coalesce(max(version), 0) as version from record_versions',
    );
    const version = rows[0]?.version ?? 0;
    if (version > MIGRATIONS.length) throw new NewerTables(version, MIGRATIONS.length);
    for (const [index, migration] of MIGRATIONS.entries()) {
      if (index < version) continue;
      await client.query(migration);
      await client.query('insert into record_versions values ($1)', [index + 1]);
    }
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}

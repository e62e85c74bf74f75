import type { DatabaseSync } from 'node:sqlite';
import { NewerTables } from '../newer-tables.ts';

/** From each version to the next; a released one is never changed. The first meets tables from before versions were kept. */
const MIGRATIONS = [
  `
    create table if not exists blocks (
      id integer primary key, hash blob not null unique, length integer not null, data blob not null
    ) strict;
    create table if not exists bodies (
      id integer primary key, hash blob not null unique, length integer not null,
      manifest blob not null, manifest_length integer not null
    ) strict;
    create table if not exists calls (
      number integer primary key, id text not null unique, key_id text not null, started_at integer not null,
      sheet blob not null, sheet_length integer not null
    ) strict;
    create index if not exists calls_by_time on calls (started_at);
    create table if not exists call_bodies (
      call integer not null references calls (number) on delete cascade, position integer not null,
      body integer references bodies (id), primary key (call, position)
    ) strict, without rowid;
    create index if not exists call_bodies_by_body on call_bodies (body);
    create table if not exists highest (name text primary key, id integer not null) strict, without rowid;
  `,
];

/**
 * Brings the tables to this program's version, which the file keeps as `user_version`. Throws NewerTables, having changed
 * nothing, and what node:sqlite throws.
 */
export function migrateSqlite(database: DatabaseSync): void {
  const version = pragma(database, 'user_version');
  if (version > MIGRATIONS.length) throw new NewerTables(version, MIGRATIONS.length);
  if (pragma(database, 'auto_vacuum') !== 2) {
    // Holds from the next vacuum on, which of a new file costs nothing.
    database.exec('pragma auto_vacuum = incremental');
    database.exec('vacuum');
  }
  for (const [index, migration] of MIGRATIONS.entries()) {
    if (index < version) continue;
    // What fails in between is undone when the file is closed.
    database.exec(`begin immediate; ${migration}; pragma user_version = ${index + 1}; commit`);
  }
}

function pragma(database: DatabaseSync, name: string): number {
  return Number(database.prepare(`pragma ${name}`).get()?.[name]);
}

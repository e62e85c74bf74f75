/** Opens the database file. Runs in the worker, which must stay small: nothing but node's own modules. */

import { chmodSync, closeSync, existsSync, openSync, renameSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { FailureDetails, FailureReason, WorkerStart } from './worker-messages.ts';

/** Reading all of a larger file would delay the start: 268 MB took 0.23 s, warm. */
const LARGEST_CHECKED_BYTES = 512 * 1024 * 1024;
const JOURNAL_SIZE_LIMIT_BYTES = 16 * 1024 * 1024;
/** The database and the two files that belong to it in WAL mode. */
const SUFFIXES = ['', '-wal', '-shm'];

export interface OpenedDatabase {
  readonly database: DatabaseSync;
  /** Where the file was moved to because it was corrupt, else null. */
  readonly movedTo: string | null;
}

/**
 * Opens the file, creating it where it is absent. A corrupt one is moved aside first, never deleted.
 *
 * Throws what node:sqlite or node:fs throw.
 */
export function openDatabase(start: WorkerStart): OpenedDatabase {
  try {
    return { database: openSound(start.file, start.busyTimeoutMs), movedTo: null };
  } catch (error) {
    if (describeFailure(error).reason !== 'corrupt') throw error;
    return openAnew(start);
  }
}

/** Moves the file aside, and opens a new one in its place. Throws what node:sqlite or node:fs throw. */
export function openAnew({ file, openedAt, busyTimeoutMs }: WorkerStart): OpenedDatabase {
  const movedTo = moveAside(file, openedAt);
  return { database: openSound(file, busyTimeoutMs), movedTo };
}

/** What a thrown value says of the failure. Result codes: https://www.sqlite.org/rescode.html */
export function describeFailure(error: unknown): FailureDetails {
  const text = error instanceof Error ? error.message : String(error);
  return { reason: reasonOf(error), text };
}

function reasonOf(error: unknown): FailureReason {
  if (error instanceof CorruptDatabase) return 'corrupt';
  if (!(error instanceof Error)) return 'other';
  if ('errcode' in error && typeof error.errcode === 'number') return reasonOfResultCode(error.errcode);
  if ('code' in error && typeof error.code === 'string') return reasonOfSystemCode(error.code);
  return 'other';
}

function reasonOfResultCode(code: number): FailureReason {
  // SQLITE_CONSTRAINT_PRIMARYKEY and SQLITE_CONSTRAINT_UNIQUE are told from other constraints by the higher bits.
  if (code === 1555 || code === 2067) return 'unique';
  switch (code & 0xff) {
    case 5: // SQLITE_BUSY
    case 6: // SQLITE_LOCKED
      return 'busy';
    case 11: // SQLITE_CORRUPT
    case 26: // SQLITE_NOTADB
      return 'corrupt';
    case 19: // SQLITE_CONSTRAINT
      return 'constraint';
    case 13: // SQLITE_FULL
      return 'full';
    case 3: // SQLITE_PERM
    case 8: // SQLITE_READONLY
    case 14: // SQLITE_CANTOPEN
      return 'unwritable';
    default:
      return 'other';
  }
}

function reasonOfSystemCode(code: string): FailureReason {
  if (code === 'ENOSPC' || code === 'EDQUOT') return 'full';
  return ['EACCES', 'EPERM', 'EROFS', 'EISDIR', 'ENOTDIR', 'ENOENT'].includes(code) ? 'unwritable' : 'other';
}

/** The file can be opened, but its check found damage. */
class CorruptDatabase extends Error {}

function openSound(file: string, busyTimeoutMs: number): DatabaseSync {
  createPrivately(file);
  const database = new DatabaseSync(file, { timeout: busyTimeoutMs, enableForeignKeyConstraints: true });
  try {
    check(database, file);
    // Only holds for a file without tables yet.
    database.exec('pragma auto_vacuum = incremental');
    // Says nothing where WAL is impossible, as on some network drives: the default journal is slower but right.
    database.exec('pragma journal_mode = wal');
    database.exec('pragma synchronous = normal');
    database.exec(`pragma journal_size_limit = ${JOURNAL_SIZE_LIMIT_BYTES}`);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function check(database: DatabaseSync, file: string): void {
  // Reads the header and the schema, whatever the size.
  database.exec('select count(*) from sqlite_schema');
  if (statSync(file).size > LARGEST_CHECKED_BYTES) return;
  const found = Object.values(database.prepare('pragma quick_check(1)').get() ?? {})[0];
  if (found !== 'ok') throw new CorruptDatabase(String(found));
}

/** SQLite gives its -wal and -shm files the mode of the database, so that this covers all three. */
function createPrivately(file: string): void {
  closeSync(openSync(file, 'a', 0o600));
  chmodSync(file, 0o600);
}

function moveAside(file: string, now: number): string {
  const stamp = new Date(now).toISOString().replaceAll(/[-:]|\.\d+/g, '');
  let target = `${file}.corrupt-${stamp}`;
  for (let count = 2; existsSync(target); count++) target = `${file}.corrupt-${stamp}-${count}`;
  for (const suffix of SUFFIXES) {
    if (existsSync(file + suffix)) renameSync(file + suffix, target + suffix);
  }
  return target;
}

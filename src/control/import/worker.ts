/**
 * The one thread that reads the original's database. It may hold gigabytes of prompts, and reading must not hold up the
 * calls of a gateway that runs.
 */

import { DatabaseSync, type SQLOutputValue } from 'node:sqlite';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { messageOf } from '../../lib/errors.ts';
import type { OldRow, OldValue, ReaderAnswer, ReaderOpening, ReaderQuestion, ReaderStart } from './worker-messages.ts';

if (parentPort !== null) start(parentPort, workerData);

function start(port: MessagePort, { file }: ReaderStart): void {
  try {
    const database = open(file);
    const tables = tablesOf(database);
    port.on('message', (question: ReaderQuestion) => port.postMessage(answer(database, question)));
    port.postMessage({ isOpen: true, tables } satisfies ReaderOpening);
  } catch (error) {
    port.postMessage({ isOpen: false, reason: messageOf(error) } satisfies ReaderOpening);
  }
}

/** Read-only, and looked through once: what is damaged must be known before anything is taken over. */
function open(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { readOnly: true });
  // What the file brings of code of its own is not run.
  database.exec('pragma trusted_schema = off');
  const [found] = rowsOf(database, 'pragma quick_check(1)', []);
  const verdict = Object.values(found ?? {})[0];
  if (verdict !== 'ok') throw new Error(String(verdict));
  return database;
}

/** A view or a virtual table of that name is none: reading it could run for ever. */
function tablesOf(database: DatabaseSync): Record<string, readonly string[]> {
  const plain = "select name from sqlite_schema where type = 'table' and sql not like 'create virtual%'";
  const columns = (name: OldValue) => rowsOf(database, 'select name from pragma_table_info(?)', [String(name)]);
  return Object.fromEntries(
    rowsOf(database, plain, []).map(({ name = '' }) => [name, columns(name).map((column) => String(column['name']))]),
  );
}

function answer(database: DatabaseSync, { id, sql, parameters }: ReaderQuestion): ReaderAnswer {
  try {
    return { id, rows: rowsOf(database, sql, parameters) };
  } catch (error) {
    return { id, reason: messageOf(error) };
  }
}

function rowsOf(database: DatabaseSync, sql: string, parameters: ReaderQuestion['parameters']): OldRow[] {
  const statement = database.prepare(sql);
  // Numbers beyond 2^53 would be refused otherwise, and take their row with them.
  statement.setReadBigInts(true);
  return statement
    .all(...parameters)
    .map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plainValue(value)])));
}

function plainValue(value: SQLOutputValue): OldValue {
  if (typeof value === 'bigint') return Number(value);
  return value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : value;
}

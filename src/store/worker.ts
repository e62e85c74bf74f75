/**
 * The one thread that touches the database. It knows SQL text and values, nothing of the tables: queries are written
 * and compiled on the main thread (docs/decisions/0004-sqlite-in-a-worker.md).
 */

import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { stepBack } from '../lib/step-back.ts';
import type {
  Answered,
  FailureDetails,
  InsertOutcome,
  Kind,
  Opening,
  QueryOutcome,
  Reply,
  Request,
  RowValues,
  Statement,
  WorkerStart,
} from './worker-messages.ts';
import { describeFailure, openDatabase } from './worker-open.ts';

/** Each try waits for the busy timeout. */
const BUSY_TRIES = 3;

if (parentPort !== null) start(parentPort, workerData);

function start(port: MessagePort, options: WorkerStart): void {
  stepBack();
  try {
    const { database, movedTo } = openDatabase(options);
    port.on('message', (request: Request) => serve(port, database, request));
    port.postMessage({ isOpen: true, movedTo } satisfies Opening);
  } catch (error) {
    port.postMessage({ isOpen: false, failure: describeFailure(error) } satisfies Opening);
  }
}

function serve(port: MessagePort, database: DatabaseSync, request: Request): void {
  port.postMessage(replyTo(database, request));
  // Without a port to listen to the thread ends.
  if (request.kind === 'close') port.close();
}

function replyTo(database: DatabaseSync, request: Request): Reply {
  try {
    return { id: request.id, answer: answer(database, request) };
  } catch (error) {
    return { id: request.id, failure: describeFailure(error) };
  }
}

function answer(database: DatabaseSync, request: Request): Answered[Kind] {
  switch (request.kind) {
    case 'query':
      return runQuery(database, request.body);
    case 'batch':
      inTransaction(database, () => {
        for (const statement of request.body) runQuery(database, statement);
      });
      return null;
    case 'insert':
      return insertRows(database, request.body.sql, JSON.parse(request.body.rows));
    case 'close':
      // SQLite brings the write-ahead log into the file when its last connection closes.
      database.close();
      return null;
  }
}

function runQuery(database: DatabaseSync, { sql, parameters }: Statement): QueryOutcome {
  const statement = database.prepare(sql);
  // A statement with columns returns rows, and `run` would throw them away.
  if (statement.columns().length > 0) return { rows: statement.all(...parameters), changes: 0, lastInsertId: null };
  const { changes, lastInsertRowid } = statement.run(...parameters);
  return { rows: [], changes, lastInsertId: lastInsertRowid };
}

/** All rows in one transaction; if that fails, each for itself, so that one bad row takes no other with it. */
function insertRows(database: DatabaseSync, sql: string, rows: readonly RowValues[]): InsertOutcome {
  try {
    const statement = database.prepare(sql);
    const failure = tryTogether(database, statement, rows);
    if (failure === null) return { lost: 0, failure };
    return failure.reason === 'busy' ? { lost: rows.length, failure } : insertOneByOne(statement, rows);
  } catch (error) {
    return { lost: rows.length, failure: describeFailure(error) };
  }
}

/** Tries again while another process holds the lock: that is no fault of the rows. */
function tryTogether(
  database: DatabaseSync,
  statement: StatementSync,
  rows: readonly RowValues[],
): FailureDetails | null {
  let failure: FailureDetails | null = null;
  for (let tries = 0; tries < BUSY_TRIES; tries++) {
    try {
      inTransaction(database, () => {
        for (const row of rows) statement.run(...row);
      });
      return null;
    } catch (error) {
      failure = describeFailure(error);
      if (failure.reason !== 'busy') return failure;
    }
  }
  return failure;
}

function insertOneByOne(statement: StatementSync, rows: readonly RowValues[]): InsertOutcome {
  let lost = 0;
  let failure: FailureDetails | null = null;
  for (const [index, row] of rows.entries()) {
    try {
      statement.run(...row);
    } catch (error) {
      lost++;
      failure ??= describeFailure(error);
      // Each further row would wait for the busy timeout.
      if (describeFailure(error).reason === 'busy') return { lost: lost + rows.length - index - 1, failure };
    }
  }
  return { lost, failure };
}

function inTransaction(database: DatabaseSync, work: () => void): void {
  // IMMEDIATE: the lock is taken here, where waiting for it is possible, not in the middle.
  database.exec('begin immediate');
  try {
    work();
    database.exec('commit');
  } catch (error) {
    // A full disk rolls back by itself.
    if (database.isTransaction) database.exec('rollback');
    throw error;
  }
}

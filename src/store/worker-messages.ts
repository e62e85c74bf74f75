/** What the main thread and the database worker say to each other. Loaded by both, so it imports nothing. */

/** A value that can be bound to a parameter. */
export type SqlValue = string | number | bigint | null | Uint8Array;

/** One row's values, in the order of the columns. */
export type RowValues = readonly (string | number | null)[];

/** SQL text with the values of its `?`. */
export interface Statement {
  readonly sql: string;
  readonly parameters: readonly SqlValue[];
}

/** What the worker is started with. */
export interface WorkerStart {
  /** Path of the database file. */
  readonly file: string;
  /** When it is opened: UTC in milliseconds since 1970. Names the file that a corrupt database is moved to. */
  readonly openedAt: number;
  /** How long a statement waits for a lock that another process holds. */
  readonly busyTimeoutMs: number;
}

/** What can be asked of the worker: kind → body. */
export interface Asked {
  readonly query: Statement;
  /** All statements or none, in one transaction. */
  readonly batch: readonly Statement[];
  /** One statement, once per row. `rows` is the JSON text of RowValues[]: half as dear as letting node clone them. */
  readonly insert: { readonly sql: string; readonly rows: string };
  /** Write everything into the database file and end. */
  readonly close: null;
}

/** What the worker answers: kind → body. */
export interface Answered {
  readonly query: QueryOutcome;
  readonly batch: null;
  readonly insert: InsertOutcome;
  readonly close: null;
}

export type Kind = keyof Asked;

export interface QueryOutcome {
  readonly rows: readonly unknown[];
  /** Rows that were changed; 0 for a statement that returns rows. */
  readonly changes: number | bigint;
  readonly lastInsertId: number | bigint | null;
}

export interface InsertOutcome {
  /** Rows that could not be written. */
  readonly lost: number;
  /** Why the first of them could not. */
  readonly failure: FailureDetails | null;
}

export type Request = { [K in Kind]: { readonly id: number; readonly kind: K; readonly body: Asked[K] } }[Kind];

export type Reply =
  | { readonly id: number; readonly answer: Answered[Kind] }
  | { readonly id: number; readonly failure: FailureDetails };

/** The worker's first message. `movedTo` is where a corrupt database was moved to, else null. */
export type Opening =
  | { readonly isOpen: true; readonly movedTo: string | null }
  | { readonly isOpen: false; readonly failure: FailureDetails };

/** Why a statement failed, in words that do not depend on the database. */
export type FailureReason =
  | 'unique'
  | 'constraint'
  | 'busy'
  | 'full'
  | 'corrupt'
  | 'unwritable'
  | 'unreachable'
  | 'refused'
  | 'newer'
  | 'other';

export interface FailureDetails {
  readonly reason: FailureReason;
  /** The database's own words. */
  readonly text: string;
}

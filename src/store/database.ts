import type { Compilable, Kysely } from 'kysely';
import type { Tables } from './tables.ts';
import type { InsertOutcome, RowValues } from './worker-messages.ts';

/** Which SQL a database understands. */
export type DialectName = 'sqlite' | 'postgres';

/** What the tables' files need of a database; one implementation per dialect. */
export interface Database {
  readonly dialect: DialectName;
  /** Builds and runs single queries. Not for transactions: those are batches. */
  readonly query: Kysely<Tables>;
  /** Runs all queries or none. Rejects with DatabaseFailure. */
  batch(queries: readonly Compilable[]): Promise<void>;
  /** Runs one statement once per row, rows together where possible; a bad row does not stop the others. */
  insertRows(sql: string, rows: readonly RowValues[]): Promise<InsertOutcome>;
  /** A number that changes when another process has written to the database. */
  changesElsewhere(): Promise<number>;
  /** Keeps a copy of the state before a migration; the copy's path, or null where the dialect keeps none. */
  copyBefore(migration: string): Promise<string | null>;
  /** Gives the space of what was deleted back to the disk, as far as that is possible without stopping. */
  giveBack(): Promise<void>;
  close(): Promise<void>;
}

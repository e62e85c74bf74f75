import { closeSync, openSync, rmSync } from 'node:fs';
import {
  type Compilable,
  type CompiledQuery,
  type DatabaseConnection,
  type DatabaseIntrospector,
  type Dialect,
  type DialectAdapter,
  type Driver,
  Kysely,
  type QueryCompiler,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import type { Database } from '../database.ts';
import type { Tables } from '../tables.ts';
import { WorkerClient } from '../worker-client.ts';
import type { InsertOutcome, RowValues, SqlValue, Statement } from '../worker-messages.ts';
import { CamelCaseColumns } from './camel-case.ts';

export interface SqliteOptions {
  /** Path of the database file. */
  readonly file: string;
  /** UTC in milliseconds since 1970. */
  readonly clock: () => number;
  /** Told of what the user should know though redwolf goes on. */
  readonly warn: (message: string) => void;
  /** How long a statement waits for a lock that another process holds; default 5 s. */
  readonly busyTimeoutMs?: number;
}

const BUSY_TIMEOUT_MS = 5_000;
/** 4 MiB: some milliseconds. */
const PAGES_AT_ONCE = 1_000;

/** Opens the embedded database in its worker. Rejects with DatabaseFailure. */
export async function openSqlite({ file, clock, warn, busyTimeoutMs }: SqliteOptions): Promise<Database> {
  const start = { file, openedAt: clock(), busyTimeoutMs: busyTimeoutMs ?? BUSY_TIMEOUT_MS };
  const { client, movedTo } = await WorkerClient.open(start, warn);
  if (movedTo !== null) {
    warn(
      `The database ${file} was damaged and could not be read: it was moved to ${movedTo} and a new, empty one was begun, without the client keys, the login and the calls of the old one.`,
    );
  }
  return new SqliteDatabase(file, client);
}

class SqliteDatabase implements Database {
  readonly dialect = 'sqlite';
  readonly query: Kysely<Tables>;
  readonly #file: string;
  readonly #client: WorkerClient;

  constructor(file: string, client: WorkerClient) {
    this.#file = file;
    this.#client = client;
    this.query = new Kysely<Tables>({
      dialect: new WorkerDialect(client),
      plugins: [new CamelCaseColumns()],
    });
  }

  batch(queries: readonly Compilable[]): Promise<void> {
    return this.#client.batch(queries.map((query) => toStatement(query.compile())));
  }

  insertRows(sql: string, rows: readonly RowValues[]): Promise<InsertOutcome> {
    return this.#client.insert(sql, rows);
  }

  async changesElsewhere(): Promise<number> {
    const { rows } = await this.#client.query({
      sql: 'select data_version as version from pragma_data_version',
      parameters: [],
    });
    const [row] = rows;
    return typeof row === 'object' && row !== null && 'version' in row ? Number(row.version) : 0;
  }

  async copyBefore(migration: string): Promise<string> {
    const copy = `${this.#file}.before-${migration}`;
    rmSync(copy, { force: true });
    // SQLite writes into an empty file, and this one is private.
    closeSync(openSync(copy, 'wx', 0o600));
    await this.#client.query({ sql: 'vacuum into ?', parameters: [copy] });
    return copy;
  }

  /** A file that was made before this was set gives nothing back; its free pages are used again. */
  async giveBack(): Promise<void> {
    let free = Number.POSITIVE_INFINITY;
    for (let before = free; ; before = free) {
      free = await this.#freePages();
      if (free === 0 || free >= before) return;
      await this.#client.query({ sql: `pragma incremental_vacuum(${PAGES_AT_ONCE})`, parameters: [] });
    }
  }

  async #freePages(): Promise<number> {
    const { rows } = await this.#client.query({
      sql: 'select freelist_count as free from pragma_freelist_count',
      parameters: [],
    });
    const [row] = rows;
    return typeof row === 'object' && row !== null && 'free' in row ? Number(row.free) : 0;
  }

  close(): Promise<void> {
    return this.#client.close();
  }
}

/** Kysely's SQLite dialect, but the database is in another thread. */
class WorkerDialect implements Dialect {
  readonly #client: WorkerClient;

  constructor(client: WorkerClient) {
    this.#client = client;
  }

  createDriver(): Driver {
    return new WorkerDriver(this.#client);
  }

  createQueryCompiler(): QueryCompiler {
    return new SqliteQueryCompiler();
  }

  createAdapter(): DialectAdapter {
    return new SqliteAdapter();
  }

  createIntrospector(query: Kysely<unknown>): DatabaseIntrospector {
    return new SqliteIntrospector(query);
  }
}

/** One connection; its life is that of the WorkerClient. */
class WorkerDriver implements Driver {
  readonly #connection: DatabaseConnection;

  constructor(client: WorkerClient) {
    this.#connection = new WorkerConnection(client);
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    return this.#connection;
  }

  async beginTransaction(): Promise<void> {
    // The worker has one connection: whatever else arrived meanwhile would become part of the transaction.
    throw new Error('transactions are run with Database.batch');
  }

  async commitTransaction(): Promise<void> {}

  async rollbackTransaction(): Promise<void> {}

  async releaseConnection(): Promise<void> {}

  async destroy(): Promise<void> {}
}

class WorkerConnection implements DatabaseConnection {
  readonly #client: WorkerClient;

  constructor(client: WorkerClient) {
    this.#client = client;
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    const { rows, changes, lastInsertId } = await this.#client.query(toStatement(query));
    return {
      // The row type is what Kysely derived from the query; the tests of each table hold it to the truth.
      rows: rows as Row[],
      numAffectedRows: BigInt(changes),
      ...(lastInsertId === null ? {} : { insertId: BigInt(lastInsertId) }),
    };
  }

  // biome-ignore lint/correctness/useYield: part of Kysely's interface, and nothing here streams rows
  async *streamQuery<Row>(): AsyncIterableIterator<QueryResult<Row>> {
    throw new Error('the embedded database does not stream rows');
  }
}

function toStatement(query: CompiledQuery): Statement {
  return { sql: query.sql, parameters: query.parameters.map(toSqlValue) };
}

function toSqlValue(value: unknown): SqlValue {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint')
    return value;
  if (value instanceof Uint8Array) return value;
  throw new TypeError(`a ${typeof value} cannot be stored in a column`);
}

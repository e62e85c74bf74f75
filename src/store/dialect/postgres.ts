import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import {
  type Compilable,
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely';
import pg from 'pg';
import type { Secret } from '../../lib/secret.ts';
import type { Database } from '../database.ts';
import { DatabaseFailure } from '../failure.ts';
import type { Tables } from '../tables.ts';
import type { InsertOutcome, RowValues } from '../worker-messages.ts';
import { CamelCaseColumns } from './camel-case.ts';
import { PostgresChanges } from './postgres-changes.ts';
import { describePostgresFailure, whereOf } from './postgres-failure.ts';

export interface PostgresOptions {
  /** `postgres://user:password@host:port/database`, with libpq's parameters. */
  readonly url: Secret;
  /** Waits in milliseconds between tries to write rows while the server is away. */
  readonly retryDelaysMs?: readonly number[];
}

const MOST_CONNECTIONS = 8;
const CONNECT_TIMEOUT_MS = 10_000;
const STATEMENT_TIMEOUT_MS = 60_000;

// A server that restarts is back within seconds; the recorder bounds the rows that wait meanwhile.
const RETRY_DELAYS_MS = [100, 500, 1_000, 2_000, 4_000, 8_000];

// Types that the driver gives as text, since they can exceed a double; what is stored here does not.
const BIGINT = 20;
const NUMERIC = 1_700;

/** An open database, and what it is called in messages. */
interface Opened {
  readonly database: Database;
  readonly where: string;
}

/** Opens a PostgreSQL database. Rejects with DatabaseFailure where it cannot be reached or refuses the login. */
export async function openPostgres({ url, retryDelaysMs = RETRY_DELAYS_MS }: PostgresOptions): Promise<Opened> {
  const where = whereOf(url);
  const config = {
    connectionString: url.reveal(),
    application_name: 'redwolf',
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    types: { getTypeParser },
  };
  const pool = new pg.Pool({ ...config, max: MOST_CONNECTIONS });
  // A connection that breaks while nobody uses it is replaced when one is needed.
  pool.on('error', () => undefined);
  // One that breaks while it is used fails its query; the event of its own would end the process.
  pool.on('connect', (client) => client.on('error', () => undefined));
  try {
    const { rows } = await pool.query<{ schema: string | null }>('select current_schema() as schema');
    const schema = rows[0]?.schema ?? 'public';
    const changes = new PostgresChanges(() => new pg.Client(config), `${schema} ${randomUUID()}`);
    return { database: new PostgresDatabase({ pool, changes, where, retryDelaysMs }), where };
  } catch (error) {
    await pool.end();
    throw new DatabaseFailure(where, describePostgresFailure(error));
  }
}

function getTypeParser(type: number): (text: string) => unknown {
  return type === BIGINT || type === NUMERIC ? Number : pg.types.getTypeParser(type);
}

interface Parts {
  readonly pool: pg.Pool;
  readonly changes: PostgresChanges;
  /** The address without its password, for messages. */
  readonly where: string;
  readonly retryDelaysMs: readonly number[];
}

class PostgresDatabase implements Database {
  readonly dialect = 'postgres';
  readonly query: Kysely<Tables>;
  readonly #parts: Parts;
  #isClosing = false;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.query = new Kysely<Tables>({
      dialect: new PoolDialect(parts),
      plugins: [new CamelCaseColumns()],
    });
  }

  async batch(queries: readonly Compilable[]): Promise<void> {
    const compiled = queries.map((query) => query.compile());
    await inTransaction(this.#parts, async (client) => {
      for (const { sql, parameters } of compiled) await client.query(sql, parameters.map(toSqlValue));
      await this.#parts.changes.announce(client);
    });
  }

  async insertRows(sql: string, rows: readonly RowValues[]): Promise<InsertOutcome> {
    for (const wait of [...this.#parts.retryDelaysMs, undefined]) {
      const outcome = await this.#tryInsert(sql, rows);
      if (outcome.failure?.reason !== 'unreachable' || wait === undefined || this.#isClosing) return outcome;
      await delay(wait, undefined, { ref: false });
    }
    throw new TypeError('the last try has no wait');
  }

  changesElsewhere(): Promise<number> {
    return this.#parts.changes.count();
  }

  /** Whoever runs a server keeps backups of it. */
  async copyBefore(): Promise<null> {
    return null;
  }

  /** The server does it by itself. */
  async giveBack(): Promise<void> {}

  async close(): Promise<void> {
    if (this.#isClosing) return;
    this.#isClosing = true;
    await this.#parts.changes.close();
    await this.#parts.pool.end();
  }

  /** All rows in one transaction; if that fails, each for itself, so that one bad row takes no other with it. */
  async #tryInsert(sql: string, rows: readonly RowValues[]): Promise<InsertOutcome> {
    const failure = await this.#insertTogether(sql, rows);
    if (failure === null) return { lost: 0, failure };
    return failure.reason === 'other' || failure.reason === 'constraint'
      ? this.#insertOneByOne(sql, rows)
      : { lost: rows.length, failure };
  }

  async #insertTogether(sql: string, rows: readonly RowValues[]): Promise<InsertOutcome['failure']> {
    try {
      await inTransaction(this.#parts, async (client) => {
        for (const row of rows) await client.query(sql, row.map(toSqlValue));
      });
      return null;
    } catch (error) {
      return describePostgresFailure(error);
    }
  }

  async #insertOneByOne(sql: string, rows: readonly RowValues[]): Promise<InsertOutcome> {
    let lost = 0;
    let failure: InsertOutcome['failure'] = null;
    for (const row of rows) {
      try {
        await this.#parts.pool.query(sql, row.map(toSqlValue));
      } catch (error) {
        lost++;
        failure ??= describePostgresFailure(error);
      }
    }
    return { lost, failure };
  }
}

async function inTransaction({ pool, where }: Parts, work: (client: pg.PoolClient) => Promise<void>): Promise<void> {
  let client: pg.PoolClient | undefined;
  let broken: Error | undefined;
  try {
    client = await pool.connect();
    await client.query('begin');
    await work(client);
    await client.query('commit');
  } catch (error) {
    await client?.query('rollback').catch((failed: Error) => {
      broken = failed;
    });
    throw error instanceof DatabaseFailure ? error : new DatabaseFailure(where, describePostgresFailure(error));
  } finally {
    client?.release(broken);
  }
}

/** Kysely's PostgreSQL dialect upon the pool. Transactions are batches, as in every dialect here. */
class PoolDialect implements Dialect {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  createDriver(): Driver {
    const connection = new PoolConnection(this.#parts);
    return {
      init: async () => undefined,
      acquireConnection: async () => connection,
      beginTransaction: async () => {
        throw new Error('transactions are run with Database.batch');
      },
      commitTransaction: async () => undefined,
      rollbackTransaction: async () => undefined,
      releaseConnection: async () => undefined,
      destroy: async () => undefined,
    };
  }

  createQueryCompiler(): PostgresQueryCompiler {
    return new PostgresQueryCompiler();
  }

  createAdapter(): PostgresAdapter {
    return new PostgresAdapter();
  }

  createIntrospector(query: Kysely<unknown>): PostgresIntrospector {
    return new PostgresIntrospector(query);
  }
}

/** Each query on any connection of the pool. */
class PoolConnection implements DatabaseConnection {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async executeQuery<Row>({ sql, parameters, query }: CompiledQuery): Promise<QueryResult<Row>> {
    const { pool, changes, where } = this.#parts;
    try {
      const { rows, rowCount } = await pool.query(sql, parameters.map(toSqlValue));
      if (query.kind !== 'SelectQueryNode') await changes.announce(pool);
      // The row type is what Kysely derived from the query; the tests of each table hold it to the truth.
      return { rows: rows as Row[], numAffectedRows: BigInt(rowCount ?? 0) };
    } catch (error) {
      throw new DatabaseFailure(where, describePostgresFailure(error));
    }
  }

  // biome-ignore lint/correctness/useYield: part of Kysely's interface, and nothing here streams rows
  async *streamQuery<Row>(): AsyncIterableIterator<QueryResult<Row>> {
    throw new Error('no query here streams rows');
  }
}

/** PostgreSQL's texts hold no NUL; one in a client's words must not cost the row. */
function toSqlValue(value: unknown): unknown {
  return typeof value === 'string' && value.includes('\0') ? value.replaceAll('\0', '\ufffd') : value;
}

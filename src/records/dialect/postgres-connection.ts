import pg from 'pg';
import { describePostgresFailure } from '../../store/dialect/postgres-failure.ts';

const CONNECT_TIMEOUT_MS = 5_000;
const STATEMENT_TIMEOUT_MS = 30_000;
/** Of this end, in case that the server or the way to it is gone without a word. */
const QUERY_TIMEOUT_MS = 35_000;
const LOCK_TIMEOUT_MS = 10_000;
/** A process that hangs in the middle must not hold its locks for ever. */
const IDLE_TIMEOUT_MS = 60_000;

// Type that the driver gives as text, since it can exceed a double; what is stored here does not.
const BIGINT = 20;

export type Row = Readonly<Record<string, unknown>>;

/**
 * One connection, made when it is needed, and again when it broke. Its user does one thing at a time. Methods reject with
 * what the driver throws.
 */
export class PostgresConnection {
  readonly #url: string;
  readonly #prepare: (client: pg.Client) => Promise<void>;
  readonly #queryTimeoutMs: number;
  #isPrepared = false;
  #client: pg.Client | undefined;
  #count = 0;
  #transaction: pg.Client | undefined;

  /** @param prepare done once, on the first connection */
  constructor(url: string, prepare: (client: pg.Client) => Promise<void>, queryTimeoutMs = QUERY_TIMEOUT_MS) {
    this.#url = url;
    this.#prepare = prepare;
    this.#queryTimeoutMs = queryTimeoutMs;
  }

  /** Connects where it is not connected; gives a number that is another one for each connection. */
  async connect(): Promise<number> {
    await this.#connected();
    return this.#count;
  }

  /** Rows of the statement, of several statements those of the last. */
  async query(text: string, values: readonly unknown[] = []): Promise<readonly Row[]> {
    const client = this.#transaction ?? (await this.#connected());
    try {
      // A text without values may hold several statements; each then has a result.
      const results = [await (values.length === 0 ? client.query<Row>(text) : client.query<Row>(text, [...values]))];
      return results.flat().at(-1)?.rows ?? [];
    } catch (error) {
      this.#dropIfBroken(client, error);
      throw error;
    }
  }

  /**
   * Does all of the work or nothing of it.
   *
   * @param begin `begin`, and what may stand behind it; the work gets the rows of its last statement
   */
  async transaction<Result>(begin: string, work: (rows: readonly Row[]) => Promise<Result>): Promise<Result> {
    const client = await this.#connected();
    this.#transaction = client;
    try {
      const result = await work(await this.query(begin));
      await this.query('commit');
      return result;
    } catch (error) {
      await this.query('rollback').catch(() => this.#drop(client));
      throw error;
    } finally {
      this.#transaction = undefined;
    }
  }

  /** Never rejects. */
  async close(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    await client?.end().catch(() => undefined);
  }

  async #connected(): Promise<pg.Client> {
    this.#client ??= await this.#open();
    return this.#client;
  }

  async #open(): Promise<pg.Client> {
    const client = new pg.Client({
      connectionString: this.#url,
      application_name: 'redwolf bodies',
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      statement_timeout: STATEMENT_TIMEOUT_MS,
      query_timeout: this.#queryTimeoutMs,
      lock_timeout: LOCK_TIMEOUT_MS,
      idle_in_transaction_session_timeout: IDLE_TIMEOUT_MS,
      keepAlive: true,
      types: { getTypeParser: (type: number) => (type === BIGINT ? Number : pg.types.getTypeParser(type)) },
    });
    client.on('error', () => this.#drop(client));
    try {
      await client.connect();
      if (!this.#isPrepared) await this.#prepare(client);
      this.#isPrepared = true;
      this.#count++;
      return client;
    } catch (error) {
      this.#drop(client);
      throw error;
    }
  }

  /** What the server refuses leaves the connection as it was. */
  #dropIfBroken(client: pg.Client, error: unknown): void {
    const isOfServer = error instanceof pg.DatabaseError;
    if (!isOfServer || describePostgresFailure(error).reason === 'unreachable') this.#drop(client);
  }

  #drop(client: pg.Client): void {
    if (this.#client === client) this.#client = undefined;
    // Not awaited: on a way that is cut it may never end.
    client.end().catch(() => undefined);
  }
}

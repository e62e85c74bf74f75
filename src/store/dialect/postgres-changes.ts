import type { ClientBase, Pool } from 'pg';

const CHANNEL = 'redwolf_changes';

/** A connection of its own, which is told of what others announce. */
interface Listening extends Pick<ClientBase, 'connect' | 'query'> {
  on(event: 'notification', listener: (message: { payload?: string | undefined }) => void): unknown;
  on(event: 'error', listener: () => void): unknown;
  end(): Promise<void>;
}

/**
 * Counts the changes of other processes on the same database: each writer announces its change (NOTIFY), and whoever asks
 * for the count listens from then on. A connection that breaks counts as a change, since one may have been missed.
 */
export class PostgresChanges {
  readonly #connect: () => Listening;
  /** `schema instance`: who else uses this schema is told from ourselves by it. */
  readonly #name: string;
  readonly #schema: string;
  #listening: Promise<Listening> | undefined;
  #count = 0;
  #isClosed = false;

  constructor(connect: () => Listening, name: string) {
    this.#connect = connect;
    this.#name = name;
    this.#schema = name.slice(0, name.indexOf(' ') + 1);
  }

  /** Says that something was written; inside a transaction it is heard when that is committed. */
  async announce(client: Pick<Pool, 'query'> | Pick<ClientBase, 'query'>): Promise<void> {
    await client.query('select pg_notify($1, $2)', [CHANNEL, this.#name]);
  }

  /** Rejects where the server cannot be reached. */
  async count(): Promise<number> {
    if (this.#isClosed) return this.#count;
    this.#listening ??= this.#listen();
    await this.#listening;
    return this.#count;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const listening = await this.#listening?.catch(() => undefined);
    await listening?.end();
  }

  async #listen(): Promise<Listening> {
    const client = this.#connect();
    const lost = () => {
      this.#count++;
      this.#listening = undefined;
    };
    client.on('error', lost);
    client.on('notification', ({ payload = '' }) => {
      if (payload !== this.#name && payload.startsWith(this.#schema)) this.#count++;
    });
    try {
      await client.connect();
      await client.query(`listen ${CHANNEL}`);
      return client;
    } catch (error) {
      this.#listening = undefined;
      throw error;
    }
  }
}

/** A redwolf that runs, seen from outside: by HTTP, and by the rows that it writes. */

import { type CallRecord, readCalls } from './call-records.ts';
import { CLIENT_KEY } from './config-file.ts';
import { eventually } from './eventually.ts';
import { Exchange, type Reply, type SendOptions } from './http-client.ts';

/** How it is ended, which depends on how it was started. */
export interface Life {
  /** What it wrote to stdout and stderr so far. */
  readonly output: string;
  /** Ends it, demands that it ends cleanly, and removes what it left on disk. */
  end(): Promise<void>;
}

export class Redwolf {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly dataDir: string;
  readonly #life: Life;

  constructor(url: string, dataDir: string, life: Life) {
    this.url = url;
    this.dataDir = dataDir;
    this.#life = life;
  }

  get log(): string {
    return this.#life.output;
  }

  /** Sends one request with the client key; a header that is given replaces that one. */
  send(path: string, options: SendOptions = {}): Promise<Reply> {
    return this.open(path, options).reply;
  }

  /** The same, for a test that acts in the middle of the exchange. */
  open(path: string, options: SendOptions = {}): Exchange {
    return new Exchange(this.url + path, { ...options, headers: { 'x-api-key': CLIENT_KEY, ...options.headers } });
  }

  /** The rows of all calls, in the order in which they were written. */
  calls(): CallRecord[] {
    return readCalls(this.dataDir);
  }

  /** The rows, once there are at least `count` of them. Rejects after some seconds. */
  waitForCalls(count: number): Promise<CallRecord[]> {
    return eventually(`${count} rows`, () => {
      const calls = this.calls();
      return calls.length >= count ? calls : undefined;
    });
  }

  /** The row of the call with this id, once it is there. */
  waitForCall(id: unknown): Promise<CallRecord> {
    return eventually(`the row of ${id}`, () => this.calls().find((call) => call.id === id));
  }

  stop(): Promise<void> {
    return this.#life.end();
  }
}

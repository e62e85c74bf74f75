import { Worker } from 'node:worker_threads';
import { messageOf } from '../lib/errors.ts';
import { DatabaseFailure } from './failure.ts';
import type {
  Answered,
  Asked,
  InsertOutcome,
  Kind,
  Opening,
  QueryOutcome,
  Reply,
  RowValues,
  Statement,
  WorkerStart,
} from './worker-messages.ts';

interface Waiting {
  resolve(answer: unknown): void;
  reject(error: DatabaseFailure): void;
}

export interface OpenedClient {
  readonly client: WorkerClient;
  /** Where the database was moved to because it was corrupt, else null. */
  readonly movedTo: string | null;
}

/** The main thread's end of the database worker. Each method rejects with DatabaseFailure. */
export class WorkerClient {
  readonly #worker: Worker;
  readonly #file: string;
  readonly #warn: (message: string) => void;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;
  #isClosing = false;
  /** Set once the worker is gone. */
  #gone: DatabaseFailure | undefined;

  private constructor(worker: Worker, file: string, warn: (message: string) => void) {
    this.#worker = worker;
    this.#file = file;
    this.#warn = warn;
    worker.on('message', (reply: Reply) => this.#settle(reply));
    worker.on('error', (error) => this.#end(messageOf(error)));
    worker.on('exit', () => this.#end('its thread ended'));
  }

  /**
   * Starts the worker and opens the database in it.
   *
   * @param warn told once if the worker ends by itself
   */
  static async open(start: WorkerStart, warn: (message: string) => void): Promise<OpenedClient> {
    const worker = startWorker(start);
    const opening = await firstMessage(worker, start.file);
    if (!opening.isOpen) throw new DatabaseFailure(start.file, opening.failure);
    return { client: new WorkerClient(worker, start.file, warn), movedTo: opening.movedTo };
  }

  query(statement: Statement): Promise<QueryOutcome> {
    return this.#ask('query', statement);
  }

  /** All statements or none. */
  async batch(statements: readonly Statement[]): Promise<void> {
    await this.#ask('batch', statements);
  }

  /** Runs one statement once per row. Bad rows do not stop the others; the outcome counts them. */
  insert(sql: string, rows: readonly RowValues[]): Promise<InsertOutcome> {
    return this.#ask('insert', { sql, rows: JSON.stringify(rows) });
  }

  /** Brings everything into the database file and ends the worker. May be called again. */
  async close(): Promise<void> {
    if (this.#isClosing || this.#gone !== undefined) return;
    this.#isClosing = true;
    const exited = new Promise<void>((resolve) => this.#worker.once('exit', () => resolve()));
    await this.#ask('close', null);
    await exited;
  }

  #ask<K extends Kind>(kind: K, body: Asked[K]): Promise<Answered[K]> {
    return new Promise((resolve, reject) => {
      if (this.#gone !== undefined) return reject(this.#gone);
      const id = ++this.#lastId;
      // The worker answers each kind with its own type (worker-messages.ts).
      this.#waiting.set(id, { resolve: resolve as (answer: unknown) => void, reject });
      this.#worker.postMessage({ id, kind, body });
    });
  }

  #settle(reply: Reply): void {
    const waiting = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if ('answer' in reply) waiting?.resolve(reply.answer);
    else waiting?.reject(new DatabaseFailure(this.#file, reply.failure));
  }

  #end(why: string): void {
    if (this.#gone !== undefined) return;
    this.#gone = new DatabaseFailure(this.#file, {
      reason: 'other',
      text: this.#isClosing ? 'it is closed' : `its worker stopped (${why})`,
    });
    if (!this.#isClosing)
      this.#warn(`${this.#gone.message} Calls are served but not recorded until redwolf is restarted.`);
    for (const waiting of this.#waiting.values()) waiting.reject(this.#gone);
    this.#waiting.clear();
  }
}

function startWorker(workerData: WorkerStart): Worker {
  // tsc rewrites the extensions of imports, not those of addresses: run from source, the worker is source too.
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  return new Worker(new URL(`./worker.${extension}`, import.meta.url), {
    workerData,
    name: 'database',
    // node:sqlite says on each start that it is experimental.
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
}

/** Resolves with what the worker says of the opening; a worker that does not even start rejects. */
function firstMessage(worker: Worker, file: string): Promise<Opening> {
  return new Promise((resolve, reject) => {
    const fail = (why: string): void => {
      reject(new DatabaseFailure(file, { reason: 'other', text: `its worker did not start (${why})` }));
    };
    const onError = (error: unknown): void => fail(messageOf(error));
    const onExit = (): void => fail('its thread ended');
    worker.once('error', onError).once('exit', onExit);
    worker.once('message', (opening: Opening) => {
      worker.off('error', onError).off('exit', onExit);
      resolve(opening);
    });
  });
}

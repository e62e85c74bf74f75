import { Worker } from 'node:worker_threads';
import { messageOf } from '../lib/errors.ts';
import type { Secret } from '../lib/secret.ts';
import type { CallText } from '../store/call-text-ports.ts';
import { whereOf } from '../store/dialect/postgres-failure.ts';
import { DatabaseFailure } from '../store/failure.ts';
import type { FailureDetails } from '../store/worker-messages.ts';
import { type PackedCall, Packing } from './pack.ts';
import type { BodyReader, BodyRecorder, BodyStatus, CapturedCall, KeptStage, Stage } from './ports.ts';
import type {
  BodyAnswered,
  BodyAsked,
  BodyKind,
  BodyPolicy,
  BodyWorkerStart,
  FromBodyWorker,
  ToBodyWorker,
  WrittenCalls,
} from './worker-messages.ts';

const MOST_WAITING_BYTES = 64 * 1024 * 1024;
/** What the heads of a call take, about. They are still taken when there is no room for bodies, up to a second limit. */
const HEAD_BYTES = 2_048;
const MOST_WAITING_HEADS = 16 * 1024 * 1024;
/** A worker that hangs (a regular expression can take for ever) must not hold up the end of redwolf. */
const CLOSE_LIMIT_MS = 10_000;
const BUSY_TIMEOUT_MS = 5_000;
// A server that restarts is back within seconds.
const RETRY_DELAYS_MS = [100, 500, 1_000, 2_000, 4_000, 8_000];
/**
 * In megabytes. The blocks and texts of a batch are garbage at once; without a limit V8 lets them have a hundred
 * (measured by bench/records.ts), and is no faster for it.
 */
const YOUNG_MEMORY_MB = 16;

/** Path of a database file, or the address of a PostgreSQL database. */
export type BodyPlace = { readonly file: string } | { readonly databaseUrl: Secret };

export interface BodyStoreOptions {
  readonly place: BodyPlace;
  readonly policy: BodyPolicy;
  /** Told of what the user should know though redwolf goes on. */
  readonly warn: (message: string) => void;
  /** Told of what calls are found by, once their bodies are on disk. Must not throw. */
  readonly onTexts?: (texts: readonly CallText[]) => void;
  /** Default 64 MiB. */
  readonly mostWaitingBytes?: number;
  /** Most pages of the file; for tests of a full disk. */
  readonly mostPages?: number;
  /** How long a file's lock is waited for before it counts as held up; default five seconds. */
  readonly busyTimeoutMs?: number;
  /** Waits in milliseconds between tries to write while the database cannot be reached; the last one repeats. */
  readonly retryDelaysMs?: readonly number[];
}

interface Waiting {
  resolve(answer: unknown): void;
  reject(error: DatabaseFailure): void;
}

/** The main thread's end of the worker that keeps the bodies. What it cannot keep is counted; serving goes on. */
export class BodyStore implements BodyRecorder, BodyReader {
  readonly #options: BodyStoreOptions;
  readonly #worker: Worker;
  readonly #mostWaiting: number;
  /** How the database is called in messages. */
  readonly #where: string;
  readonly #asked = new Map<number, Waiting>();
  #lastId = 0;
  #waitingBytes = 0;
  #dropped = 0;
  #lost = 0;
  /** Why the last calls were lost. */
  #failure: string | null = null;
  /** Why calls wait now. */
  #heldUp: string | null = null;
  #isClosing = false;
  #gone: DatabaseFailure | undefined;
  #hasOpened: () => void = () => undefined;

  private constructor(options: BodyStoreOptions, worker: Worker) {
    this.#options = options;
    this.#worker = worker;
    this.#where = 'file' in options.place ? options.place.file : whereOf(options.place.databaseUrl);
    this.#mostWaiting = options.mostWaitingBytes ?? MOST_WAITING_BYTES;
    worker.on('message', (message: FromBodyWorker) => this.#hear(message));
    worker.on('error', (error) => this.#end({ reason: 'other', text: messageOf(error) }));
    worker.on('exit', () => this.#end({ reason: 'other', text: 'its thread ended' }));
  }

  /** Opens the database in a worker. Never rejects: without bodies redwolf serves as well, and says so. */
  static async open(options: BodyStoreOptions): Promise<BodyStore> {
    const store = new BodyStore(options, startWorker(startOf(options)));
    await new Promise<void>((resolve) => {
      store.#hasOpened = resolve;
    });
    return store;
  }

  get status(): BodyStatus {
    return {
      isRunning: this.#gone === undefined,
      waitingBytes: this.#waitingBytes,
      dropped: this.#dropped,
      lost: this.#lost,
      failure: this.#heldUp ?? this.#failure,
    };
  }

  /** From now on. */
  setPolicy(policy: BodyPolicy): void {
    this.#send({ kind: 'policy', policy });
  }

  reserve(bytes: number): boolean {
    if (this.#gone === undefined && this.#waitingBytes + bytes <= this.#mostWaiting) {
      this.#waitingBytes += bytes;
      return true;
    }
    this.#dropped++;
    return false;
  }

  release(bytes: number): void {
    this.#waitingBytes -= bytes;
  }

  record(call: CapturedCall): void {
    this.#waitingBytes -= call.reserved;
    const packing = new Packing(call);
    if (this.#gone !== undefined || this.#waitingBytes > this.#mostWaiting + MOST_WAITING_HEADS) {
      this.#lost++;
    } else if (this.#waitingBytes + packing.length > this.#mostWaiting) {
      this.#dropped += call.stages.filter(({ pieces }) => pieces !== undefined).length;
      this.#take(packing.heads());
    } else {
      this.#take(packing.whole());
    }
  }

  stages(id: string): Promise<readonly KeptStage[]> {
    return this.#ask('stages', { call: id });
  }

  async body(id: string, stage: Stage, attempt: number): Promise<Buffer | undefined> {
    const body = await this.#ask('body', { call: id, stage, attempt });
    return body && Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  }

  forget(id: string): Promise<boolean> {
    return this.#ask('forget', { call: id });
  }

  /** Deletes what the retention does not keep, and what nobody needs any more; it does so by itself every ten minutes. */
  async tidy(): Promise<void> {
    await this.#ask('tidy', null);
  }

  /** Writes what was taken and ends the worker. Never rejects, and may be called again. */
  async close(): Promise<void> {
    if (this.#isClosing || this.#gone !== undefined) return;
    this.#isClosing = true;
    const exited = new Promise<void>((resolve) => this.#worker.once('exit', () => resolve()));
    const limit = setTimeout(() => void this.#worker.terminate(), CLOSE_LIMIT_MS);
    await this.#ask('close', null).catch(() => undefined);
    await exited;
    clearTimeout(limit);
  }

  #take(call: PackedCall): void {
    this.#waitingBytes += call.bytes.length + HEAD_BYTES;
    this.#worker.postMessage({ kind: 'record', call } satisfies ToBodyWorker, [call.bytes.buffer]);
  }

  #ask<K extends BodyKind>(kind: K, body: BodyAsked[K]): Promise<BodyAnswered[K]> {
    return new Promise((resolve, reject) => {
      if (this.#gone !== undefined) return reject(this.#gone);
      // It keeps the process alive only while somebody waits for it.
      this.#worker.ref();
      const id = ++this.#lastId;
      // The worker answers each kind with its own type (worker-messages.ts).
      this.#asked.set(id, { resolve: resolve as (answer: unknown) => void, reject });
      this.#worker.postMessage({ id, kind, body });
    });
  }

  #send(message: ToBodyWorker): void {
    if (this.#gone === undefined) this.#worker.postMessage(message);
  }

  #hear(message: FromBodyWorker): void {
    switch (message.kind) {
      case 'opened':
        if (message.movedTo !== null) this.#options.warn(movedAside(this.#where, message.movedTo));
        this.#worker.unref();
        this.#hasOpened();
        break;
      case 'moved':
        this.#options.warn(movedAside(this.#where, message.movedTo));
        break;
      case 'failed':
        this.#end(message.failure);
        break;
      case 'written':
        this.#written(message);
        break;
      case 'texts':
        this.#options.onTexts?.(message.texts);
        break;
      case 'held-up':
        this.#hearHeldUp(message.failure);
        break;
      case 'answer':
        this.#settle(message.id)?.resolve(message.answer);
        break;
      case 'refusal':
        this.#settle(message.id)?.reject(new DatabaseFailure(this.#where, message.failure));
    }
  }

  #settle(id: number): Waiting | undefined {
    const waiting = this.#asked.get(id);
    this.#asked.delete(id);
    if (this.#asked.size === 0 && !this.#isClosing) this.#worker.unref();
    return waiting;
  }

  #written({ calls, bytes, failure }: WrittenCalls): void {
    this.#waitingBytes -= bytes + calls * HEAD_BYTES;
    if (failure === null) return;
    this.#lost += calls;
    // Said once; the status shows the rest.
    if (this.#failure === null) {
      this.#options.warn(
        `The bodies of ${calls} calls could not be kept: ${failure}. Calls are served and counted on; this is said once.`,
      );
    }
    this.#failure = failure;
  }

  /** Said when it begins and when it ends. */
  #hearHeldUp(failure: FailureDetails | null): void {
    if (failure !== null && this.#heldUp === null) {
      const { message } = new DatabaseFailure(this.#where, failure);
      const most = `${Math.round(this.#mostWaiting / 1024 / 1024)} MiB`;
      this.#options.warn(
        `${message} Calls are served on; their bodies wait, up to ${most}, and what does not fit is dropped and counted.`,
      );
    }
    if (failure === null) this.#options.warn(`The database ${this.#where} takes bodies again.`);
    this.#heldUp = failure?.text ?? null;
  }

  #end(details: FailureDetails): void {
    if (this.#gone !== undefined) return;
    this.#gone = new DatabaseFailure(this.#where, this.#isClosing ? { ...details, text: 'it is closed' } : details);
    if (!this.#isClosing) {
      this.#failure = details.text;
      this.#options.warn(
        `${this.#gone.message} Calls are served on, but their bodies are not kept until redwolf is restarted.`,
      );
    }
    this.#heldUp = null;
    for (const waiting of this.#asked.values()) waiting.reject(this.#gone);
    this.#asked.clear();
    this.#waitingBytes = 0;
    this.#hasOpened();
    void this.#worker.terminate();
  }
}

function movedAside(file: string, movedTo: string): string {
  return `The database ${file} was damaged and could not be read: it was moved to ${movedTo} and a new, empty one was begun, without the prompts and replies of the old one.`;
}

function startOf(options: BodyStoreOptions): BodyWorkerStart {
  const { place, policy, mostPages, busyTimeoutMs = BUSY_TIMEOUT_MS, retryDelaysMs = RETRY_DELAYS_MS } = options;
  if ('databaseUrl' in place) {
    return { place: { kind: 'postgres', url: place.databaseUrl.reveal() }, policy, retryDelaysMs };
  }
  const file = { kind: 'file' as const, file: place.file, openedAt: Date.now(), busyTimeoutMs };
  return { place: { ...file, ...(mostPages !== undefined && { mostPages }) }, policy, retryDelaysMs };
}

function startWorker(workerData: BodyWorkerStart): Worker {
  // tsc rewrites the extensions of imports, not those of addresses: run from source, the worker is source too.
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  return new Worker(new URL(`./worker.${extension}`, import.meta.url), {
    workerData,
    name: 'bodies',
    // node:sqlite says on each start that it is experimental.
    execArgv: ['--disable-warning=ExperimentalWarning'],
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MEMORY_MB },
  });
}

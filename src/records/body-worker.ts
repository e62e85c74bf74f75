import { setImmediate as nextTurn } from 'node:timers/promises';
import { Turns } from '../lib/turns.ts';
import type { FailureDetails, FailureReason } from '../store/worker-messages.ts';
import { bytesOf, CallQueue } from './call-queue.ts';
import type { PackedCall } from './pack.ts';
import { StoredBodies } from './reader.ts';
import { Redactor } from './redact.ts';
import type { BodyTables } from './tables.ts';
import { Tidier } from './tidier.ts';
import type {
  BodyAnswered,
  BodyKind,
  BodyQuestion,
  BodyWorkerStart,
  FromBodyWorker,
  ToBodyWorker,
} from './worker-messages.ts';
import { BodyWriter, Outpaced } from './writer.ts';

/** Calls wait so long for others, to share a transaction with them. */
const WRITE_AFTER_MS = 100;
const BATCH_BYTES = 4 * 1024 * 1024;
const TIDY_EVERY_MS = 10 * 60_000;
const FIRST_TIDY_MS = 60_000;
/** What passes by itself, or when somebody mends the server: calls wait for it. */
const PASSING: ReadonlySet<FailureReason> = new Set(['busy', 'unreachable', 'refused']);

/** Does what the worker is told to, one thing at a time. */
export class BodyWorker {
  readonly #tables: BodyTables;
  readonly #writer: BodyWriter;
  readonly #reader: StoredBodies;
  readonly #tidier: Tidier;
  readonly #say: (message: FromBodyWorker) => void;
  readonly #retryDelaysMs: readonly number[];
  /** The tables have one user at a time. */
  readonly #turns = new Turns(1);
  readonly #queue = new CallQueue();
  /** How many calls were taken, and how many of them are written or lost. */
  #taken = 0;
  #settled = 0;
  /** Tries that failed, one after the other, because of something that passes. */
  #failedTries = 0;
  #timer: NodeJS.Timeout | undefined;
  #tidyTimer: NodeJS.Timeout | undefined;
  #isClosing = false;
  #hasBegunAnew = false;

  constructor(tables: BodyTables, start: BodyWorkerStart, say: (message: FromBodyWorker) => void) {
    const { policy, retryDelaysMs } = start;
    this.#tables = tables;
    this.#writer = new BodyWriter(tables, new Redactor(policy.redact));
    this.#reader = new StoredBodies(tables);
    this.#tidier = new Tidier(tables, policy.retention, Date.now, () => this.#writer.forget());
    this.#say = say;
    this.#retryDelaysMs = retryDelaysMs;
    this.#tidyTimer = setTimeout(() => this.#tidyNow(), FIRST_TIDY_MS);
  }

  take(message: ToBodyWorker, end: () => void): void {
    switch (message.kind) {
      case 'record':
        this.#collect(message.call);
        break;
      case 'policy':
        this.#writer.redactor = new Redactor(message.policy.redact);
        this.#tidier.retention = message.policy.retention;
        break;
      default:
        void this.#reply(message).finally(() => {
          if (message.kind === 'close') end();
        });
    }
  }

  #collect(call: PackedCall): void {
    this.#taken++;
    this.#queue.add(call);
    if (this.#queue.bytes >= BATCH_BYTES && this.#failedTries === 0) void this.#flush();
    else this.#timer ??= setTimeout(() => void this.#flush(), WRITE_AFTER_MS);
  }

  /** Writes what was taken up to now, in turns with others, as long as it can be written. Never rejects. */
  async #flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const upTo = this.#taken;
    while (this.#settled < upTo && (await this.#turns.take(() => this.#writeSome())));
  }

  /** False where the tables cannot be written now. */
  async #writeSome(): Promise<boolean> {
    const calls = this.#queue.take(BATCH_BYTES);
    try {
      const texts = await this.#writer.write(calls);
      if (texts.length > 0) this.#say({ kind: 'texts', texts });
      this.#settle(calls, null);
      this.#goOn();
      return true;
    } catch (error) {
      return this.#notWritten(calls, this.#failureOf(error));
    }
  }

  async #notWritten(calls: readonly PackedCall[], failure: FailureDetails): Promise<boolean> {
    if (PASSING.has(failure.reason)) {
      this.#queue.putBack(calls);
      this.#holdUp(failure);
      return false;
    }
    if (await this.#mend(failure)) this.#queue.putBack(calls);
    else this.#settle(calls, failure.text);
    this.#goOn();
    return true;
  }

  /** Begins new tables in place of damaged ones, once: a disk that damages those too is beyond mending. Never rejects. */
  async #mend({ reason }: FailureDetails): Promise<boolean> {
    if (reason !== 'corrupt' || this.#hasBegunAnew) return false;
    this.#hasBegunAnew = true;
    const movedTo = await this.#tables.beginAnew().catch(() => null);
    if (movedTo === null) return false;
    this.#writer.forget();
    this.#tidier.stop();
    this.#say({ kind: 'moved', movedTo });
    return true;
  }

  #settle(calls: readonly PackedCall[], failure: string | null): void {
    this.#settled += calls.length;
    if (calls.length > 0) this.#say({ kind: 'written', calls: calls.length, bytes: bytesOf(calls), failure });
  }

  #goOn(): void {
    if (this.#failedTries > 0) this.#say({ kind: 'held-up', failure: null });
    this.#failedTries = 0;
  }

  #holdUp(failure: FailureDetails): void {
    if (this.#isClosing) return this.#settle(this.#queue.take(Number.POSITIVE_INFINITY), failure.text);
    this.#say({ kind: 'held-up', failure });
    const delays = this.#retryDelaysMs;
    const wait = delays[Math.min(this.#failedTries, delays.length - 1)];
    this.#failedTries++;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#flush(), wait);
  }

  #failureOf(error: unknown): FailureDetails {
    return error instanceof Outpaced ? { reason: 'busy', text: error.message } : this.#tables.failureOf(error);
  }

  async #reply(question: BodyQuestion): Promise<void> {
    const { id } = question;
    if (question.kind === 'close') this.#isClosing = true;
    try {
      // Whoever asks may have seen the end of a call already.
      await this.#flush();
      const answer =
        question.kind === 'tidy' ? await this.#tidy() : await this.#turns.take(() => this.#answer(question));
      this.#say({ kind: 'answer', id, answer });
    } catch (error) {
      this.#say({ kind: 'refusal', id, failure: this.#failureOf(error) });
    }
  }

  async #answer(question: Exclude<BodyQuestion, { kind: 'tidy' }>): Promise<BodyAnswered[BodyKind]> {
    switch (question.kind) {
      case 'stages':
        return this.#reader.stages(question.body.call);
      case 'body':
        return this.#reader.body(question.body.call, question.body.stage, question.body.attempt);
      case 'forget': {
        const isForgotten = await this.#tables.deleteCall(question.body.call);
        if (isForgotten) this.#tidier.littered();
        return isForgotten;
      }
      case 'close':
        clearTimeout(this.#timer);
        clearTimeout(this.#tidyTimer);
        await this.#tables.close();
        return null;
    }
  }

  /** Between two steps whoever waits has their turn. */
  async #tidy(): Promise<null> {
    while (!this.#isClosing && (await this.#turns.take(() => this.#tidyStep()))) await nextTurn();
    return null;
  }

  async #tidyStep(): Promise<boolean> {
    try {
      return await this.#tidier.step();
    } catch (error) {
      if (await this.#mend(this.#failureOf(error))) return true;
      throw error;
    }
  }

  #tidyNow(): void {
    this.#tidy()
      // A full or damaged disk is said by the next writing; tidying is tried again.
      .catch(() => undefined)
      .finally(() => {
        if (!this.#isClosing) this.#tidyTimer = setTimeout(() => this.#tidyNow(), TIDY_EVERY_MS);
      });
  }
}

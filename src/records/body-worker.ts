import { setImmediate as nextTurn } from 'node:timers/promises';
import { messageOf } from '../lib/errors.ts';
import { Turns } from '../lib/turns.ts';
import { describeFailure } from '../store/worker-open.ts';
import type { PackedCall } from './pack.ts';
import { StoredBodies } from './reader.ts';
import { Redactor } from './redact.ts';
import type { BodyTables } from './tables.ts';
import { Tidier } from './tidier.ts';
import type {
  BodyAnswered,
  BodyKind,
  BodyPolicy,
  BodyQuestion,
  FromBodyWorker,
  ToBodyWorker,
} from './worker-messages.ts';
import { BodyWriter } from './writer.ts';

/** Calls wait so long for others, to share a transaction with them. */
const WRITE_AFTER_MS = 100;
const BATCH_BYTES = 4 * 1024 * 1024;
const TIDY_EVERY_MS = 10 * 60_000;
const FIRST_TIDY_MS = 60_000;

/** Does what the worker is told to, one thing at a time. */
export class BodyWorker {
  readonly #tables: BodyTables;
  readonly #writer: BodyWriter;
  readonly #reader: StoredBodies;
  readonly #tidier: Tidier;
  readonly #say: (message: FromBodyWorker) => void;
  /** The tables have one user at a time. */
  readonly #turns = new Turns(1);
  #waiting: PackedCall[] = [];
  #waitingBytes = 0;
  #timer: NodeJS.Timeout | undefined;
  #tidyTimer: NodeJS.Timeout | undefined;
  #isClosed = false;

  private constructor(tables: BodyTables, writer: BodyWriter, tidier: Tidier, say: (message: FromBodyWorker) => void) {
    this.#tables = tables;
    this.#writer = writer;
    this.#reader = new StoredBodies(tables);
    this.#tidier = tidier;
    this.#say = say;
    this.#tidyTimer = setTimeout(() => this.#tidyNow(), FIRST_TIDY_MS);
  }

  static async open(
    tables: BodyTables,
    policy: BodyPolicy,
    say: (message: FromBodyWorker) => void,
  ): Promise<BodyWorker> {
    const forget = () => writer.forget();
    const tidier = new Tidier(tables, policy.retention, Date.now, forget);
    const writer = await BodyWriter.open(tables, new Redactor(policy.redact), (ids) => tidier.uses(ids));
    return new BodyWorker(tables, writer, tidier, say);
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
    this.#waiting.push(call);
    this.#waitingBytes += call.bytes.length;
    if (this.#waitingBytes >= BATCH_BYTES) void this.#flush();
    else this.#timer ??= setTimeout(() => void this.#flush(), WRITE_AFTER_MS);
  }

  /** Never rejects. */
  #flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const calls = this.#waiting;
    const bytes = this.#waitingBytes;
    this.#waiting = [];
    this.#waitingBytes = 0;
    return this.#turns.take(() => this.#write(calls, bytes));
  }

  async #write(calls: readonly PackedCall[], bytes: number): Promise<void> {
    if (calls.length === 0) return;
    try {
      await this.#writer.write(calls);
      this.#say({ kind: 'written', calls: calls.length, bytes, failure: null });
    } catch (error) {
      this.#say({ kind: 'written', calls: calls.length, bytes, failure: messageOf(error) });
    }
  }

  async #reply(question: BodyQuestion): Promise<void> {
    const { id } = question;
    try {
      // Whoever asks may have seen the end of a call already.
      await this.#flush();
      const answer =
        question.kind === 'tidy' ? await this.#tidy() : await this.#turns.take(() => this.#answer(question));
      this.#say({ kind: 'answer', id, answer });
    } catch (error) {
      this.#say({ kind: 'refusal', id, failure: describeFailure(error) });
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
        this.#isClosed = true;
        clearTimeout(this.#tidyTimer);
        await this.#tables.close();
        return null;
    }
  }

  /** Between two steps whoever waits has their turn. */
  async #tidy(): Promise<null> {
    while (!this.#isClosed && (await this.#turns.take(() => this.#tidier.step()))) await nextTurn();
    return null;
  }

  #tidyNow(): void {
    this.#tidy()
      // A full or damaged disk is said by the next writing; tidying is tried again.
      .catch(() => undefined)
      .finally(() => {
        if (!this.#isClosed) this.#tidyTimer = setTimeout(() => this.#tidyNow(), TIDY_EVERY_MS);
      });
  }
}

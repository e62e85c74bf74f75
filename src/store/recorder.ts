import { messageOf } from '../lib/errors.ts';
import type { CallRecorder, CallRow } from './ports.ts';
import type { InsertOutcome } from './worker-messages.ts';

const FLUSH_AFTER_MS = 100;
const ROWS_PER_BATCH = 200;
/** Rows that may wait for the disk at once: some 50 MB. */
const MOST_WAITING_ROWS = 50_000;

/** What the recorder writes to. */
export interface RowWriter {
  /** Resolves when each row is on disk or counted as lost; may reject. */
  write(rows: readonly CallRow[]): Promise<InsertOutcome>;
}

/**
 * Collects finished calls and hands them on in batches: after 100 ms or 200 rows, whichever comes first. What cannot be
 * written is counted, and said once: nothing here may stop or slow the serving of calls.
 */
export class BatchRecorder implements CallRecorder {
  readonly #writer: RowWriter;
  readonly #warn: (message: string) => void;
  readonly #mostWaiting: number;
  readonly #writing = new Set<Promise<void>>();
  #rows: CallRow[] = [];
  /** Rows taken and not yet written or lost. */
  #waiting = 0;
  #lost = 0;
  #hasWarned = false;
  #isClosed = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(writer: RowWriter, warn: (message: string) => void, mostWaiting = MOST_WAITING_ROWS) {
    this.#writer = writer;
    this.#warn = warn;
    this.#mostWaiting = mostWaiting;
  }

  get lost(): number {
    return this.#lost;
  }

  get waiting(): number {
    return this.#waiting;
  }

  record(row: CallRow): void {
    if (this.#isClosed) this.#lose(1, 'the database is closed');
    else if (this.#waiting >= this.#mostWaiting) this.#lose(1, `${this.#mostWaiting} rows wait for the disk already`);
    else this.#take(row);
  }

  async flush(): Promise<void> {
    this.#send();
    await Promise.all(this.#writing);
  }

  /** Flushes and takes no more rows. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.flush();
  }

  #take(row: CallRow): void {
    this.#waiting++;
    this.#rows.push(row);
    if (this.#rows.length >= ROWS_PER_BATCH) this.#send();
    // Unref'd: a program that is about to end closes the store, which flushes.
    else this.#timer ??= setTimeout(() => this.#send(), FLUSH_AFTER_MS).unref();
  }

  #send(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#rows.length === 0) return;
    const writing = this.#write(this.#rows).finally(() => this.#writing.delete(writing));
    this.#rows = [];
    this.#writing.add(writing);
  }

  /** Never rejects. */
  async #write(rows: readonly CallRow[]): Promise<void> {
    try {
      const { lost, failure } = await this.#writer.write(rows);
      if (lost > 0) this.#lose(lost, failure?.text ?? 'unknown');
    } catch (error) {
      this.#lose(rows.length, messageOf(error));
    } finally {
      this.#waiting -= rows.length;
    }
  }

  #lose(count: number, why: string): void {
    this.#lost += count;
    if (this.#hasWarned) return;
    this.#hasWarned = true;
    this.#warn(
      `A call could not be recorded: ${why}. Calls are served on; those that are lost are counted, and this is said once.`,
    );
  }
}

import type { Clock, Timer } from '../lib/clock.ts';
import { messageOf } from '../lib/errors.ts';
import type { CallSessions } from '../store/call-session-ports.ts';
import type { CallTexts } from '../store/call-text-ports.ts';
import type { CallStore } from '../store/ports.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;
const LOOK_MS = 60 * 60 * 1_000;
/** Few enough that calls are written in between. */
const PAGE = 500;

export interface CallRetentionPorts {
  readonly calls: Pick<CallStore, 'deleteBefore'>;
  readonly callSessions: Pick<CallSessions, 'deleteEmpty'>;
  readonly callTexts: Pick<CallTexts, 'deleteBefore'>;
  readonly clock: Clock;
  /** How long rows are kept; 0: for ever. Asked each time. */
  readonly days: () => number;
  /** The same for what was said in calls. */
  readonly textDays: () => number;
  /** Gives back the space of what was deleted. */
  readonly giveBack: () => Promise<void>;
  readonly info: (text: string) => void;
  readonly warn: (text: string) => void;
}

/** Deletes rows of calls and what was said in them once they are too old: after the start, and then every hour. */
export class CallRetention {
  readonly #ports: CallRetentionPorts;
  #timer: Timer | undefined;
  #running: Promise<void> = Promise.resolve();
  #isStopped = false;

  constructor(ports: CallRetentionPorts) {
    this.#ports = ports;
  }

  /** Begins, and returns at once. */
  start(): void {
    this.#running = this.tidy().then(() => {
      if (!this.#isStopped) this.#timer = this.#ports.clock.timer(LOOK_MS, () => this.start());
    });
  }

  /** Resolves when nothing is being deleted any more. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#timer?.cancel();
    await this.#running;
  }

  /** Deletes what is too old by now, a page at a time. Never rejects: what is left is tried again. */
  async tidy(): Promise<void> {
    const { giveBack, warn } = this.#ports;
    try {
      const texts = await this.#deleteTexts();
      const rows = await this.#deleteRows();
      if (texts + rows > 0) await giveBack();
    } catch (error) {
      warn(`Old calls could not be deleted: ${messageOf(error)}`);
    }
  }

  async #deleteTexts(): Promise<number> {
    const { clock, textDays, callTexts } = this.#ports;
    if (textDays() === 0) return 0;
    const before = clock.now() - textDays() * DAY_MS;
    return this.#pages(() => callTexts.deleteBefore(before, PAGE));
  }

  async #deleteRows(): Promise<number> {
    const { clock, days, calls, callSessions, info } = this.#ports;
    if (days() === 0) return 0;
    const before = clock.now() - days() * DAY_MS;
    const deleted = await this.#pages(() => calls.deleteBefore(before, PAGE));
    if (deleted === 0) return 0;
    await this.#pages(() => callSessions.deleteEmpty(before, PAGE));
    info(`Deleted the rows of ${deleted} calls that are older than ${days()} days; what they add up to stays.`);
    return deleted;
  }

  /** @returns how many were deleted */
  async #pages(deletePage: () => Promise<number>): Promise<number> {
    let deleted = 0;
    let page = PAGE;
    while (page === PAGE && !this.#isStopped) {
      const begin = this.#ports.clock.monotonic();
      page = await deletePage();
      deleted += page;
      if (page === PAGE) await this.#rest(this.#ports.clock.monotonic() - begin);
    }
    return deleted;
  }

  /** As long as the page took: half of the database's time is left to others. */
  #rest(milliseconds: number): Promise<void> {
    if (milliseconds === 0) return Promise.resolve();
    return new Promise((resolve) => this.#ports.clock.timer(milliseconds, resolve));
  }
}

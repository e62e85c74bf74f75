import type { CallFilter, CallMark, CallPosition } from '../store/call-page-ports.ts';
import { AdminError } from './errors.ts';
import type { AdminDeps } from './ports.ts';

/** Few enough that calls are written in between. */
const DELETED_AT_ONCE = 200;
const COUNTED_AT_ONCE = 2_000;

type DeletionPorts = Pick<
  AdminDeps,
  'callPages' | 'callRemoval' | 'callTexts' | 'bodies' | 'feed' | 'recorder' | 'giveBack'
>;

export interface Deleted {
  readonly deleted: number;
  /** Rows that stay, without what was said: a budget counts by them. */
  readonly kept: number;
}

/** Deletes calls with all that is kept of them: their bodies first, their rows last, so that nothing is left without its row. */
export class CallDeletion {
  readonly #ports: DeletionPorts;
  #isRunning = false;

  constructor(ports: DeletionPorts) {
    this.#ports = ports;
  }

  /** How many calls a filter finds; those that have ended are in it. */
  async count(filter: CallFilter): Promise<number> {
    await this.#ports.recorder.flush();
    let count = 0;
    await this.#eachPage(filter, COUNTED_AT_ONCE, async (calls) => {
      count += calls.length;
    });
    return count;
  }

  /**
   * Deletes what a filter finds. Rejects with AdminError DELETION_RUNNING.
   *
   * @param onPage told before calls are deleted
   */
  async remove(filter: CallFilter, onPage: (calls: readonly CallMark[]) => Promise<void>): Promise<Deleted> {
    if (this.#isRunning) {
      throw new AdminError(409, 'DELETION_RUNNING', 'Calls are being deleted already. Wait until that is done.');
    }
    this.#isRunning = true;
    try {
      return await this.#removeAll(filter, onPage);
    } finally {
      this.#isRunning = false;
    }
  }

  /** Deletes calls that are known. */
  async removeThese(calls: readonly CallMark[]): Promise<Deleted> {
    const { bodies, callTexts, callRemoval, feed } = this.#ports;
    const ids = calls.map(({ id }) => id);
    await Promise.all(ids.map((id) => bodies.forget(id)));
    await callTexts.forget(ids);
    const kept = await callRemoval.remove(calls);
    feed.forget(new Set(ids));
    return { deleted: calls.length - kept.length, kept: kept.length };
  }

  async #removeAll(filter: CallFilter, onPage: (calls: readonly CallMark[]) => Promise<void>): Promise<Deleted> {
    let [deleted, kept] = [0, 0];
    // Behind a call whose texts are gone the rest of its millisecond is passed over, so that it is looked once more.
    for (let before = -1; deleted > before; ) {
      before = deleted;
      kept = 0;
      await this.#eachPage(filter, DELETED_AT_ONCE, async (calls) => {
        await onPage(calls);
        const page = await this.removeThese(calls);
        deleted += page.deleted;
        kept += page.kept;
      });
    }
    await this.#ports.giveBack();
    return { deleted, kept };
  }

  async #eachPage(
    filter: CallFilter,
    limit: number,
    take: (calls: readonly CallMark[]) => Promise<void>,
  ): Promise<void> {
    let after: CallPosition | null | undefined;
    while (after !== null) {
      const { calls, next } = await this.#ports.callPages.marks({ filter, sort: 'oldest', limit, after });
      if (calls.length > 0) await take(calls);
      after = next;
    }
  }
}

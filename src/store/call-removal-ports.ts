import type { CallMark } from './call-page-ports.ts';

/** Deletes calls; what they add up to stays. */
export interface CallRemoval {
  /**
   * Deletes rows of calls, and sessions with their last one. A call stays if a budget counts from later in its hour: what
   * was before is known by rows.
   *
   * @returns ids of the calls that stay
   */
  remove(calls: readonly CallMark[]): Promise<readonly string[]>;
}

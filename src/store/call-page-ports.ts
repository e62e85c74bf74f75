/** Lists of calls, as the rest of redwolf asks for them. */

import type { CallRow } from './ports.ts';

/** Only calls that are all of this; of several values of a column, one of them. What is absent holds for all calls. */
export interface CallFilter {
  /** UTC milliseconds. */
  readonly from?: number;
  /** Exclusive. */
  readonly until?: number;
  /** An empty list: no call at all. */
  readonly columns?: Partial<Readonly<Record<FilterColumn, readonly string[]>>>;
  /** HTTP statuses from the first to the last. */
  readonly status?: readonly [number, number];
  /** What their texts hold: every word of it, and what stands in quotes as a whole. */
  readonly text?: string;
}

export type FilterColumn =
  | 'session'
  | 'agent'
  | 'userId'
  | 'keyId'
  | 'scene'
  | 'model'
  | 'platform'
  | 'purpose'
  | 'outcome';

/** By the time at which they began; or the dearest, the longest, those with most tokens first. */
export type CallSort = TimeSort | 'cost' | 'duration' | 'tokens';
export type TimeSort = 'newest' | 'oldest';

/** Where a page begins: behind this call. */
export interface CallPosition {
  readonly startedAt: number;
  /** Null: behind all calls of that moment. */
  readonly id: string | null;
  /** What it is sorted by, where that is not time. */
  readonly value?: number;
}

export interface CallPageQuestion {
  readonly filter: CallFilter;
  readonly sort: CallSort;
  readonly limit: number;
  readonly after?: CallPosition | undefined;
}

/**
 * No page looks at more than some thousand rows: where few of these are sought, it holds fewer calls than were asked
 * for, or none, and `next` says where to go on.
 */
export interface CallPage<Row> {
  readonly calls: readonly Row[];
  /** Null: there are no more. */
  readonly next: CallPosition | null;
}

/** What is needed of a call to count it, or to be rid of it. */
export type CallMark = Pick<CallRow, 'id' | 'startedAt' | 'keyId' | 'session'>;

export interface CallPages {
  /**
   * Rejects with RedwolfError SORT_TOO_WIDE where more calls than can be sorted at once would have to be: only time is
   * the order of an index.
   */
  page(question: CallPageQuestion): Promise<CallPage<CallRow>>;
  /** The same, of the calls' marks. */
  marks(question: CallPageQuestion & { readonly sort: TimeSort }): Promise<CallPage<CallMark>>;
}

/** What was said in calls, as far as calls are found by it. */

import type { CallRow } from './ports.ts';

/** The texts of one call, without what must not be stored. */
export interface CallText extends Pick<CallRow, 'id' | 'startedAt' | 'keyId'> {
  /** What the user said in it; may be empty. */
  readonly words: string;
  /** What the model answered; may be empty. */
  readonly answer: string;
  /** What both are found by; see `search/tokens.ts`. */
  readonly tokens: string;
}

/** Characters of what a user said that lists show. */
export const BEGINNING = 200;

/** As much of a text as lists show. */
export function beginningOf(text: string): string {
  return text.slice(0, BEGINNING);
}

export interface CallTexts {
  /** Takes texts. Never throws and never waits: what cannot be written is counted. */
  add(texts: readonly CallText[]): void;
  /** The beginnings of what users said, by the ids of their calls; without calls of which nothing is known. */
  words(calls: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Forgets the texts of calls. */
  forget(calls: readonly string[]): Promise<void>;
  /** Deletes some of the oldest texts of calls that began before `time`. @returns how many; fewer than `most` at the end */
  deleteBefore(time: number, most: number): Promise<number>;
  /** Resolves when every text taken so far is on disk, or counted as lost. Never rejects. */
  flush(): Promise<void>;
  /** Texts that could not be written since the start. */
  readonly lost: number;
}

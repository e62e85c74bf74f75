/** What calls should have been taken for. Times are UTC in milliseconds since 1970. */

import type { AuditRow } from './account-ports.ts';

/** One for each call. */
export interface CorrectionRow {
  /** Of a line that was imported and names no call, an id of its own. */
  readonly callId: string;
  readonly at: number;
  readonly who: string | null;
  /** Name at that time. */
  readonly whoName: string;
  /** Whose call it was; '' where that is not known. */
  readonly keyId: string;
  /** What it should have been; null: nothing is said of it. */
  readonly intent: string | null;
  readonly scene: string | null;
  /** What was decided; null where nothing was. */
  readonly decidedIntent: string | null;
  readonly decidedScene: string | null;
  readonly confidence: number | null;
  /** JSON, as in the row of the call. */
  readonly decision: string | null;
  /** What the user said, where it came with an import. */
  readonly words: string | null;
  readonly previousWords: string | null;
}

export interface CorrectionPage {
  /** Keys whose calls may be seen; undefined: all. */
  readonly keys?: readonly string[] | undefined;
  readonly limit: number;
  /** The last one of the page before. */
  readonly after?: Pick<CorrectionRow, 'at' | 'callId'> | undefined;
}

/** What was said in a call. */
export interface CorrectionText {
  readonly words: string;
  /** What the user said before, in the same conversation; null where nothing is known of it. */
  readonly previousWords: string | null;
}

export interface Corrections {
  find(callId: string): Promise<CorrectionRow | undefined>;
  /** Writes it, in place of an older one of the call. */
  put(row: CorrectionRow, entry: AuditRow): Promise<void>;
  remove(callId: string, entry: AuditRow): Promise<void>;
  /** Newest first. */
  page(page: CorrectionPage): Promise<readonly CorrectionRow[]>;
  /** Of those calls whose texts are kept. */
  texts(calls: readonly string[]): Promise<ReadonlyMap<string, CorrectionText>>;
  /** Writes those that are not there; the others stay as they are. @returns how many were written */
  add(rows: readonly CorrectionRow[], entry: AuditRow): Promise<number>;
}

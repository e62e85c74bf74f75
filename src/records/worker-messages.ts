/** What the main thread and the worker of the bodies say to each other. */

import type { CallText } from '../store/call-text-ports.ts';
import type { FailureDetails } from '../store/worker-messages.ts';
import type { PackedCall } from './pack.ts';
import type { KeptStage, Retention, Stage } from './ports.ts';
import type { BodyTables } from './tables.ts';

/** What may change while redwolf runs. */
export interface BodyPolicy {
  readonly retention: Retention;
  /** Regular expressions: what matches is not stored. */
  readonly redact: readonly string[];
}

/** A SQLite file of their own. */
export interface BodyFile {
  readonly kind: 'file';
  readonly file: string;
  /** UTC in milliseconds since 1970. */
  readonly openedAt: number;
  readonly busyTimeoutMs: number;
  /** Most pages of the file; for tests of a full disk. */
  readonly mostPages?: number;
}

/** Tables of their own in a PostgreSQL database. */
export interface BodyServer {
  readonly kind: 'postgres';
  /** With the password: what crosses to the worker is plain data. */
  readonly url: string;
}

export interface BodyWorkerStart {
  readonly place: BodyFile | BodyServer;
  readonly policy: BodyPolicy;
  /** Waits between tries to write while the database cannot be reached; the last one repeats. */
  readonly retryDelaysMs: readonly number[];
}

/** What the worker gets of a dialect. */
export type OpenedTables =
  | { readonly tables: BodyTables; readonly movedTo: string | null }
  | { readonly failure: FailureDetails };

/** What can be asked of the worker: kind → body. */
export interface BodyAsked {
  readonly stages: { readonly call: string };
  readonly body: { readonly call: string; readonly stage: Stage; readonly attempt: number };
  readonly forget: { readonly call: string };
  /** Tidies up to the end. */
  readonly tidy: null;
  /** Writes what was taken, closes the database and ends. */
  readonly close: null;
}

export interface BodyAnswered {
  readonly stages: readonly KeptStage[];
  readonly body: Uint8Array | undefined;
  readonly forget: boolean;
  readonly tidy: null;
  readonly close: null;
}

export type BodyKind = keyof BodyAsked;

export type BodyQuestion = {
  readonly [K in BodyKind]: { readonly id: number; readonly kind: K; readonly body: BodyAsked[K] };
}[BodyKind];

export type ToBodyWorker =
  | BodyQuestion
  | { readonly kind: 'record'; readonly call: PackedCall }
  | { readonly kind: 'policy'; readonly policy: BodyPolicy };

export interface WrittenCalls {
  readonly kind: 'written';
  readonly calls: number;
  /** What they held of the queue. */
  readonly bytes: number;
  /** Why they are lost; null where they are not. */
  readonly failure: string | null;
}

export type FromBodyWorker =
  | { readonly kind: 'opened'; readonly movedTo: string | null }
  /** The file was damaged while it was open: a new one was begun. */
  | { readonly kind: 'moved'; readonly movedTo: string }
  | { readonly kind: 'failed'; readonly failure: FailureDetails }
  /** Calls are on disk, or lost. */
  | WrittenCalls
  /** What calls on disk are found by. */
  | { readonly kind: 'texts'; readonly texts: readonly CallText[] }
  /** Why calls have to wait now; null when they need not any more. */
  | { readonly kind: 'held-up'; readonly failure: FailureDetails | null }
  | { readonly kind: 'answer'; readonly id: number; readonly answer: BodyAnswered[BodyKind] }
  | { readonly kind: 'refusal'; readonly id: number; readonly failure: FailureDetails };

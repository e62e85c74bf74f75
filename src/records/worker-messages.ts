/** What the main thread and the worker of the bodies say to each other. */

import type { FailureDetails } from '../store/worker-messages.ts';
import type { PackedCall } from './pack.ts';
import type { KeptStage, Retention, Stage } from './ports.ts';

/** What may change while redwolf runs. */
export interface BodyPolicy {
  readonly retention: Retention;
  /** Regular expressions: what matches is not stored. */
  readonly redact: readonly string[];
}

export interface BodyWorkerStart {
  /** Path of the database file. */
  readonly file: string;
  /** UTC in milliseconds since 1970. */
  readonly openedAt: number;
  readonly busyTimeoutMs: number;
  readonly policy: BodyPolicy;
  /** Most pages of the file; for tests of a full disk. */
  readonly mostPages?: number;
}

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
  | { readonly kind: 'failed'; readonly failure: FailureDetails }
  /** Calls are on disk, or lost. */
  | WrittenCalls
  | { readonly kind: 'answer'; readonly id: number; readonly answer: BodyAnswered[BodyKind] }
  | { readonly kind: 'refusal'; readonly id: number; readonly failure: FailureDetails };

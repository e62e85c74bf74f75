/**
 * What the rest of redwolf asks of the records of bodies. The gateway knows these types and nothing of how bodies are
 * kept (docs/decisions/0013-bodies.md). All times are UTC in milliseconds since 1970.
 */

import type { CallId, KeyId } from '../lib/ids.ts';

/**
 * `request`: as the client sent it; `sent`: as a platform got it; `raw`: the platform's reply; `reply`: as the client got
 * it.
 */
export type Stage = 'request' | 'sent' | 'raw' | 'reply';

/** What stands before a body, without anything that may be a secret. */
export interface CapturedHead {
  readonly method?: string;
  /** Without its query. */
  readonly path?: string;
  readonly status?: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** One stage of a call. */
export interface CapturedStage {
  readonly stage: Stage;
  /** Which attempt it belongs to, from 0; 0 for what is the client's. */
  readonly attempt: number;
  readonly head: CapturedHead;
  /** The body in the pieces in which it passed; absent where it is not kept. */
  readonly pieces?: readonly Buffer[];
  /** Length of the body as it passed; more than the pieces hold where it was cut. */
  readonly bytes: number;
}

/** All that was captured of a finished call. */
export interface CapturedCall {
  readonly id: CallId;
  readonly keyId: KeyId;
  readonly startedAt: number;
  readonly stages: readonly CapturedStage[];
  /** Secrets that must not be stored, wherever they stand. */
  readonly secrets: readonly string[];
  /** Room that was reserved for its pieces. */
  readonly reserved: number;
}

/** Takes captured calls. Never throws and never waits: serving comes first. */
export interface BodyRecorder {
  /** Room for bytes that are kept in memory; false: there is none, so that the body is dropped and counted as such. */
  reserve(bytes: number): boolean;
  /** Gives room back. */
  release(bytes: number): void;
  /** Takes a call with the room that was reserved for it. Its pieces may be changed afterwards. */
  record(call: CapturedCall): void;
}

/** How it stands with the keeping of bodies. */
export interface BodyStatus {
  /** False once its worker is gone: nothing is kept then. */
  readonly isRunning: boolean;
  /** Bytes that wait for the disk, or belong to calls that still run. */
  readonly waitingBytes: number;
  /** Bodies that were not kept because too much was waiting. */
  readonly dropped: number;
  /** Calls whose bodies could not be written. */
  readonly lost: number;
  /** Why the last ones were lost. */
  readonly failure: string | null;
}

/** One stage as it is kept. */
export interface KeptStage {
  readonly stage: Stage;
  readonly attempt: number;
  readonly head: CapturedHead;
  readonly bytes: number;
  /** Length of the body that is kept; null where none is. Differs from `bytes` where it was cut or redacted. */
  readonly keptBytes: number | null;
}

export interface BodyReader {
  /** In the order of the call; empty where nothing is kept. Rejects with DatabaseFailure. */
  stages(id: string): Promise<readonly KeptStage[]>;
  /** Undefined where it is not kept. Rejects with DatabaseFailure. */
  body(id: string, stage: Stage, attempt: number): Promise<Buffer | undefined>;
  /** Forgets what is kept of a call, but not its row; false where nothing was. Rejects with DatabaseFailure. */
  forget(id: string): Promise<boolean>;
  readonly status: BodyStatus;
}

/** How long and how much is kept. */
export interface Retention {
  /** 0: without an end. */
  readonly days: number;
  /** Bytes on disk; 0: without an end. */
  readonly bytes: number;
}

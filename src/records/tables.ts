/**
 * The tables of the bodies, as a port: whoever writes, reads and tidies knows no SQL. They have one user at a time in this
 * process; other processes may have the same tables (docs/decisions/0018-bodies-in-postgresql.md).
 */

import type { FailureDetails } from '../store/worker-messages.ts';

/** A piece of a body. */
export interface BlockRow {
  readonly id: number;
  /** SHA-256 of its bytes. */
  readonly hash: Uint8Array;
  readonly length: number;
  /** Squeezed. */
  readonly data: Uint8Array;
}

/** A body, as a list of blocks. */
export interface BodyRow {
  readonly id: number;
  /** SHA-256 of its bytes. */
  readonly hash: Uint8Array;
  readonly length: number;
  /** Encoded, then squeezed. */
  readonly manifest: Uint8Array;
  /** Of the manifest before it was squeezed. */
  readonly manifestLength: number;
}

/** What is kept of a call. */
export interface CallEntry {
  readonly id: string;
  readonly keyId: string;
  /** UTC in milliseconds since 1970. */
  readonly startedAt: number;
  /** JSON of its stages, squeezed. */
  readonly sheet: Uint8Array;
  readonly sheetLength: number;
  /** Id of the body of each stage, in their order; null where there is none. */
  readonly bodies: readonly (number | null)[];
}

/** Rows that are written together or not at all. */
export interface BodyBatch {
  readonly blocks: readonly BlockRow[];
  readonly bodies: readonly BodyRow[];
  readonly calls: readonly CallEntry[];
}

/** Ids in rising order. */
export interface NewIds {
  readonly blocks: readonly number[];
  readonly bodies: readonly number[];
}

/** Every method rejects with what the database throws; `failureOf` says what that means. */
export interface BodyTables extends TidiedTables {
  /** For each hash, in their order, the id of the block that has it. */
  blockIds(hashes: readonly Uint8Array[]): Promise<readonly (number | undefined)[]>;
  bodyIds(hashes: readonly Uint8Array[]): Promise<readonly (number | undefined)[]>;
  /** Ids that nobody ever had, so many of each. */
  newIds(blocks: number, bodies: number): Promise<NewIds>;
  /**
   * Writes all rows, or none and says false: since their ids were asked for, another process has deleted rows or written
   * the same ones. A call that is there already stays as it is.
   */
  write(batch: BodyBatch): Promise<boolean>;

  /** Does the reading work on one state of the tables, whatever others do meanwhile. */
  reading<Result>(work: () => Promise<Result>): Promise<Result>;
  call(id: string): Promise<CallEntry | undefined>;
  body(id: number): Promise<BodyRow | undefined>;
  /** Those of the blocks that are there, by id. */
  blocks(ids: readonly number[]): Promise<ReadonlyMap<number, BlockRow>>;

  deleteCall(id: string): Promise<boolean>;
  /** Sets damaged tables aside and makes new ones: where they are then; null where that is not redwolf's to do. */
  beginAnew(): Promise<string | null>;
  failureOf(error: unknown): FailureDetails;
  close(): Promise<void>;
}

/** What the tidier needs of them. */
export interface TidiedTables {
  /** False while another process tidies them. Asked before each step, as a connection may have been lost. */
  mayTidy(): Promise<boolean>;
  /** Lets others tidy. */
  endTidying(): Promise<void>;
  /** Does the work, or nothing of it, while no process writes. What is to be swept must not be used meanwhile. */
  alone<Result>(work: () => Promise<Result>): Promise<Result>;
  /** The highest ids that were given. To be asked alone: what has a lower id is in the tables now, or never will be. */
  highest(): Promise<{ readonly block: number; readonly body: number }>;

  /** The oldest calls that began before then, at most so many; how many they were. */
  deleteCallsBefore(startedAt: number, most: number): Promise<number>;
  countCalls(): Promise<number>;
  /** Bodies behind this id, at most so many, by id. */
  bodiesAfter(id: number, most: number): Promise<readonly BodyRow[]>;
  /** Deletes those of the bodies that no call has; how many they were. To be asked alone. */
  deleteUnusedBodies(ids: readonly number[]): Promise<number>;
  /** Ids of blocks behind this one, at most so many, in order. */
  blockIdsAfter(id: number, most: number): Promise<readonly number[]>;
  /** To be asked alone. */
  deleteBlocks(ids: readonly number[]): Promise<void>;

  /** Bytes on disk that are in use, and those that are only waiting to be given back. */
  size(): Promise<{ readonly used: number; readonly free: number }>;
  /** Gives some free bytes back to the file system. */
  reclaim(): Promise<void>;
}

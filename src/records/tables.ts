/**
 * The tables of the bodies, as a port: whoever writes, reads and tidies knows no SQL. One writer at a time, which gives
 * the ids.
 */

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

/** Every method rejects with what the database throws. */
export interface BodyTables {
  /** The highest ids that were given. */
  highest(): Promise<{ readonly block: number; readonly body: number }>;
  blockId(hash: Uint8Array): Promise<number | undefined>;
  bodyId(hash: Uint8Array): Promise<number | undefined>;
  /** A call that is there already stays as it is. */
  write(batch: BodyBatch): Promise<void>;

  call(id: string): Promise<CallEntry | undefined>;
  body(id: number): Promise<BodyRow | undefined>;
  block(id: number): Promise<BlockRow | undefined>;

  deleteCall(id: string): Promise<boolean>;
  /** The oldest calls that began before then, at most so many; how many they were. */
  deleteCallsBefore(startedAt: number, most: number): Promise<number>;
  countCalls(): Promise<number>;
  /** Bodies behind this id, at most so many, by id. */
  bodiesAfter(id: number, most: number): Promise<readonly BodyRow[]>;
  /** Deletes those of the bodies that no call has. */
  deleteUnusedBodies(ids: readonly number[]): Promise<number>;
  /** Ids of blocks behind this one, at most so many, in order. */
  blockIdsAfter(id: number, most: number): Promise<readonly number[]>;
  deleteBlocks(ids: readonly number[]): Promise<void>;

  /** Bytes on disk that are in use, and those that are only waiting to be given back. */
  size(): Promise<{ readonly used: number; readonly free: number }>;
  /** Gives some free bytes back to the file system. */
  reclaim(): Promise<void>;
  close(): Promise<void>;
}

/**
 * What the rest of redwolf asks of a store. The gateway knows these types and nothing of SQL. All times are UTC in
 * milliseconds since 1970.
 */

import type { CallId, KeyId } from '../lib/ids.ts';

/** One call, one row. JSON columns are texts. */
export interface CallRow {
  readonly id: CallId;
  readonly startedAt: number;
  readonly keyId: KeyId;
  readonly keyName: string;
  /** The endpoint's id, such as `anthropic-messages`. */
  readonly endpoint: string;
  readonly clientProtocol: string;
  readonly platformProtocol: string | null;
  readonly mode: string;
  /** What decided: `pin`, `priority-list`, `claude-code`, … */
  readonly source: string;
  readonly requestedModel: string;
  readonly platform: string | null;
  readonly model: string | null;
  readonly isStream: boolean;
  /** How it ended for the client. */
  readonly outcome: 'ok' | 'error' | 'aborted';
  /** HTTP status that the client got; 499 if it left before it got one. */
  readonly status: number;
  readonly errorKind: string | null;
  readonly errorMessage: string | null;
  /** JSON: planned targets as `platform:model`, in order. */
  readonly plan: string;
  /** JSON: `{platform, model, credential, status, fault, message, ms}` per attempt; `status` is null if no reply came. */
  readonly attempts: string;
  /** JSON: `{path, why}` per loss. */
  readonly losses: string;
  readonly inputTokens: number;
  readonly cacheReadTokens: number;
  readonly cacheWrite5mTokens: number;
  readonly cacheWrite1hTokens: number;
  readonly outputTokens: number;
  readonly reasoningTokens: number;
  /** `reported` by the platform, `estimated` by us, `none` where nothing was produced. */
  readonly usageSource: 'reported' | 'estimated' | 'none';
  /** From the arrival of the request's last byte to the first attempt. */
  readonly queueMs: number;
  /** To the first meaningful piece of the reply; null if none came. */
  readonly firstByteMs: number | null;
  readonly totalMs: number;
  readonly requestBytes: number;
  readonly replyBytes: number;
}

/** Takes finished calls. Never throws and never waits: serving comes first. */
export interface CallRecorder {
  record(row: CallRow): void;
  /** Resolves when every row taken so far is on disk, or counted as lost. Never rejects. */
  flush(): Promise<void>;
  /** Rows that could not be written since the start. */
  readonly lost: number;
}

/** A client key. Its secret is known only as a hash. */
export interface KeyRecord {
  readonly id: KeyId;
  readonly name: string;
  /** HMAC-SHA-256 of the key under the pepper, in hex. */
  readonly hash: string;
  /** The first characters, to recognise it by. */
  readonly prefix: string;
  readonly origin: 'config' | 'created';
  readonly isEnabled: boolean;
  readonly createdAt: number;
}

export interface KeyStore {
  /** Oldest first. */
  list(): Promise<readonly KeyRecord[]>;
  /** Rejects with RedwolfError KEY_EXISTS where the same key is stored already. */
  insert(key: KeyRecord): Promise<void>;
  /** Opens or closes a key. Nothing happens where there is no such key. */
  setEnabled(id: KeyId, isEnabled: boolean): Promise<void>;
  /**
   * Makes the keys of the configuration file exactly these; created ones stay as they are, also where a declared key is
   * the same. A name that was declared before keeps its id, whatever its key is now: read the records with `list`.
   */
  declare(keys: readonly KeyRecord[]): Promise<void>;
}

/** The one administrator and the sessions of the browser. */
export interface AdminStore {
  passwordHash(): Promise<string | undefined>;
  setPasswordHash(hash: string): Promise<void>;
  /** Also forgets the sessions that ran out before this one began. */
  insertSession(session: AdminSession): Promise<void>;
  /** By the hash of the session's token. One that ran out may still be found. */
  findSession(tokenHash: string): Promise<AdminSession | undefined>;
  deleteSession(tokenHash: string): Promise<void>;
  deleteAllSessions(): Promise<void>;
}

export interface AdminSession {
  readonly tokenHash: string;
  readonly createdAt: number;
  readonly expiresAt: number;
}

/** Small values by name, such as the check value of the master key. */
export interface SettingStore {
  get(name: string): Promise<string | undefined>;
  set(name: string, value: string): Promise<void>;
}

/** Reads what was recorded; grows with the records. */
export interface CallStore {
  /** Newest first. */
  latest(limit: number): Promise<readonly CallRow[]>;
}

export interface Store {
  readonly keys: KeyStore;
  readonly admin: AdminStore;
  readonly settings: SettingStore;
  readonly calls: CallStore;
  readonly recorder: CallRecorder;
  /** A number that changes when another process, such as `redwolf key create`, has written to the database. */
  changesElsewhere(): Promise<number>;
  /** Writes what was recorded and closes the database. To be called before the process can end. */
  close(): Promise<void>;
}

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
  /** Sets it where there is none; the value that is there then. */
  add(name: string, value: string): Promise<string>;
}

export interface SettingValue {
  readonly name: string;
  readonly value: string;
}

/** Reads what was recorded; grows with the records. */
export interface CallStore {
  /** Newest first. */
  latest(limit: number): Promise<readonly CallRow[]>;
}

/** A platform that was made while redwolf ran. */
export interface PlatformRow {
  readonly id: string;
  /** Type of the platform's description. */
  readonly type: string;
  /** JSON: what the configuration file would say of it, without what may hold a secret. */
  readonly settings: string;
  /** JSON of the settings that may hold a secret, sealed; null where there are none. */
  readonly sealedSettings: string | null;
  readonly isEnabled: boolean;
  /** Lowest first. */
  readonly position: number;
  /** Version of the configuration that changed it last. */
  readonly version: number;
}

/** A key of a platform. */
export interface CredentialRow {
  readonly id: string;
  readonly platform: string;
  readonly position: number;
  readonly name: string;
  readonly weight: number;
  /** The key, sealed under the master key. */
  readonly sealed: string;
}

/** A model of a platform, of a declared one too. */
export interface ModelRow {
  readonly platform: string;
  readonly model: string;
  /** When the platform listed it last; null if it never did. */
  readonly listedAt: number | null;
  /** Since when the platform lists it no more. */
  readonly vanishedAt: number | null;
  /** JSON: what the platform says of it. */
  readonly reported: string;
  /** JSON: what the user says instead. */
  readonly overrides: string;
  readonly isEnabled: boolean;
  /** Version of the configuration that changed it last; 0 where none did. */
  readonly version: number;
}

/** A part of the configuration that is no list, such as `routing`. */
export interface ConfigSettingRow {
  readonly name: string;
  /** JSON. */
  readonly value: string;
  readonly version: number;
}

/** One change of the configuration. The states are JSON of the parts that it touched, without secrets. */
export interface HistoryRow {
  readonly version: number;
  readonly changedAt: number;
  readonly who: string;
  /** A sentence for people. */
  readonly what: string;
  readonly stateBefore: string;
  readonly stateAfter: string;
}

/** Everything that was configured while redwolf ran. */
export interface StoredConfiguration {
  /** 0 where nothing was ever changed. */
  readonly version: number;
  /** By position. */
  readonly platforms: readonly PlatformRow[];
  /** By platform and position. */
  readonly credentials: readonly CredentialRow[];
  readonly models: readonly ModelRow[];
  readonly settings: readonly ConfigSettingRow[];
}

/** Rows to write and to remove, all or none. */
export interface ConfigurationChange {
  /** Absent for what platforms reported, which is nobody's change. */
  readonly history?: HistoryRow;
  readonly putPlatforms?: readonly PlatformRow[];
  readonly removePlatforms?: readonly string[];
  /** The whole pool of each platform that is named. */
  readonly pools?: ReadonlyMap<string, readonly CredentialRow[]>;
  readonly putModels?: readonly ModelRow[];
  readonly removeModels?: readonly Pick<ModelRow, 'platform' | 'model'>[];
  readonly putSettings?: readonly ConfigSettingRow[];
  /** Of the `SettingStore`: what must change together with the rest. */
  readonly putValues?: readonly SettingValue[];
  readonly removeSettings?: readonly string[];
}

export interface ConfigurationStore {
  load(): Promise<StoredConfiguration>;
  /** Rejects with RedwolfError CONFIG_CHANGED where the history has that version already; nothing was changed then. */
  commit(change: ConfigurationChange): Promise<void>;
  /** Newest first; `before` is a version, exclusive. */
  history(limit: number, before?: number): Promise<readonly HistoryRow[]>;
  /** All changes from that version on, newest first. */
  historySince(version: number): Promise<readonly HistoryRow[]>;
}

export interface Store {
  readonly configuration: ConfigurationStore;
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

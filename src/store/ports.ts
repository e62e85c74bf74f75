/**
 * What the rest of redwolf asks of a store. The gateway knows these types and nothing of SQL. All times are UTC in
 * milliseconds since 1970.
 */

import type { CallId, KeyId } from '../lib/ids.ts';
import type { AuditRow } from './account-ports.ts';

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
  /** Billionths of the price's own currency; null where the model has no known price. */
  readonly costNano: number | null;
  /** `USD` or `CNY`; null where there is no cost. */
  readonly costCurrency: string | null;
  /** The same in billionths of a US dollar, at the rate that held when it was counted: what budgets and sums go by. */
  readonly costNanoUsd: number | null;
  /** Whose price it is: `file`, `admin`, `local`, `table`, …; null where none was needed or known. */
  readonly priceSource: string | null;
  /** Which price: names its row and version. */
  readonly priceId: string | null;
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
  /** Id of the user whose key it is. */
  readonly owner: string | null;
  readonly expiresAt: number | null;
  /** JSON: a `KeyPolicy`. */
  readonly policy: string;
  /** Hash of the secret before the last rotation, which is good until `previousUntil`. */
  readonly previousHash: string | null;
  readonly previousUntil: number | null;
  /** Budgets count from then on. */
  readonly resetAt: number | null;
  /** A deleted key stays for the sake of its calls; no secret finds it. */
  readonly deletedAt: number | null;
  /** Grows by one with each change. */
  readonly version: number;
}

/** What can be changed of a key. */
export type KeyChange = Partial<Omit<KeyRecord, 'id' | 'origin' | 'createdAt' | 'version'>>;

export interface KeyStore {
  /** Oldest first, without deleted ones. */
  list(): Promise<readonly KeyRecord[]>;
  /** There is no key, and never was one that redwolf made. */
  isEmpty(): Promise<boolean>;
  /** With its entry in the audit log. Rejects with RedwolfError KEY_EXISTS where the same key is stored already. */
  insert(key: KeyRecord, entry?: AuditRow): Promise<void>;
  /**
   * Changes a key and counts its version up, with an entry in the audit log. False, and nothing was changed, where it no
   * longer has the version `seen`.
   */
  update(id: KeyId, seen: number, change: KeyChange, entry?: AuditRow): Promise<boolean>;
  /**
   * Makes the keys of the configuration file exactly these; created ones stay as they are, also where a declared key is
   * the same. A name that was declared before keeps its id, whatever its key is now: read the records with `list`.
   */
  declare(keys: readonly KeyRecord[]): Promise<void>;
}

/** Small values by name, such as the check value of the master key. */
export interface SettingStore {
  get(name: string): Promise<string | undefined>;
  set(name: string, value: string): Promise<void>;
  remove(name: string): Promise<void>;
  /** Sets it where there is none; the value that is there then. */
  add(name: string, value: string): Promise<string>;
}

/** Reads what was recorded; grows with the records. */
export interface CallStore {
  /**
   * Newest first.
   * @param keys only calls with one of these; without it all
   */
  latest(limit: number, keys?: readonly KeyId[]): Promise<readonly CallRow[]>;
  /**
   * What was used by the calls that began in `[from, until)`, oldest first: a page of them.
   * @param after the last one of the page before
   */
  usagePage(span: Span, limit: number, after?: Pick<CallUsage, 'startedAt' | 'id'>): Promise<readonly CallUsage[]>;
  /** Gives calls another cost, all or none. */
  setCosts(costs: readonly NewCost[]): Promise<void>;
  /** @param keys as above */
  find(id: string, keys?: readonly KeyId[]): Promise<CallRow | undefined>;
}

/** UTC milliseconds; `until` is exclusive. */
export interface Span {
  readonly from: number;
  readonly until: number;
}

/** What of a call its cost depends on, and its cost. */
export type CallUsage = Pick<
  CallRow,
  | 'id'
  | 'startedAt'
  | 'keyId'
  | 'platform'
  | 'model'
  | 'inputTokens'
  | 'cacheReadTokens'
  | 'cacheWrite5mTokens'
  | 'cacheWrite1hTokens'
  | 'outputTokens'
  | 'reasoningTokens'
  | 'usageSource'
> &
  CallCost;

/** What of a call's row says what it cost. */
export type CallCost = Pick<CallRow, 'costNano' | 'costCurrency' | 'costNanoUsd' | 'priceSource' | 'priceId'>;

export type NewCost = Pick<CallRow, 'id'> & CallCost;

/** Sums over the calls. */
export interface UsageStore {
  /** What the calls of a key used that began in `[from, until)`. */
  spent(keyId: KeyId, from: number, until: number): Promise<Amount>;
  /** Sums of the calls that began in `[from, until)`, of one key or of all. */
  usage(group: UsageGroup, from: number, until: number, keyId?: KeyId): Promise<readonly UsageSum[]>;
}

/** Tokens of every kind, and money in billionths of a US dollar. */
export interface Amount {
  readonly tokens: number;
  readonly nanoUsd: number;
}

/** What calls are summed by; a day is a number: days of UTC since 1970. */
export type UsageGroup = 'keyId' | 'model' | 'platform' | 'day';

export interface UsageSum {
  readonly group: string;
  readonly calls: number;
  /** Fresh, read from a cache, and written to one. */
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly nanoUsd: number;
  /** Calls whose model has no known price. */
  readonly unpriced: number;
}

/** An entry of the audit log that is a change of the configuration. The states are JSON of the parts that it touched. */
export interface HistoryRow extends AuditRow {
  readonly configVersion: number;
  readonly stateBefore: string;
  readonly stateAfter: string;
}

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
  /** Whose key it was at the time of the call; null where it was nobody's. */
  readonly userId: string | null;
  /** The endpoint's id, such as `anthropic-messages`. */
  readonly endpoint: string;
  readonly clientProtocol: string;
  readonly platformProtocol: string | null;
  readonly mode: string;
  /** What decided: `pin`, `priority-list`, `claude-code`, … */
  readonly source: string;
  /** Name of the scene that smart routing chose; null in other modes. */
  readonly scene: string | null;
  /** What smart routing took the call for, and how sure it was, from 0 to 1; null in other modes. */
  readonly intent: string | null;
  readonly confidence: number | null;
  /** JSON: how it was decided; null where there was nothing to decide. */
  readonly decision: string | null;
  /** The client's conversation; null where nothing tells it. */
  readonly session: string | null;
  /** What told it: `header`, `metadata`, or `hash` of how the conversation began. */
  readonly sessionSource: string | null;
  /** Id of the subagent that made the call; null for the main agent. */
  readonly agent: string | null;
  /** What the call was for: `main`, `continuation`, `title`, `compaction`, … */
  readonly purpose: string;
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
  /** What the same tokens would have cost on the baseline, in billionths of a US dollar; null where that is unknown. */
  readonly baselineNanoUsd: number | null;
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
  /** Rows that were taken and are not yet on disk. */
  readonly waiting: number;
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
  /** All or none, each with its entry. Rejects as `insert` does. */
  insertAll(keys: readonly (readonly [KeyRecord, AuditRow])[]): Promise<void>;
  /** Those of the ids that are taken, by a deleted key too. */
  takenIds(ids: readonly KeyId[]): Promise<ReadonlySet<KeyId>>;
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
   * What was used by the calls that began in `[from, until)`, oldest first: a page of them.
   * @param after the last one of the page before
   */
  usagePage(span: Span, limit: number, after?: Pick<CallUsage, 'startedAt' | 'id'>): Promise<readonly CallUsage[]>;
  /**
   * Deletes some of the oldest calls that began before `time`; what they add up to stays. A call stays if a budget counts
   * from the middle of its hour.
   * @returns how many; fewer than `most` when there are no more
   */
  deleteBefore(time: number, most: number): Promise<number>;
  /** Gives calls another cost, all or none. */
  setCosts(costs: readonly NewCost[]): Promise<void>;
  /** Writes calls that were made elsewhere, all or none. One that is there already stays as it is. */
  add(rows: readonly CallRow[]): Promise<void>;
  /** Those of the ids that are there. */
  knownIds(ids: readonly CallId[]): Promise<ReadonlySet<CallId>>;
  /** @param keys only a call with one of these; without it any */
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
  ComparedCost;

/** What of a call's row says what it cost. */
export type CallCost = Pick<CallRow, 'costNano' | 'costCurrency' | 'costNanoUsd' | 'priceSource' | 'priceId'>;

/** A cost, and what the same would have cost on the baseline. */
export type ComparedCost = CallCost & Pick<CallRow, 'baselineNanoUsd'>;

export type NewCost = Pick<CallRow, 'id'> & ComparedCost;

/** Sums over the calls, also over those whose rows are gone. Kept by hour and by day (UTC) as each row is written. */
export interface UsageStore {
  /** What the calls of a key used that began in `[from, until)`, to the millisecond. */
  spent(keyId: KeyId, from: number, until: number): Promise<Amount>;
  /** Sums of the calls that began in the hours of a span, one for each group that there is, in the order of the groups. */
  usage(question: UsageQuestion): Promise<readonly UsageSum[]>;
}

/** Tokens of every kind, and money in billionths of a US dollar. */
export interface Amount {
  readonly tokens: number;
  readonly nanoUsd: number;
}

/** What calls are summed by. An hour and a day are numbers: those of UTC since 1970. What a call does not have is ''. */
export type UsageDimension = 'hour' | 'day' | CallDimension;
export type CallDimension = 'keyId' | 'userId' | 'platform' | 'model' | 'scene' | 'purpose';

export interface UsageQuestion {
  /** Reaches to whole hours: from the one in which it begins to the one in which it ends. */
  readonly span: Span;
  readonly by: readonly UsageDimension[];
  /** Only calls that have one of these values. */
  readonly where?: Partial<Readonly<Record<CallDimension, readonly string[]>>>;
}

export interface UsageSum extends UsageSums {
  /** In the order of `by`. */
  readonly group: readonly string[];
}

export interface UsageSums {
  readonly calls: number;
  readonly errors: number;
  readonly aborted: number;
  /** Calls whose model has no known price. */
  readonly unpriced: number;
  /** Calls that produced nothing. */
  readonly withoutUsage: number;
  readonly inputTokens: number;
  readonly cacheReadTokens: number;
  readonly cacheWrite5mTokens: number;
  readonly cacheWrite1hTokens: number;
  readonly outputTokens: number;
  readonly reasoningTokens: number;
  readonly nanoUsd: number;
  /** Calls that can be compared with the baseline, what they cost, and what they would have cost on it. */
  readonly compared: number;
  readonly comparedNanoUsd: number;
  readonly baselineNanoUsd: number;
}

/** An entry of the audit log that is a change of the configuration. The states are JSON of the parts that it touched. */
export interface HistoryRow extends AuditRow {
  readonly configVersion: number;
  readonly stateBefore: string;
  readonly stateAfter: string;
}

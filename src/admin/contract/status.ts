/** The state of the gateway on the wire. Times are in milliseconds. */

/** `GET /api/status`. */
export interface StatusReply {
  readonly mode: string;
  readonly platforms: readonly {
    readonly id: string;
    readonly type: string;
    readonly models: readonly string[];
  }[];
  /** What is kept of calls, and how it stands with that. */
  readonly capture: {
    readonly level: string;
    readonly isRunning: boolean;
    readonly waitingBytes: number;
    /** Bodies that were not kept because too much was waiting. */
    readonly dropped: number;
    /** Calls whose bodies could not be written. */
    readonly lost: number;
    /** In words that only administrators are told in full. */
    readonly failure: string | null;
  };
  readonly version: string;
  readonly uptimeMs: number;
  /** Why nothing can be changed now, in whole sentences; null where all is well. */
  readonly readOnly: string | null;
  /** Null for who is no administrator. */
  readonly details: StatusDetails | null;
}

/** A warning or an error of the log, without what looks like a secret. */
export interface LogProblem {
  /** UTC milliseconds. */
  readonly at: number;
  readonly level: 'warning' | 'error';
  readonly text: string;
}

/** A model or a key of a platform that failed lately and is asked last. */
export interface CoolingTarget {
  readonly platform: string;
  /** Position of the key in the platform's pool, from 0. */
  readonly credential: number;
  /** Null: every model, as the key is to blame. */
  readonly model: string | null;
  /** The kind of the last fault, such as `rate_limit`. */
  readonly kind: string;
  readonly failures: number;
  /** UTC milliseconds. */
  readonly until: number;
}

/** What only administrators are told of the state. */
export interface StatusDetails {
  readonly dataDir: string;
  readonly configFile: string | null;
  readonly database: {
    readonly dialect: 'sqlite' | 'postgres';
    /** Of rows, keys, configuration; of PostgreSQL of everything. Null where it could not be read. */
    readonly bytes: number | null;
    /** Of prompts and replies; null where they are in the same database, or there are none. */
    readonly bodiesBytes: number | null;
  };
  /** Counted in the sums, which deleted calls stay in; null where they could not be read. */
  readonly calls: number | null;
  readonly runningCalls: number;
  /** Rows of calls that wait for the disk, and those that could not be written. */
  readonly recorder: { readonly waiting: number; readonly lost: number };
  /** Soonest ready first. */
  readonly cooling: readonly CoolingTarget[];
  readonly server: { readonly host: string; readonly port: number | null; readonly isTls: boolean };
  readonly process: {
    readonly node: string;
    readonly system: string;
    readonly pid: number;
    readonly memoryBytes: number;
    readonly heapBytes: number;
    /** Share of the time since it was last asked in which the main thread worked, from 0 to 1. */
    readonly busy: number;
  };
  readonly isDebug: boolean;
  /** Newest first. */
  readonly problems: readonly LogProblem[];
}

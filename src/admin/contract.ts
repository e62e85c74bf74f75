/**
 * What the admin plane's replies look like on the wire. The web interface is checked against these types and takes
 * nothing else from the server, so this file imports nothing. Times are UTC in milliseconds since 1970.
 */

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
    readonly failure: string | null;
  };
  readonly version: string;
  readonly uptimeMs: number;
  /** Why nothing can be changed now, in whole sentences; null where all is well. */
  readonly readOnly: string | null;
}

/** `GET /api/calls?limit=1..200`, newest first. */
export interface CallsReply {
  readonly calls: readonly CallSummary[];
  /** Goes into `after` for the next page; null: there is none. */
  readonly next: string | null;
}

/** What a list shows of a call; the reply may hold more. */
export interface CallSummary {
  readonly id: string;
  readonly startedAt: number;
  readonly keyName: string;
  readonly requestedModel: string;
  /** Null where no platform was asked. */
  readonly platform: string | null;
  readonly model: string | null;
  readonly outcome: 'ok' | 'error' | 'aborted';
  readonly status: number;
  readonly errorMessage: string | null;
  readonly inputTokens: number;
  readonly cacheReadTokens: number;
  readonly cacheWrite5mTokens: number;
  readonly cacheWrite1hTokens: number;
  readonly outputTokens: number;
  readonly usageSource: 'reported' | 'estimated' | 'none';
  readonly totalMs: number;
}

/** Who is logged in: part of the replies to `POST /api/login`, `POST /api/setup` and `GET /api/session`. */
export interface AccountReply {
  readonly user: { readonly id: string; readonly name: string; readonly role: 'admin' | 'member' | 'viewer' };
  /** Until the password is changed, the session may do nothing else. */
  readonly mustChangePassword: boolean;
}

/** `GET /api/setup`: what the login page has to offer. */
export interface SetupReply {
  /**
   * `done`: a login. As long as the first administrator has no password — `initial`: a login with the initial one;
   * `token`: the setup token that was printed at the start; `elsewhere`: the initial one may not be used from here.
   */
  readonly state: 'done' | 'initial' | 'token' | 'elsewhere';
}

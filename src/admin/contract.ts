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

/** `GET /api/calls`: a page of them; the query is described in `/api/openapi.json`. */
export interface CallsReply {
  readonly calls: readonly CallSummary[];
  /** Goes into `after` for the next page; null: there is none. A page may be short, or empty, and have a next one. */
  readonly next: string | null;
}

/** A call, in lists, in `GET /api/calls/:id`, and as the event `call` of `GET /api/calls/live`. */
export interface CallSummary {
  readonly id: string;
  readonly startedAt: number;
  /** ISO 8601 with its zone. */
  readonly startedAtIso: string;
  readonly endedAt: number;
  readonly endedAtIso: string;
  readonly keyId: string;
  readonly keyName: string;
  /** Whose key it was at the time. */
  readonly userId: string | null;
  readonly endpoint: string;
  readonly clientProtocol: string;
  readonly platformProtocol: string | null;
  readonly mode: string;
  /** What decided: `pin`, `priority-list`, … */
  readonly source: string;
  readonly scene: string | null;
  readonly intent: string | null;
  /** 0 to 1. */
  readonly confidence: number | null;
  /** How it was decided; null where there was nothing to decide. */
  readonly decision?: unknown;
  readonly session: string | null;
  readonly sessionSource: string | null;
  /** A subagent. */
  readonly agent: string | null;
  readonly purpose: string;
  readonly requestedModel: string;
  /** Null where no platform was asked. */
  readonly platform: string | null;
  readonly model: string | null;
  readonly isStream: boolean;
  readonly outcome: 'ok' | 'error' | 'aborted';
  readonly status: number;
  readonly errorKind: string | null;
  readonly errorMessage: string | null;
  /** Targets in order. */
  readonly plan: readonly string[];
  readonly attempts: readonly CallAttempt[];
  readonly losses: readonly { readonly path: string; readonly why: string }[];
  readonly inputTokens: number;
  readonly cacheReadTokens: number;
  readonly cacheWrite5mTokens: number;
  readonly cacheWrite1hTokens: number;
  readonly outputTokens: number;
  /** A part of the output tokens. */
  readonly reasoningTokens: number;
  readonly usageSource: 'reported' | 'estimated' | 'none';
  /** Null: no price is known. */
  readonly usd: number | null;
  /** In the currency of the price. */
  readonly cost: number | null;
  readonly costCurrency: string | null;
  readonly priceSource: string | null;
  readonly priceId: string | null;
  readonly baselineUsd: number | null;
  readonly savedUsd: number | null;
  readonly queueMs: number;
  readonly firstByteMs: number | null;
  readonly totalMs: number;
  readonly requestBytes: number;
  readonly replyBytes: number;
  /** The beginning of what the user said in it; null where nothing is known of that. */
  readonly words: string | null;
}

export interface CallAttempt {
  readonly platform: string;
  readonly model: string;
  /** Null: no reply came. */
  readonly status: number | null;
  /** Absent where it went well. */
  readonly fault?: string | undefined;
  readonly message?: string | undefined;
  readonly ms: number;
}

/** `GET /api/calls/:id`: with what is kept of its four stages. */
export interface CallReply {
  readonly call: CallSummary;
  readonly stages: readonly {
    readonly stage: 'request' | 'sent' | 'raw' | 'reply';
    readonly attempt: number;
    readonly head: {
      readonly method?: string | undefined;
      readonly path?: string | undefined;
      readonly status?: number | undefined;
      readonly headers: Readonly<Record<string, string>>;
    };
    readonly bytes: number;
    /** Null where nothing is kept. */
    readonly keptBytes: number | null;
  }[];
}

/** Events of `GET /api/calls/live` by their names; `reset` says that lists are to be read anew. */
export interface LiveEvents {
  readonly started: {
    readonly id: string;
    readonly startedAt: number;
    readonly keyId: string;
    readonly keyName: string;
    readonly endpoint: string;
    readonly requestedModel: string;
    readonly isStream: boolean;
  };
  readonly call: CallSummary;
  readonly words: { readonly id: string; readonly words: string };
  readonly reset: Readonly<Record<string, never>>;
}

/** `GET /api/calls/count`, and the details of 409 CONFIRM_COUNT of `DELETE /api/calls`. */
export interface CallCountReply {
  readonly calls: number;
  readonly until: string;
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

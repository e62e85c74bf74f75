/** What the rest of redwolf asks of a store about clients' conversations. All times are UTC in milliseconds since 1970. */

import type { CallRow, Span, UsageSums } from './ports.ts';

/** A client's conversation under one key: sums of its calls, and when they began. What it does not have is ''. */
export interface CallSession extends UsageSums {
  readonly session: string;
  readonly keyId: string;
  readonly userId: string;
  readonly firstAt: number;
  readonly lastAt: number;
}

/** What of a session had one purpose. */
export interface CallSessionPart extends CallSession {
  readonly agent: string;
  readonly purpose: string;
  readonly platform: string;
  readonly model: string;
  readonly scene: string;
}

/** What of a call tells how its session went on. */
export interface SessionCall
  extends Pick<
    CallRow,
    | 'id'
    | 'startedAt'
    | 'purpose'
    | 'agent'
    | 'platform'
    | 'model'
    | 'scene'
    | 'outcome'
    | 'cacheReadTokens'
    | 'outputTokens'
    | 'costNanoUsd'
    | 'totalMs'
  > {
  /** All that the model read. */
  readonly contextTokens: number;
}

export interface SessionQuestion {
  /** In which they were active last. */
  readonly span: Span;
  readonly limit: number;
  /** Only of these keys. */
  readonly keys?: readonly string[];
  /** The last one of the page before. */
  readonly after?: Pick<CallSession, 'lastAt' | 'session' | 'keyId'>;
}

/** Sessions of calls; one goes with its last call's row. */
export interface CallSessions {
  /** The one that was active last comes first. */
  page(question: SessionQuestion): Promise<readonly CallSession[]>;
  /** Those of a name, one for each key that has it, the one that was active last first. */
  named(session: string, keys?: readonly string[]): Promise<readonly CallSession[]>;
  /**
   * Deletes some of the sessions that were active last before that time and have no rows of calls any more.
   * @returns how many; fewer than `most` when there are no more
   */
  deleteEmpty(before: number, most: number): Promise<number>;
  parts(session: Pick<CallSession, 'session' | 'keyId'>): Promise<readonly CallSessionPart[]>;
  /** Oldest first. @param after the last one of the page before */
  calls(
    session: Pick<CallSession, 'session' | 'keyId'>,
    limit: number,
    after?: { readonly startedAt: number; readonly id: string },
  ): Promise<readonly SessionCall[]>;
}

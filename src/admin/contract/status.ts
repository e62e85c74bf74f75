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
    readonly failure: string | null;
  };
  readonly version: string;
  readonly uptimeMs: number;
  /** Why nothing can be changed now, in whole sentences; null where all is well. */
  readonly readOnly: string | null;
}

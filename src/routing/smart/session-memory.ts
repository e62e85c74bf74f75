import type { Tier } from '../intent/intents.ts';

/** What is remembered of a conversation between its calls. */
export interface SessionState {
  /** `platform:model` that answered last. */
  readonly model: string;
  /** Name of the scene that its last turn was taken for. */
  readonly scene: string | null;
  /** What that turn needed. */
  readonly tier: Tier;
  /** UTC milliseconds of the last call's end. */
  readonly lastAt: number;
  /** Tokens that the last call read: the conversation as it was. */
  readonly context: number;
  /** Of these, what its platform has cached, and for how long from `lastAt`. */
  readonly cached: number;
  readonly cacheMs: number;
  /** How many requests the running turn has made, and how many a turn takes on average. */
  readonly requests: number;
  readonly requestsPerTurn: number;
  readonly outputPerRequest: number;
  readonly growthPerRequest: number;
  /** Share of turns that needed the tier that the session has. */
  readonly wayBack: number;
}

/** A port: several instances will have to share it. */
export interface SessionMemory {
  find(session: string): SessionState | undefined;
  keep(session: string, state: SessionState): void;
}

const MOST_SESSIONS = 10_000;

/** The sessions that were active last, in memory. */
export class MemorySessions implements SessionMemory {
  readonly #states = new Map<string, SessionState>();
  readonly #most: number;

  constructor(most = MOST_SESSIONS) {
    this.#most = most;
  }

  find(session: string): SessionState | undefined {
    return this.#states.get(session);
  }

  keep(session: string, state: SessionState): void {
    // A map keeps the order in which it was written: the first one was active longest ago.
    this.#states.delete(session);
    this.#states.set(session, state);
    const [oldest] = this.#states.keys();
    if (this.#states.size > this.#most && oldest !== undefined) this.#states.delete(oldest);
  }
}

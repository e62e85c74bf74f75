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
  /** What the model before this one has cached still; null where there was none, or the conversation has changed since. */
  readonly left: LeftCache | null;
  /** How many requests the running turn has made. */
  readonly requests: number;
  /** Tokens that come to the conversation with each request, beside the model's own. */
  readonly growthPerRequest: number;
  /** UTC milliseconds at which the running turn's first request ended, and the milliseconds from one turn to the next. */
  readonly turnAt: number;
  readonly turnMs: number;
  /** Share of the turns that began when the cache was gone, by a pause or a new conversation. */
  readonly breaks: number;
  /** What turns are like that need a tier. */
  readonly turns: Readonly<Record<Tier, TurnHabit>>;
}

export interface TurnHabit {
  /** Of all turns; of all tiers together 1. */
  readonly share: number;
  /** How many requests such a turn takes, and how many tokens each produces. */
  readonly requests: number;
  readonly output: number;
}

/** The cache of a model that the session was on before. */
export interface LeftCache {
  /** `platform:model` */
  readonly model: string;
  readonly tokens: number;
  /** UTC milliseconds. */
  readonly until: number;
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

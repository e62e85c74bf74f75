import RateLimiterMemory from 'rate-limiter-flexible/lib/RateLimiterMemory.js';

const MINUTE_SECONDS = 60;

/** What became of a wish to be counted. */
export interface Taken {
  readonly isAdmitted: boolean;
  /** Milliseconds until the minute ends. */
  readonly resetMs: number;
}

/** Counts per minute; a minute begins with the first count. A port: several instances will have to share it. */
export interface RateCounter {
  /** Adds the points, unless the minute has reached its limit already. What is refused is not counted. */
  take(name: string, points: number, limit: number): Promise<Taken>;
  /** Adds to the running minute, or with a negative number gives back. */
  add(name: string, points: number): Promise<void>;
  /** What the running minute has counted. */
  counted(name: string): Promise<number>;
}

/** The counts of this process. */
export class MemoryRateCounter implements RateCounter {
  // Limits are ours to compare, as each key has its own and they change; the library counts and forgets.
  readonly #minutes = new RateLimiterMemory({ points: Number.MAX_SAFE_INTEGER, duration: MINUTE_SECONDS });

  async take(name: string, points: number, limit: number): Promise<Taken> {
    const { consumedPoints, msBeforeNext } = await this.#minutes.penalty(name, points);
    const isAdmitted = consumedPoints - points < limit;
    if (!isAdmitted) await this.#minutes.reward(name, points);
    return { isAdmitted, resetMs: msBeforeNext };
  }

  async add(name: string, points: number): Promise<void> {
    await this.#minutes.penalty(name, points);
  }

  async counted(name: string): Promise<number> {
    return (await this.#minutes.get(name))?.consumedPoints ?? 0;
  }
}

import type { Clock, Timer } from '../../src/lib/clock.ts';

interface Waiting {
  readonly milliseconds: number;
  readonly callback: () => void;
  /** Monotonic. */
  due: number;
  isCancelled: boolean;
}

/** Time that stands still until a test moves it on. Its timers behave as Node's do. */
export class FakeClock implements Clock {
  readonly #timers = new Set<Waiting>();
  #now = Date.UTC(2026, 0, 2, 3, 4, 5);
  #monotonic = 1_000_000;

  now(): number {
    return this.#now;
  }

  monotonic(): number {
    return this.#monotonic;
  }

  timer(milliseconds: number, callback: () => void): Timer {
    const timer: Waiting = { milliseconds, callback, due: this.#monotonic + milliseconds, isCancelled: false };
    this.#timers.add(timer);
    return {
      // Node starts a timer anew that has run out already, and none that was cleared.
      refresh: () => {
        if (timer.isCancelled) return;
        timer.due = this.#monotonic + timer.milliseconds;
        this.#timers.add(timer);
      },
      cancel: () => {
        timer.isCancelled = true;
        this.#timers.delete(timer);
      },
    };
  }

  /** Timers that wait. */
  get waiting(): number {
    return this.#timers.size;
  }

  /** Moves time on and calls the timers that come due, in order, each at its own time. */
  advance(milliseconds: number): void {
    const end = this.#monotonic + milliseconds;
    for (let next = this.#nextDue(end); next !== undefined; next = this.#nextDue(end)) {
      this.#moveTo(next.due);
      this.#timers.delete(next);
      next.callback();
    }
    this.#moveTo(end);
  }

  /** Sets the wall clock, as a user or NTP does; what is measured does not move. */
  setWallClock(now: number): void {
    this.#now = now;
  }

  #nextDue(end: number): Waiting | undefined {
    let first: Waiting | undefined;
    for (const timer of this.#timers) {
      if (timer.due > end) continue;
      if (first === undefined || timer.due < first.due) first = timer;
    }
    return first;
  }

  #moveTo(monotonic: number): void {
    this.#now += monotonic - this.#monotonic;
    this.#monotonic = monotonic;
  }
}

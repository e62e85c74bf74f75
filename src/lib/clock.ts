/** A timer that can be pushed back or given up. */
export interface Timer {
  /** Starts the wait anew. */
  refresh(): void;
  cancel(): void;
}

/** Time, as a port: tests bring a clock of their own. */
export interface Clock {
  /** UTC in milliseconds since 1970. */
  now(): number;
  /** Milliseconds that only ever grow, for measuring. */
  monotonic(): number;
  /** Calls back once, after so many milliseconds. */
  timer(milliseconds: number, callback: () => void): Timer;
}

/** The machine's own time. Its timers do not keep the process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  timer(milliseconds, callback) {
    const timeout = setTimeout(callback, milliseconds).unref();
    return { refresh: () => timeout.refresh(), cancel: () => clearTimeout(timeout) };
  },
};

import type { KeyId } from '../../lib/ids.ts';

/** How many calls of each key are running. */
export class ParallelCalls {
  readonly #running = new Map<KeyId, number>();

  /** Counts a call, unless so many are running already. */
  begin(key: KeyId, limit: number): boolean {
    const running = this.running(key);
    if (running >= limit) return false;
    this.#running.set(key, running + 1);
    return true;
  }

  end(key: KeyId): void {
    const running = this.running(key);
    if (running > 1) this.#running.set(key, running - 1);
    else this.#running.delete(key);
  }

  running(key: KeyId): number {
    return this.#running.get(key) ?? 0;
  }
}

import type { KeyId } from '../../lib/ids.ts';
import type { OldKey } from './old-keys.ts';

const HOUR_MS = 3_600_000;

/** What a key may still use, in our terms. */
export interface ImportedBudget {
  readonly tokensTotal: number;
  /** From then on calls count. */
  readonly resetAt: number;
  /** Nothing is left, and no call counts by which that could be seen. */
  readonly isUsedUp: boolean;
}

interface Spent {
  readonly startedAt: number;
  readonly tokens: number;
  /** It has an entry in the log of usage, which the original emptied when a key was reset. */
  readonly isLogged: boolean;
}

/** What the calls of each key used there. */
export class KeySpending {
  readonly #byKey = new Map<KeyId, Spent[]>();

  add(key: KeyId, spent: Spent): void {
    const list = this.#byKey.get(key);
    if (list === undefined) this.#byKey.set(key, [spent]);
    else list.push(spent);
  }

  /**
   * A budget of which as much is left as there. Here what is spent is the sum of the calls since the last reset, so that it
   * counts from the first call in the log on; where the original counted more or less than that, the budget is smaller or
   * larger by as much. Undefined for a key without a limit.
   *
   * @param now UTC milliseconds
   */
  budgetOf({ id, maxTokens, usedTokens }: OldKey, now: number): ImportedBudget | undefined {
    if (maxTokens === 0) return undefined;
    const calls = this.#byKey.get(id) ?? [];
    const first = calls.reduce((time, call) => (call.isLogged ? Math.min(time, call.startedAt) : time), now);
    // Sums are kept by the hour, and outlive the rows.
    const resetAt = first === now ? now : first - (first % HOUR_MS);
    const spent = calls.reduce((sum, call) => (call.startedAt >= resetAt ? sum + call.tokens : sum), 0);
    const left = maxTokens - usedTokens;
    return { tokensTotal: Math.max(1, left + spent), resetAt, isUsedUp: left <= 0 && spent === 0 };
  }
}

import type { Clock } from '../../lib/clock.ts';
import type { KeyId } from '../../lib/ids.ts';
import type { Amount, UsageStore } from '../../store/ports.ts';
import type { BudgetLine, ClientKey } from './client-key.ts';
import { budgetUsedUp } from './refusals.ts';
import { type BudgetState, Window } from './window.ts';

/** What a running call may use at most, set aside until it is known what it did use. */
export interface Reservation {
  /** Gives back what was reserved and counts what was used. Only the first time counts. */
  settle(used: Amount): void;
}

/** What keys have spent. A port: several instances will have to share it. */
export interface Budgets {
  /**
   * Reserves for a call that begins now, if no line of the budget is used up by what is spent and reserved.
   *
   * Rejects with Fault billing; as the store does, where it cannot be read what was spent before.
   */
  reserve(key: ClientKey, most: Amount, now: number): Promise<Reservation>;
  states(key: ClientKey): Promise<readonly BudgetState[]>;
}

interface Account {
  readonly resetAt: number | null;
  windows: readonly Window[];
}

/**
 * What keys have spent, in memory. Calls of this process are counted here as they end; what was spent before it began is
 * read once from the rows of the running periods. So the two never overlap, and together they are the sum of the rows.
 */
export class MemoryBudgets implements Budgets {
  readonly #usage: Pick<UsageStore, 'spent'>;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #openedAt: number;
  readonly #accounts = new Map<KeyId, Account>();

  constructor(usage: Pick<UsageStore, 'spent'>, clock: Pick<Clock, 'now'>) {
    this.#usage = usage;
    this.#clock = clock;
    this.#openedAt = clock.now();
  }

  async reserve(key: ClientKey, most: Amount, now: number): Promise<Reservation> {
    let windows = this.#windows(key, now);
    if (key.budget.length > 0 && windows.some(isUnread)) windows = await this.#read(key, now);
    // From here on nothing waits: what is free is looked at and taken in one step.
    for (const line of key.budget) {
      const window = windowOf(windows, line);
      if (window.used(line.unit) >= line.limit) throw budgetUsedUp(stateOf(window, line), now);
    }
    for (const { reserved } of windows) reserved.add(most);
    return reservation(windows, most);
  }

  async states(key: ClientKey): Promise<readonly BudgetState[]> {
    const windows = await this.#read(key, this.#clock.now());
    return key.budget.map((line) => stateOf(windowOf(windows, line), line));
  }

  /** The windows that hold now. They count for every key, so that a budget given later knows of them. */
  #windows({ record: { id, resetAt } }: ClientKey, now: number): readonly Window[] {
    let account = this.#accounts.get(id);
    if (account === undefined || account.resetAt !== resetAt) {
      account = {
        resetAt,
        windows: (['day', 'month', 'total'] as const).map((period) => new Window(period, now, resetAt)),
      };
      this.#accounts.set(id, account);
    } else if (account.windows.some(({ end }) => now >= end)) {
      account.windows = account.windows.map((window) =>
        now < window.end ? window : new Window(window.period, now, resetAt),
      );
    }
    return account.windows;
  }

  async #read(key: ClientKey, now: number): Promise<readonly Window[]> {
    const windows = this.#windows(key, now);
    await Promise.all(windows.filter(isUnread).map((window) => this.#readBefore(key.record.id, window)));
    return windows;
  }

  async #readBefore(key: KeyId, window: Window): Promise<void> {
    if (window.start >= this.#openedAt) window.before = { tokens: 0, nanoUsd: 0 };
    else window.before = await this.#usage.spent(key, window.start, this.#openedAt);
  }
}

function reservation(windows: readonly Window[], most: Amount): Reservation {
  let isSettled = false;
  return {
    settle(used) {
      if (isSettled) return;
      isSettled = true;
      for (const { reserved, spent } of windows) {
        reserved.subtract(most);
        spent.add(used);
      }
    },
  };
}

function isUnread({ before }: Window): boolean {
  return before === undefined;
}

function windowOf(windows: readonly Window[], { period }: BudgetLine): Window {
  const window = windows.find((candidate) => candidate.period === period);
  if (window === undefined) throw new TypeError(`there is no window for ${period}`);
  return window;
}

function stateOf(window: Window, line: BudgetLine): BudgetState {
  return {
    ...line,
    spent: window.spentOf(line.unit),
    reserved: window.reserved[line.unit],
    resetsAt: Number.isFinite(window.end) ? window.end : null,
  };
}

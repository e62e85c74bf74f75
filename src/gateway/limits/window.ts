import type { Amount } from '../../store/ports.ts';
import type { BudgetLine, Period } from './client-key.ts';

/** How it stands with one line of a budget. */
export interface BudgetState extends BudgetLine {
  readonly spent: number;
  readonly reserved: number;
  /** UTC milliseconds; null for `total`, which is reset by hand. */
  readonly resetsAt: number | null;
}

/** What is spent and reserved of a key's budget in one period. When the period is over a new window takes its place. */
export class Window {
  readonly period: Period;
  /** UTC milliseconds. Calls that began before are another window's. */
  readonly start: number;
  /** UTC milliseconds; Infinity for `total`. */
  readonly end: number;
  /** By calls of this process. */
  readonly spent = new Sum();
  /** By calls that are running. */
  readonly reserved = new Sum();
  /** By calls before this process began; undefined until it is read. */
  before: Amount | undefined;

  /** @param now UTC milliseconds, in the period; @param resetAt nothing before counts */
  constructor(period: Period, now: number, resetAt: number | null) {
    this.period = period;
    this.start = Math.max(periodStart(period, now), resetAt ?? 0);
    this.end = periodEnd(period, now);
  }

  /** What counts against a limit before the call that asks. */
  used(unit: keyof Amount): number {
    return this.spentOf(unit) + this.reserved[unit];
  }

  spentOf(unit: keyof Amount): number {
    return this.spent[unit] + (this.before?.[unit] ?? 0);
  }
}

/** A sum that grows and shrinks. */
class Sum implements Amount {
  tokens = 0;
  nanoUsd = 0;

  add({ tokens, nanoUsd }: Amount): void {
    this.tokens += tokens;
    this.nanoUsd += nanoUsd;
  }

  subtract({ tokens, nanoUsd }: Amount): void {
    this.tokens -= tokens;
    this.nanoUsd -= nanoUsd;
  }
}

function periodStart(period: Period, now: number): number {
  if (period === 'total') return 0;
  const date = new Date(now);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), period === 'day' ? date.getUTCDate() : 1);
}

function periodEnd(period: Period, now: number): number {
  if (period === 'total') return Number.POSITIVE_INFINITY;
  const date = new Date(now);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  return period === 'day' ? Date.UTC(year, month, date.getUTCDate() + 1) : Date.UTC(year, month + 1);
}

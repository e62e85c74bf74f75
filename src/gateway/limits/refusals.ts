/**
 * Why a key's call is refused. Clients retry a 429 by themselves and heed `retry-after`: OpenAI's SDK up to a minute,
 * Anthropic's for weeks, Claude Code at least some seconds. A limit per minute is worth that wait; a budget is not, so
 * they are told not to retry (`x-should-retry: false`, which all three obey) and show the sentence to their user.
 */

import { dollarsOfNano } from '../../lib/money.ts';
import { Fault } from '../../turn/fault.ts';
import type { BudgetState } from './window.ts';

const SECOND = 1_000;
/** What resets by hand alone; a client that looks again tomorrow loses nothing. */
const DAY_SECONDS = 24 * 60 * 60;
/** OpenAI's SDK waits no longer than that for a retry. */
const LONGEST_WAIT_SECONDS = 60;

const PERIODS = { day: 'per day', month: 'per month', total: 'in total' } as const;

/** @param now UTC milliseconds */
export function budgetUsedUp(state: BudgetState, now: number): Fault {
  const { period, unit, limit, spent, reserved, resetsAt } = state;
  const amount = (value: number) => (unit === 'tokens' ? `${value} tokens` : `$${dollarsOfNano(value).toFixed(4)}`);
  const running = reserved > 0 ? ` and ${amount(reserved)} are reserved by calls that are running` : '';
  const reset =
    resetsAt === null ? 'It is reset by an administrator.' : `It resets at ${new Date(resetsAt).toISOString()}.`;
  const message = `The budget of this key is used up: of ${amount(limit)} ${PERIODS[period]}, ${amount(spent)} are spent${running}. ${reset}`;
  const seconds = resetsAt === null ? DAY_SECONDS : Math.ceil((resetsAt - now) / SECOND);
  return new Fault('billing', 429, message, { retryAfter: String(seconds), shouldRetry: false });
}

export function tooFast(what: 'requests' | 'tokens', limit: number, resetMs: number): Fault {
  const seconds = Math.max(1, Math.ceil(resetMs / SECOND));
  const message = `This key may use ${limit} ${what} per minute. Try again in ${seconds} s.`;
  const details = { retryAfter: String(seconds) };
  return new Fault('rate_limit', 429, message, {
    ...details,
    ...(seconds > LONGEST_WAIT_SECONDS && { shouldRetry: false }),
  });
}

export function tooMany(limit: number): Fault {
  const message = `This key may run ${limit} calls at the same time, and so many are running. Try again when one has ended.`;
  return new Fault('rate_limit', 429, message, { retryAfter: '1' });
}

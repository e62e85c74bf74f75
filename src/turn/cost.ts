/**
 * What tokens cost. Money is a whole number of nano-dollars, billionths of a US dollar: a token of the cheapest models costs
 * some ten of them, so that sums of many calls stay true to the cent, and nine million dollars still fit into a number.
 */

import type { Usage } from './usage.ts';

/** US dollars per million tokens; null where it is not known. */
export interface Price {
  readonly input: number | null;
  readonly output: number | null;
  readonly cacheRead: number | null;
  /** For a cache of five minutes. */
  readonly cacheWrite: number | null;
}

export const FREE: Price = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };

const NANO_PER_DOLLAR = 1e9;
// Dollars per million tokens → nano-dollars per token.
const NANO_PER_TOKEN = 1_000;
// A write that is kept for an hour costs twice the input, one of five minutes 1.25 times.
// https://docs.claude.com/en/docs/build-with-claude/prompt-caching#pricing
const HOUR_WRITE_FACTOR = 2 / 1.25;

/** A price by which a call can be counted: without these two nothing can. */
export function isPriced(price: Price | undefined): price is Price & { input: number; output: number } {
  return isAmount(price?.input) && isAmount(price?.output);
}

/**
 * Nano-dollars of a usage, rounded once; null where the price is not known. A part of the cache without a price of its own
 * costs as much as fresh input.
 */
export function costOf(usage: Usage, price: Price | undefined): number | null {
  if (!isPriced(price)) return null;
  const cacheRead = isAmount(price.cacheRead) ? price.cacheRead : price.input;
  const cacheWrite = isAmount(price.cacheWrite) ? price.cacheWrite : price.input;
  const dollarsPerMillion =
    usage.input * price.input +
    usage.cacheRead * cacheRead +
    (usage.cacheWrite5m + usage.cacheWrite1h * HOUR_WRITE_FACTOR) * cacheWrite +
    usage.output * price.output;
  return Math.round(dollarsPerMillion * NANO_PER_TOKEN);
}

/** The most that so many tokens can cost: all of the input is taken to be of the dearest kind. Null: no known price. */
export function costAtMost(inputTokens: number, outputTokens: number, price: Price | undefined): number | null {
  if (!isPriced(price)) return null;
  const input = Math.max(price.input, price.cacheRead ?? 0, price.cacheWrite ?? 0);
  return Math.round((inputTokens * input + outputTokens * price.output) * NANO_PER_TOKEN);
}

export function nanoOfDollars(dollars: number): number {
  return Math.round(dollars * NANO_PER_DOLLAR);
}

/** For people and JSON: exact to the nano-dollar. */
export function dollarsOfNano(nano: number): number {
  return nano / NANO_PER_DOLLAR;
}

/** Some lists say -1 where the price depends on the request. */
function isAmount(price: number | null | undefined): price is number {
  return price !== null && price !== undefined && price >= 0;
}

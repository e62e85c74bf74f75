/**
 * What tokens cost. Money is a whole number of billionths of the price's own currency: a token of the cheapest models costs
 * some ten of them, so that sums of many calls stay true to the cent, and nine millions still fit into a number.
 */

import { factorAt, isAmount, type Price, type Rates, ratesFor } from './price.ts';
import type { Usage } from './usage.ts';

// Per million tokens → billionths per token.
const NANO_PER_TOKEN = 1_000;
// A write that is kept for an hour costs twice the input, one of five minutes 1.25 times.
// https://docs.claude.com/en/docs/build-with-claude/prompt-caching#pricing
const HOUR_WRITE_FACTOR = 2 / 1.25;

/**
 * Billionths of the price's currency, rounded once; null where the price is not known. A part of the cache without a price
 * of its own costs as much as fresh input.
 *
 * @param at UTC milliseconds: when the call began
 */
export function costOf(usage: Usage, price: Price | undefined, at: number): number | null {
  const rates = ratesFor(price, usage.input + usage.cacheRead + usage.cacheWrite5m + usage.cacheWrite1h);
  if (price === undefined || rates === undefined) return null;
  const perMillion =
    usage.input * rates.input +
    usage.cacheRead * (isAmount(rates.cacheRead) ? rates.cacheRead : rates.input) +
    usage.cacheWrite5m * (isAmount(rates.cacheWrite) ? rates.cacheWrite : rates.input) +
    usage.cacheWrite1h * (hourWrite(rates) ?? rates.input) +
    usage.output * rates.output;
  return Math.round(perMillion * factorAt(price, at) * NANO_PER_TOKEN);
}

/**
 * The most that so many tokens can cost at any hour: all of the input is taken to be of the dearest kind. In billionths of
 * the price's currency; null: no known price.
 */
export function costAtMost(inputTokens: number, outputTokens: number, price: Price | undefined): number | null {
  const rates = ratesFor(price, inputTokens);
  if (price === undefined || rates === undefined) return null;
  const input = Math.max(rates.input, rates.cacheRead ?? 0, rates.cacheWrite ?? 0, hourWrite(rates) ?? 0);
  const factor = price.peak?.factor ?? 1;
  return Math.round((inputTokens * input + outputTokens * rates.output) * factor * NANO_PER_TOKEN);
}

function hourWrite({ cacheWrite, cacheWrite1h }: Rates): number | undefined {
  if (isAmount(cacheWrite1h)) return cacheWrite1h;
  return isAmount(cacheWrite) ? cacheWrite * HOUR_WRITE_FACTOR : undefined;
}

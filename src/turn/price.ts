/** What a platform asks for a million tokens, in the currency of its own list. */

export type Currency = 'USD' | 'CNY';

/** Per million tokens; null where it is not known. */
export interface Rates {
  readonly input: number | null;
  readonly output: number | null;
  readonly cacheRead: number | null;
  /** For a cache of five minutes. */
  readonly cacheWrite: number | null;
  /** For a cache of an hour. */
  readonly cacheWrite1h?: number | null;
}

/** What holds for the whole call, its output too, if its input is longer. Every platform in the table bills so. */
export interface Tier extends Rates {
  /** Tokens of input, from a cache or not; exactly so many still belong to the tier below. */
  readonly above: number;
}

/** Hours in which everything costs more. */
export interface PeakHours {
  readonly factor: number;
  /** Days of the week of UTC; Sunday is 0. */
  readonly weekdays: readonly number[];
  /** Hours of UTC: from, and until. */
  readonly hours: readonly (readonly [number, number])[];
}

export interface Price extends Rates {
  /** Default: USD. */
  readonly currency?: Currency;
  /** The lowest first. */
  readonly tiers?: readonly Tier[];
  readonly peak?: PeakHours;
}

/** Rates by which a call can be counted: without these two nothing can. */
export type KnownRates = Rates & { readonly input: number; readonly output: number };

export const FREE: Price = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };

/** Whether a call can be counted by this price. */
export function isPriced(price: Price | undefined): price is Price & KnownRates {
  return price !== undefined && [price, ...(price.tiers ?? [])].every(isKnown);
}

/** What holds for a call with so much input. Undefined: not known. */
export function ratesFor(price: Price | undefined, inputTokens: number): KnownRates | undefined {
  if (!isPriced(price)) return undefined;
  const rates = price.tiers?.findLast(({ above }) => inputTokens > above) ?? price;
  return isKnown(rates) ? rates : undefined;
}

/** @param at UTC milliseconds */
export function factorAt({ peak }: Pick<Price, 'peak'>, at: number): number {
  if (peak === undefined) return 1;
  const date = new Date(at);
  const hour = date.getUTCHours();
  const isPeak = peak.weekdays.includes(date.getUTCDay()) && peak.hours.some(([from, to]) => hour >= from && hour < to);
  return isPeak ? peak.factor : 1;
}

/** Some lists say -1 where the price depends on the request. */
export function isAmount(price: number | null | undefined): price is number {
  return price !== null && price !== undefined && price >= 0;
}

function isKnown(rates: Rates): rates is KnownRates {
  return isAmount(rates.input) && isAmount(rates.output);
}

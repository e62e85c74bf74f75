import { costOf } from '../../turn/cost.ts';
import { NO_USAGE } from '../../turn/usage.ts';
import type { TargetPrice } from '../price-list.ts';

/** What is expected of a session, and what it has cached. */
export interface Forecast {
  /** Tokens of the conversation so far. */
  readonly context: number;
  /** Of these, what the current model's platform has cached by now, and the other one's. */
  readonly cached: number;
  readonly cachedAway: number;
  /** How many requests a turn will take. */
  readonly requests: number;
  /** Tokens that each of them will produce, and that come to the conversation beside. */
  readonly output: number;
  readonly growth: number;
  /** How likely the next turn needs the current model again, from 0 to 1. */
  readonly wayBack: number;
  /** How likely it makes the choice meaningless: it needs neither, or all caches are gone. */
  readonly leaves: number;
  /** How many turns may pass until the current model's cache is gone. */
  readonly turnsCached: number;
}

/** In billionths of a US dollar. */
export interface StayOrSwitch {
  readonly stay: number;
  /** With the way back. */
  readonly change: number;
}

/** How much dearer a change has to be, as a share, before it is held back: less is within the error of the forecast. */
const CLEAR_LOSS = 0.5;
/** Nobody knows what a session will be after so many turns. */
const MOST_TURNS = 6;

/**
 * What a session costs on the model that it has, and on another one, until a turn needs the first one again
 * (docs/decisions/0020-smart-routing.md). Undefined where a price is not known.
 *
 * @param at UTC milliseconds
 */
export function stayOrSwitch(
  current: TargetPrice | undefined,
  other: TargetPrice | undefined,
  forecast: Forecast,
  at: number,
): StayOrSwitch | undefined {
  const { wayBack, leaves } = forecast;
  const turns = Math.min(MOST_TURNS, 1 / (wayBack + leaves));
  const stay = costOfTurns(current, forecast, { turns, cached: forecast.cached }, at);
  const away = costOfTurns(other, forecast, { turns, cached: forecast.cachedAway }, at);
  const back = wayBackCost(current, forecast, turns, at);
  if (stay === undefined || away === undefined || back === undefined) return undefined;
  return { stay, change: away + (wayBack === 0 ? 0 : (back * wayBack) / (wayBack + leaves)) };
}

export function paysToSwitch({ stay, change }: StayOrSwitch): boolean {
  return change <= stay * (1 + CLEAR_LOSS);
}

/** The first request reads what is cached and writes the rest; each further one reads what was there and writes what is new. */
function costOfTurns(
  price: TargetPrice | undefined,
  { context, requests, output, growth }: Forecast,
  { turns, cached }: { readonly turns: number; readonly cached: number },
  at: number,
): number | undefined {
  const known = Math.min(cached, context);
  const first = requestCost(price, { fresh: context - known, cached: known, output }, at);
  const count = turns * requests - 1;
  const fresh = output + growth;
  const mean = requestCost(price, { fresh, cached: context + (fresh * (count - 1)) / 2, output }, at);
  return first === undefined || mean === undefined ? undefined : first + count * mean;
}

/** Who comes back writes again what the other one wrote meanwhile; and the whole conversation, if that took too long. */
function wayBackCost(
  price: TargetPrice | undefined,
  { context, requests, output, growth, wayBack, leaves, turnsCached }: Forecast,
  turns: number,
  at: number,
): number | undefined {
  const grown = turns * requests * (output + growth);
  const isCached = 1 - (1 - wayBack - leaves) ** turnsCached;
  const missing = grown + (1 - isCached) * context;
  const anew = requestCost(price, { fresh: missing, cached: context + grown - missing, output: 0 }, at);
  const again = requestCost(price, { fresh: 0, cached: context + grown, output: 0 }, at);
  return anew === undefined || again === undefined ? undefined : Math.max(0, anew - again);
}

/** What is fresh is written to the cache, as coding clients ask for it. */
function requestCost(
  priced: TargetPrice | undefined,
  { fresh, cached, output }: { readonly fresh: number; readonly cached: number; readonly output: number },
  at: number,
): number | undefined {
  const usage = { ...NO_USAGE, cacheWrite5m: fresh, cacheRead: cached, output };
  const cost = costOf(usage, priced?.price, at);
  return cost === null || priced === undefined ? undefined : cost * priced.usdPerUnit;
}

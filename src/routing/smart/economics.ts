import { costOf } from '../../turn/cost.ts';
import { NO_USAGE } from '../../turn/usage.ts';
import type { TargetPrice } from '../price-list.ts';

/** What is expected of a turn, and what its session has cached. */
export interface Forecast {
  /** Tokens of the conversation so far. */
  readonly context: number;
  /** Of these, what the current model's platform has cached by now. */
  readonly cached: number;
  /** How many requests the turn will take. */
  readonly requests: number;
  /** Tokens that each of them will produce, and add to the conversation. */
  readonly output: number;
  readonly growth: number;
  /** How likely the session comes back to the current model afterwards, from 0 to 1. */
  readonly wayBack: number;
}

/** In billionths of a US dollar. */
export interface StayOrSwitch {
  readonly stay: number;
  /** With the way back. */
  readonly change: number;
}

/** Least that a change has to save, as a share: less than that is within the error of the forecast. */
const LEAST_SAVING = 0.05;

/**
 * What a turn costs on the model that the session has, and on another one, which must read the whole conversation first
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
  const stay = turnCost(current, forecast, forecast.cached, at);
  const away = turnCost(other, forecast, 0, at);
  const anew = requestCost(current, { fresh: forecast.context, cached: 0, output: 0 }, at);
  const again = requestCost(current, { fresh: 0, cached: forecast.context, output: 0 }, at);
  if (stay === undefined || away === undefined || anew === undefined || again === undefined) return undefined;
  return { stay, change: away + forecast.wayBack * Math.max(0, anew - again) };
}

export function paysToSwitch({ stay, change }: StayOrSwitch): boolean {
  return change < stay * (1 - LEAST_SAVING);
}

/** The first request reads what is cached and writes the rest; each further one reads what was there and writes what is new. */
function turnCost(
  price: TargetPrice | undefined,
  { context, requests, output, growth }: Forecast,
  cached: number,
  at: number,
): number | undefined {
  const known = Math.min(cached, context);
  let cost = requestCost(price, { fresh: context - known, cached: known, output }, at);
  for (let request = 1; request < requests && cost !== undefined; request++) {
    const next = requestCost(price, { fresh: growth, cached: context + growth * (request - 1), output }, at);
    cost = next === undefined ? undefined : cost + next;
  }
  return cost;
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

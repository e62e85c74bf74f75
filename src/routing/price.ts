import { FREE, type Price } from '../turn/price.ts';
import type { Target } from './plan.ts';
import type { TargetPrice } from './price-list.ts';

/**
 * What is said of the model itself, by the user or by the platform's list, then what the price book knows. Undefined where
 * nobody says. A platform on this machine or in this house costs nothing, unless it is given a price.
 *
 * @param at UTC milliseconds; without it, the newest price
 */
export function priceOf(
  { facts, upstream, model }: Pick<Target, 'facts' | 'upstream' | 'model'>,
  at: number = Number.POSITIVE_INFINITY,
): TargetPrice | undefined {
  if (facts.price !== undefined) return givenPrice(facts.price, facts.priceSource ?? 'file');
  if (upstream.platform.isLocal) return { price: FREE, source: 'local', id: 'local', usdPerUnit: 1 };
  return upstream.prices.find(model, at);
}

/** Always in US dollars. Its id says what it is, as nobody keeps its history. */
function givenPrice(price: Price, source: string): TargetPrice {
  const { input, output, cacheRead, cacheWrite } = price;
  return { price, source, id: `${source}:${[input, output, cacheRead, cacheWrite].join('/')}`, usdPerUnit: 1 };
}

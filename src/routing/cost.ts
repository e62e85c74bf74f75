import type { CallCost } from '../store/ports.ts';
import { costOf } from '../turn/cost.ts';
import type { Usage } from '../turn/usage.ts';
import type { TargetPrice } from './price-list.ts';

const UNPRICED: CallCost = { costNano: null, costCurrency: null, costNanoUsd: null, priceSource: null, priceId: null };

/** Of a call that produced nothing. */
export const NO_COST: CallCost = { ...UNPRICED, costNano: 0, costNanoUsd: 0 };

/** What a usage costs at this price, in its own currency and in US dollars. @param at UTC milliseconds */
export function ratedCost(usage: Usage, priced: TargetPrice | undefined, at: number): CallCost {
  const costNano = costOf(usage, priced?.price, at);
  if (priced === undefined || costNano === null) return UNPRICED;
  const { price, source, id, usdPerUnit } = priced;
  return {
    costNano,
    costCurrency: price.currency ?? 'USD',
    costNanoUsd: Math.round(costNano * usdPerUnit),
    priceSource: source,
    priceId: id,
  };
}

/** What a usage would have cost on the baseline, in billionths of a US dollar; null where its price is not known. */
export function baselineCost(usage: Usage, baseline: TargetPrice | undefined, at: number): number | null {
  const cost = costOf(usage, baseline?.price, at);
  return cost === null || baseline === undefined ? null : Math.round(cost * baseline.usdPerUnit);
}

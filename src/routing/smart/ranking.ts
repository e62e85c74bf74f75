import { TIERS, type Tier } from '../intent/intents.ts';
import type { TargetPrice } from '../price-list.ts';
import type { RankedModel } from './smart-routing.ts';
import { strengthOf } from './tiers.ts';

/**
 * Strongest first, as far as prices tell: what costs more is taken to be stronger. What nobody knows the price of stands
 * between the priced ones and those that cost nothing.
 */
export function byStrength(models: readonly RankedModel[]): readonly RankedModel[] {
  return models.toSorted((a, b) => priceRank(b.price) - priceRank(a.price));
}

/** Cheapest first; unknown prices last, as nobody knows what they would cost. */
export function byCost(models: readonly RankedModel[]): readonly RankedModel[] {
  const cost = ({ price }: RankedModel) => (price === undefined ? Number.POSITIVE_INFINITY : priceRank(price));
  return models.toSorted((a, b) => cost(a) - cost(b));
}

/**
 * The model of a tier: the strongest is the best, the weakest the small one, and those between are spread evenly. Undefined
 * only where there is no model.
 *
 * @param models strongest first
 */
export function modelOfTier(models: readonly RankedModel[], tier: Tier): RankedModel | undefined {
  const share = 1 - strengthOf(tier) / (TIERS.length - 1);
  return models[Math.round(share * (models.length - 1))];
}

/** An output token says most of how strong a model is; input breaks ties. */
function priceRank(priced: TargetPrice | undefined): number {
  if (priced === undefined) return Number.MIN_VALUE;
  const { input, output } = priced.price;
  return ((output ?? 0) + (input ?? 0) / 1_000) * priced.usdPerUnit;
}

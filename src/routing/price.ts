import { FREE, type Price } from '../turn/cost.ts';
import type { Target } from './plan.ts';

/** What a target costs, and who says so. */
export interface TargetPrice {
  readonly price: Price;
  readonly source: string;
}

/** Undefined where nobody says. A platform on this machine or in this house costs nothing, unless it is given a price. */
export function priceOf({ facts, upstream }: Pick<Target, 'facts' | 'upstream'>): TargetPrice | undefined {
  if (facts.price !== undefined) return { price: facts.price, source: facts.priceSource ?? 'file' };
  return upstream.platform.isLocal ? { price: FREE, source: 'local' } : undefined;
}

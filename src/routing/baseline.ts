import { type Catalog, factsOf } from './catalog.ts';
import { priceOf } from './price.ts';
import type { PriceBookPort, TargetPrice } from './price-list.ts';

/** The model that costs are compared with. */
export interface Baseline {
  /** The type of its platform, whose prices have to be known. */
  readonly platformType: string;
  /** @param at UTC milliseconds. Undefined where nobody knows */
  priceAt(at: number): TargetPrice | undefined;
}

/** @param name `platform:model`, of a configured platform, else of a type of platform */
export function baselineOf(name: string, catalog: Catalog, prices: PriceBookPort): Baseline {
  const pin = catalog.parsePin(name);
  if (pin !== undefined) {
    const target = { ...pin, facts: factsOf(pin) };
    return { platformType: pin.upstream.platform.type, priceAt: (at) => priceOf(target, at) };
  }
  const [platformType = '', ...model] = name.split(':');
  return { platformType, priceAt: (at) => prices.list(platformType).find(model.join(':'), at) };
}

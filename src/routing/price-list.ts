import type { Price } from '../turn/price.ts';

/** What a model costs, and who says so. */
export interface TargetPrice {
  readonly price: Price;
  /** `file`, `admin`, `local`, `table`, `genai-prices`, or the platform whose list it is. */
  readonly source: string;
  /** Names this price and no other one, so that a call's row tells by what it was counted. */
  readonly id: string;
  /** Where it was read: an address, or a package. */
  readonly from?: string;
  /** The day on which it was read there, or from which it holds. */
  readonly date?: string;
  /** US dollars for one unit of the price's currency. */
  readonly usdPerUnit: number;
}

/** The prices of one platform. */
export interface PriceList {
  /** @param at UTC milliseconds; prices change */
  find(model: string, at: number): TargetPrice | undefined;
}

/** Prices by the type of the platform. */
export interface PriceBookPort {
  list(platformType: string): PriceList;
}

export const NO_PRICES: PriceList = { find: () => undefined };

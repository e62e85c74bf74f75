import type { Price } from '../turn/price.ts';

/** One line of a price list. */
export interface PriceRow {
  /** The platform's names for the models that cost this. A dated name (`…-2025-09-23`) is found by the bare one. */
  readonly models: readonly string[];
  readonly price: Price;
  /** Day of UTC from which it holds; absent: for all calls before the next one too. */
  readonly since?: string;
  /** The platform's own page. */
  readonly url: string;
  /** The day on which the page was read. */
  readonly readOn: string;
  /** Who read the page, where it was not read for this table. */
  readonly via?: string;
}

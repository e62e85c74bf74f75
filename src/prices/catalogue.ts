import type { calcPrice as CalcPrice, ModelPrice } from '@pydantic/genai-prices';
import type { Price, Rates, Tier } from '../turn/price.ts';

/** Name and version of the package; a test compares it with package.json. */
export const CATALOGUE = { source: 'genai-prices', version: '0.1.8' };

/**
 * Platform types → its name for the provider. What it has of mainland China is left out: it is in dollars there, at a rate
 * of its own, and where a model has tiers it is the cheapest one.
 */
const PROVIDERS: Readonly<Record<string, string>> = {
  anthropic: 'anthropic',
  gemini: 'google',
  groq: 'groq',
  'minimax-intl': 'minimax',
  mistral: 'mistral',
  'moonshot-intl': 'moonshotai',
  openai: 'openai',
  openrouter: 'openrouter',
  xai: 'x-ai',
  zai: 'zai',
};

/** A price of the catalogue, and from which day on it holds. */
export interface CataloguePrice {
  readonly model: string;
  readonly price: Price;
  /** UTC milliseconds. */
  readonly since: number;
}

/** Whether the catalogue may know models of this type of platform. */
export function isInCatalogue(platformType: string): boolean {
  return Object.hasOwn(PROVIDERS, platformType);
}

/**
 * The price lists of many providers. It is used to look rows up, which are then ours: by its own arithmetic input includes
 * what came from a cache, and sums that cannot be throw.
 *
 * Source: https://github.com/pydantic/genai-prices (MIT)
 */
export class Catalogue {
  readonly #calcPrice: typeof CalcPrice;

  private constructor(calcPrice: typeof CalcPrice) {
    this.#calcPrice = calcPrice;
  }

  /** Takes a fifth of a second and 21 MB of memory, so only who has a platform in it loads it. */
  static async load(): Promise<Catalogue> {
    const { calcPrice } = await import('@pydantic/genai-prices');
    return new Catalogue(calcPrice);
  }

  /** Newest first; empty where it knows nothing that can be trusted. */
  find(platformType: string, model: string): readonly CataloguePrice[] {
    const found = this.#look(platformType, model);
    if (found === undefined) return [];
    const { id, prices } = found;
    if (!Array.isArray(prices)) return rowsOf(id, prices, 0);
    // A price that changes with the hour is not taken for one that does not.
    if (prices.some(({ constraint }) => constraint?.type === 'time_of_date')) return [];
    const dated = prices.flatMap(({ constraint, prices: price }) =>
      rowsOf(id, price, constraint?.type === 'start_date' ? Date.parse(constraint.start_date) : 0),
    );
    return dated.sort((a, b) => b.since - a.since);
  }

  #look(platformType: string, model: string) {
    const providerId = PROVIDERS[platformType];
    if (providerId === undefined) return undefined;
    try {
      return this.#calcPrice({ input_tokens: 0 }, model, { providerId })?.model;
    } catch {
      return undefined;
    }
  }
}

function rowsOf(model: string, prices: ModelPrice, since: number): CataloguePrice[] {
  const price = priceFrom(prices);
  return price === undefined ? [] : [{ model, price, since }];
}

/** Undefined where it is not priced by tokens. */
function priceFrom(prices: ModelPrice): Price | undefined {
  const rates = ratesAt(prices, 0);
  if (rates.input === null || rates.output === null) return undefined;
  const starts = new Set(Object.values(prices).flatMap((value) => (typeof value === 'object' ? startsOf(value) : [])));
  const tiers = [...starts].sort((a, b) => a - b).map((above): Tier => ({ above, ...ratesAt(prices, above + 1) }));
  return { ...rates, ...(tiers.length > 0 && { tiers }) };
}

type Tiered = Exclude<ModelPrice[string], number | undefined>;

function startsOf({ tiers }: Tiered): number[] {
  return tiers.map(({ start }) => start);
}

function ratesAt(prices: ModelPrice, inputTokens: number): Rates {
  const rate = (name: string) => rateAt(prices[name], inputTokens);
  const cacheWrite1h = rate('cache_write_1h_mtok');
  return {
    input: rate('input_mtok'),
    output: rate('output_mtok'),
    cacheRead: rate('cache_read_mtok'),
    cacheWrite: rate('cache_write_mtok'),
    ...(cacheWrite1h !== null && { cacheWrite1h }),
  };
}

/** One tier holds for the whole call. */
function rateAt(value: ModelPrice[string], inputTokens: number): number | null {
  if (value === undefined) return null;
  if (typeof value === 'number') return value;
  return value.tiers.filter(({ start }) => inputTokens > start).at(-1)?.price ?? value.base;
}

import { messageOf } from '../lib/errors.ts';
import type { Price } from '../turn/price.ts';
import { CATALOGUE, Catalogue, isInCatalogue } from './catalogue.ts';
import type { PriceRow } from './row.ts';
import { TABLE } from './table.ts';

/** Clients may name any model, so that what is remembered of names has an end. */
const MOST_MODELS = 2_000;
const DATED = /-(?:\d{4}-\d{2}-\d{2}|\d{8}|latest)$/;

/** A price of the book, where it was read, and since when it holds. */
export interface BookPrice {
  readonly price: Price;
  readonly source: 'table' | 'genai-prices';
  readonly id: string;
  readonly from: string;
  readonly date?: string;
  readonly usdPerUnit: number;
  /** UTC milliseconds. */
  readonly since: number;
}

/** The prices of one type of platform. */
export interface BookList {
  /** @param at UTC milliseconds */
  find(model: string, at: number): BookPrice | undefined;
}

/**
 * What is known of prices beside what the user and the platforms say: our own table, then the catalogue once it is loaded.
 * A model is looked up once; after that finding its price is reading a map.
 */
export class PriceBook {
  readonly #usdPerCny: number;
  readonly #warn: (message: string) => void;
  readonly #found = new Map<string, readonly BookPrice[]>();
  #catalogue: Catalogue | undefined;
  #loading: Promise<void> | undefined;

  /**
   * @param cnyPerUsd yuan for a US dollar
   * @param warn told once if the catalogue cannot be loaded: its models are unpriced then
   */
  constructor(cnyPerUsd: number, warn: (message: string) => void) {
    this.#usdPerCny = 1 / cnyPerUsd;
    this.#warn = warn;
  }

  list(platformType: string): BookList {
    return { find: (model, at) => this.#history(platformType, model).find(({ since }) => since <= at) };
  }

  /** Brings the catalogue where one of these types of platform is in it. Never rejects. */
  async load(platformTypes: readonly string[]): Promise<void> {
    if (!platformTypes.some(isInCatalogue)) return;
    this.#loading ??= this.#loadCatalogue();
    await this.#loading;
  }

  async #loadCatalogue(): Promise<void> {
    try {
      this.#catalogue = await Catalogue.load();
      this.#found.clear();
    } catch (error) {
      this.#warn(`The catalogue of prices cannot be loaded, so that many models have no price: ${messageOf(error)}`);
    }
  }

  /** Newest first. */
  #history(platformType: string, model: string): readonly BookPrice[] {
    const key = `${platformType}:${model}`;
    const known = this.#found.get(key);
    if (known !== undefined) return known;
    const rows = this.#fromTable(platformType, model);
    const history = rows.length > 0 ? rows : this.#fromCatalogue(platformType, model);
    if (this.#found.size >= MOST_MODELS) this.#found.clear();
    this.#found.set(key, history);
    return history;
  }

  #fromTable(platformType: string, model: string): BookPrice[] {
    return rowsOf(platformType, model).map(({ models, price, since, url, readOn }) => ({
      price,
      source: 'table',
      id: `table:${platformType}/${models[0]}@${since ?? readOn}`,
      from: url,
      date: readOn,
      usdPerUnit: this.#usdPerUnit(price),
      since: since === undefined ? Number.NEGATIVE_INFINITY : Date.parse(since),
    }));
  }

  #fromCatalogue(platformType: string, model: string): BookPrice[] {
    const { source, version } = CATALOGUE;
    const found = this.#catalogue?.find(platformType, model) ?? [];
    return found.map(({ model: name, price, since }) => {
      const date = since === 0 ? undefined : new Date(since).toISOString().slice(0, 10);
      return {
        price,
        source: 'genai-prices',
        id: [`${source}@${version}:${platformType}/${name}`, ...(date === undefined ? [] : [date])].join('@'),
        from: `@pydantic/${source} ${version}`,
        ...(date !== undefined && { date }),
        usdPerUnit: this.#usdPerUnit(price),
        since,
      };
    });
  }

  #usdPerUnit({ currency }: Price): number {
    return currency === 'CNY' ? this.#usdPerCny : 1;
  }
}

function rowsOf(platformType: string, model: string): readonly PriceRow[] {
  const rows = Object.hasOwn(TABLE, platformType) ? (TABLE[platformType] ?? []) : [];
  const name = model.toLowerCase();
  const named = (wanted: string) => rows.filter(({ models }) => models.some((one) => one.toLowerCase() === wanted));
  const exact = named(name);
  return exact.length > 0 ? exact : named(name.replace(DATED, ''));
}

/** Models as the page shows them: each with its price, and those that fit the filter. */

import type { ModelPrice, ModelView } from '../../../../src/admin/contract/models.ts';
import type { PricesReply, PriceView } from '../../../../src/admin/contract/prices.ts';
import type { Capability, ModelsSearch } from './search.ts';

export interface ModelRow {
  /** `platform:model` */
  readonly name: string;
  readonly model: ModelView;
  readonly price: ShownPrice | undefined;
  /** It stands in the configuration file. */
  readonly isFixed: boolean;
}

export interface ShownPrice extends ModelPrice {
  readonly currency: string;
  readonly source: string | null;
  /** Where it was read, and on which day. */
  readonly about: string;
}

export function rowsOf(models: readonly ModelView[], prices: PricesReply | undefined): readonly ModelRow[] {
  const known = new Map((prices?.prices ?? []).map((view) => [`${view.platform}:${view.model}`, view]));
  return models.map((model) => {
    const name = `${model.platform}:${model.id}`;
    // A model that the file names was never listed by anybody; the file says all of it.
    const isFixed = model.origin === 'file' && model.listedAt === null;
    return { name, model, price: priceOf(model, known.get(name)), isFixed };
  });
}

/** The one that calls are counted by; for a model that is not in use, what is known of it. */
function priceOf({ effective }: ModelView, view: PriceView | undefined): ShownPrice | undefined {
  if (view?.price != null) {
    const { currency, input, output, cacheRead, cacheWrite } = view.price;
    const about = [view.from, view.date].filter((part) => part !== null).join(' · ');
    return { currency, input, output, cacheRead, cacheWrite, source: view.source, about };
  }
  if (effective.price === undefined) return undefined;
  return { currency: 'USD', ...effective.price, source: effective.priceSource ?? null, about: '' };
}

export function filtered(rows: readonly ModelRow[], { text, platform, state, can }: ModelsSearch): readonly ModelRow[] {
  const words = (text ?? '').toLowerCase().split(/\s+/);
  return rows.filter(
    ({ name, model }) =>
      (platform === undefined || model.platform === platform) &&
      (can === undefined || model.effective[can] === true) &&
      (state === undefined || isIn(model, state)) &&
      words.every((word) => `${name} ${model.effective.displayName ?? ''}`.toLowerCase().includes(word)),
  );
}

function isIn({ enabled, vanishedAt, overrides }: ModelView, state: NonNullable<ModelsSearch['state']>): boolean {
  if (state === 'enabled') return enabled;
  if (state === 'disabled') return !enabled;
  return state === 'vanished' ? vanishedAt !== null : Object.keys(overrides).length > 0;
}

/** What the model can do, as far as it is known. */
export function abilities({ effective }: ModelView, all: readonly Capability[]): readonly Capability[] {
  return all.filter((name) => effective[name] === true);
}

import type { ModelPrice } from '../admin/contract/models.ts';
import type { TargetPrice } from '../routing/price-list.ts';

/** A price typed per token, or per thousand, where it is per million is further off than any dear platform. */
const ODD_FACTOR = 100;

/**
 * A sentence where a price that is given by hand is far above what is known of the model; undefined where it is not, or
 * nothing is known.
 *
 * @param name of the model
 */
export function oddPriceNote(name: string, given: ModelPrice, known: TargetPrice | undefined): string | undefined {
  if (known === undefined) return undefined;
  for (const kind of ['input', 'output'] as const) {
    const usual = (known.price[kind] ?? 0) * known.usdPerUnit;
    const asked = given[kind] ?? 0;
    if (usual > 0 && asked > ODD_FACTOR * usual) {
      return `The ${kind} price of ${name}, $${asked}, is more than ${ODD_FACTOR} times of what is known, $${usual.toPrecision(3)}. Prices are per million tokens. If it is a mistake, correct it and count again: POST /api/prices/rerate.`;
    }
  }
  return undefined;
}

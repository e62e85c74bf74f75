import { setImmediate } from 'node:timers/promises';
import type { AdminContext } from './context.ts';

/** Half a millisecond. */
const ITEMS_AT_ONCE = 25;

/**
 * A long JSON array as bytes, made in pieces between which others are served: in one go it would be some milliseconds in
 * which no token passes.
 *
 * @param textOf the JSON text of an item
 */
export async function jsonArray<Item>(
  items: readonly Item[],
  textOf: (item: Item) => string,
): Promise<readonly Uint8Array[]> {
  const pieces: Uint8Array[] = [Buffer.from('[')];
  for (let begin = 0; begin < items.length; begin += ITEMS_AT_ONCE) {
    if (begin > 0) await setImmediate();
    const texts = items.slice(begin, begin + ITEMS_AT_ONCE).map(textOf);
    pieces.push(Buffer.from(`${begin > 0 ? ',' : ''}${texts.join(',')}`));
  }
  pieces.push(Buffer.from(']'));
  return pieces;
}

/** @param pieces of JSON text */
export function answerJson(context: AdminContext, pieces: readonly Uint8Array[]): Response {
  return context.body(Buffer.concat(pieces), 200, { 'content-type': 'application/json' });
}

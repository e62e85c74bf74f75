import { hash } from 'node:crypto';
import type { PoolKey } from '../config/config.ts';

const DRAW_BYTES = 6;

/**
 * The positions of a pool's keys, in the order in which a call tries them. Without weights that is the pool's own order.
 * Where a key has a weight, the first one is drawn by weight (1 for a key that has none, 0 is never drawn), and the
 * others follow in the pool's order.
 *
 * @param draw the same text draws the same key
 */
export function poolOrder(keys: readonly Pick<PoolKey, 'weight'>[], draw: string): number[] {
  const order = keys.map((_, position) => position);
  if (keys.length < 2 || keys.every(({ weight }) => weight === undefined)) return order;
  const first = drawn(
    keys.map(({ weight }) => weight ?? 1),
    draw,
  );
  return [first, ...order.filter((position) => position !== first)];
}

/** A position, each as likely as its weight; the first one if all weights are 0. */
function drawn(weights: readonly number[], draw: string): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let rest = fractionOf(draw) * total;
  const position = weights.findIndex((weight) => {
    rest -= weight;
    return weight > 0 && rest < 0;
  });
  return Math.max(position, 0);
}

/** A number from 0 up to 1, spread evenly over texts. */
function fractionOf(text: string): number {
  return hash('sha256', text, 'buffer').readUIntBE(0, DRAW_BYTES) / 2 ** (8 * DRAW_BYTES);
}

/** Multinomial logistic regression over sparse binary features, by AdaGrad. */

import { BUCKETS } from '../../src/routing/intent/features.ts';
import { INTENTS } from '../../src/routing/intent/intents.ts';
import { IntentModel } from '../../src/routing/intent/model.ts';

export interface Example {
  readonly buckets: readonly number[];
  /** How right each intent is, in the order of `INTENTS`; together 1. */
  readonly target: readonly number[];
  readonly weight: number;
}

export interface LearnOptions {
  readonly epochs: number;
  readonly rate: number;
  /** Of weights, per example. */
  readonly decay: number;
  /** Share of features that are left out of an example each time. */
  readonly dropout: number;
  readonly seed: number;
}

const COUNT = INTENTS.length;

export interface Learned {
  readonly weights: Float32Array;
}

export function learn(examples: readonly Example[], options: LearnOptions): Learned {
  const weights = new Float32Array(BUCKETS * COUNT);
  const squares = new Float32Array(BUCKETS * COUNT).fill(1e-4);
  const random = randomOf(options.seed);
  const order = examples.map((_, index) => index);
  for (let epoch = 0; epoch < options.epochs; epoch++) {
    shuffle(order, random);
    for (const index of order) {
      const example = examples[index];
      if (example !== undefined) step(example, weights, squares, options, random);
    }
  }
  return { weights };
}

function step(
  { buckets, target, weight }: Example,
  weights: Float32Array,
  squares: Float32Array,
  { rate, decay, dropout }: LearnOptions,
  random: () => number,
): void {
  const kept = dropout === 0 ? buckets : buckets.filter(() => random() >= dropout);
  const scale = 1 / Math.sqrt(Math.max(8, kept.length));
  const sums = new Float64Array(COUNT);
  for (const bucket of kept) {
    for (let index = 0; index < COUNT; index++) sums[index]! += weights[bucket * COUNT + index]!;
  }
  const powers = probabilities(sums);
  for (let index = 0; index < COUNT; index++) {
    const error = (powers[index]! - target[index]!) * weight * scale;
    for (const bucket of kept) {
      const place = bucket * COUNT + index;
      const gradient = error + decay * weights[place]!;
      squares[place]! += gradient * gradient;
      weights[place]! -= (rate * gradient) / Math.sqrt(squares[place]!);
    }
  }
}

export function probabilities(sums: ArrayLike<number>): number[] {
  const all = Array.from(sums);
  const most = Math.max(...all);
  const powers = all.map((sum) => Math.exp(sum - most));
  const total = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / total);
}

/** Weights as bytes. @param temperature above 1 where the model is too sure of itself */
export function quantize({ weights }: Learned, temperature: number): IntentModel {
  const most = new Float32Array(COUNT);
  for (let place = 0; place < weights.length; place++) {
    const index = place % COUNT;
    most[index] = Math.max(most[index]!, Math.abs(weights[place]!));
  }
  const bytes = Int8Array.from(weights, (weight, place) => Math.round((weight / (most[place % COUNT]! || 1)) * 127));
  return new IntentModel(bytes, most.map((one) => one / 127 / temperature));
}

/** mulberry32: small, and the same everywhere. */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

function shuffle(order: number[], random: () => number): void {
  for (let last = order.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [order[last], order[other]] = [order[other]!, order[last]!];
  }
}

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
  /** Pull of weights to zero, per example. */
  readonly decay: number;
  /** Share of features that are left out of an example each time. */
  readonly dropout: number;
  readonly seed: number;
}

const COUNT = INTENTS.length;
/** So that the first steps are not too long. */
const FIRST_SQUARE = 1e-4;
const LEAST_FEATURES = 8;

/** @returns a weight for each bucket and intent */
export function learn(examples: readonly Example[], options: LearnOptions): Float32Array {
  const state = {
    weights: new Float32Array(BUCKETS * COUNT),
    squares: new Float32Array(BUCKETS * COUNT).fill(FIRST_SQUARE),
  };
  const random = randomOf(options.seed);
  const order = examples.slice();
  for (let epoch = 0; epoch < options.epochs; epoch++) {
    shuffle(order, random);
    for (const example of order) step(example, state, options, random);
  }
  return state.weights;
}

interface State {
  readonly weights: Float32Array;
  readonly squares: Float32Array;
}

function step(
  { buckets, target, weight }: Example,
  { weights, squares }: State,
  { rate, decay, dropout }: LearnOptions,
  random: () => number,
): void {
  const kept = dropout === 0 ? buckets : buckets.filter(() => random() >= dropout);
  const length = Math.sqrt(Math.max(LEAST_FEATURES, kept.length));
  const powers = softmax(sumsOf(kept, weights));
  for (const [index, share] of target.entries()) {
    const error = ((at(powers, index) - share) * weight) / length;
    for (const bucket of kept) {
      const place = bucket * COUNT + index;
      const gradient = error + decay * at(weights, place);
      const square = at(squares, place) + gradient * gradient;
      squares[place] = square;
      weights[place] = at(weights, place) - (rate * gradient) / Math.sqrt(square);
    }
  }
}

function sumsOf(buckets: readonly number[], weights: Float32Array): readonly number[] {
  return INTENTS.map((_, index) => buckets.reduce((sum, bucket) => sum + at(weights, bucket * COUNT + index), 0));
}

export function softmax(sums: readonly number[]): readonly number[] {
  const most = Math.max(...sums);
  const powers = sums.map((sum) => Math.exp(sum - most));
  const total = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / total);
}

/** The mean of several runs: less depends on the order of the examples. */
export function meanOf(runs: readonly Float32Array[]): Float32Array {
  return new Float32Array(BUCKETS * COUNT).map((_, place) => {
    return runs.reduce((sum, run) => sum + at(run, place), 0) / runs.length;
  });
}

/** Weights as bytes. @param temperature above 1 where they are too sure of themselves */
export function quantize(weights: Float32Array, temperature: number): IntentModel {
  const most = INTENTS.map(() => 1e-9);
  for (const [place, weight] of weights.entries()) {
    most[place % COUNT] = Math.max(at(most, place % COUNT), Math.abs(weight));
  }
  const bytes = Int8Array.from(weights, (weight, place) => Math.round((weight / at(most, place % COUNT)) * 127));
  return new IntentModel(
    bytes,
    Float32Array.from(most, (one) => one / 127 / temperature),
  );
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

function shuffle<Item>(items: Item[], random: () => number): void {
  for (let last = items.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    const [a, b] = [items[last], items[other]];
    if (a === undefined || b === undefined) continue;
    items[last] = b;
    items[other] = a;
  }
}

function at(numbers: ArrayLike<number>, index: number): number {
  return numbers[index] ?? 0;
}

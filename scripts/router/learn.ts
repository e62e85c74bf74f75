/** Multinomial logistic regression over sparse features, by AdaGrad (Duchi, Hazan and Singer, 2011). */

import { type Features, WEAK_SHARE } from '../../src/routing/intent/feature-set.ts';
import { INTENTS } from '../../src/routing/intent/intents.ts';
import { IntentModel, LEAST_KNOWN } from '../../src/routing/intent/model.ts';
import { softmax } from '../../src/routing/intent/softmax.ts';

/**
 * Where examples come from. What is right of turns as they are in life, `session`, is learned from all of them; what else is right of those of
 * another origin, such as which wishes are frequent there, or how strictly their writers labelled, is learned beside it and then forgotten
 * (Daumé III, "Frustratingly Easy Domain Adaptation", 2007).
 */
export const ORIGINS = ['session', 'snippet', 'public'] as const;
export type Origin = (typeof ORIGINS)[number];

export interface Example {
  readonly features: Features;
  readonly origin: Origin;
  /** How right each intent is, in the order of `INTENTS`; together 1. */
  readonly target: readonly number[];
  readonly weight: number;
}

export interface LearnOptions {
  readonly epochs: number;
  readonly rate: number;
  readonly seed: number;
}

/** Weights of the features that were learned. */
export interface Learned {
  readonly hashes: readonly number[];
  /** For each hash, one for each intent. */
  readonly weights: Float32Array;
}

const COUNT = INTENTS.length;
/** So that the first steps are not too long. */
const FIRST_SQUARE = 6e-6;
/** How much it counts that a feature is frequent: by its power of this. */
const FREQUENCY_SHARE = 0.3;
/** How much a weight of an origin counts, beside a common one. */
const OWN_SHARE = 0.5;

/**
 * @param hashes the features to learn, in ascending order
 * @returns what holds of turns of all origins
 */
export function learn(examples: readonly Example[], hashes: readonly number[], options: LearnOptions): Learned {
  const places = new Map(hashes.map((hash, index) => [hash, index]));
  const known = examples.map((example) => knownOf(example, places));
  const descent = new Descent(hashes.length, options.rate);
  const random = randomOf(options.seed);
  for (let epoch = 0; epoch < options.epochs; epoch++) {
    shuffle(known, random);
    for (const example of known) descent.step(example);
  }
  return { hashes, weights: descent.commonWeights() };
}

/** How many examples each feature is in. */
export function countFeatures(examples: readonly Example[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const { features } of examples) {
    for (const hash of new Set([...features.strong, ...features.weak])) counts.set(hash, (counts.get(hash) ?? 0) + 1);
  }
  return counts;
}

/** Features that are in at least so many examples, in ascending order. */
export function frequentOf(counts: ReadonlyMap<number, number>, least: number): readonly number[] {
  return [...counts]
    .filter(([, count]) => count >= least)
    .map(([hash]) => hash)
    .sort((a, b) => a - b);
}

/**
 * The features that say most, in ascending order: they tell intents apart, and are there often. Learned once more without all others, they
 * take up most of what those had said.
 */
export function mostTelling({ hashes, weights }: Learned, counts: ReadonlyMap<number, number>, most: number): number[] {
  const says = hashes.map((hash, place) => {
    const own = weights.subarray(place * COUNT, (place + 1) * COUNT);
    return (Math.max(...own) - Math.min(...own)) * (counts.get(hash) ?? 0) ** FREQUENCY_SHARE;
  });
  return [...says.keys()]
    .sort((a, b) => (says[b] ?? 0) - (says[a] ?? 0) || a - b)
    .slice(0, most)
    .map((place) => hashes[place] ?? 0)
    .sort((a, b) => a - b);
}

/** The features of an example that are learned. */
interface Known {
  /** Where their weights begin: those that all origins have in common, then those of the example's origin. */
  readonly places: Int32Array;
  /** What each counts, in a vector of one length for all examples. */
  readonly values: Float32Array;
  readonly target: readonly number[];
  readonly weight: number;
}

/** The weights of a feature, those of each origin after the common ones. */
const ROW = COUNT * ORIGINS.length;

function knownOf({ features, origin, target, weight }: Example, places: ReadonlyMap<number, number>): Known {
  const strong = features.strong.flatMap((hash) => places.get(hash) ?? []);
  const weak = features.weak.flatMap((hash) => places.get(hash) ?? []);
  const length = Math.sqrt(Math.max(LEAST_KNOWN, strong.length + WEAK_SHARE * weak.length));
  const common = [...strong, ...weak].map((place) => place * ROW);
  const values = [...strong.map(() => 1 / length), ...weak.map(() => WEAK_SHARE / length)];
  const own = ORIGINS.indexOf(origin) * COUNT;
  if (own === 0) return { places: Int32Array.from(common), values: Float32Array.from(values), target, weight };
  return {
    places: Int32Array.from([...common, ...common.map((place) => place + own)]),
    values: Float32Array.from([...values, ...values.map((value) => value * OWN_SHARE)]),
    target,
    weight,
  };
}

/** Weights on their way to where the examples are least surprising. */
class Descent {
  readonly #weights: Float32Array;
  /** The sum of the squares of all gradients so far. */
  readonly #squares: Float32Array;
  readonly #rate: number;

  constructor(features: number, rate: number) {
    this.#weights = new Float32Array(features * ROW);
    this.#squares = new Float32Array(features * ROW).fill(FIRST_SQUARE);
    this.#rate = rate;
  }

  step({ places, values, target, weight }: Known): void {
    const errors = softmax(this.#sums(places, values)).map((power, index) => (power - (target[index] ?? 0)) * weight);
    for (let index = 0; index < places.length; index++) {
      const [place, value] = [places[index] ?? 0, values[index] ?? 0];
      for (let intent = 0; intent < COUNT; intent++) this.#move(place + intent, (errors[intent] ?? 0) * value);
    }
  }

  commonWeights(): Float32Array {
    return this.#weights.filter((_, at) => at % ROW < COUNT);
  }

  #sums(places: Int32Array, values: Float32Array): readonly number[] {
    const sums = new Array<number>(COUNT).fill(0);
    for (let index = 0; index < places.length; index++) {
      const [place, value] = [places[index] ?? 0, values[index] ?? 0];
      for (let intent = 0; intent < COUNT; intent++) {
        sums[intent] = (sums[intent] ?? 0) + value * (this.#weights[place + intent] ?? 0);
      }
    }
    return sums;
  }

  #move(at: number, gradient: number): void {
    const square = (this.#squares[at] ?? 0) + gradient * gradient;
    this.#squares[at] = square;
    this.#weights[at] = (this.#weights[at] ?? 0) - (this.#rate * gradient) / Math.sqrt(square);
  }
}

/** The mean of several runs over the same examples: less depends on their order. */
export function meanOf(runs: readonly Learned[]): Learned {
  const [first, ...others] = runs;
  if (first === undefined) throw new TypeError('there is no run');
  const weights = first.weights.map((weight, at) => {
    return others.reduce((sum, run) => sum + (run.weights[at] ?? 0), weight) / runs.length;
  });
  return { hashes: first.hashes, weights };
}

/** Weights as bytes. @param temperature above 1 where they are too sure of themselves */
export function quantize({ hashes, weights }: Learned, temperature: number): IntentModel {
  const most = INTENTS.map(() => 1e-9);
  for (const [at, weight] of weights.entries()) most[at % COUNT] = Math.max(most[at % COUNT] ?? 0, Math.abs(weight));
  return new IntentModel(
    Uint32Array.from(hashes),
    Int8Array.from(weights, (weight, at) => Math.round((weight / (most[at % COUNT] ?? 1)) * 127)),
    Float32Array.from(most, (one) => one / 127 / temperature),
  );
}

/** mulberry32: small, and the same everywhere. */
function randomOf(seed: number): () => number {
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

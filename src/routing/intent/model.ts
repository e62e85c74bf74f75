import { type Features, WEAK_SHARE } from './feature-set.ts';
import { INTENTS, type Intent } from './intents.ts';
import { softmax } from './softmax.ts';

/** How likely each intent is; together 1. */
export type Probabilities = Readonly<Record<Intent, number>>;

/** Says what a user may want. */
export interface Classifier {
  /** @param features what `intentFeatures` gives */
  predict(features: Features): Probabilities;
}

/** Marks the file, and the form it has: the mark, how many intents and features; scales, hashes, weights. */
const MAGIC = 0x72773032;
const HEADER_BYTES = 12;

/** Few features that are known shall not make it surer than it can be. */
export const LEAST_KNOWN = 8;

const COUNT = INTENTS.length;
const EMPTY = -1;

/**
 * A multinomial logistic regression over the hashes that mattered when it learned. A weight is one signed byte; each intent has a
 * scale that makes numbers of them.
 */
export class IntentModel implements Classifier {
  /** In ascending order. */
  readonly #hashes: Uint32Array;
  /** As many as there are intents for each hash. */
  readonly #weights: Int8Array;
  /** Of each intent, divided by the temperature that makes probabilities honest. */
  readonly #scales: Float32Array;
  /** A hash is found at the slot of its last bits, or in the next ones; in a slot is the number of the hash. */
  readonly #slots: Int32Array;

  constructor(hashes: Uint32Array, weights: Int8Array, scales: Float32Array) {
    this.#hashes = hashes;
    this.#weights = weights;
    this.#scales = scales;
    this.#slots = slotsOf(hashes);
  }

  /** @throws RangeError where the bytes are no such model */
  static fromBytes(bytes: Uint8Array): IntentModel {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const isWhole = bytes.byteLength >= HEADER_BYTES && view.getUint32(0) === MAGIC && view.getUint32(4) === COUNT;
    const count = isWhole ? view.getUint32(8) : 0;
    if (!isWhole || bytes.byteLength !== sizeOf(count)) {
      throw new RangeError('these are not the weights of this classifier');
    }
    const at = HEADER_BYTES + 4 * COUNT;
    return new IntentModel(
      Uint32Array.from({ length: count }, (_, index) => view.getUint32(at + 4 * index)),
      new Int8Array(bytes.buffer, bytes.byteOffset + at + 4 * count, count * COUNT),
      Float32Array.from(INTENTS, (_, index) => view.getFloat32(HEADER_BYTES + 4 * index)),
    );
  }

  toBytes(): Uint8Array {
    const count = this.#hashes.length;
    const bytes = new Uint8Array(sizeOf(count));
    const view = new DataView(bytes.buffer);
    const at = HEADER_BYTES + 4 * COUNT;
    view.setUint32(0, MAGIC);
    view.setUint32(4, COUNT);
    view.setUint32(8, count);
    for (const [index, scale] of this.#scales.entries()) view.setFloat32(HEADER_BYTES + 4 * index, scale);
    for (const [index, hash] of this.#hashes.entries()) view.setUint32(at + 4 * index, hash);
    new Int8Array(bytes.buffer, at + 4 * count).set(this.#weights);
    return bytes;
  }

  predict(features: Features): Probabilities {
    const shares = softmax(this.scores(features));
    const entries = INTENTS.map((intent, index) => [intent, shares[index] ?? 0] as const);
    return Object.fromEntries(entries) as Record<Intent, number>;
  }

  /** How much speaks for each intent, in the order of `INTENTS`. */
  scores({ strong, weak }: Features): readonly number[] {
    const sums = new Float64Array(COUNT);
    const known = this.#add(sums, strong, 1) + this.#add(sums, weak, WEAK_SHARE);
    const length = Math.sqrt(Math.max(LEAST_KNOWN, known));
    return Array.from(sums, (sum, index) => (sum * (this.#scales[index] ?? 0)) / length);
  }

  /** @returns what the features that it knows count together */
  #add(sums: Float64Array, features: readonly number[], share: number): number {
    let known = 0;
    for (const hash of features) {
      const found = this.#find(hash);
      if (found === EMPTY) continue;
      known += share;
      const start = found * COUNT;
      for (let index = 0; index < COUNT; index++) {
        sums[index] = (sums[index] ?? 0) + share * (this.#weights[start + index] ?? 0);
      }
    }
    return known;
  }

  #find(hash: number): number {
    const mask = this.#slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const found = this.#slots[slot] ?? EMPTY;
      if (found === EMPTY || this.#hashes[found] === hash) return found;
    }
  }
}

function sizeOf(count: number): number {
  return HEADER_BYTES + 4 * COUNT + count * (4 + COUNT);
}

/** At most half full, so that there is always an empty one to end a search. */
function slotsOf(hashes: Uint32Array): Int32Array {
  const slots = new Int32Array(2 ** Math.ceil(Math.log2(2 * hashes.length + 2))).fill(EMPTY);
  const mask = slots.length - 1;
  for (const [index, hash] of hashes.entries()) {
    let slot = hash & mask;
    while (slots[slot] !== EMPTY) slot = (slot + 1) & mask;
    slots[slot] = index;
  }
  return slots;
}

import { BUCKETS } from './features.ts';
import { INTENTS, type Intent } from './intents.ts';

/** How likely each intent is; together 1. */
export type Probabilities = Readonly<Record<Intent, number>>;

/** Marks the file, and the form it has. */
const MAGIC = 0x72773031;
const HEADER_BYTES = 8;

/**
 * A multinomial logistic regression over hashed features. A weight is one signed byte; each intent has a scale that makes
 * numbers of them.
 */
export class IntentModel {
  readonly #weights: Int8Array;
  /** Of each intent, divided by the temperature that makes probabilities honest. */
  readonly #scales: Float32Array;

  constructor(weights: Int8Array, scales: Float32Array) {
    this.#weights = weights;
    this.#scales = scales;
  }

  /** @throws RangeError where the bytes are no such model */
  static fromBytes(bytes: Uint8Array): IntentModel {
    const { buffer, byteOffset, byteLength } = bytes;
    const view = new DataView(buffer, byteOffset, byteLength);
    const size = HEADER_BYTES + INTENTS.length * (4 + BUCKETS);
    if (byteLength !== size || view.getUint32(0) !== MAGIC || view.getUint32(4) !== INTENTS.length) {
      throw new RangeError('these are not the weights of this classifier');
    }
    const scales = Float32Array.from(INTENTS, (_, index) => view.getFloat32(HEADER_BYTES + 4 * index));
    return new IntentModel(new Int8Array(buffer, byteOffset + HEADER_BYTES + 4 * INTENTS.length), scales);
  }

  toBytes(): Uint8Array {
    const bytes = new Uint8Array(HEADER_BYTES + INTENTS.length * (4 + BUCKETS));
    const view = new DataView(bytes.buffer);
    view.setUint32(0, MAGIC);
    view.setUint32(4, INTENTS.length);
    for (const [index, scale] of this.#scales.entries()) view.setFloat32(HEADER_BYTES + 4 * index, scale);
    bytes.set(
      new Uint8Array(this.#weights.buffer, this.#weights.byteOffset, this.#weights.length),
      HEADER_BYTES + 4 * INTENTS.length,
    );
    return bytes;
  }

  /** @param buckets what `intentFeatures` gives */
  predict(buckets: readonly number[]): Probabilities {
    return softmax(this.scores(buckets));
  }

  /** How much speaks for each intent, in the order of `INTENTS`. */
  scores(buckets: readonly number[]): readonly number[] {
    const count = INTENTS.length;
    const sums = new Float64Array(count);
    for (const bucket of buckets) {
      const start = bucket * count;
      for (let index = 0; index < count; index++)
        sums[index] = (sums[index] ?? 0) + (this.#weights[start + index] ?? 0);
    }
    return Array.from(sums, (sum, index) => sum * (this.#scales[index] ?? 0));
  }
}

function softmax(scores: readonly number[]): Probabilities {
  const most = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - most));
  const sum = powers.reduce((a, b) => a + b, 0);
  const entries = INTENTS.map((intent, index) => [intent, (powers[index] ?? 0) / sum] as const);
  return Object.fromEntries(entries) as Record<Intent, number>;
}

import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
import { IntentModel } from './model.ts';

/** Trained by `npm run train-router` from data/router, and packed with Brotli: less than a megabyte. */
const WEIGHTS = new URL('weights.bin.br', import.meta.url);

/** Reads the classifier that redwolf comes with. */
export function loadClassifier(): IntentModel {
  return IntentModel.fromBytes(brotliDecompressSync(readFileSync(WEIGHTS)));
}

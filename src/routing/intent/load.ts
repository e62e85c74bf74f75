import { readFileSync } from 'node:fs';
import { IntentModel } from './model.ts';

/** Trained by `npm run train-router` from data/router. */
const WEIGHTS = new URL('weights.bin', import.meta.url);

/** Reads the classifier that redwolf comes with: 655 KB. */
export function loadClassifier(): IntentModel {
  return IntentModel.fromBytes(readFileSync(WEIGHTS));
}

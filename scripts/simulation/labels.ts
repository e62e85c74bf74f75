/** What the classifier is taken to say of a turn. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { intentFeatures } from '../../src/routing/intent/features.ts';
import { INTENTS, type Intent } from '../../src/routing/intent/intents.ts';
import { loadClassifier } from '../../src/routing/intent/load.ts';
import type { Classifier, Probabilities } from '../../src/routing/intent/model.ts';
import { corpusRows, inputOf } from '../router/rows.ts';
import type { Random } from './random.ts';

export type Labels = (intent: Intent, random: Random) => Probabilities;

/** Always right, and sure of it. */
export const perfectLabels: Labels = (intent) =>
  Object.fromEntries(INTENTS.map((one) => [one, one === intent ? 1 : 0])) as Record<Intent, number>;

/** As the classifier speaks of turns of the same intent, by personas that it has not learned from. */
export function classifierLabels(): Labels {
  const data = fileURLToPath(new URL('../../data/router', import.meta.url));
  const personas = new Set(readFileSync(join(data, 'dev-personas.txt'), 'utf8').split('\n'));
  const classifier = loadClassifier();
  const said = new Map<Intent, Probabilities[]>(INTENTS.map((intent) => [intent, []]));
  for (const { turn, labels } of corpusRows(data)) {
    const intent = labels[0]?.[0];
    if (intent === undefined || !personas.has(turn.persona)) continue;
    said.get(intent)?.push(classifier.predict(intentFeatures(inputOf(turn))));
  }
  return (intent, random) => {
    const all = said.get(intent) ?? [];
    return all[Math.floor(random.next() * all.length)] ?? perfectLabels(intent, random);
  };
}

/** Says what it is told to say, so that the real decision can be asked without any words. */
export class ToldClassifier implements Classifier {
  #next: Probabilities | undefined;

  tell(probabilities: Probabilities): void {
    this.#next = probabilities;
  }

  predict(): Probabilities {
    if (this.#next === undefined) throw new TypeError('nobody told what to say');
    return this.#next;
  }
}

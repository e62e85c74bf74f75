import { intentFeatures } from '../intent/features.ts';
import { type IntentInput, NOTHING_BEFORE } from '../intent/intent-input.ts';
import { INTENTS, type Intent, type Tier } from '../intent/intents.ts';
import type { Classifier, Probabilities } from '../intent/model.ts';
import { mostLikely, tierOf } from './tiers.ts';

/** An example says more than a phrase of the description. */
const EXAMPLE_WEIGHT = 2;
/** Two scenes that are closer than this cannot be told apart by their intents. */
const TOO_CLOSE = 0.97;
/** One whose most likely intent is less likely than this is about none of them. */
const TOO_FLAT = 0.3;

/** What a scene is about, as the classifier sees it: each phrase of its description is read as if a user had said it. */
export function projectScene(
  classifier: Classifier,
  scene: { readonly name: string; readonly description: string; readonly examples: readonly string[] },
): Probabilities {
  const phrases = [scene.name, ...phrasesOf(scene.description)].map((text) => ({ text, weight: 1 }));
  const examples = scene.examples.map((text) => ({ text, weight: EXAMPLE_WEIGHT }));
  const sums = INTENTS.map(() => 0);
  let total = 0;
  for (const { text, weight } of [...phrases, ...examples]) {
    const probabilities = classifier.predict(intentFeatures(saidAlone(text)));
    for (const [index, intent] of INTENTS.entries()) sums[index] = (sums[index] ?? 0) + probabilities[intent] * weight;
    total += weight;
  }
  const entries = INTENTS.map((intent, index) => [intent, (sums[index] ?? 0) / total] as const);
  return Object.fromEntries(entries) as Record<Intent, number>;
}

export function tierOfScene(intents: Probabilities): Tier {
  const [first = 'modify', second = 'modify'] = mostLikely(intents);
  return tierOf(first === 'continue' ? second : first, 'best');
}

/** Why a scene cannot be told from others by what its words say; undefined where it can, or has other marks. */
export function unclearScene(
  scene: { readonly name: string; readonly intents: Probabilities; readonly hasMarks: boolean },
  others: readonly { readonly name: string; readonly intents: Probabilities }[],
): string | undefined {
  if (scene.hasMarks) return undefined;
  const [first] = mostLikely(scene.intents);
  if (first !== undefined && scene.intents[first] < TOO_FLAT) {
    return `The description of "${scene.name}" fits any kind of work. Give three examples, keywords, or paths.`;
  }
  const twin = others.find(({ name, intents }) => name !== scene.name && closeness(scene.intents, intents) > TOO_CLOSE);
  if (twin === undefined) return undefined;
  return `"${scene.name}" and "${twin.name}" cannot be told apart by their descriptions. Give each three examples, keywords, or paths.`;
}

/** Bhattacharyya's coefficient: 1 for the same distribution, 0 for nothing in common. */
function closeness(a: Probabilities, b: Probabilities): number {
  return INTENTS.reduce((sum, intent) => sum + Math.sqrt(a[intent] * b[intent]), 0);
}

function phrasesOf(description: string): readonly string[] {
  return description
    .split(/[,，、;；。.!！\n/]+/)
    .map((phrase) => phrase.trim())
    .filter((phrase) => phrase !== '');
}

function saidAlone(prose: string): IntentInput {
  return {
    prose,
    codeLines: 0,
    logLines: 0,
    hasImage: false,
    slashCommand: null,
    ...NOTHING_BEFORE,
  };
}

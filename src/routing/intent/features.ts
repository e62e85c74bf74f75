import { addContext } from './context-features.ts';
import { FeatureSet, type Features } from './feature-set.ts';
import type { IntentInput } from './intent-input.ts';
import { addOwnWords } from './own-features.ts';
import { situationOf } from './situation.ts';
import { hashText } from './tokens.ts';

/** The features of what is there. */
export function intentFeatures(input: IntentInput): Features {
  const features = new FeatureSet();
  const situation = hashText(situationOf(input.agentText, input.tools));
  const own = addOwnWords(features, input, situation);
  addContext(features, input, own, situation);
  return features;
}

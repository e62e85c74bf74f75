import { INTENTS, type Intent, TIER_OF, TIERS, type Tier } from '../intent/intents.ts';
import type { Probabilities } from '../intent/model.ts';

/** How strong a tier is, weakest 0. */
export function strengthOf(tier: Tier): number {
  return TIERS.indexOf(tier);
}

/** What an intent needs; what continues needs what it continues. */
export function tierOf(intent: Intent, continued: Tier): Tier {
  return intent === 'continue' ? continued : TIER_OF[intent];
}

/**
 * The weakest tier of which it is unlikely enough that it is too weak.
 *
 * @param risk how likely a stronger one may be needed, from 0 to 1: the user's choice between cost and quality
 * @param continued the tier of what went before
 */
export function safeTier(probabilities: Probabilities, risk: number, continued: Tier): Tier {
  for (const tier of TIERS) {
    const needsMore = INTENTS.filter((intent) => strengthOf(tierOf(intent, continued)) > strengthOf(tier));
    const probability = needsMore.reduce((sum, intent) => sum + probabilities[intent], 0);
    if (probability < risk) return tier;
  }
  return 'best';
}

/** The intent that is most likely, and the one after it. */
export function mostLikely(probabilities: Probabilities): readonly Intent[] {
  return INTENTS.toSorted((a, b) => probabilities[b] - probabilities[a]);
}

/** What smart routing works with, made small for unit tests. */

import { INTENTS, type Intent } from '../../src/routing/intent/intents.ts';
import type { Classifier, Probabilities } from '../../src/routing/intent/model.ts';
import type { WholeReading } from '../../src/routing/reading/read-whole.ts';
import type { SessionState } from '../../src/routing/smart/session-memory.ts';
import type { RankedModel, Scene, SmartRouting } from '../../src/routing/smart/smart-routing.ts';
import { upstreamOf } from './gateway-parts.ts';

export const NOW = Date.UTC(2026, 0, 5);

/** Dollars for a million tokens; the cache is read at a tenth, and written at 1.25 times the input. */
export function rankedModel(name: string, input?: number, facts: Partial<RankedModel['facts']> = {}): RankedModel {
  const price =
    input === undefined ? undefined : { input, output: input * 5, cacheRead: input / 10, cacheWrite: input * 1.25 };
  return {
    ref: { upstream: upstreamOf('up', { models: [name] }), model: name },
    name: `up:${name}`,
    facts: { id: name, ...facts },
    price: price && { price, source: 'file', id: name, usdPerUnit: 1 },
  };
}

export const BEST = rankedModel('best', 5);
export const CODER = rankedModel('coder', 3);
export const MIDDLE = rankedModel('middle', 1);
export const SMALL = rankedModel('small', 0.1);
export const MODELS = [BEST, CODER, MIDDLE, SMALL];

/** Sure of one intent, or as the shares say. */
export function likely(shares: Partial<Record<Intent, number>>): Probabilities {
  return Object.fromEntries(INTENTS.map((intent) => [intent, shares[intent] ?? 0])) as Record<Intent, number>;
}

/** Always says the same. */
class FixedClassifier implements Classifier {
  readonly #says: Probabilities;

  constructor(says: Probabilities) {
    this.#says = says;
  }

  predict(): Probabilities {
    return this.#says;
  }
}

export function smartOf(says: Probabilities, fields: Partial<SmartRouting> = {}): SmartRouting {
  const judge = { models: [], when: 'unsure', timeoutMs: 800 } as const;
  return { scenes: [], models: MODELS, classifier: new FixedClassifier(says), risk: 0.1, judge, ...fields };
}

export function sceneOf(name: string, fields: Partial<Scene> = {}): Scene {
  return {
    ...{ name, description: name, models: [], intents: likely({ [name]: 1 }), tier: 'middle', keywords: [], paths: [] },
    ...fields,
  };
}

/** On the best model, with 50,000 tokens cached a minute ago. */
export function stateOf(fields: Partial<SessionState> = {}): SessionState {
  const habit = { share: 0.25, requests: 5, output: 500 };
  return {
    ...{ model: BEST.name, scene: null, tier: 'best', lastAt: NOW - 60_000, context: 50_000, cached: 50_000 },
    ...{ cacheMs: 300_000, left: null, requests: 1, growthPerRequest: 1_000, turnAt: NOW - 90_000, turnMs: 120_000 },
    ...{ breaks: 0.2, turns: { small: habit, middle: habit, coder: habit, best: habit } },
    ...fields,
  };
}

export function wholeOf(text = '', demands: Partial<WholeReading['demands']> = {}): WholeReading {
  const nothing = { lines: 0, characters: 0, excerpt: '' };
  return {
    words: { text, language: 'en', isCut: false, code: nothing, log: nothing, command: null },
    hasNewMedia: false,
    demands: {
      ...{ hasTools: true, hasImages: false, isPlanning: false, bytes: 100, tokens: 100, thinks: false, effort: null },
      ...demands,
    },
    context: {
      ...{ previousWords: '', tools: [], toolCalls: 0, toolFailures: 0, agentEnd: '' },
      ...{ agentAsks: false, agentOffers: false, extensions: [], files: [] },
    },
  };
}

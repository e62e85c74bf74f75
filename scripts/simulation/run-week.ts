/** Lets a policy serve a week, and counts what that costs. */

import { remember } from '../../src/routing/smart/remember.ts';
import type { SessionState } from '../../src/routing/smart/session-memory.ts';
import type { RankedModel } from '../../src/routing/smart/smart-routing.ts';
import { costOf } from '../../src/turn/cost.ts';
import { NO_USAGE, type Usage } from '../../src/turn/usage.ts';
import type { Labels } from './labels.ts';
import type { Policy } from './policies.ts';
import { seededRandom } from './random.ts';
import { type Session, type Step, sharedPrefix } from './sessions.ts';

export interface Outcome {
  /** US dollars. */
  readonly cost: number;
  readonly requests: number;
  readonly switches: number;
  /** Those inside of a tool loop. */
  readonly unsafe: number;
  /** Of mains and continuations, from 0 to 1. */
  readonly onBest: number;
}

/** The platform's caches live so long after each use. */
const CACHE_MS = 5 * 60_000;

interface Cache {
  readonly tokens: number;
  readonly until: number;
}

/** @param seed of the labels, so that every policy hears the same */
export function runWeek(
  week: readonly Session[],
  policy: Policy,
  labels: Labels,
  { best, seed }: { readonly best: RankedModel; readonly seed: number },
): Outcome {
  const random = seededRandom(seed);
  const sums = { nano: 0, requests: 0, switches: 0, unsafe: 0, onBest: 0 };
  for (const { steps } of week) {
    const caches = new Map<string, Cache>();
    let state: SessionState | undefined;
    let last: RankedModel | undefined;
    let ofTurn = labels(steps[0]?.intent ?? 'modify', random);
    for (const step of steps) {
      if (step.kind === 'main') ofTurn = labels(step.intent, random);
      const ofRequest = labels(step.looksLike, random);
      const decision = policy.choose(step, { ofTurn, ofRequest: step.kind === 'main' ? ofTurn : ofRequest }, state);
      const [model] = decision.models;
      if (model === undefined) throw new TypeError('a policy must choose a model');
      const usage = usageOf(step, caches, model);
      sums.nano += costOf(usage, model.price?.price, step.startedAt) ?? 0;
      state = remember(state, { kind: step.kind, decision, model: model.name, usage, at: step.endedAt });
      if (step.kind === 'compaction') continue;
      sums.requests++;
      if (model === best) sums.onBest++;
      if (last !== undefined && last !== model) {
        sums.switches++;
        if (step.kind === 'continuation') sums.unsafe++;
      }
      last = model;
    }
  }
  const { nano, requests, switches, unsafe, onBest } = sums;
  return { cost: nano / 1e9, requests, switches, unsafe, onBest: onBest / requests };
}

/** Each model has a cache of its own; one that was left keeps what it had until its time is over. */
function usageOf(step: Step, caches: Map<string, Cache>, { name }: RankedModel): Usage {
  const cache = caches.get(name);
  const cacheRead = cache !== undefined && step.startedAt < cache.until ? Math.min(cache.tokens, step.context) : 0;
  caches.set(name, { tokens: step.context, until: step.endedAt + CACHE_MS });
  if (step.kind === 'compaction') {
    for (const [model, { tokens, until }] of caches) {
      caches.set(model, { tokens: Math.min(tokens, sharedPrefix()), until });
    }
  }
  return { ...NO_USAGE, cacheRead, cacheWrite5m: step.context - cacheRead, output: step.output };
}

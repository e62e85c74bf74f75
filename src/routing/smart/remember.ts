import type { Usage } from '../../turn/usage.ts';
import type { Kind } from '../reading/reading.ts';
import type { Decision } from './decision.ts';
import type { SessionState } from './session-memory.ts';
import { strengthOf } from './tiers.ts';

/** What a finished call tells of its session. */
export interface FinishedCall {
  readonly kind: Kind;
  readonly decision: Pick<Decision, 'scene' | 'tier'>;
  /** `platform:model` that answered. */
  readonly model: string;
  readonly usage: Usage;
  /** UTC milliseconds of its end. */
  readonly at: number;
}

/** How much a new turn counts in what is expected of the next one. */
const SHARE_OF_NEWEST = 0.3;
/** What is expected of a session of which nothing is known yet. */
const FIRST_GUESS = { requestsPerTurn: 6, outputPerRequest: 500, growthPerRequest: 1_500, wayBack: 0.5 };
const FIVE_MINUTES = 5 * 60_000;
const HOUR = 60 * 60_000;

/** The session after a call. Calls that a client makes for itself leave it as it was, but for a compaction. */
export function remember(before: SessionState | undefined, call: FinishedCall): SessionState | undefined {
  if (call.kind === 'compaction')
    return before && { ...before, cached: 0, context: call.usage.output, lastAt: call.at };
  if (call.kind !== 'main' && call.kind !== 'continuation') return before;
  const { usage, model, decision, at } = call;
  const context = usage.input + usage.cacheRead + usage.cacheWrite5m + usage.cacheWrite1h;
  return {
    model,
    scene: decision.scene,
    tier: decision.tier,
    lastAt: at,
    context: context + usage.output,
    // A platform that says nothing of a cache has none that could be lost.
    cached: usage.cacheRead + usage.cacheWrite5m + usage.cacheWrite1h,
    cacheMs: usage.cacheWrite1h > 0 ? HOUR : before?.model === model ? before.cacheMs : FIVE_MINUTES,
    ...expected(before, call, context),
  };
}

function expected(before: SessionState | undefined, { kind, usage, decision, model }: FinishedCall, context: number) {
  const known = before ?? { ...FIRST_GUESS, requests: 0, context, tier: decision.tier, model };
  const isNewTurn = kind === 'main';
  const growth = before === undefined ? known.growthPerRequest : Math.max(0, context - before.context);
  const returns = strengthOf(decision.tier) >= strengthOf(known.tier) ? 1 : 0;
  return {
    requests: isNewTurn ? 1 : known.requests + 1,
    requestsPerTurn:
      isNewTurn && before !== undefined ? mixed(known.requestsPerTurn, known.requests) : known.requestsPerTurn,
    outputPerRequest: mixed(known.outputPerRequest, usage.output),
    growthPerRequest: mixed(known.growthPerRequest, growth),
    wayBack: isNewTurn && before !== undefined ? mixed(known.wayBack, returns) : known.wayBack,
  };
}

function mixed(before: number, newest: number): number {
  return before * (1 - SHARE_OF_NEWEST) + newest * SHARE_OF_NEWEST;
}

import type { Usage } from '../../turn/usage.ts';
import type { Tier } from '../intent/intents.ts';
import type { Kind } from '../reading/reading.ts';
import type { Decision } from './decision.ts';
import type { SessionState, TurnHabit } from './session-memory.ts';

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
const SHARE_OF_NEWEST = 0.1;
/** What is expected of a session of which nothing is known yet. */
const FIRST_GUESS = {
  growthPerRequest: 2_000,
  turnMs: 120_000,
  // Sessions end too, which nobody sees.
  breaks: 0.2,
  turns: {
    small: { share: 0.05, requests: 2, output: 200 },
    middle: { share: 0.35, requests: 5, output: 700 },
    coder: { share: 0.15, requests: 11, output: 1_200 },
    best: { share: 0.45, requests: 10, output: 700 },
  },
};
const FIVE_MINUTES = 5 * 60_000;
const HOUR = 60 * 60_000;

/** The session after a call. Calls that a client makes for itself leave it as it was, but for a compaction. */
export function remember(before: SessionState | undefined, call: FinishedCall): SessionState | undefined {
  if (call.kind === 'compaction')
    return before && { ...before, cached: 0, left: null, context: call.usage.output, lastAt: call.at };
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
    left: leftBehind(before, model),
    ...expected(before, call, context),
  };
}

/** A session that goes to another model may find what it left there when it comes back soon. */
function leftBehind(before: SessionState | undefined, model: string): SessionState['left'] {
  if (before === undefined || before.model === model) return before?.left ?? null;
  return { model: before.model, tokens: before.cached, until: before.lastAt + before.cacheMs };
}

function expected(before: SessionState | undefined, call: FinishedCall, context: number) {
  const { kind, at } = call;
  const known = before ?? { ...FIRST_GUESS, requests: 0, turnAt: at };
  // Between two turns a client may sum the conversation up, or clear it: only requests of the same turn tell how it grows.
  const growth = before !== undefined && kind === 'continuation' ? context - before.context : known.growthPerRequest;
  const isNewTurn = kind === 'main';
  // After a longer one the cache is gone whatever had been chosen.
  const isSoon = isNewTurn && before !== undefined && at - known.turnAt < before.cacheMs;
  const isBroken = before !== undefined && (before.cached === 0 || at - before.lastAt > before.cacheMs);
  return {
    requests: isNewTurn ? 1 : known.requests + 1,
    growthPerRequest: mixed(known.growthPerRequest, Math.max(0, growth)),
    turnAt: isNewTurn ? at : known.turnAt,
    turnMs: isSoon ? mixed(known.turnMs, at - known.turnAt) : known.turnMs,
    breaks: isNewTurn && before !== undefined ? mixed(known.breaks, isBroken ? 1 : 0) : known.breaks,
    turns: turnsWith(isNewTurn ? ended(known.turns, before) : known.turns, call),
  };
}

/** The turn before is over: so many requests it took. */
function ended(turns: SessionState['turns'], before: SessionState | undefined): SessionState['turns'] {
  if (before === undefined) return turns;
  const habit = turns[before.tier];
  return { ...turns, [before.tier]: { ...habit, requests: mixed(habit.requests, before.requests) } };
}

function turnsWith(turns: SessionState['turns'], { kind, usage, decision }: FinishedCall): SessionState['turns'] {
  const habit = (tier: Tier): TurnHabit => {
    const isThis = tier === decision.tier;
    const { share, requests, output } = turns[tier];
    return {
      share: kind === 'main' ? mixed(share, isThis ? 1 : 0) : share,
      requests,
      output: isThis ? mixed(output, usage.output) : output,
    };
  };
  return { small: habit('small'), middle: habit('middle'), coder: habit('coder'), best: habit('best') };
}

function mixed(before: number, newest: number): number {
  return before * (1 - SHARE_OF_NEWEST) + newest * SHARE_OF_NEWEST;
}

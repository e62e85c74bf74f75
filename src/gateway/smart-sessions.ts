import type { Clock } from '../lib/clock.ts';
import { refName } from '../routing/catalog.ts';
import type { Question } from '../routing/smart/decide.ts';
import type { Decision } from '../routing/smart/decision.ts';
import { remember } from '../routing/smart/remember.ts';
import type { SessionMemory } from '../routing/smart/session-memory.ts';
import type { SmartRouting } from '../routing/smart/smart-routing.ts';
import type { Call } from './call.ts';

/** What smart routing is to decide of a call. */
export function questionOf(call: Call, sessions: SessionMemory): Question {
  const name = sessionName(call);
  return {
    reading: call.reading(),
    whole: () => call.wholeReading(),
    state: name === undefined ? undefined : sessions.find(name),
    now: call.startedAt,
  };
}

/** A judge is for the user's own words. */
export function mayBeJudged({ source }: Pick<Decision, 'source'>): boolean {
  return source === 'classifier' || source === 'acknowledgement';
}

/** Where the classifier is not sure; or for all words that are not just a yes, if the user wants it so. */
export function wantsJudge(decision: Pick<Decision, 'source' | 'isUnsure'>, { judge, scenes }: SmartRouting): boolean {
  if (judge.models.length === 0 || scenes.length === 0) return false;
  return decision.isUnsure || (judge.when === 'always' && decision.source === 'classifier');
}

/** Keeps what a call that was answered tells of its session. */
export function keepSession(call: Call, sessions: SessionMemory, clock: Pick<Clock, 'now'>): void {
  const name = sessionName(call);
  const decision = call.plan?.decision;
  const answered = call.attempts.at(-1);
  if (name === undefined || decision === undefined || answered === undefined || call.usage === undefined) return;
  const { kind } = call.reading();
  const { usage } = call.usage.settle();
  const model = refName(answered.target);
  const state = remember(sessions.find(name), { kind, decision, model, usage, at: clock.now() });
  if (state !== undefined) sessions.keep(name, state);
}

/** Of one key: two users may have sessions of the same name. A subagent has a conversation of its own. */
export function sessionName(call: Call): string | undefined {
  const { session, agent } = call.reading();
  return session === null ? undefined : JSON.stringify([call.identity.keyId, session.key, agent]);
}

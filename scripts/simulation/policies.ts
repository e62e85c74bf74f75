/** Who answers a call. All but the first ask the decision that redwolf makes, and differ in what they let it know. */

import type { Probabilities } from '../../src/routing/intent/model.ts';
import type { WholeReading } from '../../src/routing/reading/read-whole.ts';
import { decide, type Question } from '../../src/routing/smart/decide.ts';
import type { Decision } from '../../src/routing/smart/decision.ts';
import type { SessionState } from '../../src/routing/smart/session-memory.ts';
import type { SmartRouting } from '../../src/routing/smart/smart-routing.ts';
import type { ToldClassifier } from './labels.ts';
import type { Step } from './sessions.ts';

export interface Policy {
  readonly name: string;
  choose(step: Step, said: Said, state: SessionState | undefined): Pick<Decision, 'models' | 'scene' | 'tier'>;
}

/** What a classifier says of the user's words, and of a request that is taken for words. */
export interface Said {
  readonly ofTurn: Probabilities;
  readonly ofRequest: Probabilities;
}

export const POLICY_NAMES = ['always best', 'per request', 'per turn', 'ours'] as const;

/** @param classifier that of `smart` */
export function policiesOf(smart: SmartRouting, classifier: ToldClassifier): readonly Policy[] {
  const ask = (step: Step, said: Probabilities, state: SessionState | undefined, kind: Step['kind'] = step.kind) => {
    classifier.tell(said);
    return decide(smart, questionOf(step, kind, state));
  };
  return [
    { name: POLICY_NAMES[0], choose: () => ({ models: smart.models, scene: null, tier: 'best' }) },
    {
      name: POLICY_NAMES[1],
      choose: (step, { ofRequest }, state) =>
        step.kind === 'compaction' ? ask(step, ofRequest, state) : ask(step, ofRequest, undefined, 'main'),
    },
    {
      name: POLICY_NAMES[2],
      choose: (step, { ofTurn }, state) => ask(step, ofTurn, step.kind === 'main' ? withoutModel(state) : state),
    },
    { name: POLICY_NAMES[3], choose: (step, { ofTurn }, state) => ask(step, ofTurn, state) },
  ];
}

/** The gate has nothing to weigh where the session's model is none of those that can be chosen. */
function withoutModel(state: SessionState | undefined): SessionState | undefined {
  return state && { ...state, model: '' };
}

function questionOf(step: Step, kind: Step['kind'], state: SessionState | undefined): Question {
  return { reading: { kind }, whole: () => readingOf(step), state, now: step.startedAt };
}

/** Without words: the classifier is told what to say of them. */
function readingOf({ context }: Step): WholeReading {
  const nothing = { lines: 0, characters: 0, excerpt: '' };
  return {
    words: { text: '', language: 'en', isCut: false, code: nothing, log: nothing, command: null },
    hasNewMedia: false,
    demands: {
      hasTools: true,
      hasImages: false,
      isPlanning: false,
      bytes: context * 4,
      tokens: context,
      thinks: false,
      effort: null,
    },
    context: {
      previousWords: '',
      tools: [],
      toolCalls: 0,
      toolFailures: 0,
      agentEnd: '',
      agentAsks: false,
      agentOffers: false,
      extensions: [],
      files: [],
    },
  };
}

import type { Intent, Tier } from '../intent/intents.ts';
import type { WholeReading } from '../reading/read-whole.ts';
import type { Reading } from '../reading/reading.ts';
import { capableModels } from './capabilities.ts';
import type { SceneScore } from './choose-scene.ts';
import type { Decision, DecisionSource, Reason } from './decision.ts';
import { type Facts, factsOf } from './facts.ts';
import { gated } from './gate.ts';
import { byCost, modelOfTier } from './ranking.ts';
import type { SessionState } from './session-memory.ts';
import type { RankedModel, Scene, SmartRouting } from './smart-routing.ts';
import { mostLikely, safeTier, strengthOf, tierOf } from './tiers.ts';

/** Less sure than this, and a judge is worth asking. */
const UNSURE_BELOW = 0.46;

export interface Question {
  readonly reading: Pick<Reading, 'kind'>;
  /** Read when it is needed: most calls of an agent are decided without. */
  readonly whole: () => WholeReading;
  /** What is remembered of the session; undefined for a new one. */
  readonly state: SessionState | undefined;
  /** Name of a scene that the client pins. */
  readonly pinnedScene?: string;
  /** UTC milliseconds. */
  readonly now: number;
}

/**
 * Decides which models shall answer, first one first. The steps stand in the order in which they hold: a tool loop keeps its
 * model, then what the client demands, then what the user's words say.
 */
export function decide(smart: SmartRouting, question: Question): Decision {
  const { reading, state } = question;
  switch (reading.kind) {
    case 'continuation':
      return state === undefined ? unknownLoop(smart, question) : locked(smart, state);
    case 'compaction':
      return compaction(smart, question);
    case 'main':
      return ofWords(smart, question);
    default:
      return sideCall(smart, question);
  }
}

/** What a judge says: the scene, or that the user wants nothing new. */
export type Verdict = Scene | 'continue';

/** What the word of a judge makes of a decision. */
export function decideAsJudged(verdict: Verdict, smart: SmartRouting, question: Question): Decision {
  if (verdict === 'continue') {
    const reason = {
      code: 'judge-continue',
      text: 'A judge takes it that the agent shall go on: what held before holds on.',
    };
    return goingOn(smart, question, factsOf(smart, question.whole()), {
      source: 'judge',
      confidence: 1,
      reasons: [reason],
    });
  }
  const reason = { code: 'judge', text: `A judge takes it for "${verdict.name}".` };
  return ofScene(verdict, smart, question, { source: 'judge', reasons: [reason] });
}

/** Nothing changes while the agent works: its caches hold, and its thinking stays with whom it came from. */
function locked(smart: SmartRouting, state: SessionState): Decision {
  const reason = {
    code: 'tool-loop',
    text: 'The agent goes on with the results of its tools, on the model that it has.',
  };
  return {
    ...NOTHING_WEIGHED,
    source: 'tool-loop',
    intent: 'continue',
    scene: state.scene,
    confidence: 1,
    tier: state.tier,
    models: startingWith(state.model, smart.models),
    reasons: [reason],
  };
}

/** As after a restart: nobody knows which model the loop had. */
function unknownLoop(smart: SmartRouting, question: Question): Decision {
  const { able, vetoes } = capableModels(smart.models, question.whole().demands);
  const text = 'The agent is at work in a session that is not known here: the strongest model goes on.';
  return {
    ...NOTHING_WEIGHED,
    source: 'default',
    intent: 'continue',
    scene: null,
    confidence: 0,
    tier: 'best',
    models: orAll(able, smart),
    reasons: [{ code: 'unknown-loop', text }],
    vetoes,
  };
}

function sideCall(smart: SmartRouting, question: Question): Decision {
  const { able, vetoes } = capableModels(smart.models, question.whole().demands);
  const text = `The client makes this call for itself (${question.reading.kind}): the cheapest model that can.`;
  return {
    ...NOTHING_WEIGHED,
    source: 'side-call',
    intent: 'side',
    scene: null,
    confidence: 1,
    tier: 'small',
    models: byCost(orAll(able, smart)),
    reasons: [{ code: 'side-call', text }],
    vetoes,
  };
}

/** The session's own model has the conversation cached, and knows it; without one, the middle. */
function compaction(smart: SmartRouting, question: Question): Decision {
  const { able, vetoes } = capableModels(smart.models, question.whole().demands);
  const models = orAll(able, smart);
  const current = question.state?.model ?? modelOfTier(models, 'middle')?.name ?? '';
  const text = 'The client sums the conversation up, on the model that has it cached. Afterwards all is open again.';
  return {
    ...NOTHING_WEIGHED,
    source: 'compaction',
    intent: 'side',
    scene: question.state?.scene ?? null,
    confidence: 1,
    tier: question.state?.tier ?? 'middle',
    models: startingWith(current, models),
    reasons: [{ code: 'compaction', text }],
    vetoes,
  };
}

function ofWords(smart: SmartRouting, question: Question): Decision {
  const { pinnedScene, state } = question;
  const pinned = smart.scenes.find(({ name }) => name === pinnedScene);
  if (pinned !== undefined) {
    const reason = { code: 'scene-pin', text: `The client asks for the scene "${pinned.name}".` };
    return ofScene(pinned, smart, question, { source: 'scene-pin', reasons: [reason] });
  }
  const facts = factsOf(smart, question.whole());
  if (facts.whole.demands.isPlanning) {
    const reason = { code: 'plan-mode', text: 'The client is in its plan mode: planning needs the strongest model.' };
    const scene = bestScene(facts.scenes, 'best');
    return chosen(smart, question, facts, {
      source: 'plan-mode',
      intent: 'plan',
      scene,
      confidence: 1,
      tier: 'best',
      reasons: [reason],
    });
  }
  const [intent = 'modify'] = mostLikely(facts.probabilities);
  if (intent === 'continue' && state !== undefined) return acknowledged(smart, question, facts);
  return byClassifier(smart, question, facts, intent);
}

function ofScene(
  scene: Scene,
  smart: SmartRouting,
  question: Question,
  why: Pick<Choice, 'source' | 'reasons'>,
): Decision {
  const facts = factsOf(smart, question.whole());
  const intent = mostLikely(scene.intents)[0] ?? 'modify';
  return chosen(smart, question, facts, { ...why, intent, scene, confidence: 1, tier: scene.tier });
}

function acknowledged(smart: SmartRouting, question: Question, facts: Facts): Decision {
  const probability = facts.probabilities.continue;
  const text = 'The user lets the agent go on: what held before holds on.';
  const reasons = [{ code: 'acknowledgement', text }];
  const decision = goingOn(smart, question, facts, { source: 'acknowledgement', confidence: probability, reasons });
  return { ...decision, isUnsure: probability < UNSURE_BELOW };
}

/** As before; in a session that is not known, on the safe side. */
function goingOn(
  smart: SmartRouting,
  question: Question,
  facts: Facts,
  why: Pick<Choice, 'source' | 'confidence' | 'reasons'>,
): Decision {
  const { state } = question;
  const scene = smart.scenes.find(({ name }) => name === state?.scene);
  return chosen(smart, question, facts, { ...why, intent: 'continue', scene, tier: state?.tier ?? 'best' });
}

function byClassifier(smart: SmartRouting, question: Question, facts: Facts, intent: Intent): Decision {
  const { probabilities, scenes } = facts;
  const [first] = scenes;
  const continued = question.state?.tier ?? 'best';
  const safe = safeTier(probabilities, smart.risk, continued);
  const wanted = first?.scene.tier ?? tierOf(intent, continued);
  const tier = strengthOf(safe) > strengthOf(wanted) ? safe : wanted;
  const scene = strengthOf(safe) > strengthOf(wanted) ? bestScene(scenes, safe) : first?.scene;
  const probability = probabilities[intent];
  const reasons: Reason[] = [
    {
      code: 'classifier',
      text: `The words are taken for "${intent}" (${percent(probability)}).`,
      numbers: { probability },
    },
  ];
  if (tier !== wanted) {
    const text = `It may need more than that (dial ${smart.risk}): a stronger model is chosen.`;
    reasons.push({ code: 'risk', text, numbers: { risk: smart.risk } });
  }
  const sure = { confidence: probability, tier, reasons };
  const decision = chosen(smart, question, facts, { source: 'classifier', intent, scene, ...sure });
  return { ...decision, isUnsure: probability < UNSURE_BELOW };
}

interface Choice {
  readonly source: DecisionSource;
  readonly intent: Intent;
  readonly scene: Scene | undefined;
  readonly confidence: number;
  readonly tier: Tier;
  readonly reasons: readonly Reason[];
}

/** The models of a choice: those of the scene, else of the tier; but a session changes to a weaker one only where that pays. */
function chosen(smart: SmartRouting, question: Question, facts: Facts, choice: Choice): Decision {
  const { scene, tier, reasons, ...rest } = choice;
  const able = orAll(facts.able, smart);
  const ofScene = (scene?.models ?? []).filter(({ name }) => able.some((model) => model.name === name));
  const first = ofScene[0] ?? modelOfTier(able, tier);
  const gate = first === undefined ? undefined : gated(first, able, { ...question, tier });
  const model = gate?.model ?? first;
  const order = [...(model === undefined ? [] : [model]), ...ofScene, ...strongerFirst(able, tier)];
  return {
    ...rest,
    scene: scene?.name ?? null,
    tier,
    models: [...new Set(order)],
    reasons: [...reasons, ...(gate?.reasons ?? [])],
    alternatives: facts.scenes.map(({ scene: { name }, probability }) => ({ scene: name, probability })),
    vetoes: facts.vetoes,
    runnerUp: gate?.runnerUp ?? nextOf([...new Set(order)]),
    probabilities: facts.probabilities,
    isUnsure: false,
  };
}

const NOTHING_WEIGHED = {
  alternatives: [],
  vetoes: [],
  runnerUp: null,
  probabilities: null,
  isUnsure: false,
} as const;

/** If no model can, all are tried: what is known of them may be wrong. */
function orAll(able: readonly RankedModel[], smart: SmartRouting): readonly RankedModel[] {
  return able.length > 0 ? able : smart.models;
}

function startingWith(name: string, models: readonly RankedModel[]): readonly RankedModel[] {
  return [...models.filter((model) => model.name === name), ...models.filter((model) => model.name !== name)];
}

/** From the tier's own model upwards, then what is weaker. */
function strongerFirst(models: readonly RankedModel[], tier: Tier): readonly RankedModel[] {
  const own = modelOfTier(models, tier);
  const start = own === undefined ? -1 : models.indexOf(own);
  return [...models.slice(0, start + 1).toReversed(), ...models.slice(start + 1)];
}

function bestScene(scenes: readonly SceneScore[], tier: Tier): Scene | undefined {
  const strong = scenes.find(({ scene }) => strengthOf(scene.tier) >= strengthOf(tier));
  return (strong ?? scenes[0])?.scene;
}

function nextOf([, second]: readonly RankedModel[]): Decision['runnerUp'] {
  return second === undefined ? null : { model: second.name, stay: null, change: null };
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

/** A decision in words. Names of reasons come from the gateway; what it does not name here is said in its own words. */

import type { CallView } from '../../../../src/admin/contract/calls.ts';
import type { MessageKey } from '../../i18n/messages.ts';
import type { Language, Translate } from '../../i18n/translate.ts';
import { formatShare } from '../../lib/format.ts';
import type { ReadDecision } from './reading/decision.ts';

const WHY: Readonly<Record<string, MessageKey>> = {
  pin: 'call.why.pin',
  'priority-list': 'call.why.priorityList',
  'all-models': 'call.why.allModels',
  'claude-code': 'call.why.claudeCode',
  'tool-loop': 'call.why.toolLoop',
  'side-call': 'call.why.sideCall',
  compaction: 'call.why.compaction',
  'scene-pin': 'call.why.scenePin',
  'plan-mode': 'call.why.planMode',
  acknowledgement: 'call.why.acknowledgement',
  classifier: 'call.why.classifier',
  judge: 'call.why.judge',
  default: 'call.why.default',
};

const REASONS: Readonly<Record<string, MessageKey>> = {
  judge: 'call.why.judge',
  'judge-continue': 'call.why.judgeContinue',
  'scene-pin': 'call.why.scenePin',
  'tool-loop': 'call.why.toolLoop',
  'unknown-loop': 'call.reason.unknownLoop',
  'side-call': 'call.why.sideCall',
  compaction: 'call.why.compaction',
  'plan-mode': 'call.why.planMode',
  acknowledgement: 'call.why.acknowledgement',
  classifier: 'call.why.classifier',
  risk: 'call.reason.risk',
  up: 'call.reason.up',
  'cache-gone': 'call.reason.cacheGone',
  down: 'call.reason.down',
  stay: 'call.reason.stay',
};

const INTENTS: Readonly<Record<string, MessageKey>> = {
  chat: 'call.intent.chat',
  continue: 'call.intent.continue',
  create: 'call.intent.create',
  data: 'call.intent.data',
  docs: 'call.intent.docs',
  explain: 'call.intent.explain',
  modify: 'call.intent.modify',
  ops: 'call.intent.ops',
  plan: 'call.intent.plan',
  side: 'call.intent.side',
};

const TIERS: Readonly<Record<string, MessageKey>> = {
  small: 'call.tier.small',
  middle: 'call.tier.middle',
  coder: 'call.tier.coder',
  best: 'call.tier.best',
};

function textIn(table: Readonly<Record<string, MessageKey>>, name: string): MessageKey | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

export function intentText(intent: string, t: Translate): string {
  const key = textIn(INTENTS, intent);
  return key === undefined ? intent : t(key);
}

export function tierText(tier: string, t: Translate): string {
  const key = textIn(TIERS, tier);
  return key === undefined ? tier : t(key);
}

/** Why this model, in one or two sentences. */
export function whyText(
  call: Pick<CallView, 'source' | 'platform' | 'model' | 'scene' | 'outcome'>,
  decision: ReadDecision | undefined,
  t: Translate,
  language: Language,
): string {
  const source = decision?.source || call.source;
  const isJudgedToGoOn = source === 'judge' && decision?.intent === 'continue';
  const key = isJudgedToGoOn ? 'call.why.judgeContinue' : textIn(WHY, source);
  const first = source === '' ? t('call.why.none') : key === undefined ? source : t(key, valuesOf(decision, t));
  const scene = decision?.scene ?? call.scene;
  const sentences = [
    first,
    // Where the scene is the reason, it was just named.
    ...(scene === null || key === 'call.why.judge' || key === 'call.why.scenePin'
      ? []
      : [t('call.why.scene', { scene })]),
    ...(call.model === null
      ? []
      : [
          t(call.outcome === 'error' ? 'call.why.failed' : 'call.why.answered', {
            model: `${call.platform ?? ''}:${call.model}`,
          }),
        ]),
  ];
  return sentences.join(language === 'en' ? ' ' : '');
}

/** One of the reasons. */
export function reasonText(reason: ReadDecision['reasons'][number], decision: ReadDecision, t: Translate): string {
  const { code, text, numbers } = reason;
  const key = code === 'stay' && numbers['stayUsd'] === undefined ? 'call.reason.stayUnknown' : textIn(REASONS, code);
  if (key === undefined) return text;
  return t(key, { ...valuesOf(decision, t), risk: String(numbers['risk'] ?? '') });
}

function valuesOf(decision: ReadDecision | undefined, t: Translate): Record<string, string> {
  const { intent = '', scene = null, confidence = null, models = [], runnerUp = null } = decision ?? {};
  return {
    intent: intentText(intent, t),
    scene: scene ?? '–',
    share: confidence === null ? '?' : formatShare(confidence),
    model: models[0] ?? '–',
    other: runnerUp?.model ?? '–',
  };
}

/** Why a model could not serve the call. */
export function vetoText(why: string, t: Translate): string {
  if (why === 'sees no images') return t('call.veto.images');
  if (why === 'knows no tools') return t('call.veto.tools');
  const [, size, needed] = /^holds (\d+) tokens; the conversation needs about (\d+)$/.exec(why) ?? [];
  return size === undefined || needed === undefined ? why : t('call.veto.window', { size, needed });
}

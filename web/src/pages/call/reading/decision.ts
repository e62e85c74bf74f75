/** A decision as it was kept with the call; those of older versions hold less. */

import { type Fields, fieldsOf, isFields, listOf, textOf } from './fields.ts';

export interface ReadDecision {
  readonly source: string;
  readonly intent: string;
  readonly scene: string | null;
  readonly confidence: number | null;
  readonly tier: string;
  readonly models: readonly string[];
  readonly reasons: readonly { readonly code: string; readonly text: string; readonly numbers: Fields }[];
  readonly alternatives: readonly Likely[];
  readonly vetoes: readonly { readonly model: string; readonly why: string }[];
  readonly runnerUp: {
    readonly model: string;
    readonly stayUsd: number | null;
    readonly changeUsd: number | null;
  } | null;
  /** Intents, most likely first. */
  readonly probabilities: readonly Likely[];
}

export interface Likely {
  readonly name: string;
  readonly probability: number;
}

/** Undefined where nothing was kept of how it was decided. */
export function readDecision(value: unknown): ReadDecision | undefined {
  if (!isFields(value)) return undefined;
  const scene = textOf(value['scene']);
  return {
    source: textOf(value['source']),
    intent: textOf(value['intent']),
    scene: scene === '' ? null : scene,
    confidence: numberOf(value['confidence']),
    tier: textOf(value['tier']),
    models: listOf(value['models']).map(textOf),
    reasons: listOf(value['reasons']).map(fieldsOf).map(readReason),
    alternatives: listOf(value['alternatives']).map(fieldsOf).map(readAlternative),
    vetoes: listOf(value['vetoes']).map(fieldsOf).map(readVeto),
    runnerUp: readRunnerUp(value['runnerUp']),
    probabilities: Object.entries(fieldsOf(value['probabilities']))
      .map(([name, probability]) => ({ name, probability: numberOf(probability) ?? 0 }))
      .sort((one, other) => other.probability - one.probability),
  };
}

function readReason(reason: Fields) {
  return { code: textOf(reason['code']), text: textOf(reason['text']), numbers: fieldsOf(reason['numbers']) };
}

function readAlternative(one: Fields): Likely {
  return { name: textOf(one['scene']), probability: numberOf(one['probability']) ?? 0 };
}

function readVeto(veto: Fields) {
  return { model: textOf(veto['model']), why: textOf(veto['why']) };
}

function readRunnerUp(value: unknown): ReadDecision['runnerUp'] {
  if (!isFields(value)) return null;
  return {
    model: textOf(value['model']),
    stayUsd: numberOf(value['stayUsd']),
    changeUsd: numberOf(value['changeUsd']),
  };
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}

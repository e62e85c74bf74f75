import { INTENTS } from '../intent/intents.ts';
import type { Probabilities } from '../intent/model.ts';
import type { Decision, DecisionSource, Reason } from './decision.ts';

/** A decision as it is kept and shown. */
export interface DecisionRecord {
  readonly source: DecisionSource;
  readonly intent: string;
  readonly scene: string | null;
  readonly confidence: number;
  readonly tier: string;
  /** `platform:model`, the chosen one first; the first few. */
  readonly models: readonly string[];
  readonly reasons: readonly Reason[];
  readonly alternatives: readonly { readonly scene: string; readonly probability: number }[];
  readonly vetoes: readonly { readonly model: string; readonly why: string }[];
  readonly runnerUp: {
    readonly model: string;
    readonly stayUsd: number | null;
    readonly changeUsd: number | null;
  } | null;
  /** Of each intent; null where the words were not looked at. */
  readonly probabilities: Readonly<Record<string, number>> | null;
}

export const MOST_MODELS = 8;
const DIGITS = 4;

export function decisionRecord(decision: Decision): DecisionRecord {
  const { source, intent, scene, confidence, tier, models, reasons, alternatives, vetoes, runnerUp } = decision;
  return {
    ...{ source, intent, scene, confidence: rounded(confidence), tier, reasons, vetoes: vetoes.slice(0, MOST_MODELS) },
    models: models.slice(0, MOST_MODELS).map(({ name }) => name),
    alternatives: alternatives.map((one) => ({ scene: one.scene, probability: rounded(one.probability) })),
    runnerUp:
      runnerUp === null
        ? null
        : { model: runnerUp.model, stayUsd: dollars(runnerUp.stay), changeUsd: dollars(runnerUp.change) },
    probabilities: decision.probabilities === null ? null : roundedAll(decision.probabilities),
  };
}

function roundedAll(probabilities: Probabilities): Record<string, number> {
  return Object.fromEntries(INTENTS.map((intent) => [intent, rounded(probabilities[intent])]));
}

function rounded(value: number): number {
  return Number(value.toFixed(DIGITS));
}

function dollars(nano: number | null): number | null {
  return nano === null ? null : nano / 1e9;
}

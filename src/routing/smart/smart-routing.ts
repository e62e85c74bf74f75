import type { ModelConfig } from '../../config/config.ts';
import type { ModelRef } from '../catalog.ts';
import type { Tier } from '../intent/intents.ts';
import type { Classifier, Probabilities } from '../intent/model.ts';
import type { TargetPrice } from '../price-list.ts';

/** What smart routing needs, fixed until the configuration changes. */
export interface SmartRouting {
  /** Those that are enabled, in the user's order. */
  readonly scenes: readonly Scene[];
  /** Every model that may be chosen, strongest first. */
  readonly models: readonly RankedModel[];
  readonly classifier: Classifier;
  /** How likely a stronger model may be needed than the one that is chosen, from 0 to 1: the dial between cost and quality. */
  readonly risk: number;
  readonly judge: JudgeSettings;
}

export interface JudgeSettings {
  /** First one first; empty: nobody is asked. */
  readonly models: readonly ModelRef[];
  readonly when: 'unsure' | 'always';
  readonly timeoutMs: number;
}

export interface RankedModel {
  readonly ref: ModelRef;
  /** `platform:model` */
  readonly name: string;
  readonly facts: ModelConfig;
  readonly price: TargetPrice | undefined;
}

/** A kind of work, and who does it. */
export interface Scene {
  readonly name: string;
  readonly description: string;
  /** Best first; empty: a model of the tier that the work needs. */
  readonly models: readonly RankedModel[];
  /** How much of each intent belongs to it, from its words and examples; see projection.ts. */
  readonly intents: Probabilities;
  /** What the work needs at least. */
  readonly tier: Tier;
  /** In lower case. */
  readonly keywords: readonly string[];
  /** Which files it is about. */
  readonly paths: readonly RegExp[];
}

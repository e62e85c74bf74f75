import type { Intent, Tier } from '../intent/intents.ts';
import type { Probabilities } from '../intent/model.ts';
import type { RankedModel } from './smart-routing.ts';

/** Which step of the order decided. */
export type DecisionSource =
  | 'tool-loop'
  | 'side-call'
  | 'compaction'
  | 'scene-pin'
  | 'plan-mode'
  | 'acknowledgement'
  | 'classifier'
  | 'judge'
  | 'default';

/** What decided for a model, and all that spoke for and against. */
export interface Decision {
  readonly source: DecisionSource;
  /** What the user is taken to want, whatever scenes there are. */
  readonly intent: Intent;
  /** Name of the scene; null where it is none of them. */
  readonly scene: string | null;
  /** How sure it is of the intent, from 0 to 1; `alternatives` tell how sure it is of the scene. */
  readonly confidence: number;
  /** What the work needs at least. */
  readonly tier: Tier;
  /** The first one is chosen; the others follow if it fails. */
  readonly models: readonly RankedModel[];
  /** In the order in which they held. */
  readonly reasons: readonly Reason[];
  /** Scenes that came into question, most likely first. */
  readonly alternatives: readonly { readonly scene: string; readonly probability: number }[];
  /** Models that could not serve the request. */
  readonly vetoes: readonly { readonly model: string; readonly why: string }[];
  /** The model that would have been chosen next, and what both would cost, in billionths of a US dollar. */
  readonly runnerUp: { readonly model: string; readonly stay: number | null; readonly change: number | null } | null;
  /** What the classifier said; null where it was not asked. */
  readonly probabilities: Probabilities | null;
  /** It could be any of several: worth asking a judge. */
  readonly isUnsure: boolean;
}

/** One thing that spoke for the decision. */
export interface Reason {
  /** Names the sentence, for other languages than English. */
  readonly code: string;
  readonly text: string;
  /** The numbers in it. */
  readonly numbers?: Readonly<Record<string, number>>;
}

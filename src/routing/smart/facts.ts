import { intentFeatures } from '../intent/features.ts';
import type { IntentInput } from '../intent/intent-input.ts';
import type { Probabilities } from '../intent/model.ts';
import { isBeginning, type WholeReading } from '../reading/read-whole.ts';
import { capableModels, type Veto } from './capabilities.ts';
import { type SceneScore, scoreScenes } from './choose-scene.ts';
import type { RankedModel, SmartRouting } from './smart-routing.ts';

/** What is known of a request with words. */
export interface Facts {
  readonly whole: WholeReading;
  readonly probabilities: Probabilities;
  readonly scenes: readonly SceneScore[];
  readonly able: readonly RankedModel[];
  readonly vetoes: readonly Veto[];
}

/** Asks the classifier, and finds the models that can. */
export function factsOf(smart: SmartRouting, whole: WholeReading): Facts {
  const probabilities = smart.classifier.predict(intentFeatures(intentInput(whole)));
  const scenes = scoreScenes(smart.scenes, probabilities, { words: whole.words.text, files: whole.context.files });
  return { whole, probabilities, scenes, ...capableModels(smart.models, whole.demands) };
}

/** What the classifier looks at. */
function intentInput({ words, hasNewMedia, context }: WholeReading): IntentInput {
  return {
    prose: words.text,
    codeLines: words.code.lines,
    logLines: words.log.lines,
    hasImage: hasNewMedia,
    slashCommand: words.command?.name ?? null,
    previous: context.previousWords === '' ? null : context.previousWords,
    agentText: isBeginning(context) ? null : context.agentEnd,
    agentAsks: context.agentAsks,
    agentOffers: context.agentOffers,
    tools: context.tools,
    hasFailed: context.toolFailures > 0,
    extensions: context.extensions,
  };
}

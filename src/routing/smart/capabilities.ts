import type { Demands } from '../reading/read-whole.ts';
import type { RankedModel } from './smart-routing.ts';

/** Our count of tokens is an estimate; a conversation that only just fits by it may not fit. */
const WINDOW_MARGIN = 1.1;

export interface Veto {
  readonly model: string;
  readonly why: string;
}

/** Which of the models can serve a request at all. What is not known of a model is no reason against it. */
export function capableModels(
  models: readonly RankedModel[],
  demands: Pick<Demands, 'hasImages' | 'hasTools' | 'tokens'>,
): { readonly able: readonly RankedModel[]; readonly vetoes: readonly Veto[] } {
  const vetoes = models.flatMap((model) => {
    const why = lacks(model, demands);
    return why === undefined ? [] : [{ model: model.name, why }];
  });
  return { able: models.filter(({ name }) => vetoes.every(({ model }) => model !== name)), vetoes };
}

function lacks(
  { facts }: RankedModel,
  { hasImages, hasTools, tokens }: Pick<Demands, 'hasImages' | 'hasTools' | 'tokens'>,
): string | undefined {
  if (hasImages && facts.vision === false) return 'sees no images';
  if (hasTools && facts.tools === false && facts.textTools !== true) return 'knows no tools';
  const needed = Math.ceil(tokens * WINDOW_MARGIN);
  if (facts.contextWindow !== undefined && facts.contextWindow < needed) {
    return `holds ${facts.contextWindow} tokens; the conversation needs about ${needed}`;
  }
  return undefined;
}

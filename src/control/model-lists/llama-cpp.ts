import { asBoolean, isObject, type Json } from '../../lib/json.ts';
import { entriesOf, known, type ModelLister, tokens } from './model-list.ts';
import { openaiModel } from './openai.ts';

/**
 * `GET /v1/models` tells the context that a model was trained with; what the server gives it stands in `GET /props`, which
 * is of the one model that it serves. A server that switches between several tells it of none.
 *
 * Source: https://mvysny.github.io/llama-server-endpoints/ (both, recorded)
 */
export const listLlamaCpp: ModelLister = async ({ root, base, ask }) => {
  const models = entriesOf(await ask(`${root}/models`), 'data').flatMap(openaiModel);
  if (models.length !== 1) return models;
  const facts = factsOf(await ask(`${base}/props`).catch(() => null));
  return models.map((model) => ({ id: model.id, facts: { ...model.facts, ...facts } }));
};

function factsOf(props: Json) {
  if (!isObject(props)) return {};
  const { default_generation_settings: settings, modalities } = props;
  return known({
    contextWindow: isObject(settings) ? tokens(settings, 'n_ctx') : undefined,
    vision: isObject(modalities) ? asBoolean(modalities['vision']) : undefined,
  });
}

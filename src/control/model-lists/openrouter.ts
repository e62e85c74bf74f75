import type { ModelPrice } from '../../admin/contract/models.ts';
import { asString, isObject, type Json, type JsonObject } from '../../lib/json.ts';
import { entriesOf, has, known, type ListedModel, type ModelLister, tokens } from './model-list.ts';

const MILLION = 1_000_000;

/**
 * `GET /models` with limits, prices and abilities.
 *
 * Source: https://openrouter.ai/docs/models
 */
export const listOpenrouter: ModelLister = async ({ root, ask }) =>
  entriesOf(await ask(`${root}/models`), 'data').flatMap(modelOf);

function modelOf(entry: JsonObject): ListedModel[] {
  const id = asString(entry['id']);
  if (id === undefined) return [];
  const provider = isObject(entry['top_provider']) ? entry['top_provider'] : {};
  const architecture = isObject(entry['architecture']) ? entry['architecture'] : {};
  if (has(architecture['output_modalities'], 'text') === false) return [];
  const parameters = entry['supported_parameters'];
  const price = isObject(entry['pricing']) ? priceOf(entry['pricing']) : undefined;
  const facts = known({
    displayName: asString(entry['name']),
    contextWindow: tokens(entry, 'context_length') ?? tokens(provider, 'context_length'),
    maxOutputTokens: tokens(provider, 'max_completion_tokens'),
    tools: has(parameters, 'tools'),
    thinking: has(parameters, 'reasoning'),
    vision: has(architecture['input_modalities'], 'image'),
    price,
    priceSource: price && 'openrouter',
  });
  return [{ id, facts }];
}

function priceOf(pricing: JsonObject): ModelPrice {
  return {
    input: perMillion(pricing['prompt']),
    output: perMillion(pricing['completion']),
    cacheRead: perMillion(pricing['input_cache_read']),
    cacheWrite: perMillion(pricing['input_cache_write']),
  };
}

/** Dollars per token, as text; below zero where it depends on the request. */
function perMillion(text: Json | undefined): number | null {
  const dollars = typeof text === 'string' && text !== '' ? Number(text) : Number.NaN;
  return dollars >= 0 ? Number((dollars * MILLION).toPrecision(12)) : null;
}

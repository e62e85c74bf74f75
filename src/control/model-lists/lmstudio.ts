import { asString, type JsonObject } from '../../lib/json.ts';
import { entriesOf, has, known, type ListedModel, type ModelLister, tokens } from './model-list.ts';

/**
 * `GET /api/v0/models`: kinds and context lengths. A model that is loaded has the context that it was loaded with, which
 * may be much smaller than what it could have.
 *
 * Source: https://www.lmstudio.ai/docs/api/rest-api. `loaded_context_length` and `capabilities` are not on that page; they
 * are read where they stand.
 */
export const listLmstudio: ModelLister = async ({ base, ask }) =>
  entriesOf(await ask(`${base}/api/v0/models`), 'data').flatMap(modelOf);

function modelOf(entry: JsonObject): ListedModel[] {
  const id = asString(entry['id']);
  const type = asString(entry['type']);
  if (id === undefined || type === 'embeddings' || (type === undefined && /embed/i.test(id))) return [];
  const loaded = asString(entry['state']) === 'loaded' ? tokens(entry, 'loaded_context_length') : undefined;
  const facts = known({
    contextWindow: loaded ?? tokens(entry, 'max_context_length'),
    tools: has(entry['capabilities'], 'tool_use'),
    vision: type === undefined ? undefined : type === 'vlm',
  });
  return [{ id, facts }];
}

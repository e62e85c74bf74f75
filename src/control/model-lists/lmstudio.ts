import { asArray, asBoolean, asString, isObject, type JsonObject } from '../../lib/json.ts';
import { AskFailure } from '../ask-failure.ts';
import { entriesOf, has, known, type ListedModel, type ModelLister, tokens } from './model-list.ts';

/**
 * `GET /api/v1/models`, or `/api/v0/models` before 0.4.0: kinds and context lengths. A model that is loaded has the context
 * that it was loaded with, which may be much smaller than what it could have. An address that it does not know LM Studio
 * answers with 200 and an error.
 *
 * Sources: https://github.com/lmstudio-ai/docs/blob/main/1_developer/2_rest/list.md and
 * https://github.com/lmstudio-ai/docs/blob/main/1_developer/2_rest/endpoints.md. `loaded_context_length` and `capabilities`
 * of the older one are not on that page; they are read where they stand.
 */
export const listLmstudio: ModelLister = async ({ base, ask }) => {
  const reply = await ask(`${base}/api/v1/models`).catch(refused);
  if (isObject(reply) && Array.isArray(reply['models'])) return entriesOf(reply, 'models').flatMap(modelOf);
  return entriesOf(await ask(`${base}/api/v0/models`), 'data').flatMap(olderModelOf);
};

/** Only an answer says that the address is not known; who is silent is not asked twice. */
function refused(error: unknown): null {
  if (error instanceof AskFailure && error.status !== null) return null;
  throw error;
}

function modelOf(entry: JsonObject): ListedModel[] {
  const id = asString(entry['key']);
  if (id === undefined || entry['type'] === 'embedding') return [];
  const can = isObject(entry['capabilities']) ? entry['capabilities'] : {};
  const facts = known({
    displayName: asString(entry['display_name']),
    contextWindow: loadedContext(entry) ?? tokens(entry, 'max_context_length'),
    tools: asBoolean(can['trained_for_tool_use']),
    vision: asBoolean(can['vision']),
  });
  return [{ id, facts }];
}

/** Of several instances the smallest, as nobody knows which one will answer. */
function loadedContext({ loaded_instances: instances }: JsonObject): number | undefined {
  const contexts = asArray(instances).flatMap((instance) => {
    const config = isObject(instance) && isObject(instance['config']) ? instance['config'] : {};
    return tokens(config, 'context_length') ?? [];
  });
  return contexts.length === 0 ? undefined : Math.min(...contexts);
}

function olderModelOf(entry: JsonObject): ListedModel[] {
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

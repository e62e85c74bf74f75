import { asBoolean, asString, isObject, type Json, type JsonObject } from '../../lib/json.ts';
import { entriesOf, known, type ListedModel, type ModelLister, tokens } from './model-list.ts';

const PAGE = 1_000;
// A list that never ends is a fault of the platform.
const MOST_PAGES = 20;

/**
 * `GET /v1/models`, page by page, with limits and capabilities where the platform tells them.
 *
 * Source: https://platform.claude.com/docs/en/api/cli/models/list.md
 */
export const listAnthropic: ModelLister = async ({ root, ask }) => {
  const models: ListedModel[] = [];
  let after = '';
  for (let page = 0; page < MOST_PAGES; page++) {
    const reply = await ask(`${root}/models?limit=${PAGE}${after}`);
    models.push(...entriesOf(reply, 'data').flatMap(modelOf));
    const last = isObject(reply) && reply['has_more'] === true ? asString(reply['last_id']) : undefined;
    if (last === undefined) break;
    after = `&after_id=${encodeURIComponent(last)}`;
  }
  return models;
};

function modelOf(entry: JsonObject): ListedModel[] {
  const id = asString(entry['id']);
  if (id === undefined) return [];
  const can = isObject(entry['capabilities']) ? entry['capabilities'] : {};
  const facts = known({
    displayName: asString(entry['display_name']),
    contextWindow: tokens(entry, 'max_input_tokens'),
    maxOutputTokens: tokens(entry, 'max_tokens'),
    vision: isSupported(can['image_input']),
    thinking: isSupported(can['thinking']),
  });
  return [{ id, facts }];
}

function isSupported(capability: Json | undefined): boolean | undefined {
  return isObject(capability) ? asBoolean(capability['supported']) : undefined;
}

import { asBoolean, asString, isObject, type JsonObject } from '../../lib/json.ts';
import { entriesOf, has, known, type ListedModel, type ModelLister, tokens } from './model-list.ts';

// Lists name everything that a platform has; these do not chat.
const NOT_FOR_CHAT =
  /(^|[-_/.])(embed(ding)?s?|whisper|tts|dall-e|moderation|rerank(er)?|transcribe|sora|imagen|veo|realtime|guard)([-_/.]|$)/i;
const CHATS: ReadonlySet<string> = new Set(['chat', 'language', 'llm', 'model', 'text', 'vlm']);

/**
 * `GET /models` as OpenAI has it, which tells ids only. Others add to it: `context_length`, `supports_image_in` and
 * `supports_reasoning` (Moonshot), `context_window`, `max_completion_tokens` and `active` (Groq), `max_model_len` (vLLM,
 * SGLang), `max_context_length` and `capabilities` (Mistral), `capabilities.reasoning_effort` (xAI), `type` (Together).
 *
 * Sources: https://platform.openai.com/docs/api-reference/models/list and the same page of each of them; of Moonshot
 * https://raw.githubusercontent.com/api-evangelist/kimi-moonshot/refs/heads/main/openapi/kimi-moonshot-models-api-openapi.yml,
 * of xAI https://docs.rs/crate/mindfork/0.17.0/source/src/shared/api/openai/xai_tests.rs
 */
export const listOpenai: ModelLister = async ({ root, ask }) =>
  entriesOf(await ask(`${root}/models`), 'data').flatMap(openaiModel);

/** One entry of such a list; none if it cannot chat. */
export function openaiModel(entry: JsonObject): ListedModel[] {
  const id = asString(entry['id']);
  const can = isObject(entry['capabilities']) ? entry['capabilities'] : {};
  if (id === undefined || !doesChat(id, entry, can)) return [];
  const facts = known({
    displayName: asString(entry['display_name']),
    contextWindow: tokens(entry, 'context_length', 'context_window', 'max_model_len', 'max_context_length'),
    maxOutputTokens: tokens(entry, 'max_completion_tokens', 'max_output_tokens'),
    tools: asBoolean(can['function_calling']),
    vision:
      asBoolean(can['vision']) ?? asBoolean(entry['supports_image_in']) ?? has(entry['input_modalities'], 'image'),
    thinking: asBoolean(can['reasoning']) ?? asBoolean(entry['supports_reasoning']) ?? hasEfforts(can),
  });
  return [{ id, facts }];
}

function doesChat(id: string, entry: JsonObject, can: JsonObject): boolean {
  const type = asString(entry['type']);
  if (can['completion_chat'] === false || entry['active'] === false) return false;
  return (type === undefined || CHATS.has(type)) && !NOT_FOR_CHAT.test(id);
}

function hasEfforts({ reasoning_effort: efforts }: JsonObject): boolean | undefined {
  return Array.isArray(efforts) ? efforts.length > 0 : undefined;
}

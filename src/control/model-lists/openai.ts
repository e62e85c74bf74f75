import { asBoolean, asString, isObject, type JsonObject } from '../../lib/json.ts';
import { entriesOf, has, known, type ListedModel, type ModelLister, tokens } from './model-list.ts';

// Lists name everything that a platform has; these do not chat.
const NOT_FOR_CHAT = /(^|[-_/.])(embed(ding)?s?|whisper|tts|dall-e|moderation|rerank(er)?|transcribe|sora)([-_/.]|$)/i;

/**
 * `GET /models` as OpenAI has it, which tells ids only. Others add to it: `context_length` (Moonshot), `context_window` and
 * `max_completion_tokens` (Groq), `max_model_len` (vLLM), `max_context_length` and `capabilities` (Mistral),
 * `meta.n_ctx_train` (llama.cpp).
 *
 * Sources: https://platform.openai.com/docs/api-reference/models/list and the same page of each of them.
 */
export const listOpenai: ModelLister = async ({ root, ask }) =>
  entriesOf(await ask(`${root}/models`), 'data').flatMap(modelOf);

function modelOf(entry: JsonObject): ListedModel[] {
  const id = asString(entry['id']);
  if (id === undefined || NOT_FOR_CHAT.test(id)) return [];
  const can = isObject(entry['capabilities']) ? entry['capabilities'] : {};
  const meta = isObject(entry['meta']) ? entry['meta'] : {};
  const facts = known({
    displayName: asString(entry['display_name']),
    contextWindow:
      tokens(entry, 'context_length', 'context_window', 'max_model_len', 'max_context_length') ??
      tokens(meta, 'n_ctx_train'),
    maxOutputTokens: tokens(entry, 'max_completion_tokens', 'max_output_tokens'),
    tools: asBoolean(can['function_calling']),
    vision: asBoolean(can['vision']) ?? has(entry['input_modalities'], 'image'),
  });
  return [{ id, facts }];
}

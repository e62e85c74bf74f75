import { asNumber, asObject, isObject, type JsonObject } from '../../lib/json.ts';
import type { Usage } from '../../turn/usage.ts';

/**
 * The usage in a reply or chunk, wherever the platform puts it: at the top, in the choice (Kimi) or in `x_groq`.
 * Undefined if there is none.
 */
export function findUsage(body: JsonObject, choice: JsonObject | undefined): Usage | undefined {
  const usage = body['usage'] ?? choice?.['usage'] ?? asObject(body['x_groq'])?.['usage'];
  return isObject(usage) ? decodeUsage(usage) : undefined;
}

/**
 * OpenAI's usage as disjoint counts: `prompt_tokens` includes what was read from and written to the cache.
 * Cache fields: OpenAI and most others `prompt_tokens_details.cached_tokens`, DeepSeek `prompt_cache_hit_tokens`,
 * Kimi `cached_tokens`; OpenRouter `cache_write_tokens`, DashScope `cache_creation_input_tokens`.
 */
function decodeUsage(usage: JsonObject): Usage {
  const details = asObject(usage['prompt_tokens_details']) ?? {};
  const prompt = count(usage['prompt_tokens']);
  const cacheRead = count(details['cached_tokens'] ?? usage['prompt_cache_hit_tokens'] ?? usage['cached_tokens']);
  const cacheWrite = count(
    details['cache_write_tokens'] ?? details['cache_creation_input_tokens'] ?? usage['cache_creation_input_tokens'],
  );
  return {
    input: Math.max(0, prompt - cacheRead - cacheWrite),
    cacheRead,
    cacheWrite5m: cacheWrite,
    cacheWrite1h: 0,
    output: count(usage['completion_tokens']),
    reasoning: count(asObject(usage['completion_tokens_details'])?.['reasoning_tokens']),
  };
}

function count(value: unknown): number {
  return Math.max(0, Math.trunc(asNumber(value) ?? 0));
}

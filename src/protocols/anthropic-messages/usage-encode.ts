import type { JsonObject } from '../../lib/json.ts';
import type { Usage } from '../../turn/usage.ts';

/** Anthropic's usage, with every field: Claude Code reads those of the cache too. */
export function encodeUsage(usage: Usage): JsonObject {
  return {
    input_tokens: usage.input,
    cache_creation_input_tokens: usage.cacheWrite5m + usage.cacheWrite1h,
    cache_read_input_tokens: usage.cacheRead,
    cache_creation: { ephemeral_5m_input_tokens: usage.cacheWrite5m, ephemeral_1h_input_tokens: usage.cacheWrite1h },
    output_tokens: usage.output,
  };
}

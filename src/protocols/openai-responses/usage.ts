import { asNumber, asObject, isObject, type Json, type JsonObject } from '../../lib/json.ts';
import type { Usage } from '../../turn/usage.ts';

/** The usage of a response as disjoint counts: `input_tokens` includes what was read from and written to the cache. */
export function decodeUsage(usage: Json | undefined): Usage | undefined {
  if (!isObject(usage)) return undefined;
  const details = asObject(usage['input_tokens_details']);
  const cacheRead = count(details?.['cached_tokens']);
  const cacheWrite = count(details?.['cache_write_tokens']);
  return {
    input: Math.max(0, count(usage['input_tokens']) - cacheRead - cacheWrite),
    cacheRead,
    cacheWrite5m: cacheWrite,
    cacheWrite1h: 0,
    output: count(usage['output_tokens']),
    reasoning: count(asObject(usage['output_tokens_details'])?.['reasoning_tokens']),
  };
}

/** The same in OpenAI's form. */
export function encodeUsage(usage: Usage): JsonObject {
  const written = usage.cacheWrite5m + usage.cacheWrite1h;
  const input = usage.input + usage.cacheRead + written;
  return {
    input_tokens: input,
    input_tokens_details: { cached_tokens: usage.cacheRead, cache_write_tokens: written },
    output_tokens: usage.output,
    output_tokens_details: { reasoning_tokens: usage.reasoning },
    total_tokens: input + usage.output,
  };
}

function count(value: unknown): number {
  return Math.max(0, Math.trunc(asNumber(value) ?? 0));
}

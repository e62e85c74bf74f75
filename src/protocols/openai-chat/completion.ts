import type { JsonObject } from '../../lib/json.ts';
import type { StopReason } from '../../turn/reply.ts';
import type { Usage } from '../../turn/usage.ts';

/** The id of a completion, made from the call's message id, which is unique. */
export function completionId(messageId: string): string {
  return messageId.startsWith('chatcmpl-') ? messageId : `chatcmpl-${messageId.replace(/^msg_/, '')}`;
}

/** OpenAI's word for a stop reason. A reply with tool calls stops for them, unless it was cut off. */
export function finishReason(reason: StopReason, hasToolCalls: boolean): string {
  switch (reason) {
    case 'max_tokens':
    case 'context_window_exceeded':
      return 'length';
    case 'refusal':
      return 'content_filter';
    default:
      return hasToolCalls ? 'tool_calls' : 'stop';
  }
}

/** OpenAI's usage: `prompt_tokens` includes what came from the cache and what was written to it. */
export function encodeUsage(usage: Usage): JsonObject {
  const written = usage.cacheWrite5m + usage.cacheWrite1h;
  const prompt = usage.input + usage.cacheRead + written;
  return {
    prompt_tokens: prompt,
    completion_tokens: usage.output,
    total_tokens: prompt + usage.output,
    // `cache_write_tokens` is OpenRouter's name; OpenAI itself reports no writes.
    prompt_tokens_details: { cached_tokens: usage.cacheRead, ...(written > 0 && { cache_write_tokens: written }) },
    completion_tokens_details: { reasoning_tokens: usage.reasoning },
  };
}

import type { StopReason } from '../../turn/reply.ts';

/**
 * Why the model stopped. A reply with tool calls stops for them whatever the platform says (`stop` from GLM and Ollama),
 * and one without never does. `length` holds in any case: the last call may be cut off.
 */
export function stopReason(finish: string | undefined, hasToolCalls: boolean): StopReason {
  switch (finish) {
    case 'length':
    case 'max_tokens':
    case 'model_length':
      return 'max_tokens';
    case 'content_filter':
    case 'sensitive':
    case 'safety':
    case 'refusal':
      return 'refusal';
    default:
      return hasToolCalls ? 'tool_use' : 'end_turn';
  }
}

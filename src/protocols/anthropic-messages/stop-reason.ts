import type { StopReason } from '../../turn/reply.ts';

/** Anthropic's word for a stop reason. */
export function encodeStopReason(reason: StopReason): string {
  return reason === 'context_window_exceeded' ? 'model_context_window_exceeded' : reason;
}

const KNOWN: ReadonlySet<string> = new Set([
  'end_turn',
  'max_tokens',
  'stop_sequence',
  'tool_use',
  'refusal',
  'pause_turn',
] satisfies StopReason[]);

/** The turn's word for Anthropic's stop reason. A word of a newer API, or none, means an ordinary end. */
export function decodeStopReason(reason: string | undefined, hasToolCalls: boolean): StopReason {
  if (reason === 'model_context_window_exceeded') return 'context_window_exceeded';
  if (reason !== undefined && isStopReason(reason)) return reason;
  return hasToolCalls ? 'tool_use' : 'end_turn';
}

function isStopReason(reason: string): reason is StopReason {
  return KNOWN.has(reason);
}

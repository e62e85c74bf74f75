import type { StopReason } from '../../turn/reply.ts';

/** Anthropic's word for a stop reason. */
export function encodeStopReason(reason: StopReason): string {
  return reason === 'context_window_exceeded' ? 'model_context_window_exceeded' : reason;
}

/** The neutral reply, whole. All strings are wire text (lib/wire-text.ts). */

import type { Block, Extra } from './request.ts';
import type { Usage } from './usage.ts';

/** Why the model stopped: the union of what the protocols can say. */
export type StopReason =
  | 'end_turn'
  | 'max_tokens'
  | 'stop_sequence'
  | 'tool_use'
  | 'refusal'
  | 'pause_turn'
  | 'context_window_exceeded';

export interface TurnReply {
  /** The platform's id of the reply. It may repeat, so it never becomes the client's message id. */
  readonly id?: string;
  readonly model?: string;
  readonly content: readonly Block[];
  readonly stop: StopReason;
  readonly stopSequence?: string;
  /** Undefined where the platform reported none. */
  readonly usage?: Usage;
  readonly extra?: Extra;
}

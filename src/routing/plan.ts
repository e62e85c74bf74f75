import type { Mode, ModelConfig } from '../config/config.ts';
import type { ProtocolId } from '../turn/request.ts';
import { type Channel, factsOf, type ModelRef } from './catalog.ts';
import type { Decision, DecisionSource } from './smart/decision.ts';

/** A model on a platform, and the protocol in which it will be asked. */
export interface Target extends ModelRef {
  readonly channel: Channel;
  /** What is known of the model. */
  readonly facts: ModelConfig;
}

/** What shall answer a call: targets in order, and why. */
export interface Plan {
  readonly mode: Mode;
  /** What decided, for the record and the `x-redwolf-source` header. */
  readonly source: 'pin' | 'priority-list' | 'all-models' | 'claude-code' | DecisionSource;
  /** How smart routing came to it. */
  readonly decision?: Decision;
  readonly targets: readonly Target[];
  /** The client named the model, so that another one must not answer in its place. */
  readonly isClientsChoice: boolean;
}

/**
 * A target for a caller of the given protocol: the one that the model needs, else the caller's own where the platform speaks
 * it, else the platform's.
 */
export function makeTarget(ref: ModelRef, caller: ProtocolId): Target {
  const { channels } = ref.upstream;
  const channel =
    channels.find(({ servesAlone }) => servesAlone?.test(ref.model)) ??
    channels.find(({ protocol }) => protocol === caller) ??
    channels[0];
  return { ...ref, channel, facts: factsOf(ref) };
}

import type { JsonObject } from '../../lib/json.ts';
import type { Losses } from '../../turn/losses.ts';
import type { TurnRequest } from '../../turn/request.ts';
import type { EncodeTarget } from '../codec.ts';
import { encodeThinking } from '../openai-chat/thinking-encode.ts';

/**
 * `think`: true or false, or an effort for models that know efforts. Asking a model that cannot think is a refusal
 * (`"…" does not support thinking`), asking one not to think never is, and one that can does so unless told not to; so
 * where it is not known whether it can, only a "no" is said.
 * Source: docs.ollama.com/capabilities/thinking; ChatHandler in github.com/ollama/ollama, server/routes.go.
 */
export function encodeThink(turn: TurnRequest, { quirks, thinks }: EncodeTarget, losses: Losses): JsonObject {
  const { fields, isOn } = encodeThinking(turn, { ...quirks, thinking: 'effort' }, losses);
  if (turn.thinking === undefined && turn.effort === undefined) return {};
  if (thinks === false) {
    if (isOn) losses.add('thinking', 'the model cannot think');
    return {};
  }
  return isOn ? thinkOn(quirks.efforts, fields['reasoning_effort'], thinks) : thinkOff(quirks.efforts, losses);
}

function thinkOn(efforts: readonly string[] | undefined, effort: unknown, thinks: boolean | undefined): JsonObject {
  const level = efforts?.find((known) => known === effort);
  if (level !== undefined) return { think: level };
  return thinks === true ? { think: true } : {};
}

/** A model that knows efforts cannot do without: the weakest comes nearest. */
function thinkOff(efforts: readonly string[] | undefined, losses: Losses): JsonObject {
  const [weakest] = efforts ?? [];
  if (weakest === undefined) return { think: false };
  losses.add('thinking', 'the model always thinks; it was asked to do so as little as it can');
  return { think: weakest };
}

import type { JsonObject } from '../../lib/json.ts';
import type { Losses } from '../../turn/losses.ts';
import type { TurnRequest } from '../../turn/request.ts';
import { type EncodeContext, isBlank } from './blocks-encode.ts';
import type { ModelTraits } from './model-traits.ts';

/** With thinking on, Anthropic takes no smaller one. */
const LEAST_TOP_P_WITH_THINKING = 0.95;

/** `temperature`, `top_p`, `top_k` and `stop_sequences`: as they came from Anthropic's own client, else what is allowed. */
export function encodeSampling(
  turn: TurnRequest,
  traits: ModelTraits,
  isThinking: boolean,
  { isOwn, losses }: EncodeContext,
): JsonObject {
  const { temperature, topP, topK, stop } = turn;
  if (isOwn) {
    return {
      ...(temperature !== undefined && { temperature }),
      ...(topP !== undefined && { top_p: topP }),
      ...(topK !== undefined && { top_k: topK }),
      ...(stop !== undefined && { stop_sequences: [...stop] }),
    };
  }
  const sampling = traits.canBeSampled ? allowedSampling(turn, isThinking, losses) : noSampling(turn, losses);
  if (turn.seed !== undefined) losses.add('seed', 'no reply can be asked for twice');
  const sequences = stop?.filter((sequence) => !isBlank(sequence)) ?? [];
  if (sequences.length < (stop?.length ?? 0)) losses.add('stop', 'a stop sequence must hold more than white space');
  return { ...sampling, ...(sequences.length > 0 && { stop_sequences: sequences }) };
}

function noSampling({ temperature, topP, topK }: TurnRequest, losses: Losses): JsonObject {
  const why = 'the model takes no sampling parameters';
  if (temperature !== undefined) losses.add('temperature', why);
  if (topP !== undefined) losses.add('top_p', why);
  if (topK !== undefined) losses.add('top_k', why);
  return {};
}

/**
 * Anthropic's temperature ends at 1, its newer models take it or `top_p` but not both, and thinking goes with neither a
 * temperature nor `top_k`.
 */
function allowedSampling(turn: TurnRequest, isThinking: boolean, losses: Losses): JsonObject {
  const { temperature, topP, topK } = turn;
  const fields: JsonObject = {};
  if (temperature !== undefined && isThinking) losses.add('temperature', 'the model cannot think at a temperature');
  else if (temperature !== undefined) fields['temperature'] = Math.min(temperature, 1);
  if ((temperature ?? 0) > 1 && !isThinking) losses.add('temperature', 'was lowered to 1, the highest that is allowed');
  if (topP !== undefined) {
    if (fields['temperature'] !== undefined) losses.add('top_p', 'not together with temperature');
    else if (isThinking && topP < LEAST_TOP_P_WITH_THINKING) losses.add('top_p', 'too small for a model that thinks');
    else fields['top_p'] = topP;
  }
  if (topK !== undefined && isThinking) losses.add('top_k', 'not together with thinking');
  else if (topK !== undefined) fields['top_k'] = topK;
  return fields;
}

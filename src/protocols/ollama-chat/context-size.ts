import { countTokens } from '../../turn/count-tokens.ts';
import { Fault } from '../../turn/fault.ts';
import type { TurnRequest } from '../../turn/request.ts';
import { requestSize } from '../../turn/request-size.ts';
import type { EncodeTarget } from '../codec.ts';

const LEAST = 8_192;

/** Tokens kept free for the reply. Clients ask for room that they hardly ever use, and memory is paid for all of it. */
const OUTPUT_ROOM = 8_192;

/** The estimate leans high: a request is known not to fit only if it exceeds the window by this factor. */
const DOUBT = 1.25;

/**
 * The context that the model is to be loaded with, in tokens: room for the request and a reply, in powers of two, never
 * less than it has and never more than the model can (docs/decisions/0006-context-size-of-ollama.md).
 *
 * @throws Fault context_overflow if the request does not fit into the model's window by any estimate
 */
export function contextSize(turn: TurnRequest, target: EncodeTarget): number {
  const { contextWindow: window = Number.POSITIVE_INFINITY, loadedContext = 0 } = target;
  const input = countTokens(requestSize(turn));
  if (input > window * DOUBT) throw overflow(input, window);
  const needed = input + Math.min(turn.maxTokens ?? OUTPUT_ROOM, OUTPUT_ROOM);
  const steps = Math.max(0, Math.ceil(Math.log2(needed / LEAST)));
  return Math.min(Math.max(LEAST * 2 ** steps, loadedContext), window);
}

function overflow(input: number, limit: number): Fault {
  const words = `prompt is too long: ${input} tokens > ${limit} maximum`;
  return new Fault('context_overflow', 400, words, { overflow: { input, limit } });
}

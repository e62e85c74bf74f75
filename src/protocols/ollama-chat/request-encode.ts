import { Body } from '../../lib/body.ts';
import { asArray, isObject, type JsonObject } from '../../lib/json.ts';
import { wireText, writeWireJson } from '../../lib/wire-text.ts';
import { restoreExtra } from '../../turn/extra.ts';
import { type Loss, Losses } from '../../turn/losses.ts';
import type { OutputFormat, TurnRequest } from '../../turn/request.ts';
import type { EncodedRequest, EncodeTarget } from '../codec.ts';
import { ToolNames } from '../openai-chat/tool-names.ts';
import { encodeTools } from '../openai-chat/tools-encode.ts';
import { contextSize } from './context-size.ts';
import { encodeMessages } from './messages-encode.ts';
import { PROTOCOL } from './protocol.ts';
import { encodeThink } from './think-encode.ts';

/**
 * Turn → request for Ollama's `/api/chat`. Always as a stream: a model on one's own machine may write for longer than
 * anybody waits for a first byte. What does not fit into the context is refused, not cut off: `truncate` and `shift` do so
 * silently unless they are false (older versions do not know them).
 * Source: docs.ollama.com/api/chat; ChatRequest and Options in github.com/ollama/ollama, api/types.go.
 *
 * @throws Fault context_overflow
 */
export function encodeRequest(turn: TurnRequest, target: EncodeTarget): EncodedRequest {
  const losses = new Losses();
  const names = new ToolNames();
  const loadedContext = contextSize(turn, target);
  restoreExtra(turn.extra, PROTOCOL, '', losses);
  const body: JsonObject = {
    model: wireText(target.model),
    messages: encodeMessages(turn, { target, names, losses, isOwn: false }),
    ...encodeOffers(turn, names, losses),
    ...encodeThink(turn, target, losses),
    ...encodeFormat(turn.outputFormat, losses),
    options: { num_ctx: loadedContext, ...encodeOptions(turn, target) },
    stream: true,
    truncate: false,
    shift: false,
  };
  const toolNames = names.originals();
  const lost = losses.list().map(inOwnName);
  return { body: Body.of(writeWireJson(body)), stream: true, losses: lost, toolNames, loadedContext };
}

/** Messages and tools go by way of OpenAI's form, whose encoder gives that as the reason. */
function inOwnName({ path, why }: Loss): Loss {
  return { path, why: why.replace('openai-chat', PROTOCOL) };
}

/** Tools have OpenAI's form, but are functions all, and can only be offered. */
function encodeOffers(turn: TurnRequest, names: ToolNames, losses: Losses): JsonObject {
  const { tools } = encodeTools(turn, { toolChoiceOnlyAuto: true, strictTools: false }, names, losses);
  const functions = asArray(tools).filter((tool) => isObject(tool) && tool['type'] === 'function');
  if (functions.length < asArray(tools).length) losses.add('tools[]', 'the platform has no tools but functions');
  if (functions.length === 0) return {};
  if (turn.parallelToolCalls === false)
    losses.add('parallel_tool_calls', 'the platform cannot be kept from several calls at once');
  return { tools: functions };
}

function encodeFormat(format: OutputFormat | undefined, losses: Losses): JsonObject {
  if (format === undefined) return {};
  restoreExtra(format.extra, PROTOCOL, 'output_config.format', losses);
  return { format: format.schema };
}

function encodeOptions(turn: TurnRequest, { maxOutputTokens = Number.POSITIVE_INFINITY }: EncodeTarget): JsonObject {
  const { maxTokens, temperature, topP, topK, seed, stop = [] } = turn;
  return {
    ...(maxTokens !== undefined && { num_predict: Math.min(maxTokens, maxOutputTokens) }),
    ...(temperature !== undefined && { temperature }),
    ...(topP !== undefined && { top_p: topP }),
    ...(topK !== undefined && { top_k: topK }),
    ...(seed !== undefined && { seed }),
    ...(stop.length > 0 && { stop: [...stop] }),
  };
}

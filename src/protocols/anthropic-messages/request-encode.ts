import { Body } from '../../lib/body.ts';
import { isObject, type Json, type JsonObject } from '../../lib/json.ts';
import { wireText, writeWireJson } from '../../lib/wire-text.ts';
import { restoreExtra } from '../../turn/extra.ts';
import { Losses } from '../../turn/losses.ts';
import type { OutputFormat, TurnRequest } from '../../turn/request.ts';
import type { EncodedRequest, EncodeTarget } from '../codec.ts';
import { type EncodeContext, encodeBlocks } from './blocks-encode.ts';
import { encodeMessages } from './messages-encode.ts';
import { modelTraits } from './model-traits.ts';
import { PROTOCOL } from './protocol.ts';
import { encodeSampling } from './sampling-encode.ts';
import { type EncodedThinking, encodeEffort, encodeOwnThinking } from './thinking-encode.ts';
import { encodeTools } from './tools-encode.ts';

// For a model whose limit nobody told us: every Claude since 3.5 gives at least this much.
const DEFAULT_MAX_TOKENS = 8192;

/**
 * Turn → Anthropic Messages request. A turn that came in this protocol is given back as it came, but for thinking that
 * the platform would refuse; any other is put into the order that Anthropic demands. What cannot be said is in `losses`.
 * Source: the request types of `@anthropic-ai/sdk` 1.12 and the Messages API reference.
 */
export function encodeRequest(turn: TurnRequest, target: EncodeTarget): EncodedRequest {
  const losses = new Losses();
  const context: EncodeContext = { target, losses, isOwn: turn.protocol === PROTOCOL };
  const traits = modelTraits(target.model);
  const maxTokens = outputLimit(turn, target);
  const messages = encodeMessages(turn, context);
  const thinking = context.isOwn
    ? encodeOwnThinking(turn, messages, losses)
    : encodeEffort(turn, traits, maxTokens, messages, losses);
  const extra = restoreExtra(turn.extra, PROTOCOL, '', losses);
  const body: JsonObject = {
    model: wireText(target.model),
    max_tokens: maxTokens,
    ...encodeSystem(turn, context),
    messages,
    ...encodeSampling(turn, traits, thinking.thinking !== undefined, context),
    ...encodeTools(turn, context),
    ...(thinking.thinking !== undefined && { thinking: thinking.thinking }),
    ...(turn.stream && { stream: true }),
    ...extra,
    ...encodeOutput(turn, thinking, extra, context),
    ...mendContextManagement(turn, thinking, extra),
  };
  return { body: Body.of(writeWireJson(body)), stream: turn.stream, losses: losses.list(), toolNames: new Map() };
}

function outputLimit(turn: TurnRequest, target: EncodeTarget): number {
  const limit = target.maxOutputTokens;
  const asked = turn.maxTokens ?? limit ?? DEFAULT_MAX_TOKENS;
  return limit === undefined ? asked : Math.min(asked, limit);
}

function encodeSystem(turn: TurnRequest, context: EncodeContext): JsonObject {
  const [first] = turn.system;
  for (const message of turn.systemSource ?? []) reportSystemFields(message, context.losses);
  if (turn.systemPlain === true && context.isOwn) return { system: first?.type === 'text' ? first.text : '' };
  const blocks = encodeBlocks(turn.system, context).filter((block) => context.isOwn || isText(block, context.losses));
  return blocks.length === 0 ? {} : { system: blocks };
}

/** A system message may carry a name, which has no place in Anthropic's system text. */
function reportSystemFields(message: JsonObject, losses: Losses): void {
  for (const name in message) {
    if (name !== 'role' && name !== 'content') losses.add(`messages[].${name}`, `${PROTOCOL} has no such field`);
  }
}

function isText(block: JsonObject, losses: Losses): boolean {
  if (block['type'] === 'text') return true;
  losses.add('messages[].content[]', 'the system text can only be text');
  return false;
}

function encodeOutput(
  turn: TurnRequest,
  thinking: EncodedThinking,
  extra: JsonObject,
  context: EncodeContext,
): JsonObject {
  const others = extra['output_config'];
  const output: JsonObject = {
    ...(thinking.effort !== undefined && { effort: thinking.effort }),
    ...(turn.outputFormat !== undefined && { format: encodeFormat(turn.outputFormat, context) }),
    ...(isObject(others) && others),
  };
  return Object.keys(output).length === 0 && others === undefined ? {} : { output_config: output };
}

/** Anthropic's format is always strict, and has no name; one that a client of its own sends goes back all the same. */
function encodeFormat(format: OutputFormat, { isOwn, losses }: EncodeContext): JsonObject {
  return {
    type: 'json_schema',
    schema: format.schema,
    ...(isOwn && format.name !== undefined && { name: format.name }),
    ...restoreExtra(format.extra, PROTOCOL, 'response_format.json_schema', losses),
  };
}

/**
 * Where thinking had to be switched off, the client's wish to clear old thinking has to go too ("`clear_thinking_20251015`
 * strategy requires `thinking` to be enabled or adaptive").
 */
function mendContextManagement(turn: TurnRequest, thinking: EncodedThinking, extra: JsonObject): JsonObject {
  const management = extra['context_management'];
  const wasSwitchedOff = turn.thinking !== undefined && thinking.thinking === undefined;
  if (!wasSwitchedOff || !isObject(management) || !Array.isArray(management['edits'])) return {};
  const edits = management['edits'].filter((edit) => !isClearThinking(edit));
  return { context_management: { ...management, edits } };
}

function isClearThinking(edit: Json): boolean {
  return isObject(edit) && String(edit['type']).startsWith('clear_thinking');
}

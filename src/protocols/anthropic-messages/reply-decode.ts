import { isUtf8 } from 'node:buffer';
import { asArray, asObject, asString, isObject, type Json, type JsonObject } from '../../lib/json.ts';
import { parseWireJson } from '../../lib/wire-text.ts';
import { withExtra } from '../../turn/extra.ts';
import { Fault } from '../../turn/fault.ts';
import type { TurnReply } from '../../turn/reply.ts';
import type { Block } from '../../turn/request.ts';
import type { ReplyContext } from '../codec.ts';
import { readErrorBody } from '../error-body.ts';
import { faultInReply } from '../fault-in-reply.ts';
import { decodeErrorEvent } from './errors.ts';
import { PROTOCOL } from './protocol.ts';
import { decodeStopReason } from './stop-reason.ts';
import { UsageCounts } from './usage-decode.ts';

const KNOWN = new Set(['id', 'type', 'role', 'model', 'content', 'stop_reason', 'stop_sequence', 'usage']);

/**
 * The body of an Anthropic message → turn. Blocks of unknown types are kept whole.
 *
 * @throws Fault broken_reply for what is no message, or the fault that the platform put into the reply
 */
export function decodeReply(body: Buffer, context: ReplyContext): TurnReply {
  const json = parseMessage(body);
  const content = asArray(json['content']).map((block) => decodeBlock(block, context));
  const counts = new UsageCounts();
  counts.merge(json['usage']);
  const usage = counts.usage();
  const hasToolCalls = content.some((block) => block.type === 'tool-call');
  const id = asString(json['id']);
  const model = asString(json['model']);
  const stopSequence = asString(json['stop_sequence']);
  return {
    content,
    stop: decodeStopReason(asString(json['stop_reason']), hasToolCalls),
    ...(id !== undefined && { id }),
    ...(model !== undefined && { model }),
    ...(stopSequence !== undefined && { stopSequence }),
    ...(usage !== undefined && { usage }),
    ...withExtra(PROTOCOL, json, KNOWN),
  };
}

function parseMessage(body: Buffer): JsonObject {
  const json = parse(body);
  const fault = faultOf(json);
  if (fault !== undefined) throw fault;
  if (!isObject(json) || !Array.isArray(json['content'])) {
    throw new Fault('broken_reply', 502, 'The platform answered with JSON that is not an Anthropic message.');
  }
  return json;
}

/** An error in a reply that says 200: Anthropic's own shape, or that of any other platform. */
export function faultOf(json: Json): Fault | undefined {
  const isOwn = isObject(json) && json['type'] === 'error' && typeof asObject(json['error'])?.['type'] === 'string';
  return isOwn ? decodeErrorEvent(json) : faultInReply(json);
}

function parse(body: Buffer): Json {
  try {
    if (isUtf8(body)) return parseWireJson(body);
  } catch {
    // One answer for everything that is no JSON.
  }
  const text = body.length === 0 ? 'nothing' : readErrorBody(200, {}, body).message.slice(0, 200);
  throw new Fault('broken_reply', 502, `The platform answered with something that is not JSON: ${text}`);
}

function decodeBlock(block: Json, context: ReplyContext): Block {
  if (!isObject(block)) throw new Fault('broken_reply', 502, 'The platform answered with a block that is no object.');
  return decodeKnown(block, context) ?? { type: 'opaque', protocol: PROTOCOL, raw: block };
}

const TEXT = new Set(['type', 'text']);
const THINKING = new Set(['type', 'thinking', 'signature']);
const TOOL_USE = new Set(['type', 'id', 'name', 'input']);

function decodeKnown(block: JsonObject, { toolNames }: ReplyContext): Block | undefined {
  const { type, text, thinking, name } = block;
  if (type === 'text' && typeof text === 'string') return { type, text, ...withExtra(PROTOCOL, block, TEXT) };
  if (type === 'thinking' && typeof thinking === 'string') {
    const signature = asString(block['signature']) ?? '';
    return { type, text: thinking, signature, ...withExtra(PROTOCOL, block, THINKING) };
  }
  if (type === 'tool_use' && typeof name === 'string') {
    return {
      type: 'tool-call',
      id: asString(block['id']) ?? '',
      name: toolNames.get(name) ?? name,
      input: { kind: 'value', value: block['input'] ?? {} },
      ...withExtra(PROTOCOL, block, TOOL_USE),
    };
  }
  return undefined;
}

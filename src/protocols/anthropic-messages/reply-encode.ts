import { isObject, type Json, type JsonObject } from '../../lib/json.ts';
import { parseWireText, readText, wireText, writeWireJson } from '../../lib/wire-text.ts';
import type { TurnReply } from '../../turn/reply.ts';
import type { Block, ToolInput } from '../../turn/request.ts';
import { NO_USAGE } from '../../turn/usage.ts';
import type { ClientContext } from '../codec.ts';
import { PROTOCOL } from './protocol.ts';
import { encodeStopReason } from './stop-reason.ts';
import { encodeUsage } from './usage-encode.ts';

/** Turn → the body of an Anthropic message. */
export function encodeReply(reply: TurnReply, context: ClientContext): Buffer {
  const usage = reply.usage ?? { ...NO_USAGE, input: context.estimatedInputTokens };
  return writeWireJson({
    id: context.messageId,
    type: 'message',
    role: 'assistant',
    model: wireText(context.model),
    content: reply.content.flatMap(encodeBlock),
    stop_reason: encodeStopReason(reply.stop),
    stop_sequence: reply.stopSequence ?? null,
    usage: encodeUsage(usage),
  });
}

function encodeBlock(block: Block): JsonObject[] {
  switch (block.type) {
    case 'text':
      // Anthropic refuses an empty text block when it comes back.
      return block.text === '' ? [] : [{ type: 'text', text: block.text }];
    case 'thinking':
      return [{ type: 'thinking', thinking: block.text, signature: block.signature }];
    case 'tool-call':
      return [{ type: 'tool_use', id: block.id, name: block.name, input: inputObject(block.input) }];
    case 'opaque':
      return block.protocol === PROTOCOL ? [block.raw] : [];
    case 'image':
    case 'document':
    case 'tool-result':
      return [];
  }
}

/**
 * The input as an object. Arguments that are broken JSON are never replaced by an empty object, which would run the
 * tool: they are given in the form in which Claude Code itself notes such a call, and answers it with an error.
 */
function inputObject(input: ToolInput): Json {
  const value = input.kind === 'value' ? input.value : parseArguments(input.text);
  if (isObject(value)) return value;
  const raw = input.kind === 'text' ? input.text : JSON.stringify(input.value);
  return { __unparsedToolInput: { raw, len: readText(raw).length } };
}

function parseArguments(text: string): Json {
  if (text.trim() === '') return {};
  try {
    return parseWireText(text);
  } catch {
    return null;
  }
}

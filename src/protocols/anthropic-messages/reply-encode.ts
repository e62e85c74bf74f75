import type { JsonObject } from '../../lib/json.ts';
import { wireText, writeWireJson } from '../../lib/wire-text.ts';
import type { TurnReply } from '../../turn/reply.ts';
import type { Block, Extra } from '../../turn/request.ts';
import { inputObject } from '../../turn/tool-input.ts';
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
      return block.text === '' ? [] : [{ type: 'text', text: block.text, ...ownFields(block.extra) }];
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

/** What the turn has no place for, such as citations; only where Anthropic itself said it. */
function ownFields(extra: Extra | undefined): JsonObject {
  return extra?.protocol === PROTOCOL ? extra.fields : {};
}

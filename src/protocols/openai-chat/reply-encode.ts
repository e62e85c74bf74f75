import type { JsonObject } from '../../lib/json.ts';
import { wireText, writeWireJson } from '../../lib/wire-text.ts';
import type { TurnReply } from '../../turn/reply.ts';
import type { Block, ToolCallBlock } from '../../turn/request.ts';
import type { ClientContext } from '../codec.ts';
import { completionId, encodeUsage, finishReason } from './completion.ts';
import { signedDetail, withheldDetail } from './signed-reasoning.ts';

/**
 * Turn → the body of a chat completion. Thinking goes into `reasoning_content`, where OpenAI's clients look for that of
 * other platforms; blocks that only Anthropic knows are left out.
 */
export function encodeReply(reply: TurnReply, context: ClientContext): Buffer {
  const calls = reply.content.filter((block) => block.type === 'tool-call');
  return writeWireJson({
    id: completionId(context.messageId),
    object: 'chat.completion',
    created: context.createdAt,
    model: wireText(context.model),
    choices: [
      {
        index: 0,
        message: encodeMessage(reply.content, calls),
        logprobs: null,
        finish_reason: finishReason(reply.stop, calls.length > 0),
      },
    ],
    ...(reply.usage !== undefined && { usage: encodeUsage(reply.usage) }),
  });
}

function encodeMessage(content: readonly Block[], calls: readonly ToolCallBlock[]): JsonObject {
  const thoughts = content.flatMap((block) => (block.type === 'thinking' && block.text !== '' ? [block.text] : []));
  const details = content.flatMap(detailsOf);
  const text = joinTexts(content);
  return {
    role: 'assistant',
    content: text === '' && calls.length > 0 ? null : text,
    refusal: null,
    ...(thoughts.length > 0 && { reasoning_content: thoughts.join('\n\n') }),
    ...(details.length > 0 && { reasoning_details: details }),
    ...(calls.length > 0 && { tool_calls: calls.map(encodeCall) }),
  };
}

/** What has to come back for the thinking to be taken by its maker. */
function detailsOf(block: Block, index: number): JsonObject[] {
  const signed = block.type === 'thinking' ? signedDetail(block.text, block.signature, index) : undefined;
  const withheld = block.type === 'opaque' ? withheldDetail(block.raw, index) : undefined;
  return [signed, withheld].filter((one) => one !== undefined);
}

/** One text may come in several blocks, split inside of a sentence; texts with something between them are two. */
function joinTexts(content: readonly Block[]): string {
  let text = '';
  let before: Block['type'] = 'text';
  for (const block of content) {
    if (block.type === 'text' && block.text !== '')
      text += (text !== '' && before !== 'text' ? '\n\n' : '') + block.text;
    before = block.type;
  }
  return text;
}

function encodeCall({ id, name, input }: ToolCallBlock): JsonObject {
  const json = input.kind === 'value' ? JSON.stringify(input.value) : input.text;
  return { id, type: 'function', function: { name, arguments: json === '' ? '{}' : json } };
}

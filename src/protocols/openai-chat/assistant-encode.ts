import { asArray, type JsonObject } from '../../lib/json.ts';
import { restoreExtra } from '../../turn/extra.ts';
import type { Losses } from '../../turn/losses.ts';
import type { Block, ThinkingBlock, ToolCallBlock, ToolInput } from '../../turn/request.ts';
import { readOrigin } from '../../turn/thinking-origin.ts';
import { platformToolId } from '../../turn/tool-id.ts';
import type { EncodeTarget } from '../codec.ts';
import { textOf } from './content-encode.ts';
import { PROTOCOL } from './protocol.ts';
import type { ToolNames } from './tool-names.ts';

export interface EncodeContext {
  readonly target: EncodeTarget;
  readonly names: ToolNames;
  readonly losses: Losses;
}

/** A call of the message, by the client's id and by the id that was sent. */
export interface AssistantCall {
  readonly clientId: string;
  readonly id: string;
  readonly name: string;
}

/**
 * An assistant's blocks → one message with all its tool calls; undefined if nothing is left to say.
 *
 * @param takenIds ids of tool calls that earlier messages use; grows by this message's
 */
export function encodeAssistant(
  blocks: readonly Block[],
  takenIds: Set<string>,
  context: EncodeContext,
): { message: JsonObject; calls: AssistantCall[] } | undefined {
  const calls: AssistantCall[] = [];
  const toolCalls: JsonObject[] = [];
  const texts: string[] = [];
  for (const block of blocks) {
    if (block.type === 'tool-call') toolCalls.push(encodeCall(block, calls, takenIds, context));
    else if (block.type !== 'thinking') texts.push(textOf(block, context.losses) ?? '');
  }
  const content = texts.filter((text) => text !== '').join('\n\n');
  if (content === '' && calls.length === 0) return undefined;
  const reasoning = encodeReasoning(blocks, calls.length > 0, context);
  const message = {
    role: 'assistant',
    content: content === '' ? null : content,
    ...reasoning,
    ...(calls.length > 0 && { tool_calls: toolCalls }),
  };
  return { message, calls };
}

function encodeCall(
  block: ToolCallBlock,
  calls: AssistantCall[],
  takenIds: Set<string>,
  { target, names, losses }: EncodeContext,
): JsonObject {
  if (block.cacheHint !== undefined)
    losses.add('messages[].content[].cache_control', 'the platform takes no cache hints');
  const origin = platformToolId(block.id);
  // Some platforms number their calls anew in each reply; an id that was used before stays the client's unique one.
  const id = origin.id === undefined || takenIds.has(origin.id) ? block.id : origin.id;
  takenIds.add(id);
  calls.push({ clientId: block.id, id, name: block.name });
  const isOwnVendor = origin.vendor?.platform === target.origin;
  if (origin.vendor !== undefined && !isOwnVendor) losses.add('tool_calls[]', 'vendor fields of another platform');
  return {
    id,
    type: 'function',
    function: { name: names.short(block.name), arguments: argumentsOf(block.input) },
    ...(isOwnVendor && origin.vendor?.fields),
    ...restoreExtra(block.extra, PROTOCOL, 'messages[].content[]', losses),
  };
}

function argumentsOf(input: ToolInput): string {
  return input.kind === 'text' ? input.text : JSON.stringify(input.value);
}

/**
 * Reasoning goes back only to the platform that made it, in the field where it stood, and only with tool calls: there
 * DeepSeek, Kimi and OpenRouter demand it, elsewhere it costs tokens for nothing (DeepSeek's guide to tool calls in
 * thinking mode; OpenRouter's guide to preserving reasoning blocks).
 */
function encodeReasoning(blocks: readonly Block[], hasCalls: boolean, { target, losses }: EncodeContext): JsonObject {
  const thoughts = blocks.filter((block) => block.type === 'thinking');
  const fields: JsonObject = {};
  for (const thought of thoughts) {
    const origin = readOrigin(thought.signature);
    const isOwn = origin?.platform === target.origin || thought.extra?.protocol === PROTOCOL;
    if (!isOwn) losses.add('messages[].content[]', 'thinking of another model');
    else if (hasCalls) addThought(fields, thought, origin);
  }
  return fields;
}

function addThought(fields: JsonObject, thought: ThinkingBlock, origin: ReturnType<typeof readOrigin>): void {
  const field = origin?.field ?? 'reasoning_content';
  // Thinking that stood between tags in the text has no field to go back to.
  if (field === '') return;
  const before = fields[field];
  if (Array.isArray(origin?.details)) fields[field] = [...asArray(before), ...origin.details];
  else fields[field] = typeof before === 'string' ? `${before}${thought.text}` : thought.text;
}

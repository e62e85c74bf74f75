import { createHash } from 'node:crypto';
import { asArray, type JsonObject } from '../../lib/json.ts';
import { restoreExtra } from '../../turn/extra.ts';
import type { Losses } from '../../turn/losses.ts';
import type { Block, ThinkingBlock, ToolCallBlock, ToolInput } from '../../turn/request.ts';
import { readOrigin } from '../../turn/thinking-origin.ts';
import { platformToolId } from '../../turn/tool-id.ts';
import { inputObject } from '../../turn/tool-input.ts';
import type { EncodeTarget } from '../codec.ts';
import { loseCacheHint, textOf } from './content-encode.ts';
import { PROTOCOL } from './protocol.ts';
import type { ToolNames } from './tool-names.ts';

export interface EncodeContext {
  readonly target: EncodeTarget;
  readonly names: ToolNames;
  readonly losses: Losses;
  /** The turn came in this protocol: what it says goes back to the letter. */
  readonly isOwn: boolean;
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
  { target, names, losses, isOwn }: EncodeContext,
): JsonObject {
  loseCacheHint(block.cacheHint, 'messages[].content[]', losses);
  const { id: platformId, vendor } = platformToolId(block.id);
  const id = freeId([platformId ?? '', block.id], takenIds, target.quirks.maxToolIdLength);
  takenIds.add(id);
  calls.push({ clientId: block.id, id, name: block.name });
  const isOwnVendor = vendor?.platform === target.origin;
  if (vendor !== undefined && !isOwnVendor) losses.add('tool_calls[]', 'vendor fields of another platform');
  return {
    id,
    type: 'function',
    function: { name: names.short(block.name), arguments: argumentsOf(block.input, isOwn) },
    ...(isOwnVendor && vendor?.fields),
    ...restoreExtra(block.extra, PROTOCOL, 'messages[].content[]', losses),
  };
}

/**
 * The first of the ids that no earlier call has, since some platforms number their calls anew in each reply. It depends
 * on earlier calls only, so that it stays the same in later turns.
 *
 * @param limit characters that the platform takes
 */
function freeId(wishes: readonly string[], takenIds: ReadonlySet<string>, limit = Number.POSITIVE_INFINITY): string {
  for (const wish of wishes) {
    const id = wish.length <= limit ? wish : shortId(wish);
    if (id !== '' && !takenIds.has(id)) return id;
  }
  let number = takenIds.size;
  while (takenIds.has(`call_${number}`)) number++;
  return `call_${number}`;
}

function shortId(id: string): string {
  return `call_${createHash('sha256').update(id, 'latin1').digest('hex').slice(0, 32)}`;
}

/** Arguments as a JSON text, which strict servers parse: text of another protocol's client may be empty or broken. */
function argumentsOf(input: ToolInput, isOwn: boolean): string {
  if (input.kind === 'value') return JSON.stringify(input.value);
  return isOwn || isJson(input.text) ? input.text : JSON.stringify(inputObject(input));
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
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

import { asArray, asObject, asString, isObject, type Json, type JsonObject } from '../../lib/json.ts';
import { badRequest } from '../../turn/fault.ts';
import type { Block, Extra, ToolResultBlock } from '../../turn/request.ts';
import { decodeContent } from './content-decode.ts';
import { thinkingOf } from './encrypted-content.ts';
import type { FlatNames } from './flat-names.ts';
import { PROTOCOL } from './protocol.ts';

/** One item of the input. */
export interface DecodedItem {
  readonly role: 'user' | 'assistant' | 'system';
  readonly blocks: readonly Block[];
  /** A tool's answer; those in a row are one message. */
  readonly isResult: boolean;
  /** What its blocks do not carry, for the encoder of this protocol. */
  readonly shell: ItemShell;
}

/** An item without what its blocks carry, which are the next `blocks` ones of its message. */
export interface ItemShell {
  readonly blocks: number;
  readonly item: JsonObject;
  /** Its content was one string. */
  readonly plain?: true;
}

/**
 * An item → blocks. An item of an unknown type stays whole, as an opaque block.
 *
 * @throws Fault invalid_request for an item of a known type that lacks what makes it one
 */
export function decodeItem(item: Json, path: string, names: FlatNames): DecodedItem {
  if (!isObject(item)) throw badRequest(`${path}: must be an object`);
  switch (item['type']) {
    case undefined:
    case 'message':
      return decodeMessage(item, path);
    case 'reasoning':
      return whole(item, decodeReasoning(item));
    case 'function_call':
    case 'custom_tool_call':
      return decodeCall(item, path, names);
    case 'item_reference':
      throw badRequest(`${path}: redwolf stores no responses, so it cannot look an item up. ${SEND_ALL}`);
    default:
      return decodeOther(item, path);
  }
}

/** What to do instead of pointing to something that is stored. */
export const SEND_ALL = 'Send the whole conversation in `input`, with `store: false`.';

function decodeMessage(item: JsonObject, path: string): DecodedItem {
  const role = roleOf(item['role']);
  if (role === undefined) throw badRequest(`${path}.role: must be "system", "developer", "user" or "assistant"`);
  const usual = role === 'assistant' ? 'output_text' : 'input_text';
  const blocks = decodeContent(item['content'], usual, `${path}.content`);
  const { content, ...rest } = item;
  const [first, ...others] = blocks;
  return {
    role,
    blocks: first === undefined ? [] : [withLostFields(first, rest, MESSAGE), ...others],
    isResult: false,
    shell: { blocks: blocks.length, item: rest, ...(typeof content === 'string' && { plain: true }) },
  };
}

function roleOf(role: Json | undefined): DecodedItem['role'] | undefined {
  if (role === 'developer' || role === 'system') return 'system';
  return role === 'user' || role === 'assistant' ? role : undefined;
}

// Ids and states of items say nothing to other platforms.
const MESSAGE = new Set(['type', 'role', 'id', 'status']);
const CALL = new Set(['type', 'id', 'status', 'call_id', 'name', 'namespace', 'arguments', 'input']);
const OUTPUT = new Set(['type', 'id', 'status', 'call_id', 'output', 'name', 'namespace']);

/** Notes the fields of an item that its first block does not carry: the shell gives them back, others lose them. */
function withLostFields(block: Block, item: JsonObject, known: ReadonlySet<string>): Block {
  const lost = Object.entries(item).filter(([name, value]) => !known.has(name) && value !== null);
  if (lost.length === 0 || block.type === 'opaque') return block;
  const fields = { ...block.extra?.fields, ...Object.fromEntries(lost.map(([name]) => [`item.${name}`, true])) };
  const extra: Extra = { ...block.extra, protocol: PROTOCOL, fields };
  return { ...block, extra };
}

/** Readable reasoning is its summary, or the full text where a platform shows it. */
function decodeReasoning(item: JsonObject): Block {
  const summary = textsOf(item['summary']);
  const texts = summary.length > 0 ? summary : textsOf(item['content']);
  return thinkingOf(asString(item['encrypted_content']) ?? '', texts.join('\n\n'));
}

function textsOf(parts: Json | undefined): string[] {
  return asArray(parts).flatMap((part) => asString(asObject(part)?.['text']) ?? []);
}

/** An item that the encoder gives back as it came. */
function whole(item: JsonObject, block: Block, role: DecodedItem['role'] = 'assistant'): DecodedItem {
  return { role, blocks: [block], isResult: block.type === 'tool-result', shell: { blocks: 1, item } };
}

function decodeCall(item: JsonObject, path: string, names: FlatNames): DecodedItem {
  const callId = requiredText(item, 'call_id', path);
  const name = names.of(asString(item['namespace']), requiredText(item, 'name', path));
  const isCustom = item['type'] === 'custom_tool_call';
  const text = isCustom ? '' : asString(item['arguments']);
  if (text === undefined) throw badRequest(`${path}.arguments: must be a string`);
  const block: Block = {
    type: 'tool-call',
    id: callId,
    name,
    input: isCustom ? { kind: 'value', value: { input: item['input'] ?? '' } } : { kind: 'text', text },
  };
  if (isCustom) return whole(item, withLostFields(block, item, CALL));
  const { arguments: _, call_id: __, ...rest } = item;
  return { ...whole(item, withLostFields(block, item, CALL)), shell: { blocks: 1, item: rest } };
}

function requiredText(item: JsonObject, name: string, path: string): string {
  const value = asString(item[name]);
  if (value === undefined || value === '') throw badRequest(`${path}.${name}: must be a non-empty string`);
  return value;
}

/**
 * Calls and outputs of other kinds of tools that the client runs (`local_shell_call`, `apply_patch_call`, …) look alike:
 * they are told as calls of a tool of that name. Anything else only its own protocol understands.
 */
function decodeOther(item: JsonObject, path: string): DecodedItem {
  const { type } = item;
  if (typeof type !== 'string') throw badRequest(`${path}.type: must be a string`);
  // `local_shell_call_output` has the call's id in `id`.
  const callId = asString(item['call_id']) ?? (type.startsWith('local_shell') ? asString(item['id']) : undefined);
  if (type.endsWith('_output') && callId !== undefined) return decodeOutput(item, callId, path);
  if (type.endsWith('_call') && callId !== undefined) {
    const { type: _, id: __, call_id: ___, status: ____, ...input } = item;
    const name = type.slice(0, -'_call'.length);
    return whole(item, { type: 'tool-call', id: callId, name, input: { kind: 'value', value: input } });
  }
  const isModels = !type.endsWith('_output') && !type.endsWith('_response') && type !== 'additional_tools';
  return whole(item, { type: 'opaque', protocol: PROTOCOL, raw: item }, isModels ? 'assistant' : 'user');
}

function decodeOutput(item: JsonObject, callId: string, path: string): DecodedItem {
  const { output, ...rest } = item;
  const isUsual = item['type'] === 'function_call_output' || item['type'] === 'custom_tool_call_output';
  const isReadable = typeof output === 'string' || isUsual;
  const content = isReadable ? outputContent(output, path) : [{ type: 'text' as const, text: JSON.stringify(output) }];
  const result: ToolResultBlock = {
    type: 'tool-result',
    callId,
    content,
    form: isReadable && Array.isArray(output) ? 'blocks' : 'string',
  };
  const decoded = whole(item, withLostFields(result, item, OUTPUT), 'user');
  if (!isUsual) return decoded;
  const { call_id: _, ...shell } = rest;
  return { ...decoded, shell: { blocks: 1, item: shell } };
}

function outputContent(output: Json | undefined, path: string): Block[] {
  return output === '' ? [] : decodeContent(output, 'input_text', `${path}.output`);
}

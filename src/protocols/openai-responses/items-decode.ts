import type { Json, JsonObject } from '../../lib/json.ts';
import { badRequest } from '../../turn/fault.ts';
import type { Block, Message } from '../../turn/request.ts';
import type { FlatNames } from './flat-names.ts';
import { type DecodedItem, decodeItem, type ItemShell } from './item-decode.ts';
import { PROTOCOL } from './protocol.ts';

/** The input of a request as a conversation. */
export interface DecodedInput {
  readonly system: readonly Block[];
  /** Of the items that `system` was made of. */
  readonly systemShells: readonly ItemShell[];
  readonly messages: readonly Message[];
}

/**
 * `input` → system text and messages. What a model says in several items (reasoning, text, calls) becomes one message,
 * and so do the results of its calls. Leading instructions are the system text.
 *
 * @throws Fault invalid_request
 */
export function decodeInput(input: Json | undefined, names: FlatNames): DecodedInput {
  if (typeof input === 'string') return { system: [], systemShells: [], messages: [plainMessage(input)] };
  if (!Array.isArray(input)) throw badRequest('input: must be a string or a list of items');
  const items = input.map((item, index) => decodeItem(item, `input[${index}]`, names));
  const leading = items.findIndex((item) => item.role !== 'system');
  const start = leading < 0 ? items.length : leading;
  const system = items.slice(0, start);
  return {
    system: system.flatMap((item) => item.blocks),
    systemShells: system.map((item) => item.shell),
    messages: groupItems(items.slice(start)),
  };
}

function plainMessage(text: string): Message {
  return { role: 'user', content: [{ type: 'text', text }], plain: true };
}

function groupItems(items: readonly DecodedItem[]): Message[] {
  const groups: DecodedItem[][] = [];
  for (const item of items) {
    const group = groups.at(-1);
    const [first] = group ?? [];
    if (group !== undefined && first !== undefined && belongsTo(first, item)) group.push(item);
    else groups.push([item]);
  }
  return groups.map(toMessage);
}

function belongsTo(first: DecodedItem, next: DecodedItem): boolean {
  if (first.role !== next.role) return false;
  return first.role === 'assistant' || (first.isResult && next.isResult);
}

function toMessage(group: readonly DecodedItem[]): Message {
  return {
    role: group[0]?.role ?? 'user',
    content: group.flatMap((item) => item.blocks),
    extra: { protocol: PROTOCOL, fields: {}, spelling: { items: group.map((item) => shellJson(item.shell)) } },
  };
}

/** A shell in the form in which it stands in a node's spelling. */
export function shellJson({ blocks, item, plain }: ItemShell): JsonObject {
  return { blocks, item, ...(plain === true && { plain }) };
}

/** Items of OpenAI's Responses API: of its input, and of its output. */

import { readContent, readInput } from './content.ts';
import { type Fields, fieldsOf, isFields, listOf, textOf } from './fields.ts';
import type { Message, Part } from './parts.ts';

/** Tells an item from a message with a role alone. */
export function isItem(value: unknown): value is Fields {
  return isFields(value) && typeof value['type'] === 'string' && value['type'] !== 'message';
}

/** An item as a message of whoever made it. */
export function readItem(item: Fields): Message {
  const type = textOf(item['type']);
  if (type === 'message') return { role: textOf(item['role']) || 'assistant', parts: readContent(item['content']) };
  if (type === 'reasoning') return { role: 'assistant', parts: [{ kind: 'thinking', text: reasoningOf(item) }] };
  if (type.endsWith('_call_output')) return { role: 'tool', parts: [output(item)] };
  if (type === 'function_call' || type === 'custom_tool_call') return { role: 'assistant', parts: [call(item)] };
  if (type.endsWith('_call')) return { role: 'assistant', parts: [hostedCall(item, type)] };
  return { role: 'assistant', parts: [{ kind: 'other', value: item }] };
}

function reasoningOf(item: Fields): string {
  return [...listOf(item['summary']), ...listOf(item['content'])]
    .map((part) => textOf(fieldsOf(part)['text']))
    .join('\n\n');
}

function call(item: Fields): Part {
  const input = readInput(item['arguments'] ?? item['input']);
  return { kind: 'tool-call', id: textOf(item['call_id']), name: textOf(item['name']), input };
}

/** Such as a search in the web, or a command of the shell: what it does stands in `action`. */
function hostedCall(item: Fields, type: string): Part {
  const { type: _type, id: _id, call_id, status: _status, ...rest } = item;
  const id = textOf(call_id);
  return { kind: 'tool-call', id, name: type.replace(/_call$/, ''), input: rest['action'] ?? rest };
}

function output(item: Fields): Part {
  const parts = readContent(item['output']);
  return { kind: 'tool-result', id: textOf(item['call_id']), name: '', isError: false, parts };
}

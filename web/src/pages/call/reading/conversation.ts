import { readContent, readInput } from './content.ts';
import { type Fields, fieldsOf, isFields, listOf, textOf } from './fields.ts';
import type { Conversation, Message, Part, Tool } from './parts.ts';
import { isItem, readItem } from './response-items.ts';

/**
 * Reads a request of any of the protocols: Anthropic's Messages, OpenAI's Chat Completions and Responses, Ollama's chat. Their
 * names for things differ so far that none can be taken for another's. Undefined for what is no conversation.
 */
export function readConversation(body: unknown): Conversation | undefined {
  if (!isFields(body)) return undefined;
  const said = body['messages'] ?? body['input'];
  if (!Array.isArray(said) && typeof said !== 'string') return undefined;
  const messages = typeof said === 'string' ? [{ role: 'user', parts: readContent(said) }] : readMessages(said);
  return {
    system: [...readContent(body['system']), ...readContent(body['instructions'])],
    tools: listOf(body['tools']).map(readTool),
    messages: withToolNames(messages),
  };
}

/** Where a protocol has one item for each thing that the model says or a tool answers, those of one turn are one message. */
const JOINED = new Set(['assistant', 'tool']);

function readMessages(said: readonly unknown[]): readonly Message[] {
  const messages: { readonly role: string; readonly parts: Part[] }[] = [];
  for (const value of said) {
    const { role, parts } = isItem(value) ? readItem(value) : readMessage(value);
    const last = messages.at(-1);
    if (last?.role === role && JOINED.has(role)) last.parts.push(...parts);
    else messages.push({ role, parts: [...parts] });
  }
  return messages;
}

/** One message of a request, or the one of a reply. */
export function readMessage(value: unknown): Message {
  if (!isFields(value)) return { role: '', parts: readContent(value) };
  const role = textOf(value['role']);
  const content = readContent(value['content']);
  if (role === 'tool' || role === 'function') return { role: 'tool', parts: [toolMessage(value, content)] };
  return { role, parts: [...thoughts(value), ...images(value), ...content, ...refusal(value), ...calls(value)] };
}

function toolMessage(message: Fields, parts: readonly Part[]): Part {
  const name = textOf(message['name']) || textOf(message['tool_name']);
  return { kind: 'tool-result', id: textOf(message['tool_call_id']), name, isError: false, parts };
}

function thoughts(message: Fields): readonly Part[] {
  const text = textOf(message['reasoning_content']) || textOf(message['reasoning']) || textOf(message['thinking']);
  return text === '' ? [] : [{ kind: 'thinking', text }];
}

function refusal(message: Fields): readonly Part[] {
  return readContent(textOf(message['refusal']));
}

/** Ollama's: base64 without a type, which the first bytes tell. */
function images(message: Fields): readonly Part[] {
  return listOf(message['images']).map((data) => {
    const base64 = textOf(data);
    const type = base64.startsWith('/9j/') ? 'jpeg' : base64.startsWith('UklGR') ? 'webp' : 'png';
    return { kind: 'image', url: `data:image/${type};base64,${base64}` };
  });
}

function calls(message: Fields): readonly Part[] {
  const legacy = message['function_call'];
  const all = [...listOf(message['tool_calls']), ...(isFields(legacy) ? [{ function: legacy }] : [])];
  return all.map((value) => {
    const call = fieldsOf(value);
    const named = fieldsOf(call['function'] ?? call['custom']);
    const input = readInput(named['arguments'] ?? named['input']);
    return { kind: 'tool-call', id: textOf(call['id']), name: textOf(named['name']), input };
  });
}

function readTool(definition: unknown): Tool {
  const outer = fieldsOf(definition);
  const inner = isFields(outer['function']) ? outer['function'] : outer;
  return {
    name: textOf(inner['name']) || textOf(outer['type']),
    about: textOf(inner['description']),
    definition,
  };
}

/** Results say whose they are by the id of the call alone. */
function withToolNames(messages: readonly Message[]): readonly Message[] {
  const names = new Map<string, string>();
  return messages.map(({ role, parts }) => {
    for (const part of parts) if (part.kind === 'tool-call') names.set(part.id, part.name);
    const named = parts.map((part) =>
      part.kind === 'tool-result' && part.name === '' ? { ...part, name: names.get(part.id) ?? '' } : part,
    );
    return { role, parts: named };
  });
}

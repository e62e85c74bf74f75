import { asObject, asString, isObject, type Json, type JsonObject } from '../../lib/json.ts';
import { parseWireText } from '../../lib/wire-text.ts';
import type { Losses } from '../../turn/losses.ts';
import type { TurnRequest } from '../../turn/request.ts';
import type { EncodeContext } from '../openai-chat/assistant-encode.ts';
import { encodeMessages as encodeChatMessages } from '../openai-chat/messages-encode.ts';
import { readReasoning } from '../openai-chat/reasoning.ts';
import { callsOf, encodeContent } from './content-encode.ts';

// What the code below reads; anything else of a client's own message is lost.
const READ = new Set([
  ...['role', 'content', 'refusal', 'tool_calls', 'function_call', 'tool_call_id'],
  ...['reasoning_content', 'reasoning', 'reasoning_details'],
]);

/**
 * The messages of a turn. Order and pairing are those of OpenAI's chat completions, so they are made by its encoder, and
 * then put into Ollama's form: content is one text with images apart, arguments are an object, a result names its tool.
 * Source: Message in github.com/ollama/ollama, api/types.go; docs.ollama.com/capabilities/tool-calling.
 */
export function encodeMessages(turn: TurnRequest, context: EncodeContext): Json[] {
  const names = new Map<string, string>();
  const { losses } = context;
  return encodeChatMessages(turn, context).flatMap((message) => {
    if (!isObject(message)) return [];
    for (const name in message) if (!READ.has(name) && message[name] !== null) lose(name, message, losses);
    return [encodeMessage(message, names, losses)];
  });
}

function lose(name: string, { role }: JsonObject, losses: Losses): void {
  const isToolName = name === 'name' && role === 'function';
  if (!isToolName) losses.add(`messages[].${name}`, 'Ollama has no such field');
}

function encodeMessage(message: JsonObject, names: Map<string, string>, losses: Losses): JsonObject {
  switch (message['role']) {
    case 'assistant':
      return encodeAssistant(message, names, losses);
    case 'tool':
    case 'function':
      return encodeResult(message, names, losses);
    case 'user':
      return { role: 'user', ...encodeContent(message['content'], losses) };
    default:
      return { role: 'system', ...encodeContent(message['content'], losses) };
  }
}

function encodeAssistant(message: JsonObject, names: Map<string, string>, losses: Losses): JsonObject {
  const calls = callsOf(message).map((call, index) => encodeCall(call, index, names));
  const thinking = readReasoning(message)?.text ?? '';
  return {
    role: 'assistant',
    ...encodeContent(message['content'] ?? message['refusal'], losses),
    ...(thinking !== '' && { thinking }),
    ...(calls.length > 0 && { tool_calls: calls }),
  };
}

/** @param names grows by the call's id and its tool */
function encodeCall(call: JsonObject, index: number, names: Map<string, string>): JsonObject {
  const called = asObject(call['function']) ?? asObject(call['custom']) ?? {};
  const id = asString(call['id']);
  const name = asString(called['name']) ?? '';
  if (id !== undefined) names.set(id, name);
  const input = called['arguments'] ?? { input: called['input'] };
  return {
    ...(id !== undefined && { id }),
    type: 'function',
    function: { index, name, arguments: argumentsOf(input) },
  };
}

/**
 * Arguments as an object. Text that is none is never replaced by an empty one: the model shall see its own mistake, in the
 * form in which Claude Code notes such a call.
 */
function argumentsOf(input: Json): JsonObject {
  const value = typeof input === 'string' ? parse(input) : input;
  if (isObject(value)) return value;
  const raw = typeof input === 'string' ? input : JSON.stringify(input);
  return { __unparsedToolInput: { raw, len: raw.length } };
}

function parse(text: string): Json {
  if (text.trim() === '') return {};
  try {
    return parseWireText(text);
  } catch {
    return null;
  }
}

function encodeResult(message: JsonObject, names: ReadonlyMap<string, string>, losses: Losses): JsonObject {
  const id = asString(message['tool_call_id']);
  const name = names.get(id ?? '') ?? asString(message['name']);
  return {
    role: 'tool',
    ...encodeContent(message['content'], losses),
    ...(name !== undefined && { tool_name: name }),
    ...(id !== undefined && { tool_call_id: id }),
  };
}

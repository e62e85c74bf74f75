import { isObject, type Json, type JsonObject } from '../../lib/json.ts';
import { badRequest } from '../../turn/fault.ts';
import type { Message, ToolResultBlock, TurnRequest } from '../../turn/request.ts';
import { SourceFields } from '../source-fields.ts';
import { decodeAssistant } from './assistant-decode.ts';
import { decodeContent } from './content-decode.ts';
import { PROTOCOL } from './protocol.ts';

type Decoded = Pick<TurnRequest, 'system' | 'systemPlain' | 'systemSource' | 'messages'>;

/**
 * The list of messages → the turn's system text and its conversation. System and developer messages before all others
 * are the system text; later ones keep their place. Tool messages in a row become one message of the user.
 *
 * @throws Fault invalid_request
 */
export function decodeMessages(json: Json | undefined): Decoded {
  if (!Array.isArray(json)) throw badRequest('messages: must be a list of messages');
  if (json.length === 0) throw badRequest('messages: at least one message is required');
  const list = json.map((message, index) => {
    if (!isObject(message)) throw badRequest(`messages[${index}]: must be an object`);
    return message;
  });
  const first = list.findIndex((message) => !isSystem(message));
  const start = first < 0 ? list.length : first;
  return { ...decodeSystem(list.slice(0, start)), messages: decodeConversation(list, start) };
}

function isSystem(message: JsonObject): boolean {
  return message['role'] === 'system' || message['role'] === 'developer';
}

function decodeSystem(messages: readonly JsonObject[]): Omit<Decoded, 'messages'> {
  const system = messages.flatMap((message, index) => {
    return decodeContent(message['content'], `messages[${index}].content`).content;
  });
  const [only] = messages;
  const isPlain = messages.length === 1 && typeof only?.['content'] === 'string';
  const isUsual = isPlain && only['role'] === 'system' && Object.keys(only).length === 2;
  return {
    system,
    ...(isPlain && { systemPlain: true }),
    ...(messages.length > 0 && !isUsual && { systemSource: messages }),
  };
}

function decodeConversation(list: readonly JsonObject[], start: number): Message[] {
  const messages: Message[] = [];
  let results: ToolResultBlock[] = [];
  let legacyId = '';
  for (const [index, json] of list.entries()) {
    if (index < start) continue;
    const path = `messages[${index}]`;
    const { role } = json;
    if (role === 'tool' || role === 'function') {
      // The list is shared with the message that it was made for, so all results in a row end up in one.
      if (results.length === 0) messages.push({ role: 'user', content: results });
      results.push(role === 'tool' ? decodeResult(json, path) : decodeLegacyResult(json, path, legacyId));
      continue;
    }
    results = [];
    if (isObject(json['function_call'])) legacyId = `function_${index}`;
    messages.push(decodeMessage(json, path, legacyId));
  }
  return messages;
}

function decodeMessage(json: JsonObject, path: string, legacyId: string): Message {
  const { role } = json;
  if (role === 'assistant') return decodeAssistant(json, path, legacyId);
  if (role !== 'user' && !isSystem(json)) {
    throw badRequest(`${path}.role: must be "system", "developer", "user", "assistant" or "tool"`);
  }
  const source = new SourceFields(PROTOCOL, json);
  source.take('role', 'content');
  if (role === 'developer') source.spell('role');
  if (typeof json['content'] !== 'string') source.spell('content');
  const decoded = decodeContent(json['content'], `${path}.content`);
  return { role: role === 'user' ? 'user' : 'system', ...decoded, ...source.rest() };
}

function decodeResult(json: JsonObject, path: string): ToolResultBlock {
  const callId = json['tool_call_id'];
  if (typeof callId !== 'string' || callId === '') throw badRequest(`${path}.tool_call_id: must be a non-empty string`);
  const source = new SourceFields(PROTOCOL, json);
  source.take('role', 'tool_call_id');
  return { type: 'tool-result', callId, ...decodeResultContent(source, path), ...source.rest() };
}

/** The result of a call of the old form, which is known by its name only: it answers the last such call. */
function decodeLegacyResult(json: JsonObject, path: string, callId: string): ToolResultBlock {
  const source = new SourceFields(PROTOCOL, json);
  for (const name of ['role', 'name', 'tool_call_id']) source.spell(name);
  return { type: 'tool-result', callId, ...decodeResultContent(source, path), ...source.rest() };
}

function decodeResultContent(source: SourceFields, path: string): Pick<ToolResultBlock, 'content' | 'form'> {
  const { content } = source.json;
  if (typeof content === 'string') {
    source.take('content');
    return { content: content === '' ? [] : [{ type: 'text', text: content }], form: 'string' };
  }
  source.spell('content');
  if (content === undefined || content === null) return { content: [], form: 'absent' };
  return { content: decodeContent(content, `${path}.content`).content, form: 'blocks' };
}

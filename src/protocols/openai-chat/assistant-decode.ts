import { asArray, asString, isObject, type Json, type JsonObject } from '../../lib/json.ts';
import { badRequest } from '../../turn/fault.ts';
import type { Block, Message, ToolCallBlock, ToolInput } from '../../turn/request.ts';
import { SourceFields } from '../source-fields.ts';
import { decodeContent } from './content-decode.ts';
import { PROTOCOL } from './protocol.ts';
import { readReasoning } from './reasoning.ts';
import { readSignedDetails } from './signed-reasoning.ts';

/**
 * An assistant's message → thinking, text and tool calls, in this order.
 *
 * @param legacyId id for a call of the old `function_call` form, which has none
 * @throws Fault invalid_request
 */
export function decodeAssistant(json: JsonObject, path: string, legacyId: string): Message {
  const source = new SourceFields(PROTOCOL, json);
  source.take('role', 'content');
  const content: Block[] = [
    ...decodeReasoning(source),
    ...decodeText(source, path),
    ...decodeRefusal(source),
    ...decodeCalls(source, path),
    ...decodeFunctionCall(source, path, legacyId),
  ];
  return { role: 'assistant', content, ...(typeof json['content'] === 'string' && { plain: true }), ...source.rest() };
}

/** Reasoning that the client gives back. It belongs to this protocol, so its encoder may send it on. */
function decodeReasoning(source: SourceFields): Block[] {
  const reasoning = readReasoning(source.json);
  if (reasoning === undefined) return [];
  for (const name of ['reasoning_content', 'reasoning', 'reasoning_details']) source.spell(name);
  const signed = readSignedDetails(source.json);
  if (signed.length > 0) return signed;
  return [{ type: 'thinking', text: reasoning.text, signature: '', extra: { protocol: PROTOCOL, fields: {} } }];
}

function decodeText(source: SourceFields, path: string): Block[] {
  const content = source.json['content'];
  const isUsual = typeof content === 'string' && content !== '';
  if (!isUsual) source.spell('content');
  if (content === undefined || content === null || content === '') return [];
  return decodeContent(content, `${path}.content`).content;
}

function decodeRefusal(source: SourceFields): Block[] {
  const refusal = asString(source.json['refusal']) ?? '';
  if (refusal === '') return [];
  source.spell('refusal');
  source.spell('content');
  return [{ type: 'text', text: refusal }];
}

function decodeCalls(source: SourceFields, path: string): Block[] {
  const calls = source.json['tool_calls'];
  if (calls === undefined || calls === null) return [];
  if (!Array.isArray(calls)) throw badRequest(`${path}.tool_calls: must be a list`);
  source.take('tool_calls');
  if (!calls.every(isUsualCall)) source.spell('tool_calls');
  return calls.map((call, index) => decodeCall(call, `${path}.tool_calls[${index}]`));
}

function decodeCall(call: Json, path: string): ToolCallBlock {
  if (!isObject(call)) throw badRequest(`${path}: must be an object`);
  const isCustom = call['type'] === 'custom';
  const kind = isCustom ? 'custom' : 'function';
  const called = call[kind];
  if (!isObject(called)) throw badRequest(`${path}.${kind}: must be an object`);
  const { id } = call;
  const { name } = called;
  if (typeof id !== 'string' || id === '') throw badRequest(`${path}.id: must be a non-empty string`);
  if (typeof name !== 'string' || name === '') throw badRequest(`${path}.${kind}.name: must be a non-empty string`);
  const source = new SourceFields(PROTOCOL, call);
  source.take('id', 'type', kind);
  // The position in a stream, which some clients keep.
  if (call['index'] !== undefined) source.spell('index');
  const input = isCustom ? customInput(called) : decodeInput(called['arguments']);
  return { type: 'tool-call', id, name, input, ...source.rest() };
}

/** A custom tool takes free text; others take an object, so the text becomes its only field. */
function customInput(called: JsonObject): ToolInput {
  return { kind: 'value', value: { input: called['input'] ?? '' } };
}

/** Arguments are a text by the book; some clients send the object itself, or nothing. */
function decodeInput(value: Json | undefined): ToolInput {
  if (typeof value === 'string') return { kind: 'text', text: value };
  return { kind: 'value', value: value ?? {} };
}

/** True for a call that the encoder writes as it came. */
function isUsualCall(call: Json): boolean {
  if (!isObject(call) || call['type'] !== 'function' || !isObject(call['function'])) return false;
  const { name: _, arguments: text, ...others } = call['function'];
  return typeof text === 'string' && Object.keys(others).length === 0;
}

/** The one call of a message in the form before `tool_calls`. */
function decodeFunctionCall(source: SourceFields, path: string, id: string): Block[] {
  const call = source.json['function_call'];
  if (!isObject(call)) return [];
  const { name } = call;
  if (typeof name !== 'string' || name === '')
    throw badRequest(`${path}.function_call.name: must be a non-empty string`);
  source.spell('function_call');
  if (asArray(source.json['tool_calls']).length === 0) source.spell('tool_calls');
  return [{ type: 'tool-call', id, name, input: decodeInput(call['arguments']) }];
}

import { asNumber, asString, isObject, type Json, type JsonObject } from '../../lib/json.ts';
import { withExtra } from '../../turn/extra.ts';
import { badRequest } from '../../turn/fault.ts';
import type { Extra, Message, OutputFormat, Thinking, Tool, ToolChoice, TurnRequest } from '../../turn/request.ts';
import { parseRequest } from '../parse-request.ts';
import { decodeBlocks } from './blocks-decode.ts';
import { PROTOCOL } from './protocol.ts';

const KNOWN = new Set([
  'model',
  'messages',
  'system',
  'max_tokens',
  'temperature',
  'top_p',
  'top_k',
  'stop_sequences',
  'stream',
  'tools',
  'tool_choice',
  'thinking',
  'output_config',
]);

/**
 * Anthropic Messages request → turn. Unknown fields and blocks are kept, so newer clients work.
 * Source: the Messages API reference and the requests of Claude Code 2.1.
 *
 * @throws Fault invalid_request for what no platform could understand
 */
export function decodeRequest(body: Buffer): TurnRequest {
  const json = parseRequest(body);
  checkTypes(json);
  const system = json['system'];
  return {
    protocol: PROTOCOL,
    model: asString(json['model']) ?? '',
    stream: json['stream'] === true,
    ...decodeSystem(system),
    messages: decodeMessages(json['messages']),
    ...decodeSampling(json),
    ...decodeTools(json),
    ...decodeThinking(json['thinking']),
    ...decodeRest(json),
  };
}

const TYPES: readonly (readonly [string, string, (value: Json) => boolean])[] = [
  ['max_tokens', 'a number', (value) => typeof value === 'number'],
  ['temperature', 'a number', (value) => typeof value === 'number'],
  ['top_p', 'a number', (value) => typeof value === 'number'],
  ['top_k', 'a number', (value) => typeof value === 'number'],
  ['stream', 'true or false', (value) => typeof value === 'boolean'],
  ['stop_sequences', 'a list', Array.isArray],
  ['tool_choice', 'an object', isObject],
  ['thinking', 'an object', isObject],
  ['output_config', 'an object', isObject],
];

/** A field of a wrong type could only be dropped, and its sender would not learn that it had no effect. */
function checkTypes(json: JsonObject): void {
  for (const [name, wanted, isRight] of TYPES) {
    const value = json[name];
    if (value !== undefined && value !== null && !isRight(value)) throw badRequest(`${name}: must be ${wanted}`);
  }
}

function decodeSystem(system: Json | undefined): Pick<TurnRequest, 'system' | 'systemPlain'> {
  if (system === undefined || system === null) return { system: [] };
  if (typeof system === 'string')
    return { system: system === '' ? [] : [{ type: 'text', text: system }], systemPlain: true };
  if (!Array.isArray(system)) throw badRequest('system: must be a string or a list of text blocks');
  return { system: decodeBlocks(system, 'system') };
}

function decodeMessages(messages: Json | undefined): Message[] {
  if (!Array.isArray(messages)) throw badRequest('messages: must be a list of messages');
  if (messages.length === 0) throw badRequest('messages: at least one message is required');
  return messages.map(decodeMessage);
}

const KNOWN_MESSAGE = new Set(['role', 'content']);

function decodeMessage(message: Json, index: number): Message {
  const path = `messages[${index}]`;
  if (!isObject(message)) throw badRequest(`${path}: must be an object`);
  const role = message['role'];
  if (role !== 'user' && role !== 'assistant' && role !== 'system') {
    throw badRequest(`${path}.role: must be "user", "assistant" or "system"`);
  }
  const content = message['content'];
  const extra = withExtra(PROTOCOL, message, KNOWN_MESSAGE);
  if (typeof content === 'string') return { role, content: [{ type: 'text', text: content }], plain: true, ...extra };
  if (!Array.isArray(content)) throw badRequest(`${path}.content: must be a string or a list of blocks`);
  return { role, content: decodeBlocks(content, `${path}.content`), ...extra };
}

function decodeSampling(json: JsonObject): Partial<TurnRequest> {
  const stop = json['stop_sequences'];
  const maxTokens = asNumber(json['max_tokens']);
  const temperature = asNumber(json['temperature']);
  const topP = asNumber(json['top_p']);
  const topK = asNumber(json['top_k']);
  return {
    ...(maxTokens !== undefined && { maxTokens }),
    ...(temperature !== undefined && { temperature }),
    ...(topP !== undefined && { topP }),
    ...(topK !== undefined && { topK }),
    ...(Array.isArray(stop) && { stop: stop.filter((text) => typeof text === 'string') }),
  };
}

function decodeTools(json: JsonObject): Partial<TurnRequest> {
  const tools = json['tools'];
  if (tools !== undefined && tools !== null && !Array.isArray(tools)) throw badRequest('tools: must be a list');
  const choice = json['tool_choice'];
  const disable = isObject(choice) ? choice['disable_parallel_tool_use'] : undefined;
  return {
    ...(Array.isArray(tools) && { tools: tools.map(decodeTool) }),
    ...(isObject(choice) && { toolChoice: decodeToolChoice(choice) }),
    ...(typeof disable === 'boolean' && { parallelToolCalls: !disable }),
  };
}

const KNOWN_TOOL = new Set(['name', 'description', 'input_schema', 'cache_control', 'strict']);

function decodeTool(tool: Json, index: number): Tool {
  if (!isObject(tool)) throw badRequest(`tools[${index}]: must be an object`);
  const type = tool['type'];
  const isHosted = typeof type === 'string' && type !== 'custom';
  const name = tool['name'];
  if (isHosted) return { kind: 'hosted', protocol: PROTOCOL, raw: tool };
  if (typeof name !== 'string' || name === '') throw badRequest(`tools[${index}].name: must be a non-empty string`);
  const { description, input_schema: schema, strict, cache_control: cacheHint } = tool;
  return {
    kind: 'function',
    name,
    ...(typeof description === 'string' && { description }),
    ...(schema !== undefined && { schema }),
    ...(typeof strict === 'boolean' && { strict }),
    ...(cacheHint !== undefined && { cacheHint }),
    ...(type === 'custom' ? spelled(tool, KNOWN_TOOL, 'type') : withExtra(PROTOCOL, tool, KNOWN_TOOL)),
  };
}

/** What is not known, and a field that says nothing which the turn does not say without it. */
function spelled(node: JsonObject, known: ReadonlySet<string>, name: string): { extra: Extra } {
  const rest = withExtra(PROTOCOL, node, new Set([...known, name]));
  return { extra: { protocol: PROTOCOL, fields: rest.extra?.fields ?? {}, spelling: { [name]: node[name] } } };
}

const KNOWN_CHOICE = new Set(['type', 'name', 'disable_parallel_tool_use']);

function decodeToolChoice(choice: JsonObject): ToolChoice {
  const extra = withExtra(PROTOCOL, choice, KNOWN_CHOICE);
  switch (choice['type']) {
    case 'tool':
      return { kind: 'tool', name: asString(choice['name']) ?? '', ...extra };
    case 'any':
      return { kind: 'any', ...extra };
    case 'none':
      return { kind: 'none', ...extra };
    case 'auto':
      return { kind: 'auto', ...extra };
    default:
      throw badRequest('tool_choice.type: must be "auto", "any", "tool" or "none"');
  }
}

const KNOWN_THINKING = new Set(['type', 'budget_tokens']);

function decodeThinking(thinking: Json | undefined): { thinking?: Thinking } {
  if (!isObject(thinking)) return {};
  const extra = withExtra(PROTOCOL, thinking, KNOWN_THINKING);
  switch (thinking['type']) {
    case 'enabled':
      return { thinking: { kind: 'budget', budget: asNumber(thinking['budget_tokens']) ?? 0, ...extra } };
    case 'disabled':
      return { thinking: { kind: 'disabled', ...extra } };
    case 'between_tools':
      return { thinking: { kind: 'between-tools', ...extra } };
    case 'adaptive':
      return { thinking: { kind: 'adaptive', ...extra } };
    default:
      if (typeof thinking['type'] !== 'string') throw badRequest('thinking.type: must be a string');
      // A type of a newer API is some kind of thinking, and is given back as it came.
      return { thinking: { kind: 'adaptive', ...withExtra(PROTOCOL, thinking, new Set()) } };
  }
}

const KNOWN_OUTPUT = new Set(['effort', 'format']);
const KNOWN_FORMAT = new Set(['type', 'schema', 'name']);

/** Effort, output format, and all that the turn has no field for. */
function decodeRest(json: JsonObject): Partial<TurnRequest> {
  const { known, others } = decodeOutput(json['output_config']);
  const fields: JsonObject = { ...withExtra(PROTOCOL, json, KNOWN).extra?.fields, ...others };
  const spelling = json['stream'] === false ? { spelling: { stream: false } } : undefined;
  if (spelling === undefined && Object.keys(fields).length === 0) return known;
  return { ...known, extra: { protocol: PROTOCOL, fields, ...spelling } };
}

function decodeOutput(output: Json | undefined): { known: Partial<TurnRequest>; others: JsonObject } {
  if (!isObject(output)) return { known: {}, others: {} };
  const effort = asString(output['effort']);
  const format = output['format'];
  const isSchema = isObject(format) && format['type'] === 'json_schema' && format['schema'] !== undefined;
  const { extra } = withExtra(PROTOCOL, output, isSchema ? KNOWN_OUTPUT : new Set(['effort']));
  return {
    known: { ...(effort !== undefined && { effort }), ...(isSchema && { outputFormat: decodeFormat(format) }) },
    others: extra === undefined ? {} : { output_config: extra.fields },
  };
}

function decodeFormat(format: JsonObject): OutputFormat {
  const name = asString(format['name']);
  return {
    schema: format['schema'] ?? {},
    ...(name !== undefined && { name }),
    ...withExtra(PROTOCOL, format, KNOWN_FORMAT),
  };
}

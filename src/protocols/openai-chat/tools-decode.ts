import { isObject, type Json, type JsonObject } from '../../lib/json.ts';
import { badRequest } from '../../turn/fault.ts';
import type { FunctionTool, Tool, ToolChoice, TurnRequest } from '../../turn/request.ts';
import { SourceFields } from '../source-fields.ts';
import { PROTOCOL } from './protocol.ts';

/**
 * `tools`, `tool_choice` and `parallel_tool_calls`, and their forms before 2023-11: `functions` and `function_call`.
 *
 * @throws Fault invalid_request
 */
export function decodeTools(source: SourceFields): Partial<TurnRequest> {
  const tools = decodeToolList(source, 'tools', decodeTool) ?? decodeToolList(source, 'functions', decodeFunction);
  const hasTools = tools !== undefined && tools.length > 0;
  const toolChoice = decodeChoice(source, 'tool_choice', hasTools) ?? decodeChoice(source, 'function_call', hasTools);
  const parallel = source.json['parallel_tool_calls'];
  const isParallel = typeof parallel === 'boolean';
  if (isParallel) source.take('parallel_tool_calls');
  if (isParallel && !hasTools) source.spell('parallel_tool_calls');
  return {
    ...(tools !== undefined && { tools }),
    ...(toolChoice !== undefined && { toolChoice }),
    ...(isParallel && { parallelToolCalls: parallel }),
  };
}

function decodeToolList(
  source: SourceFields,
  name: 'tools' | 'functions',
  decode: (tool: Json, path: string) => Tool,
): Tool[] | undefined {
  const list = source.json[name];
  if (list === undefined || list === null) return undefined;
  if (!Array.isArray(list)) throw badRequest(`${name}: must be a list`);
  if (name === 'tools' && list.length > 0) source.take(name);
  else {
    source.spell(name);
    // The encoder writes the new form, so its fields have to go where the old one comes back.
    if (name === 'functions') source.spell('tools');
  }
  return list.map((tool, index) => decode(tool, `${name}[${index}]`));
}

function decodeTool(tool: Json, path: string): Tool {
  if (!isObject(tool)) throw badRequest(`${path}: must be an object`);
  const { type } = tool;
  if (type !== 'function' && type !== undefined) return { kind: 'hosted', protocol: PROTOCOL, raw: tool };
  const { cache_control: cacheHint } = tool;
  const decoded = decodeFunction(tool['function'], `${path}.function`);
  return cacheHint === undefined ? decoded : { ...decoded, cacheHint };
}

function decodeFunction(json: Json | undefined, path: string): FunctionTool {
  if (!isObject(json)) throw badRequest(`${path}: must be an object`);
  const source = new SourceFields(PROTOCOL, json);
  const name = source.string('name');
  if (name === undefined || name === '') throw badRequest(`${path}.name: must be a non-empty string`);
  const description = source.string('description');
  const { parameters: schema, strict } = json;
  source.take('parameters');
  if (isMendedByEncoder(schema)) source.spell('parameters');
  if (typeof strict === 'boolean') source.take('strict');
  return {
    kind: 'function',
    name,
    ...(description !== undefined && { description }),
    ...(schema !== undefined && { schema }),
    ...(typeof strict === 'boolean' && { strict }),
    ...source.rest(),
  };
}

/** True for a schema that the encoder changes for the sake of strict servers. */
function isMendedByEncoder(schema: Json | undefined): boolean {
  if (!isObject(schema)) return false;
  return '$schema' in schema || (schema['type'] === 'object' && schema['properties'] === undefined);
}

const CHOICES: ReadonlyMap<Json | undefined, ToolChoice> = new Map<Json | undefined, ToolChoice>([
  ['auto', { kind: 'auto' }],
  ['none', { kind: 'none' }],
  ['required', { kind: 'any' }],
]);

/** A choice that the turn cannot say (`allowed_tools`, custom tools) is left where it is. */
function decodeChoice(
  source: SourceFields,
  name: 'tool_choice' | 'function_call',
  hasTools: boolean,
): ToolChoice | undefined {
  const json = source.json[name];
  const choice = CHOICES.get(json) ?? (isObject(json) ? namedChoice(json) : undefined);
  if (choice === undefined) return undefined;
  if (name === 'tool_choice' && hasTools) source.take(name);
  else source.spell(name);
  if (name === 'function_call') source.spell('tool_choice');
  return choice;
}

function namedChoice(json: JsonObject): ToolChoice | undefined {
  const called = isObject(json['function']) ? json['function'] : json;
  const isFunction = json['type'] === 'function' || json['type'] === undefined;
  const { name } = called;
  return isFunction && typeof name === 'string' && name !== '' ? { kind: 'tool', name } : undefined;
}

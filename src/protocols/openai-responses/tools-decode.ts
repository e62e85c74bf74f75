import { asArray, asObject, asString, isObject, type Json, type JsonObject } from '../../lib/json.ts';
import { badRequest } from '../../turn/fault.ts';
import type { FunctionTool, Tool, ToolChoice, TurnRequest } from '../../turn/request.ts';
import { SourceFields } from '../source-fields.ts';
import { FlatNames } from './flat-names.ts';
import { PROTOCOL } from './protocol.ts';

/** The tools of a request, and the names that its items use for them. */
export interface DecodedTools {
  readonly fields: Partial<TurnRequest>;
  readonly names: FlatNames;
}

/**
 * `tools`, `tool_choice` and `parallel_tool_calls`. Tools in a namespace become flat ones, tools that take free text
 * become functions with one argument; what the platform itself would run stays as it is.
 *
 * @throws Fault invalid_request
 */
export function decodeTools(source: SourceFields): DecodedTools {
  const list = source.json['tools'];
  if (list !== undefined && list !== null && !Array.isArray(list)) throw badRequest('tools: must be a list');
  const given = asArray(list);
  const names = new FlatNames(given.flatMap((tool) => asString(asObject(tool)?.['name']) ?? []));
  const tools = given.flatMap((tool, index) => decodeTool(tool, `tools[${index}]`, names));
  if (tools.length > 0) source.take('tools');
  const toolChoice = decodeChoice(source, names, tools.length > 0);
  const parallel = source.json['parallel_tool_calls'];
  const isParallel = typeof parallel === 'boolean';
  if (isParallel) source.spell('parallel_tool_calls');
  const fields = {
    ...(tools.length > 0 && { tools }),
    ...(toolChoice !== undefined && { toolChoice }),
    ...(isParallel && { parallelToolCalls: parallel }),
  };
  return { fields, names };
}

function decodeTool(tool: Json, path: string, names: FlatNames): Tool[] {
  if (!isObject(tool)) throw badRequest(`${path}: must be an object`);
  if (tool['type'] === 'function') return [decodeFunction(tool, path)];
  if (tool['type'] === 'custom') return [decodeCustom(tool, path)];
  if (typeof tool['type'] !== 'string') throw badRequest(`${path}.type: must be a string`);
  const members = tool['type'] === 'namespace' ? asArray(tool['tools']) : [];
  if (members.length === 0) return [{ kind: 'hosted', protocol: PROTOCOL, raw: tool }];
  return decodeNamespace(tool, members, path, names);
}

/** Tools of one namespace. They share `wrapper`, by which the encoder knows them for one. */
function decodeNamespace(tool: JsonObject, members: readonly Json[], path: string, names: FlatNames): Tool[] {
  const { tools: _, ...wrapper } = tool;
  const namespace = asString(tool['name']);
  if (namespace === undefined || namespace === '') throw badRequest(`${path}.name: must be a non-empty string`);
  return members.map((member, index): Tool => {
    const place = `${path}.tools[${index}]`;
    if (!isObject(member)) throw badRequest(`${place}: must be an object`);
    const decoded = member['type'] === 'custom' ? decodeCustom(member, place) : decodeFunction(member, place);
    return {
      ...decoded,
      name: names.of(namespace, decoded.name),
      extra: { protocol: PROTOCOL, fields: decoded.extra?.fields ?? {}, spelling: { source: member, wrapper } },
    };
  });
}

function decodeFunction(json: JsonObject, path: string): FunctionTool {
  const source = new SourceFields(PROTOCOL, json);
  source.take('type');
  // A wish for later loading: redwolf gives every tool at once.
  if (json['defer_loading'] !== undefined) source.spell('defer_loading');
  const name = nameOf(json, path);
  source.take('name');
  const description = source.string('description');
  const { parameters, strict } = json;
  const schema = isObject(parameters) ? parameters : undefined;
  if (schema === undefined || isMendedByEncoder(schema)) source.spell('parameters');
  else source.take('parameters');
  // The encoder always says what it wants, as the API's default depends on the schema.
  if (typeof strict !== 'boolean') source.spell('strict');
  else source.take('strict');
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
function isMendedByEncoder(schema: JsonObject): boolean {
  return '$schema' in schema || (schema['type'] === 'object' && schema['properties'] === undefined);
}

const INPUT = 'The whole input of the tool, as plain text.';

/** A grammar cannot be enforced elsewhere, but the model can be told of it. */
function decodeCustom(json: JsonObject, path: string): FunctionTool {
  const format = asObject(json['format']);
  const grammar = format?.['type'] === 'grammar' ? format : undefined;
  const syntax = asString(grammar?.['syntax']) ?? 'grammar';
  const rules = asString(grammar?.['definition']);
  const told = rules === undefined ? '' : `\n\nThe input has to follow this ${syntax} grammar:\n${rules}`;
  return {
    kind: 'function',
    name: nameOf(json, path),
    description: `${asString(json['description']) ?? ''}${told}`.trim(),
    schema: {
      type: 'object',
      properties: { input: { type: 'string', description: INPUT } },
      required: ['input'],
      additionalProperties: false,
    },
    extra: {
      protocol: PROTOCOL,
      fields: grammar === undefined ? {} : { format: grammar },
      spelling: { source: json },
    },
  };
}

function nameOf(json: JsonObject, path: string): string {
  const name = asString(json['name']);
  if (name === undefined || name === '') throw badRequest(`${path}.name: must be a non-empty string`);
  return name;
}

const CHOICES: ReadonlyMap<Json | undefined, ToolChoice> = new Map<Json | undefined, ToolChoice>([
  ['auto', { kind: 'auto' }],
  ['none', { kind: 'none' }],
  ['required', { kind: 'any' }],
]);

/** A choice that the turn cannot say (`allowed_tools`, hosted tools) is left where it is. */
function decodeChoice(source: SourceFields, names: FlatNames, hasTools: boolean): ToolChoice | undefined {
  const json = source.json['tool_choice'];
  const choice = CHOICES.get(json) ?? (isObject(json) ? namedChoice(json, names) : undefined);
  if (choice === undefined) return undefined;
  // A name stays as the client wrote it, and so does a choice that the encoder leaves out where there are no tools.
  if (hasTools && choice.kind !== 'tool') source.take('tool_choice');
  else source.spell('tool_choice');
  return choice;
}

function namedChoice(json: JsonObject, names: FlatNames): ToolChoice | undefined {
  if (json['type'] !== 'function' && json['type'] !== 'custom') return undefined;
  const name = asString(json['name']) ?? '';
  return name === '' ? undefined : { kind: 'tool', name: names.of(asString(json['namespace']), name) };
}

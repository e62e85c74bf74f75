import { asString, isObject, type Json, type JsonObject } from '../../lib/json.ts';
import { isPlaceholder } from '../../turn/deferred-tools.ts';
import { restoreExtra } from '../../turn/extra.ts';
import type { Losses } from '../../turn/losses.ts';
import type { FunctionTool, Tool, ToolChoice, TurnRequest } from '../../turn/request.ts';
import type { ToolNames } from '../openai-chat/tool-names.ts';
import type { Quirks } from '../quirks.ts';
import { PROTOCOL } from './protocol.ts';

/** `tools`, `tool_choice` and `parallel_tool_calls`; all three only where a tool is left to offer. */
export function encodeTools(turn: TurnRequest, quirks: Quirks, names: ToolNames, losses: Losses): JsonObject {
  const tools = encodeList(turn.tools ?? [], quirks, names, losses);
  if (tools.length === 0) return {};
  return {
    tools,
    ...(turn.toolChoice !== undefined && { tool_choice: encodeChoice(turn.toolChoice, turn, names, losses) }),
    ...(turn.parallelToolCalls === false && { parallel_tool_calls: false }),
  };
}

function encodeList(tools: readonly Tool[], quirks: Quirks, names: ToolNames, losses: Losses): JsonObject[] {
  const list: JsonObject[] = [];
  let open: { readonly wrapper: JsonObject; readonly members: Json[] } | undefined;
  for (const tool of tools) {
    const { source, wrapper } = ownSpelling(tool);
    if (isObject(wrapper) && open?.wrapper === wrapper) open.members.push(source ?? null);
    else if (isObject(wrapper)) {
      open = { wrapper, members: [source ?? null] };
      list.push({ ...wrapper, tools: open.members });
    } else {
      open = undefined;
      list.push(...(isObject(source) ? [source] : encodeTool(tool, quirks, names, losses)));
    }
  }
  return list;
}

/** How a client of this protocol wrote the tool, where that was not as a function. */
function ownSpelling(tool: Tool): JsonObject {
  return tool.kind === 'function' && tool.extra?.protocol === PROTOCOL ? (tool.extra.spelling ?? {}) : {};
}

function encodeTool(tool: Tool, quirks: Quirks, names: ToolNames, losses: Losses): JsonObject[] {
  if (tool.kind === 'hosted') {
    if (tool.protocol === PROTOCOL) return [tool.raw];
    losses.add('tools[]', `the platform cannot run the hosted tool ${asString(tool.raw['type']) ?? 'without a type'}`);
    return [];
  }
  return isPlaceholder(tool) ? [] : [encodeFunction(tool, quirks, names, losses)];
}

/** The API takes a function for strict where nothing is said and the schema allows it, so it is always said. */
function encodeFunction(tool: FunctionTool, quirks: Quirks, names: ToolNames, losses: Losses): JsonObject {
  const hint = tool.cacheHint;
  if (hint !== undefined && hint !== null) losses.add('tools[].cache_control', 'the platform takes no cache hints');
  return {
    type: 'function',
    name: names.short(tool.name),
    ...(tool.description !== undefined && { description: tool.description }),
    parameters: encodeSchema(tool.schema),
    strict: quirks.strictTools === false ? false : (tool.strict ?? false),
    ...restoreExtra(tool.extra, PROTOCOL, 'tools[]', losses),
  };
}

/** The schema as it is, but for the top-level `$schema` and an object without `properties`, which strict servers refuse. */
function encodeSchema(schema: Json | undefined): Json {
  if (!isObject(schema)) return schema ?? { type: 'object', properties: {} };
  const { $schema: _, ...rest } = schema;
  return rest['type'] === 'object' && rest['properties'] === undefined ? { ...rest, properties: {} } : rest;
}

function encodeChoice(choice: ToolChoice, turn: TurnRequest, names: ToolNames, losses: Losses): Json {
  restoreExtra(choice.extra, PROTOCOL, 'tool_choice', losses);
  if (choice.kind === 'any') return 'required';
  if (choice.kind !== 'tool') return choice.kind;
  const { name } = choice;
  const isOffered = (turn.tools ?? []).some((tool) => tool.kind === 'function' && tool.name === name);
  if (isOffered) return { type: 'function', name: names.short(name) };
  losses.add('tool_choice', 'the chosen tool cannot be offered to the platform');
  return 'auto';
}

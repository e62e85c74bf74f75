import { asString, isObject, type Json, type JsonObject } from '../../lib/json.ts';
import { isPlaceholder } from '../../turn/deferred-tools.ts';
import { restoreExtra } from '../../turn/extra.ts';
import type { Losses } from '../../turn/losses.ts';
import type { FunctionTool, Tool, ToolChoice, TurnRequest } from '../../turn/request.ts';
import type { Quirks } from '../quirks.ts';
import { loseCacheHint } from './content-encode.ts';
import { PROTOCOL } from './protocol.ts';
import type { ToolNames } from './tool-names.ts';

/** `tools`, `tool_choice` and `parallel_tool_calls`; all three only where a tool is left to offer. */
export function encodeTools(turn: TurnRequest, quirks: Quirks, names: ToolNames, losses: Losses): JsonObject {
  const tools = (turn.tools ?? []).flatMap((tool) => encodeTool(tool, quirks, names, losses));
  if (tools.length === 0) return {};
  if (quirks.toolChoiceOnlyAuto === true) return onlyOffered(tools, turn.toolChoice, losses);
  return {
    tools,
    ...(turn.toolChoice !== undefined && { tool_choice: encodeChoice(turn.toolChoice, tools, names, losses) }),
    ...(turn.parallelToolCalls === false && { parallel_tool_calls: false }),
    ...(turn.parallelToolCalls === true && turn.protocol === PROTOCOL && { parallel_tool_calls: true }),
  };
}

/** For platforms that know no choice but `auto`, which is also what they do without one. */
function onlyOffered(tools: JsonObject[], choice: ToolChoice | undefined, losses: Losses): JsonObject {
  if (choice?.kind === 'none') return {};
  if (choice !== undefined && choice.kind !== 'auto')
    losses.add('tool_choice', 'the platform cannot be made to call a tool');
  return { tools };
}

function encodeTool(tool: Tool, quirks: Quirks, names: ToolNames, losses: Losses): JsonObject[] {
  if (tool.kind === 'hosted') return encodeHosted(tool.raw, tool.protocol === PROTOCOL, losses);
  if (isPlaceholder(tool)) return [];
  loseCacheHint(tool.cacheHint, 'tools[]', losses);
  const strict = quirks.strictTools === false ? undefined : tool.strict;
  return [
    {
      type: 'function',
      function: {
        name: names.short(tool.name),
        ...(tool.description !== undefined && { description: tool.description }),
        ...(tool.schema !== undefined && { parameters: encodeSchema(tool) }),
        ...(strict !== undefined && { strict }),
        ...restoreExtra(tool.extra, PROTOCOL, 'tools[]', losses),
      },
    },
  ];
}

function encodeHosted(raw: JsonObject, isOwn: boolean, losses: Losses): JsonObject[] {
  if (isOwn) return [raw];
  losses.add('tools[]', `the platform cannot run the hosted tool ${asString(raw['type']) ?? 'without a type'}`);
  return [];
}

/**
 * The schema as it is, but for two things that strict servers refuse: the top-level `$schema`, and an object schema
 * without `properties` ("object schema missing properties", OpenAI).
 */
function encodeSchema(tool: FunctionTool): Json {
  const { schema } = tool;
  if (!isObject(schema)) return schema ?? null;
  const { $schema: _, ...rest } = schema;
  return rest['type'] === 'object' && rest['properties'] === undefined ? { ...rest, properties: {} } : rest;
}

function encodeChoice(choice: ToolChoice, tools: readonly JsonObject[], names: ToolNames, losses: Losses): Json {
  restoreExtra(choice.extra, PROTOCOL, 'tool_choice', losses);
  if (choice.kind === 'any') return 'required';
  if (choice.kind !== 'tool') return choice.kind;
  const name = names.short(choice.name);
  const isOffered = tools.some((tool) => isObject(tool['function']) && tool['function']['name'] === name);
  if (isOffered) return { type: 'function', function: { name } };
  losses.add('tool_choice', 'the chosen tool cannot be offered to the platform');
  return 'auto';
}

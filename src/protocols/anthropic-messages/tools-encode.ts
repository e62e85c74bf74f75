import { asString, isObject, type Json, type JsonObject } from '../../lib/json.ts';
import { restoreExtra } from '../../turn/extra.ts';
import type { Losses } from '../../turn/losses.ts';
import type { FunctionTool, HostedTool, Tool, ToolChoice, TurnRequest } from '../../turn/request.ts';
import type { EncodeContext } from './blocks-encode.ts';
import { PROTOCOL } from './protocol.ts';

/** `tools` and `tool_choice`. */
export function encodeTools(turn: TurnRequest, context: EncodeContext): JsonObject {
  const tools = turn.tools?.flatMap((tool) => encodeTool(tool, context));
  const hasTools = tools !== undefined && (context.isOwn || tools.length > 0);
  const choice = encodeChoice(turn, hasTools, context);
  return { ...(hasTools && { tools }), ...(choice !== undefined && { tool_choice: choice }) };
}

function encodeTool(tool: Tool, context: EncodeContext): JsonObject[] {
  if (tool.kind === 'hosted') return encodeHosted(tool, context.losses);
  const { schema, strict, cacheHint } = tool;
  const isStrict = strict !== undefined && (context.isOwn || strict) && context.target.quirks.strictTools !== false;
  return [
    {
      name: tool.name,
      ...(tool.description !== undefined && { description: tool.description }),
      ...(context.isOwn ? schema !== undefined && { input_schema: schema } : { input_schema: objectSchema(tool) }),
      ...(isStrict && { strict }),
      ...(cacheHint !== undefined && { cache_control: cacheHint }),
      ...restoreExtra(tool.extra, PROTOCOL, 'tools[].function', context.losses),
    },
  ];
}

function encodeHosted(tool: HostedTool, losses: Losses): JsonObject[] {
  if (tool.protocol === PROTOCOL) return [tool.raw];
  losses.add('tools[]', `the platform cannot run the tool ${asString(tool.raw['type']) ?? 'without a type'}`);
  return [];
}

/** OpenAI's functions may come without parameters; Anthropic wants the schema of an object. */
function objectSchema({ schema }: FunctionTool): Json {
  if (!isObject(schema)) return { type: 'object', properties: {} };
  return schema['type'] === undefined ? { ...schema, type: 'object' } : schema;
}

function encodeChoice(turn: TurnRequest, hasTools: boolean, { isOwn, losses }: EncodeContext): JsonObject | undefined {
  const { toolChoice, parallelToolCalls } = turn;
  if (isOwn) return toolChoice && ownChoice(toolChoice, parallelToolCalls, losses);
  if (!hasTools) return undefined;
  const isSerial = parallelToolCalls === false && toolChoice?.kind !== 'none';
  if (toolChoice === undefined && !isSerial) return undefined;
  const disable = isSerial ? { disable_parallel_tool_use: true } : {};
  return { ...choiceFields(toolChoice ?? { kind: 'auto' }), ...disable };
}

function ownChoice(choice: ToolChoice, parallel: boolean | undefined, losses: Losses): JsonObject {
  return {
    ...choiceFields(choice),
    ...(parallel !== undefined && { disable_parallel_tool_use: !parallel }),
    ...restoreExtra(choice.extra, PROTOCOL, 'tool_choice', losses),
  };
}

function choiceFields(choice: ToolChoice): JsonObject {
  return choice.kind === 'tool' ? { type: 'tool', name: choice.name } : { type: choice.kind };
}

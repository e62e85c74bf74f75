import { asString } from '../../lib/json.ts';
import { isPlaceholder } from '../deferred-tools.ts';
import type { Losses } from '../losses.ts';
import type { Extra, FunctionTool, Tool, TurnRequest } from '../request.ts';
import { hasTools, historyAsText } from './history.ts';
import { writeInstructions } from './instructions.ts';

/** Fields of the source that speak of tools and that the turn has no place for (`allowed_tools` and the like). */
const TOOL_FIELDS = new Set([
  'tools',
  'tool_choice',
  'parallel_tool_calls',
  'functions',
  'function_call',
  'max_tool_calls',
]);

/** True for a request that has to do with tools: offers some, speaks of them, or has calls in its history. */
export function usesTools(turn: TurnRequest): boolean {
  const { tools, toolChoice, parallelToolCalls, messages } = turn;
  return tools !== undefined || toolChoice !== undefined || parallelToolCalls !== undefined || messages.some(hasTools);
}

/** True if the model may call a tool in its reply. */
export function offersTools(turn: TurnRequest): boolean {
  return turn.toolChoice?.kind !== 'none' && offeredTools(turn.tools ?? []).length > 0;
}

/**
 * The request for a model that knows no tools: definitions in the system text, calls and results as text in the history
 * (form.ts). What can only be asked for in words is a loss.
 */
export function requestAsText(turn: TurnRequest, losses: Losses): TurnRequest {
  const tools = offeredTools(turn.tools ?? []);
  noteLosses(turn, tools, losses);
  const { tools: _, toolChoice: __, parallelToolCalls: ___, outputFormat, extra, ...rest } = turn;
  const { systemPlain: ____, systemSource: _____, ...common } = rest;
  const messages = historyAsText(turn.messages);
  const kept = extra && { extra: withoutTools(extra, losses) };
  if (tools.length === 0)
    return { ...rest, ...(outputFormat && { outputFormat }), ...kept, messages, isRewritten: true };
  const told = { type: 'text', text: writeInstructions(tools, turn) } as const;
  return { ...common, ...kept, system: [...turn.system, told], messages, isRewritten: true };
}

function offeredTools(tools: readonly Tool[]): FunctionTool[] {
  return tools.filter((tool): tool is FunctionTool => tool.kind === 'function' && !isPlaceholder(tool));
}

function noteLosses(turn: TurnRequest, tools: readonly FunctionTool[], losses: Losses): void {
  for (const tool of turn.tools ?? []) {
    if (tool.kind === 'hosted') losses.add('tools[]', `the platform cannot run ${asString(tool.raw['type']) ?? 'it'}`);
    else if (tool.strict === true) losses.add('tools[].strict', 'the model is told the schema, nothing enforces it');
  }
  if (tools.length === 0) return;
  losses.add('tools', 'the model has no tools: they were described to it as text');
  const { toolChoice, parallelToolCalls, outputFormat } = turn;
  if (toolChoice?.kind === 'any' || toolChoice?.kind === 'tool')
    losses.add('tool_choice', 'the model is asked in words');
  if (parallelToolCalls === false) losses.add('parallel_tool_calls', 'the model is asked in words');
  // An enforced format would keep the model from writing a call.
  if (outputFormat !== undefined) losses.add('output_config.format', 'the model is asked in words');
}

/** Fields of the same protocol would be put back; the way the source spelled the tools must not be. */
function withoutTools({ protocol, fields }: Extra, losses: Losses): Extra {
  const left = Object.entries(fields).filter(([name]) => {
    if (TOOL_FIELDS.has(name)) losses.add(name, 'the model has no tools');
    return !TOOL_FIELDS.has(name);
  });
  return { protocol, fields: Object.fromEntries(left) };
}

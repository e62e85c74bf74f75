import { isObject, type Json, type JsonObject } from '../../lib/json.ts';
import { restoreExtra } from '../../turn/extra.ts';
import type { Losses } from '../../turn/losses.ts';
import type { Thinking, TurnRequest } from '../../turn/request.ts';
import type { ModelTraits } from './model-traits.ts';
import { PROTOCOL } from './protocol.ts';

/** How the model shall think: fields of the request and of its `output_config`. */
export interface EncodedThinking {
  readonly thinking?: JsonObject;
  readonly effort?: string;
}

/** Tokens that an effort may think. Anthropic's least is 1,024; Claude Code's "ultrathink" is 31,999. */
const BUDGETS: ReadonlyMap<string, number> = new Map([
  ['minimal', 1024],
  ['low', 2048],
  ['medium', 8192],
  ['high', 16_384],
  ['xhigh', 24_576],
  ['max', 31_999],
]);
const LEAST_BUDGET = 1024;
/** The part of the output that may be thought; the answer needs the rest. */
const BUDGET_SHARE = 0.75;

/** Thinking as Anthropic's own client asked for it. */
export function encodeOwnThinking(turn: TurnRequest, messages: readonly Json[], losses: Losses): EncodedThinking {
  const { thinking, effort } = turn;
  const told = effort === undefined ? {} : { effort };
  if (thinking === undefined) return told;
  if (thinking.kind === 'budget' && hadThinking(turn) && isLoopWithoutThinking(messages)) {
    losses.add('thinking', 'the tool calls to be continued were made by another model');
    return told;
  }
  const extra = restoreExtra(thinking.extra, PROTOCOL, 'thinking', losses);
  return { ...told, thinking: { ...ownFields(thinking), ...extra } };
}

/** True if the last reply in the conversation began with thinking, before that of other models was left out. */
function hadThinking(turn: TurnRequest): boolean {
  return turn.messages.findLast((message) => message.role === 'assistant')?.content[0]?.type === 'thinking';
}

function ownFields(thinking: Thinking): JsonObject {
  if (thinking.kind === 'budget') return { type: 'enabled', budget_tokens: thinking.budget };
  return { type: thinking.kind === 'between-tools' ? 'between_tools' : thinking.kind };
}

/** Thinking for a client of another protocol, which only knows efforts. */
export function encodeEffort(
  turn: TurnRequest,
  traits: ModelTraits,
  maxTokens: number,
  messages: readonly Json[],
  losses: Losses,
): EncodedThinking {
  const { effort } = turn;
  if (effort === undefined || effort === 'none') return {};
  const budget = Math.min(BUDGETS.get(effort) ?? 0, Math.floor(maxTokens * BUDGET_SHARE));
  const obstacle = obstacleTo(turn, traits, budget, messages);
  if (obstacle !== undefined) {
    losses.add('reasoning_effort', obstacle);
    return {};
  }
  if (traits.thinking === 'adaptive') return { thinking: { type: 'adaptive' }, effort: knownEffort(effort, traits) };
  return { thinking: { type: 'enabled', budget_tokens: budget } };
}

/** Why the model cannot think in this turn, or undefined. */
function obstacleTo(
  turn: TurnRequest,
  traits: ModelTraits,
  budget: number,
  messages: readonly Json[],
): string | undefined {
  if (!BUDGETS.has(turn.effort ?? '')) return 'an effort that Anthropic does not know';
  if (traits.thinking === 'none') return 'the model does not think';
  if (traits.thinking === 'adaptive') return undefined;
  const isForced = turn.toolChoice?.kind === 'any' || turn.toolChoice?.kind === 'tool';
  if (isForced) return 'a model with a thinking budget cannot be made to call a tool';
  if (budget < LEAST_BUDGET) return 'the output limit leaves no room for thinking';
  return isLoopWithoutThinking(messages) ? 'the tool calls to be continued came without thinking' : undefined;
}

function knownEffort(effort: string, traits: ModelTraits): string {
  if (effort === 'minimal') return 'low';
  return effort === 'xhigh' && !traits.knowsXhigh ? 'high' : effort;
}

/**
 * True if the conversation stands in the middle of tool calls whose assistant message does not begin with thinking:
 * with a budget Anthropic refuses that ("Expected `thinking` or `redacted_thinking`, but found `tool_use`").
 */
function isLoopWithoutThinking(messages: readonly Json[]): boolean {
  const spoken = messages.filter((message) => isObject(message) && message['role'] !== 'system');
  if (firstType(spoken.at(-1) ?? null) !== 'tool_result') return false;
  // Clients may send several user messages in a row, so the reply need not be the one before.
  const before = firstType(spoken.findLast((message) => isObject(message) && message['role'] === 'assistant') ?? null);
  return before !== 'thinking' && before !== 'redacted_thinking';
}

function firstType(message: Json): Json | undefined {
  const content = isObject(message) ? message['content'] : undefined;
  const first = Array.isArray(content) ? content[0] : undefined;
  return isObject(first) ? first['type'] : undefined;
}

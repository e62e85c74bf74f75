import type { JsonObject } from '../../lib/json.ts';
import { restoreExtra } from '../../turn/extra.ts';
import type { Losses } from '../../turn/losses.ts';
import type { Thinking, TurnRequest } from '../../turn/request.ts';
import type { Quirks } from '../quirks.ts';
import { PROTOCOL } from './protocol.ts';

/** Efforts from weak to strong, as Anthropic and OpenAI name them. */
const EFFORTS = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'];
const ANTHROPIC = 'anthropic-messages';
const COMMON_EFFORTS = ['low', 'medium', 'high'];

// Budgets (tokens) up to which an effort is meant. Claude Code's full budget of 31,999 is `high`.
const LOW_BUDGET = 4_096;
const MEDIUM_BUDGET = 16_384;

/**
 * The request's thinking, in the platform's words. `isOn`: the model was asked to think, or may do so unasked.
 *
 * OpenAI's clients ask for thinking by an effort. Anthropic's ask by `thinking`; an effort alone says how thorough an
 * answer shall be, as in Claude Code's small side calls
 * (https://platform.claude.com/docs/en/build-with-claude/effort), and switches nothing on.
 */
export function encodeThinking(
  turn: TurnRequest,
  quirks: Quirks,
  losses: Losses,
): { readonly fields: JsonObject; readonly isOn: boolean } {
  const { thinking } = turn;
  restoreExtra(thinking?.extra, PROTOCOL, 'thinking', losses);
  const isForced = quirks.forcedToolStopsThinking === true && isToolForced(turn);
  const isOff =
    isForced || thinking?.kind === 'disabled' || (turn.effort === 'none' && !knownEfforts(quirks).includes('none'));
  const isAsked = !isOff && (thinking !== undefined || (turn.effort !== undefined && turn.protocol !== ANTHROPIC));
  const effort = isAsked ? knownEffort(turn.effort ?? effortOfBudget(thinking), quirks) : undefined;
  const isOn = isAsked && (thinking !== undefined || effort !== 'none');
  if (isForced && (thinking ?? turn.effort) !== undefined && thinking?.kind !== 'disabled')
    losses.add('thinking', 'the platform does not think where a tool must be called');
  switch (quirks.thinking ?? 'effort') {
    case 'effort':
      return { fields: effort === undefined ? {} : { reasoning_effort: effort }, isOn };
    case 'think':
      return { fields: thinkFields(isOff, effort), isOn };
    case 'always':
      return { fields: alwaysFields(isOn, effort, quirks), isOn: true };
    case 'enable-thinking':
      return { fields: enableThinkingFields(isOn, thinking, quirks), isOn };
    case 'reasoning-object':
      return { fields: reasoningObject(isOff, thinking, effort), isOn };
    case 'thinking-object':
      return { fields: thinkingObject(isOn, effort, quirks), isOn };
    case 'chat-template':
      return { fields: { chat_template_kwargs: { enable_thinking: isOn } }, isOn };
    case 'none':
      if (isOn) losses.add('thinking', 'how much this model thinks cannot be told');
      return { fields: {}, isOn: true };
  }
}

function isToolForced({ tools, toolChoice }: TurnRequest): boolean {
  return tools !== undefined && tools.length > 0 && (toolChoice?.kind === 'any' || toolChoice?.kind === 'tool');
}

function effortOfBudget(thinking: Thinking | undefined): string | undefined {
  if (thinking?.kind !== 'budget') return undefined;
  if (thinking.budget <= LOW_BUDGET) return 'low';
  return thinking.budget <= MEDIUM_BUDGET ? 'medium' : 'high';
}

function knownEfforts(quirks: Quirks): readonly string[] {
  return quirks.efforts ?? COMMON_EFFORTS;
}

/** The effort itself if the platform knows it, else the nearest one that it knows; never `none` in the place of another. */
function knownEffort(effort: string | undefined, quirks: Quirks): string | undefined {
  if (effort === undefined) return undefined;
  const known = knownEfforts(quirks);
  const wanted = EFFORTS.indexOf(effort);
  // A word that we do not know is the client's and the platform's own affair.
  if (known.includes(effort) || wanted < 0) return effort;
  const some = known.filter((name) => name !== 'none');
  return some.findLast((name) => EFFORTS.indexOf(name) <= wanted) ?? some[0];
}

function thinkFields(isOff: boolean, effort: string | undefined): JsonObject {
  if (isOff) return { reasoning_effort: 'none' };
  return effort === undefined ? {} : { reasoning_effort: effort };
}

/** For a model that cannot do without: where nobody asked for thinking, it thinks as little as it can. */
function alwaysFields(isOn: boolean, effort: string | undefined, quirks: Quirks): JsonObject {
  const told = isOn ? effort : knownEfforts(quirks)[0];
  return told === undefined ? {} : { reasoning_effort: told };
}

/** DashScope's form: thinking models think unless told not to, so the absence of a wish is an explicit false. */
function enableThinkingFields(isOn: boolean, thinking: Thinking | undefined, quirks: Quirks): JsonObject {
  if (!isOn) return { enable_thinking: false };
  const [least, most] = quirks.thinkingBudget ?? [0, Number.POSITIVE_INFINITY];
  const budget = thinking?.kind === 'budget' ? Math.min(Math.max(thinking.budget, least), most) : undefined;
  return { enable_thinking: true, ...(budget !== undefined && { thinking_budget: budget }) };
}

/** DeepSeek's form, and that of Kimi, GLM and Ark: they think unless told not to, so no wish is an explicit no. */
function thinkingObject(isOn: boolean, effort: string | undefined, quirks: Quirks): JsonObject {
  if (!isOn) return { thinking: { type: 'disabled' } };
  const told = quirks.efforts === undefined ? undefined : effort;
  return {
    thinking: { type: quirks.thinkingType ?? 'enabled' },
    ...(told !== undefined && { reasoning_effort: told }),
  };
}

/** OpenRouter's form: a budget or an effort, never both. */
function reasoningObject(isOff: boolean, thinking: Thinking | undefined, effort: string | undefined): JsonObject {
  if (isOff) return { reasoning: { enabled: false } };
  if (thinking?.kind === 'budget') return { reasoning: { max_tokens: thinking.budget } };
  if (effort !== undefined) return { reasoning: { effort } };
  return thinking === undefined ? {} : { reasoning: { enabled: true } };
}

/** Habits of OpenAI, of Azure, and of those in the west that follow OpenAI. */

import {
  always,
  CHAT_LOOP,
  callsOf,
  effort,
  efforts,
  everyEffort,
  type Habit,
  LOOP,
  type Loose,
  messagesOf,
  noEffort,
  refused,
  signedThinking,
  THINKING,
  TOOLS,
  think,
} from './habits.ts';

const LONG_ID = `toolu_${'x'.repeat(90)}`;
const FIXED_SAMPLING = "Unsupported parameter: 'temperature' is not supported with this model.";

export function openaiHabits(): Habit[] {
  return [
    {
      quirk: 'maxTokensField',
      model: 'gpt-5.2',
      objection: (body) =>
        body['max_tokens'] === undefined
          ? undefined
          : "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
      isRefused: true,
      asked: {},
      wrong: { max_tokens: 9 },
    },
    {
      quirk: 'maxToolIdLength',
      model: 'gpt-5.2',
      objection: (body) => tooLong(callsOf(body).flat(), 'id', 40),
      isRefused: true,
      asked: { messages: LOOP, tools: TOOLS },
      wrong: { messages: CHAT_LOOP },
    },
    efforts('gpt-5.2', ['none', 'low', 'medium', 'high', 'xhigh'], /^gpt-5\.2/),
    ...olderModels(),
    ...responsesHabits(),
  ];
}

/** What the chat API answers to tools for its newest models. */
export function refusesTools({ model, tools, reasoning_effort: told }: Loose): string | undefined {
  const isNew = /^gpt-(5\.[4-9]|6)/.test(String(model));
  if (!isNew || !Array.isArray(tools) || tools.length === 0 || told === 'none') return undefined;
  return `Function tools with reasoning_effort are not supported for ${model} in /v1/chat/completions. Please use /v1/responses instead.`;
}

function olderModels(): Habit[] {
  return [
    noEffort('gpt-4.1', /^gpt-4/, "Unsupported parameter: 'reasoning_effort' is not supported with this model."),
    refused('o3', 'temperature', { temperature: 0.2 }, FIXED_SAMPLING, /^o3/),
    efforts('o3', ['low', 'medium', 'high'], /^o3/),
    refused('gpt-5-mini', 'temperature', { temperature: 0.2 }, FIXED_SAMPLING, /^gpt-5-/),
    efforts('gpt-5-mini', ['minimal', 'low', 'medium', 'high'], /^gpt-5-/),
    efforts('gpt-5.1', ['none', 'low', 'medium', 'high'], /^gpt-5\.1/),
  ];
}

/** The Responses API says the same in other places. */
function responsesHabits(): Habit[] {
  const older = olderModels().map((habit): Habit => {
    const { wrong } = habit;
    const reasoning =
      wrong['reasoning_effort'] === undefined ? wrong : { reasoning: { effort: wrong['reasoning_effort'] } };
    return { ...habit, wrong: reasoning, ...(habit.quirk === 'thinking' && { objection: noReasoning }) };
  });
  const newer = [
    efforts('gpt-5.4', ['none', 'low', 'medium', 'high', 'xhigh'], /^gpt-5\.4/),
    efforts('gpt-5.6', ['none', 'low', 'medium', 'high', 'xhigh', 'max'], /^gpt-5\.6/),
    efforts('gpt-6', ['low', 'medium', 'high', 'xhigh', 'max'], /^gpt-6/),
  ].map((habit): Habit => ({ ...habit, wrong: { reasoning: { effort: habit.wrong['reasoning_effort'] } } }));
  const ids: Habit = {
    quirk: 'maxToolIdLength',
    model: 'gpt-5.4',
    objection: ({ input }) => tooLong(Array.isArray(input) ? input : [], 'call_id', 64),
    isRefused: true,
    asked: { messages: withId(LONG_ID), tools: TOOLS },
    wrong: { input: [{ type: 'function_call', call_id: LONG_ID, name: 'f', arguments: '{}' }] },
  };
  return [...older, ...newer, ids].map((habit) => ({ ...habit, protocol: 'openai-responses' }));
}

function noReasoning({ reasoning, include }: Loose): string | undefined {
  if (reasoning !== undefined) return "Unsupported parameter: 'reasoning.effort' is not supported with this model.";
  return include === undefined ? undefined : 'Encrypted content is not supported with this model.';
}

function tooLong(calls: readonly Loose[], field: string, most: number): string | undefined {
  const isLong = calls.some((call) => String(call[field] ?? '').length > most);
  return isLong ? `string too long. Expected a string with maximum length ${most}` : undefined;
}

function withId(id: string): readonly object[] {
  return JSON.parse(JSON.stringify(LOOP).replaceAll(/toolu_\w+/g, id));
}

export function geminiHabits(): Habit[] {
  return [
    efforts('gemini-2.5-pro', ['minimal', 'low', 'medium', 'high'], /-pro/),
    think('gemini-2.5-flash', /gemini-2\.5-flash/),
    efforts('gemini-2.5-flash', ['none', 'low', 'medium', 'high'], /gemini-2\.5-flash/),
    {
      quirk: 'toolCallStandIn',
      model: 'gemini-3-pro-preview',
      models: /gemini-3/,
      objection: (body) =>
        callsOf(body).every(([first]) => first?.['extra_content'] !== undefined)
          ? undefined
          : 'Function call is missing a thought_signature in functionCall parts.',
      isRefused: true,
      asked: { messages: LOOP, tools: TOOLS },
      wrong: { messages: CHAT_LOOP },
    },
  ];
}

export function groqHabits(): Habit[] {
  return [
    noEffort('llama-3.3-70b-versatile', /^llama/),
    always('openai/gpt-oss-120b', 'low', /gpt-oss/),
    efforts('openai/gpt-oss-120b', ['low', 'medium', 'high'], /gpt-oss/),
    think('qwen/qwen3-32b', /qwen3/),
    efforts('qwen/qwen3-32b', ['none', 'default'], /qwen3/),
  ];
}

export function mistralHabits(): Habit[] {
  const model = 'mistral-large-latest';
  return [
    noEffort(model, /large/),
    {
      quirk: 'nineLetterToolIds',
      model,
      objection: (body) =>
        callsOf(body)
          .flat()
          .every(({ id }) => /^[a-zA-Z0-9]{9}$/.test(String(id)))
          ? undefined
          : 'Tool call id was … but must be a-z, A-Z, 0-9, with a length of 9.',
      isRefused: true,
      asked: { messages: LOOP, tools: TOOLS },
      wrong: { messages: CHAT_LOOP },
    },
    {
      quirk: 'noUserAfterTool',
      model,
      objection: (body) => {
        const roles = messagesOf(body).map(({ role }) => role);
        return roles.some((role, index) => role === 'user' && roles[index - 1] === 'tool')
          ? "Unexpected role 'user' after role 'tool'"
          : undefined;
      },
      isRefused: true,
      asked: { messages: LOOP, tools: TOOLS },
      wrong: { messages: CHAT_LOOP },
    },
    think('mistral-small-latest', /small/),
    efforts('mistral-small-latest', ['none', 'high'], /small/),
  ];
}

export function openrouterHabits(): Habit[] {
  return [
    {
      quirk: 'thinking',
      model: 'deepseek/deepseek-v4',
      objection: ({ reasoning: asked }) =>
        JSON.stringify(asked) === '{"max_tokens":20000}' ? undefined : 'the model was not told how much to think',
      isRefused: false,
      asked: { thinking: THINKING },
      wrong: { reasoning_effort: 'high' },
    },
    everyEffort('openai/gpt-5', 'max'),
    signedThinking('anthropic/claude-sonnet-4.5'),
  ];
}

export function xaiHabits(): Habit[] {
  const stop = { stop_sequences: ['x'] };
  const noStop = 'Argument not supported on this model: stop';
  return [
    noEffort('grok-4-0709', /^grok-4-/, 'Model grok-4-0709 does not support parameter reasoningEffort.'),
    refused('grok-4-0709', 'stop', stop, noStop, /^grok-4/),
    effort('grok-3-mini', /^grok-3-mini/),
    efforts('grok-3-mini', ['low', 'high'], /^grok-3-mini/),
    {
      quirk: 'refusedFields',
      model: 'grok-3',
      objection: (body) => (body['stop'] === undefined ? 'it takes stop, but got none' : undefined),
      isRefused: false,
      asked: stop,
      wrong: {},
    },
    think('grok-4.3', /^grok-4\.3/),
    efforts('grok-4.3', ['none', 'low', 'medium', 'high', 'xhigh'], /^grok-4\.3/),
    effort('grok-4.5', /^grok-4\.5/),
    efforts('grok-4.5', ['low', 'medium', 'high'], /^grok-4\.5/),
    effort('grok-4.7', /^grok-4\.7/),
    efforts('grok-4.7', ['low', 'medium', 'high', 'xhigh'], /^grok-4\.7/),
  ];
}

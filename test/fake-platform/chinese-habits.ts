/** Habits of the platforms of Chinese makers. */

import {
  always,
  efforts,
  everyEffort,
  forcedTool,
  type Habit,
  type Loose,
  noEffort,
  noSchema,
  noStrict,
  reasoning,
  refused,
  THINKING,
  temperature,
  thinkingObject,
  toolOnlyOffered,
  wants,
} from './habits.ts';

export function dashscopeHabits(): Habit[] {
  const model = 'qwen3-32b';
  return [
    thinkingObject(model),
    {
      quirk: 'thinkingOnlyStreams',
      model,
      objection: (body) =>
        body['stream'] !== true && body['enable_thinking'] !== false
          ? 'parameter.enable_thinking must be set to false for non-streaming calls'
          : undefined,
      isRefused: true,
      asked: { thinking: THINKING },
      wrong: {},
    },
    forcedTool(
      model,
      '<400> InternalError.Algo.InvalidParameter: The tool_choice parameter does not support being set to required or object in thinking mode',
    ),
  ];
}

export function deepseekHabits(): Habit[] {
  const model = 'deepseek-v4-pro';
  return [
    thinkingObject(model),
    // It takes medium for high; low would be less than was asked for.
    everyEffort(model, 'medium'),
    forcedTool(model, 'Thinking mode does not support this tool_choice'),
    reasoning(model, 'The reasoning_content in the thinking mode must be passed back to the API.', true),
    noSchema(model, 'This response_format type is unavailable now'),
  ];
}

export function glmHabits(): Habit[] {
  const model = 'glm-4.7';
  return [
    thinkingObject(model),
    {
      quirk: 'noStreamOptions',
      model,
      objection: (body) => (body['stream_options'] === undefined ? undefined : 'stream_options is not known'),
      isRefused: false,
      asked: { stream: true },
      wrong: { stream_options: {} },
    },
    noStrict(model),
    toolOnlyOffered(model),
    noSchema(model, 'response_format supports text and json_object'),
    temperature(model, 0, { temperature: 1.5 }, { temperature: 1.5 }),
    wants('extraFields', model, 'tool_stream', {}, {}),
    everyEffort('glm-5.2', 'xhigh'),
    always('glm-5.3', 'low', /^glm-5\.3/),
    efforts('glm-5.3', ['low', 'high', 'max'], /^glm-5\.3/),
  ];
}

export function minimaxHabits(): Habit[] {
  const model = 'MiniMax-M2.7';
  return [
    noEffort(model),
    wants('maxTokensField', model, 'max_completion_tokens', {}, { max_tokens: 9 }),
    noStrict(model),
    temperature(model, 0.01, { temperature: 0 }, { temperature: 0 }),
    wants('extraFields', model, 'reasoning_split', {}, {}),
    thinkingObject('MiniMax-M3', /M3/),
    {
      quirk: 'thinkingType',
      model: 'MiniMax-M3',
      objection: ({ thinking }) =>
        JSON.stringify(thinking) === '{"type":"adaptive"}' ? undefined : 'the type is adaptive or disabled',
      isRefused: false,
      asked: { thinking: THINKING },
      wrong: {},
    },
  ];
}

const NO_REASONING = 'thinking is enabled but reasoning_content is missing in assistant tool call message at index 1';
const FIXED = 'invalid temperature: only 1 is allowed for this model';

export function moonshotHabits(): Habit[] {
  const k26 = /^kimi-k2\.[56]/;
  return [
    untold('moonshot-v1-128k'),
    untold('kimi-k2-thinking'),
    reasoning('kimi-k2-thinking', NO_REASONING, false, /^kimi-k2-thinking/),
    refused('kimi-k2.7-code', 'temperature', { temperature: 0.2 }, FIXED, /^kimi-k2\.7/),
    {
      ...untold('kimi-k2.7-code'),
      models: /^kimi-k2\.7/,
      objection: ({ thinking }) =>
        JSON.stringify(thinking ?? {}).includes('disabled') ? 'thinking cannot be disabled' : undefined,
      isRefused: true,
      isOwnField: true,
      wrong: { thinking: { type: 'disabled' } },
    },
    reasoning('kimi-k2.7-code', NO_REASONING, false, /^kimi-k2\.7/),
    toolOnlyOffered('kimi-k2.7-code'),
    thinkingObject('kimi-k2.6', k26),
    reasoning('kimi-k2.6', NO_REASONING, false, k26),
    forcedTool('kimi-k2.6', 'tool_choice specified is incompatible with thinking enabled', k26),
    refused('kimi-k2.6', 'temperature', { temperature: 0.2 }, FIXED, k26),
    refused('kimi-k3', 'temperature', { temperature: 0.2 }, FIXED, /^kimi-k3/),
    always('kimi-k3', 'low', /^kimi-k3/),
    efforts('kimi-k3', ['low', 'high', 'max'], /^kimi-k3/),
    reasoning('kimi-k3', NO_REASONING, false, /^kimi-k3/),
  ];
}

/** How much it thinks cannot be told, so nothing is said of it. */
function untold(model: string): Habit {
  const fields = ['thinking', 'reasoning_effort', 'enable_thinking'];
  return {
    quirk: 'thinking',
    model,
    objection: (body: Loose) => (fields.some((field) => body[field] !== undefined) ? 'this cannot be told' : undefined),
    isRefused: false,
    asked: { thinking: { type: 'disabled' } },
    wrong: { reasoning_effort: 'high' },
  };
}

export function siliconflowHabits(): Habit[] {
  return [
    {
      quirk: 'thinking',
      model: 'deepseek-ai/DeepSeek-R1',
      models: /R1/,
      objection: (body) =>
        body['enable_thinking'] === undefined ? undefined : 'the parameter is documented for other models',
      isRefused: false,
      asked: { thinking: THINKING },
      wrong: { enable_thinking: true },
    },
    thinkingObject('Qwen/Qwen3-32B', /Qwen3-32B/),
    {
      quirk: 'thinkingBudget',
      model: 'Qwen/Qwen3-32B',
      models: /Qwen3-32B/,
      objection: ({ thinking_budget: budget }) =>
        typeof budget === 'number' && (budget < 128 || budget > 32_768)
          ? 'thinking_budget must be between 128 and 32768'
          : undefined,
      isRefused: true,
      asked: { thinking: { type: 'enabled', budget_tokens: 60_000 }, max_tokens: 64_000 },
      isOwnField: true,
      wrong: { thinking_budget: 60_000 },
    },
  ];
}

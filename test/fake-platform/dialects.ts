/**
 * What is odd about each platform, as its server shows it: which requests the real one refuses, in its own words where
 * they are known, and what it needs to be told. Where these stand is in `sources` of the platform's own file.
 */

import type { ProtocolId } from '../../src/turn/request.ts';
import { anthropicAnswer, anthropicError } from './anthropic-replies.ts';
import type { RecordedRequest, ScriptedReply } from './fake-platform.ts';
import {
  CHAT_LOOP,
  callsOf,
  dashscopeHabits,
  efforts,
  forcedTool,
  glmHabits,
  type Habit,
  LOOP,
  type Loose,
  messagesOf,
  minimaxHabits,
  moonshotHabits,
  noEffort,
  noSchema,
  openaiHabits,
  reasoning,
  signedThinking,
  siliconflowHabits,
  THINKING,
  TOOLS,
  template,
  thinkingObject,
} from './habits.ts';
import { ollamaServer } from './ollama-server.ts';
import { answer, openaiError } from './openai-replies.ts';

/** The habits of every platform that has any, by type. */
export const HABITS: Readonly<Record<string, readonly Habit[]>> = {
  anthropic: [signedThinking('claude-opus-4-8')],
  'azure-openai': openaiHabits('gpt-5'),
  dashscope: dashscopeHabits(),
  'dashscope-intl': dashscopeHabits(),
  deepseek: [
    thinkingObject('deepseek-v4-pro'),
    efforts('deepseek-v4-pro', ['low', 'high', 'max']),
    forcedTool('deepseek-v4-pro', 'Thinking mode does not support this tool_choice'),
    reasoning('deepseek-v4-pro', 'The reasoning_content in the thinking mode must be passed back to the API.', true),
    noSchema('deepseek-v4-pro', 'This response_format type is unavailable now'),
  ],
  gemini: [
    efforts('gemini-2.5-pro', ['minimal', 'low', 'medium', 'high'], /-pro/),
    {
      quirk: 'thinking',
      model: 'gemini-2.5-flash',
      models: /gemini-2\.5-flash/,
      objection: (body) => (body['reasoning_effort'] === 'none' ? undefined : 'the model thinks'),
      isRefused: false,
      asked: { thinking: { type: 'disabled' } },
      wrong: {},
    },
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
  ],
  groq: [noEffort('llama-3.3-70b-versatile', /^llama/), efforts('openai/gpt-oss-120b', ['low', 'medium', 'high'])],
  'llama-cpp': [template('qwen3')],
  minimax: minimaxHabits(),
  'minimax-intl': minimaxHabits(),
  mistral: [
    noEffort('mistral-large-latest'),
    {
      quirk: 'nineLetterToolIds',
      model: 'devstral-medium-latest',
      objection: (body) => {
        const id = callsOf(body)
          .flat()
          .map((call) => String(call['id']))
          .find((text) => !/^[a-zA-Z0-9]{9}$/.test(text));
        return id === undefined ? undefined : `Tool call id was ${id} but must be a-z, A-Z, 0-9, with a length of 9.`;
      },
      isRefused: true,
      asked: { messages: LOOP, tools: TOOLS },
      wrong: { messages: CHAT_LOOP },
    },
    {
      quirk: 'noUserAfterTool',
      model: 'devstral-medium-latest',
      objection: (body) =>
        /tool,user/.test(
          messagesOf(body)
            .map(({ role }) => role)
            .join(),
        )
          ? "Unexpected role 'user' after role 'tool'"
          : undefined,
      isRefused: true,
      asked: { messages: LOOP, tools: TOOLS },
      wrong: { messages: CHAT_LOOP },
    },
  ],
  moonshot: moonshotHabits(),
  'moonshot-intl': moonshotHabits(),
  ollama: [
    {
      quirk: 'efforts',
      protocol: 'ollama-chat',
      model: 'gpt-oss:20b',
      models: /gpt-oss/,
      objection: ({ think }) => (typeof think === 'string' ? undefined : 'the model was not told how much to think'),
      isRefused: false,
      asked: { thinking: THINKING },
      wrong: { think: true },
    },
  ],
  openai: openaiHabits('gpt-5'),
  openrouter: [
    {
      quirk: 'thinking',
      model: 'deepseek/deepseek-v4',
      objection: ({ reasoning: asked }) =>
        JSON.stringify(asked) === '{"max_tokens":20000}' ? undefined : 'the model was not told how much to think',
      isRefused: false,
      asked: { thinking: THINKING },
      wrong: { reasoning_effort: 'high' },
    },
    {
      quirk: 'efforts',
      model: 'openai/gpt-5',
      objection: ({ reasoning: asked }) =>
        JSON.stringify(asked) === '{"effort":"xhigh"}' ? undefined : 'the strongest effort is xhigh',
      isRefused: false,
      asked: { thinking: { type: 'adaptive' }, output_config: { effort: 'max' } },
      wrong: { reasoning: { effort: 'max' } },
    },
    signedThinking('anthropic/claude-sonnet-4.5'),
  ],
  siliconflow: siliconflowHabits(),
  'siliconflow-intl': siliconflowHabits(),
  vllm: [template('qwen3')],
  volcengine: [thinkingObject('doubao-seed-1-8-251228')],
  xai: [
    noEffort('grok-4-0709', /^grok-4-/, 'Model grok-4-0709 does not support parameter reasoningEffort.'),
    efforts('grok-4.3', ['low', 'medium', 'high'], /^grok-4\.3/),
    {
      quirk: 'refusedFields',
      model: 'grok-4.6',
      objection: (body) => (body['stop'] === undefined ? undefined : 'Argument not supported on this model: stop'),
      isRefused: true,
      asked: { stop_sequences: ['x'] },
      wrong: { stop: ['x'] },
    },
  ],
  zai: glmHabits(),
  zhipu: glmHabits(),
};

/** Answers as the platform does: 400 for what it refuses. */
export function dialect(type: string, protocol: ProtocolId): (request: RecordedRequest) => ScriptedReply {
  const habits = (HABITS[type] ?? []).filter(
    (habit) => habit.isRefused && (habit.protocol ?? 'openai-chat') === protocol,
  );
  const isChat = protocol === 'openai-chat';
  if (protocol === 'ollama-chat')
    return (request) => ollamaServer()(request) ?? { status: 404, text: '404 page not found' };
  return (request) => {
    const body: Loose = { ...request.body };
    const objection = habits
      .filter(({ models }) => models === undefined || models.test(String(body['model'])))
      .map((habit) => habit.objection(body))
      .find((message) => message !== undefined);
    if (objection === undefined) return isChat ? answer({ text: 'hello' })(request) : anthropicAnswer()(request);
    const kind = 'invalid_request_error';
    return isChat ? openaiError(400, objection, kind) : anthropicError(400, kind, objection);
  };
}

/**
 * What is odd about each platform, as its server shows it: which requests the real one refuses, in its own words where
 * they are known, and what it needs to be told. Where these stand is in `sources` of the platform's own file.
 */

import type { Quirks } from '../../src/protocols/quirks.ts';
import type { ProtocolId } from '../../src/turn/request.ts';
import { anthropicAnswer, anthropicError } from './anthropic-replies.ts';
import type { RecordedRequest, ScriptedReply } from './fake-platform.ts';
import { answer, openaiError } from './openai-replies.ts';

/** A request body as any JSON. */
export type Loose = Readonly<Record<string, unknown>>;

/** One habit of a platform. */
export interface Habit {
  /** The quirk that stands for it in the platform's file. */
  readonly quirk: keyof Quirks;
  /** Default `openai-chat`. */
  readonly protocol?: ProtocolId;
  /** A model that has it. */
  readonly model: string;
  /** Models that have it. Default: all. */
  readonly models?: RegExp;
  /** What is wrong with a request, or undefined. */
  objection(body: Loose): string | undefined;
  /** The platform answers 400 with the objection; else it only does not do what is wanted. */
  readonly isRefused: boolean;
  /** Fields of an Anthropic request that would meet it. */
  readonly asked: Loose;
  /** Fields of a request in the platform's protocol that does. */
  readonly wrong: Loose;
}

const TOOL_SCHEMA = { type: 'object', properties: {} };
const TOOLS = [{ name: 'f', input_schema: TOOL_SCHEMA }];
const FUNCTIONS = [{ type: 'function', function: { name: 'f', parameters: TOOL_SCHEMA } }];
const THINKING = { type: 'enabled', budget_tokens: 20_000 };
const ID = 'toolu_01AbCdEfGhIjKlMnOpQrStUvWxYz0123456789';
/** A tool loop that another model began, with a word of the user after the result. */
const LOOP = [
  { role: 'user', content: 'hi' },
  { role: 'assistant', content: [{ type: 'tool_use', id: ID, name: 'f', input: {} }] },
  {
    role: 'user',
    content: [
      { type: 'tool_result', tool_use_id: ID, content: 'r' },
      { type: 'text', text: 'go on' },
    ],
  },
];
const CALL = { id: ID, type: 'function', function: { name: 'f', arguments: '{}' } };
const CHAT_LOOP = [
  { role: 'user', content: 'hi' },
  { role: 'assistant', content: null, tool_calls: [CALL] },
  { role: 'tool', tool_call_id: ID, content: 'r' },
  { role: 'user', content: 'go on' },
];
const FORMAT = { type: 'json_schema', schema: { type: 'object' } };
const CHAT_FORMAT = { type: 'json_schema', json_schema: { name: 'x', schema: { type: 'object' } } };

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
      quirk: 'thinking',
      model: 'qwen3:4b',
      objection: (body) => (body['reasoning_effort'] === 'none' ? undefined : 'the model thinks'),
      isRefused: false,
      asked: { thinking: { type: 'disabled' } },
      wrong: {},
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

function messagesOf(body: Loose): Loose[] {
  return Array.isArray(body['messages']) ? body['messages'] : [];
}

function callsOf(body: Loose): Loose[][] {
  return messagesOf(body).flatMap(({ tool_calls: calls }) => (Array.isArray(calls) ? [calls] : []));
}

function isForced({ tool_choice: choice }: Loose): boolean {
  return choice === 'required' || typeof choice === 'object';
}

/** Thinks unless told not to. */
function doesThink(body: Loose): boolean {
  return body['enable_thinking'] !== false && JSON.stringify(body['thinking']) !== '{"type":"disabled"}';
}

function thinkingObject(model: string, models?: RegExp): Habit {
  return {
    quirk: 'thinking',
    model,
    ...(models && { models }),
    objection: (body) => (doesThink(body) ? 'the model thinks, though nobody asked for it' : undefined),
    isRefused: false,
    asked: {},
    wrong: {},
  };
}

function noEffort(
  model: string,
  models?: RegExp,
  message = 'reasoning_effort is not supported with this model',
): Habit {
  return {
    quirk: 'thinking',
    model,
    ...(models && { models }),
    objection: (body) => (body['reasoning_effort'] === undefined ? undefined : message),
    isRefused: true,
    asked: { thinking: THINKING },
    wrong: { reasoning_effort: 'high' },
  };
}

function efforts(model: string, known: readonly string[], models?: RegExp): Habit {
  return {
    quirk: 'efforts',
    model,
    ...(models && { models }),
    objection: ({ reasoning_effort: effort }) =>
      effort === undefined || known.includes(String(effort)) ? undefined : `reasoning_effort must be one of ${known}`,
    isRefused: true,
    asked: { thinking: { type: 'adaptive' }, output_config: { effort: known.includes('max') ? 'medium' : 'max' } },
    wrong: { reasoning_effort: known.includes('max') ? 'medium' : 'max' },
  };
}

function forcedTool(model: string, message: string, models?: RegExp): Habit {
  return {
    quirk: 'forcedToolStopsThinking',
    model,
    ...(models && { models }),
    objection: (body) => (isForced(body) && doesThink(body) ? message : undefined),
    isRefused: true,
    asked: { thinking: THINKING, tools: TOOLS, tool_choice: { type: 'any' } },
    wrong: { tools: FUNCTIONS, tool_choice: 'required' },
  };
}

function reasoning(model: string, message: string, emptyWillDo: boolean, models?: RegExp): Habit {
  return {
    quirk: 'reasoningStandIn',
    model,
    ...(models && { models }),
    objection: (body) => {
      const lacks = ({ tool_calls: calls, reasoning_content: content }: Loose) =>
        Array.isArray(calls) && (typeof content !== 'string' || (content === '' && !emptyWillDo));
      return doesThink(body) && messagesOf(body).some(lacks) ? message : undefined;
    },
    isRefused: true,
    asked: { thinking: THINKING, messages: LOOP, tools: TOOLS },
    wrong: { messages: CHAT_LOOP },
  };
}

function noSchema(model: string, message: string): Habit {
  return {
    quirk: 'noJsonSchema',
    model,
    objection: ({ response_format: format }) =>
      JSON.stringify(format ?? {}).includes('json_schema') ? message : undefined,
    isRefused: true,
    asked: { output_config: { format: FORMAT } },
    wrong: { response_format: CHAT_FORMAT },
  };
}

function temperature(model: string, least: number, asked: Loose, wrong: Loose): Habit {
  return {
    quirk: 'temperature',
    model,
    objection: ({ temperature: asked }) =>
      typeof asked === 'number' && (asked < least || asked > 1) ? 'the temperature is out of range' : undefined,
    isRefused: true,
    asked,
    wrong,
  };
}

function wants(quirk: keyof Quirks, model: string, field: string, asked: Loose, wrong: Loose): Habit {
  return {
    quirk,
    model,
    objection: (body) => (body[field] === undefined ? `${field} is missing` : undefined),
    isRefused: false,
    asked,
    wrong,
  };
}

function noStrict(model: string): Habit {
  const strict = [{ type: 'function', function: { name: 'f', strict: true } }];
  return {
    quirk: 'strictTools',
    model,
    objection: (body) => (JSON.stringify(body['tools'] ?? []).includes('"strict"') ? 'strict is not known' : undefined),
    isRefused: false,
    asked: { tools: [{ ...TOOLS[0], strict: true }] },
    wrong: { tools: strict },
  };
}

function template(model: string): Habit {
  return wants('thinking', model, 'chat_template_kwargs', {}, {});
}

function signedThinking(model: string): Habit {
  const foreign = {
    role: 'assistant',
    content: [
      { type: 'thinking', thinking: 'x', signature: '' },
      { type: 'text', text: 'y' },
    ],
  };
  const messages = [{ role: 'user', content: 'a' }, foreign, { role: 'user', content: 'b' }];
  return {
    quirk: 'signedThinking',
    protocol: 'anthropic-messages',
    model,
    objection: (body) =>
      JSON.stringify(body['messages']).includes('"signature":""')
        ? 'messages.1.content.0: Invalid `signature` in `thinking` block'
        : undefined,
    isRefused: true,
    asked: { messages, thinking: THINKING, max_tokens: 30_000 },
    wrong: { messages },
  };
}

function openaiHabits(model: string): Habit[] {
  return [
    {
      quirk: 'maxTokensField',
      model,
      objection: (body) =>
        body['max_tokens'] === undefined
          ? undefined
          : "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
      isRefused: true,
      asked: {},
      wrong: { max_tokens: 9 },
    },
    efforts(model, ['minimal', 'low', 'medium', 'high', 'xhigh']),
    {
      quirk: 'maxToolIdLength',
      model,
      objection: (body) =>
        callsOf(body)
          .flat()
          .some(({ id }) => String(id).length > 40)
          ? 'string too long. Expected a string with maximum length 40'
          : undefined,
      isRefused: true,
      asked: { messages: LOOP, tools: TOOLS },
      wrong: { messages: CHAT_LOOP },
    },
  ];
}

function dashscopeHabits(): Habit[] {
  const model = 'qwen3-32b';
  return [
    thinkingObject(model),
    {
      quirk: 'thinkingOnlyStreams',
      model,
      objection: (body) =>
        body['stream'] !== true && doesThink(body)
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

function minimaxHabits(): Habit[] {
  const model = 'MiniMax-M2.7';
  return [
    noEffort(model),
    wants('maxTokensField', model, 'max_completion_tokens', {}, { max_tokens: 9 }),
    noStrict(model),
    temperature(model, 0.01, { temperature: 0 }, { temperature: 0 }),
    wants('extraFields', model, 'reasoning_split', {}, {}),
  ];
}

function moonshotHabits(): Habit[] {
  const model = 'kimi-k2.6';
  const models = /^kimi-k2\.[56]/;
  return [
    thinkingObject(model, models),
    reasoning(
      model,
      'thinking is enabled but reasoning_content is missing in assistant tool call message at index 1',
      false,
      models,
    ),
    forcedTool(model, 'tool_choice specified is incompatible with thinking enabled', models),
    {
      quirk: 'refusedFields',
      model,
      models,
      objection: (body) =>
        body['temperature'] === undefined ? undefined : 'invalid temperature: only 1 is allowed for this model',
      isRefused: true,
      asked: { temperature: 0.2, top_p: 0.9 },
      wrong: { temperature: 0.2 },
    },
  ];
}

function siliconflowHabits(): Habit[] {
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
  ];
}

function glmHabits(): Habit[] {
  const model = 'glm-5.2';
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
    {
      quirk: 'toolChoiceOnlyAuto',
      model,
      objection: (body) => (isForced(body) ? 'tool_choice supports auto only' : undefined),
      isRefused: false,
      asked: { tools: TOOLS, tool_choice: { type: 'any' } },
      wrong: { tool_choice: 'required' },
    },
    noSchema(model, 'response_format supports text and json_object'),
    temperature(model, 0, { temperature: 1.5 }, { temperature: 1.5 }),
    wants('extraFields', model, 'tool_stream', {}, {}),
  ];
}

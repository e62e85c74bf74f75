/** Habits that several platforms have, each with the request that meets it. */

import type { Quirks } from '../../src/protocols/quirks.ts';
import type { ProtocolId } from '../../src/turn/request.ts';

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
export const TOOLS = [{ name: 'f', input_schema: TOOL_SCHEMA }];
const FUNCTIONS = [{ type: 'function', function: { name: 'f', parameters: TOOL_SCHEMA } }];
export const THINKING = { type: 'enabled', budget_tokens: 20_000 };
const ID = 'toolu_01AbCdEfGhIjKlMnOpQrStUvWxYz0123456789';
/** A tool loop that another model began, with a word of the user after the result. */
export const LOOP = [
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
export const CHAT_LOOP = [
  { role: 'user', content: 'hi' },
  { role: 'assistant', content: null, tool_calls: [CALL] },
  { role: 'tool', tool_call_id: ID, content: 'r' },
  { role: 'user', content: 'go on' },
];
const FORMAT = { type: 'json_schema', schema: { type: 'object' } };
const CHAT_FORMAT = { type: 'json_schema', json_schema: { name: 'x', schema: { type: 'object' } } };

export function messagesOf(body: Loose): Loose[] {
  return Array.isArray(body['messages']) ? body['messages'] : [];
}

export function callsOf(body: Loose): Loose[][] {
  return messagesOf(body).flatMap(({ tool_calls: calls }) => (Array.isArray(calls) ? [calls] : []));
}

function isForced({ tool_choice: choice }: Loose): boolean {
  return choice === 'required' || typeof choice === 'object';
}

/** Thinks unless told not to. */
function doesThink(body: Loose): boolean {
  return body['enable_thinking'] !== false && JSON.stringify(body['thinking']) !== '{"type":"disabled"}';
}

export function thinkingObject(model: string, models?: RegExp): Habit {
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

export function noEffort(
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

export function efforts(model: string, known: readonly string[], models?: RegExp): Habit {
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

export function forcedTool(model: string, message: string, models?: RegExp): Habit {
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

export function reasoning(model: string, message: string, emptyWillDo: boolean, models?: RegExp): Habit {
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

export function noSchema(model: string, message: string): Habit {
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

export function template(model: string): Habit {
  return wants('thinking', model, 'chat_template_kwargs', {}, {});
}

export function signedThinking(model: string): Habit {
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

export function openaiHabits(model: string): Habit[] {
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

export function dashscopeHabits(): Habit[] {
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

export function minimaxHabits(): Habit[] {
  const model = 'MiniMax-M2.7';
  return [
    noEffort(model),
    wants('maxTokensField', model, 'max_completion_tokens', {}, { max_tokens: 9 }),
    noStrict(model),
    temperature(model, 0.01, { temperature: 0 }, { temperature: 0 }),
    wants('extraFields', model, 'reasoning_split', {}, {}),
  ];
}

export function moonshotHabits(): Habit[] {
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
  ];
}

export function glmHabits(): Habit[] {
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

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
  /** A client that says so speaks to this very platform, so a relay passes it on. */
  readonly isOwnField?: true;
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

/** The chat API, the Responses API and OpenRouter each have a place for it. */
function effortOf({ reasoning_effort: told, reasoning }: Loose): unknown {
  return told ?? (typeof reasoning === 'object' ? Object(reasoning).effort : undefined);
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

/** Thinks, and as much as it can, unless it is told the weakest effort. */
export function always(model: string, weakest: string, models?: RegExp): Habit {
  return {
    quirk: 'thinking',
    model,
    ...(models && { models }),
    objection: (body) => (effortOf(body) === weakest ? undefined : 'the model thinks as much as it can'),
    isRefused: false,
    asked: {},
    wrong: {},
  };
}

/** Thinks unless it is told the effort `none`. */
export function think(model: string, models?: RegExp): Habit {
  return {
    quirk: 'thinking',
    model,
    ...(models && { models }),
    objection: (body) => (effortOf(body) === 'none' ? undefined : 'the model thinks'),
    isRefused: false,
    asked: { thinking: { type: 'disabled' } },
    wrong: {},
  };
}

/** Ollama's model that is told how much to think, and not whether. */
export function ollamaLevels(model: string, models: RegExp): Habit {
  return {
    quirk: 'efforts',
    protocol: 'ollama-chat',
    model,
    models,
    objection: (body) => (typeof body['think'] === 'string' ? undefined : 'the model was not told how much to think'),
    isRefused: false,
    asked: { thinking: THINKING },
    wrong: { think: true },
  };
}

/** Takes an effort: one that is asked for arrives. */
export function effort(model: string, models?: RegExp): Habit {
  return {
    quirk: 'thinking',
    model,
    ...(models && { models }),
    objection: (body) => (effortOf(body) === 'high' ? undefined : 'the effort did not arrive'),
    isRefused: false,
    asked: { thinking: { type: 'adaptive' }, output_config: { effort: 'high' } },
    wrong: {},
  };
}

/** Fields that are refused. `asked` is what an Anthropic client says for it. */
export function refused(model: string, field: string, asked: Loose, message: string, models?: RegExp): Habit {
  return {
    quirk: 'refusedFields',
    model,
    ...(models && { models }),
    objection: (body) => (body[field] === undefined ? undefined : message),
    isRefused: true,
    asked,
    wrong: { [field]: Object.values(asked)[0] },
  };
}

export function toolOnlyOffered(model: string, models?: RegExp): Habit {
  return {
    quirk: 'toolChoiceOnlyAuto',
    model,
    ...(models && { models }),
    objection: (body) => (isForced(body) ? 'tool_choice supports auto only' : undefined),
    isRefused: false,
    asked: { tools: TOOLS, tool_choice: { type: 'any' } },
    wrong: { tool_choice: 'required' },
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
  const unknown = ['max', 'medium', 'minimal'].find((name) => !known.includes(name));
  return {
    quirk: 'efforts',
    model,
    ...(models && { models }),
    objection: (body) => {
      const told = effortOf(body);
      return told === undefined || known.includes(String(told))
        ? undefined
        : `reasoning_effort must be one of ${known}`;
    },
    isRefused: true,
    asked: { thinking: { type: 'adaptive' }, output_config: { effort: unknown } },
    wrong: { reasoning_effort: unknown },
  };
}

/** Takes every effort, and this one as it is. */
export function everyEffort(model: string, name: string, models?: RegExp): Habit {
  return {
    quirk: 'efforts',
    model,
    ...(models && { models }),
    objection: (body) => (effortOf(body) === name ? undefined : `the effort ${name} did not arrive`),
    isRefused: false,
    asked: { thinking: { type: 'adaptive' }, output_config: { effort: name } },
    wrong: {},
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

export function temperature(model: string, least: number, asked: Loose, wrong: Loose): Habit {
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

export function wants(quirk: keyof Quirks, model: string, field: string, asked: Loose, wrong: Loose): Habit {
  return {
    quirk,
    model,
    objection: (body) => (body[field] === undefined ? `${field} is missing` : undefined),
    isRefused: false,
    asked,
    wrong,
  };
}

export function noStrict(model: string): Habit {
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

/** The kinds of platforms that OpenAI's clients are tested with, all of them played by one fake platform. */

import assert from 'node:assert/strict';
import {
  type AnswerBlock,
  anthropicAnswer,
  anthropicError,
  anthropicStream,
  event,
} from '../fake-platform/anthropic-replies.ts';
import type { FakePlatform, RecordedRequest, ScriptedReply } from '../fake-platform/fake-platform.ts';
import { ollamaAnswer, ollamaError, ollamaLine } from '../fake-platform/ollama-replies.ts';
import { type Answer, answer, chunk, data, openaiError } from '../fake-platform/openai-replies.ts';
import { responseEvent, responseStream, responsesAnswer } from '../fake-platform/responses-replies.ts';
import { ERROR_TYPE } from './anthropic-rules.ts';
import { type ClaudeBody, claudeRequestFaults } from './claude-rules.ts';
import type { ConfigFile } from './config-file.ts';
import { ollamaFaults } from './ollama-rules.ts';
import { chatRequestFaults } from './openai-rules.ts';
import { type ResponsesBody, responsesRequestFaults } from './responses-rules.ts';

/** A platform of each protocol. */
export const SIDES = ['chat', 'claude', 'responses', 'ollama'] as const;
export type Side = (typeof SIDES)[number];

/** Platforms, by the pin that chooses them. `claude` thinks by a budget, `opus` by an effort. */
export const MODELS = {
  chat: 'chat:m',
  claude: 'ant:claude-sonnet-4-5',
  responses: 'resp:m',
  ollama: 'olm:m',
  opus: 'ant:claude-opus-4-7',
  openai: 'oai:m',
  dashscope: 'ds:m',
} as const;
export type To = keyof typeof MODELS;

/** A model whose name has all that names of models have. */
export const NAMED = 'org/model-1.5:free';

/** A configuration with all of them. */
export function sidesConfig({ origin }: FakePlatform): ConfigFile {
  return {
    platforms: [
      { id: 'chat', type: 'openai-compatible', base_url: `${origin}/v1`, api_key: 'k', models: ['m', NAMED] },
      {
        id: 'ant',
        type: 'anthropic',
        base_url: `${origin}/anthropic`,
        api_key: 'k',
        models: ['claude-sonnet-4-5', 'claude-opus-4-7'],
      },
      {
        id: 'resp',
        type: 'openai-compatible',
        base_urls: { 'openai-responses': `${origin}/resp/v1` },
        api_key: 'k',
        models: ['m'],
      },
      { id: 'olm', type: 'ollama', base_url: `${origin}/ollama/v1`, models: ['m'] },
      { id: 'oai', type: 'openai', base_url: `${origin}/oai/v1`, api_key: 'k', models: ['m'] },
      { id: 'ds', type: 'dashscope', base_url: `${origin}/ds/v1`, api_key: 'k', models: ['m'] },
    ],
    routing: { mode: 'global_direct', model_priority_list: ['chat:m'] },
  };
}

/** Every request so far is one that a strict platform takes. */
export function checkRequests({ requests }: FakePlatform): void {
  for (const request of requests) assert.deepEqual(requestFaults(request), [], request.raw.toString());
}

function requestFaults({ path, body = {} }: RecordedRequest): string[] {
  if (path.endsWith('/messages')) return claudeRequestFaults(body as ClaudeBody);
  if (path.endsWith('/api/chat')) return ollamaFaults(body);
  if (path.endsWith('/responses')) return responsesRequestFaults(body as ResponsesBody, 'm');
  return chatRequestFaults(body, 'm');
}

/** The same answer in the platform's own protocol, in whichever form was asked for. */
export function answers(what: Answer): (request: RecordedRequest) => ScriptedReply {
  const chat = answer(what);
  const claude = anthropicAnswer(blocksFor(what), { stop: stopOf(what) });
  const responses = responsesAnswer(what);
  const ollama = ollamaAnswer(what);
  return (request) => {
    if (request.path.endsWith('/messages')) return claude(request);
    if (request.path.endsWith('/api/chat')) return ollama(request);
    return request.path.endsWith('/responses') ? responses(request) : chat(request);
  };
}

/** An error of a platform, in its own shape. */
export function refusal(to: Side, status: number, message: string): ScriptedReply {
  if (to === 'ollama') return ollamaError(status, message);
  if (to !== 'claude') return openaiError(status, message);
  return anthropicError(status, ERROR_TYPE[status] ?? 'invalid_request_error', message);
}

/** The beginning of a stream that says "begun". */
export function begun(to: Side): string[] {
  if (to === 'claude') return anthropicStream([{ type: 'text', text: 'begun' }]).stream.slice(0, 4);
  if (to === 'responses') return responseStream({ text: 'begun', pieces: 1 }).slice(0, 5);
  if (to === 'ollama') return [line(ollamaLine({ content: 'begun' }))];
  return [data(chunk({ role: 'assistant', content: 'begun' }))];
}

/** The event by which a platform says in a stream that it is overloaded. */
export function streamError(to: Side, message: string): string {
  if (to === 'claude') return event('error', { error: { type: 'overloaded_error', message } });
  if (to === 'responses') {
    const response = { id: 'resp_up01', status: 'failed', error: { code: 'server_error', message }, output: [] };
    return responseEvent('response.failed', { response });
  }
  if (to === 'ollama') return line({ error: message });
  return data({ error: { message, code: 503 } });
}

function line(value: object): string {
  return `${JSON.stringify(value)}\n`;
}

function blocksFor({ text, reasoning, tools }: Answer): AnswerBlock[] {
  return [
    ...(reasoning === undefined ? [] : [{ type: 'thinking', thinking: reasoning, signature: 'SIG-of-anthropic' }]),
    ...(text === undefined ? [] : [{ type: 'text', text }]),
    ...(tools ?? []).map(({ id, name, args }) => ({
      type: 'tool_use',
      id,
      name,
      input: typeof args === 'object' ? args : JSON.parse(args || '{}'),
    })),
  ];
}

function stopOf({ finish, tools }: Answer): string {
  if (finish === 'length') return 'max_tokens';
  if (finish === 'content_filter') return 'refusal';
  return tools === undefined ? 'end_turn' : 'tool_use';
}

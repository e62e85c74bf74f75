/**
 * An Ollama with some models. It refuses what the real one refuses, and what is longer than the context it cuts off without
 * a word, unless the request forbids it.
 *
 * Source: ChatHandler, chatPrompt and completionPromptForRequest of github.com/ollama/ollama.
 */

import { ollamaFaults } from '../support/ollama-rules.ts';
import type { RecordedRequest, ScriptedReply } from './fake-platform.ts';
import type { Loose } from './habits.ts';
import { ollamaAnswer, ollamaError } from './ollama-replies.ts';

interface OllamaModel {
  readonly capabilities: readonly string[];
  /** Tokens. */
  readonly contextLength: number;
}

const ALL = ['completion', 'tools', 'thinking', 'vision'];

/** `plain` only answers; any name that is not here is that of a model that can everything. */
const MODELS: Readonly<Record<string, OllamaModel>> = {
  m: { capabilities: ALL, contextLength: 131_072 },
  'gpt-oss:20b': { capabilities: ['completion', 'tools', 'thinking'], contextLength: 131_072 },
  plain: { capabilities: ['completion'], contextLength: 8_192 },
};

const TOO_LONG =
  'the prompt is longer than the context length currently available to the model; shorten the prompt, adjust the context length in settings, or use a model with a longer context length';

// Of a server with little memory, where nobody says more.
const DEFAULT_CONTEXT = 4_096;
const CHARACTERS_PER_TOKEN = 4;

/** Plays the server: its list of models, what it says of each, and its answers. Undefined for any other path. */
export function ollamaServer(
  answer: (request: RecordedRequest) => ScriptedReply = ollamaAnswer({ text: 'hello' }),
): (request: RecordedRequest) => ScriptedReply | undefined {
  return (request) => {
    const body: Loose = { ...request.body };
    if (request.path.endsWith('/api/tags')) return { json: { models: Object.keys(MODELS).map(listed) } };
    if (request.path.endsWith('/api/show')) return show(String(body['model']));
    if (!request.path.endsWith('/api/chat')) return undefined;
    return refusal(body) ?? cutOff(request, body) ?? answer(request);
  };
}

function listed(name: string): object {
  return { name, model: name };
}

function show(name: string): ScriptedReply {
  const model = MODELS[name];
  if (model === undefined) return ollamaError(404, `model '${name}' not found`);
  const info = { 'general.architecture': 'fake', 'fake.context_length': model.contextLength };
  return { json: { capabilities: model.capabilities, model_info: info } };
}

function refusal(body: Loose): ScriptedReply | undefined {
  const name = String(body['model']);
  const [fault] = ollamaFaults(body);
  if (fault !== undefined) return ollamaError(400, fault);
  if (name === 'missing') return ollamaError(404, `model '${name}' not found`);
  const { capabilities } = MODELS[name] ?? { capabilities: ALL };
  const { tools, think } = body;
  if (Array.isArray(tools) && tools.length > 0 && !capabilities.includes('tools'))
    return ollamaError(400, `registry.ollama.ai/library/${name} does not support tools`);
  if (think !== undefined && think !== false && !capabilities.includes('thinking'))
    return ollamaError(400, `"${name}" does not support thinking`);
  return undefined;
}

/** Leaves out the oldest messages until the rest fits, or refuses. System messages and the last one stay. */
function cutOff(request: RecordedRequest, { messages, options, truncate, shift }: Loose): ScriptedReply | undefined {
  const all: readonly Loose[] = Array.isArray(messages) ? messages : [];
  const given = (options as Loose | undefined)?.['num_ctx'];
  const limit = typeof given === 'number' ? given : DEFAULT_CONTEXT;
  const kept = [...all];
  const oldest = () => kept.findIndex(({ role }, index) => role !== 'system' && index < kept.length - 1);
  for (let index = oldest(); tokens(kept) > limit && index >= 0; index = oldest()) kept.splice(index, 1);
  const isTooLong = tokens(all) > limit;
  if (isTooLong && truncate === false && shift === false) return ollamaError(400, TOO_LONG);
  request.dropped = all.length - kept.length;
  return undefined;
}

function tokens(messages: readonly Loose[]): number {
  return JSON.stringify(messages).length / CHARACTERS_PER_TOKEN;
}

/** The rules that hold for every chat completion, whole or streamed. Each function lists the faults found. */

import { brief } from './anthropic-rules.ts';
import type { SseEvent } from './sse.ts';
import type { ChatToolCall } from './wire.ts';

/** Tokens, in OpenAI's words. */
export interface ChatUsage {
  prompt_tokens?: number;
  completion_tokens?: number;
  total_tokens?: number;
  prompt_tokens_details?: { cached_tokens?: number; cache_write_tokens?: number };
  completion_tokens_details?: { reasoning_tokens?: number };
}

/** A message of a reply, or what a chunk adds to it. */
export interface ChatDelta {
  role?: string;
  content?: string | null;
  refusal?: string | null;
  reasoning_content?: string;
  reasoning_details?: Record<string, unknown>[];
  tool_calls?: (ChatToolCall & { index?: number })[];
}

export interface ChatChoice {
  index?: number;
  message?: ChatDelta;
  delta?: ChatDelta;
  finish_reason?: string | null;
}

/** The body of a completion, a chunk, or an error. */
export interface Completion {
  id?: string;
  object?: string;
  created?: number;
  model?: string;
  choices?: ChatChoice[];
  usage?: ChatUsage | null;
  error?: { message?: string; type?: string; param?: string | null; code?: string | null };
}

const FINISHES = new Set<unknown>(['stop', 'length', 'tool_calls', 'content_filter']);

/** Faults of a whole completion. */
export function completionFaults(body: Completion | undefined): string[] {
  if (body === undefined) return ['no JSON'];
  const faults = headFaults(body, 'chat.completion');
  const [choice] = body.choices ?? [];
  if (choice === undefined || body.choices?.length !== 1) return [...faults, `choices are ${brief(body.choices)}`];
  if (!FINISHES.has(choice.finish_reason)) faults.push(`finish_reason is ${brief(choice.finish_reason)}`);
  const { message = {} } = choice;
  if (message.role !== 'assistant') faults.push(`role is ${brief(message.role)}`);
  if (message.content === undefined) faults.push('content is left out');
  return [...faults, ...callFaults(message.tool_calls, choice.finish_reason), ...usageFaults(body.usage)];
}

/** Faults of a whole stream. `wantsUsage`: the client asked for it. */
export function chunkFaults(events: readonly SseEvent[], wantsUsage = false): string[] {
  const chunks = chunksOf(events);
  const faults: string[] = [];
  if (events.some(({ event }) => event !== null)) faults.push('an event with a name');
  if (events.at(-1)?.data !== '[DONE]') faults.push(`the last event is ${brief(events.at(-1)?.data)}, not [DONE]`);
  if (chunks.length !== events.length - 1) faults.push('an event that is no JSON');
  for (const chunk of chunks) faults.push(...headFaults(chunk, 'chat.completion.chunk'));
  if (new Set(chunks.map(({ id }) => id)).size > 1) faults.push('chunks of different ids');
  const withChoice = chunks.filter(({ choices }) => choices?.length === 1);
  const others = chunks.filter(({ choices }) => choices?.length !== 1);
  if (others.length !== (wantsUsage ? 1 : 0)) faults.push(`${others.length} chunks without a choice`);
  if (wantsUsage) faults.push(...usageFaults(others[0]?.usage ?? undefined));
  if (withChoice[0]?.choices?.[0]?.delta?.role !== 'assistant') faults.push('the first chunk has no role');
  const finishes = withChoice.flatMap(({ choices }) => choices?.[0]?.finish_reason ?? []);
  if (finishes.length !== 1 || !FINISHES.has(finishes[0])) faults.push(`finish_reasons are ${brief(finishes)}`);
  if (withChoice.at(-1)?.choices?.[0]?.finish_reason === null) faults.push('a chunk after the finish_reason');
  return [...faults, ...callFaults(joined(events).choices?.[0]?.message?.tool_calls, finishes[0])];
}

/** The chunks of a stream. */
export function chunksOf(events: readonly SseEvent[]): Completion[] {
  return events.flatMap(({ json }) => (json === undefined ? [] : [json as unknown as Completion]));
}

/** The completion that a stream's chunks make, put together as clients do it. */
export function joined(events: readonly SseEvent[]): Completion {
  const message: ChatDelta = { content: null };
  let finish: string | null = null;
  let usage: ChatUsage | null = null;
  for (const chunk of chunksOf(events)) {
    const [choice] = chunk.choices ?? [];
    finish = choice?.finish_reason ?? finish;
    usage = chunk.usage ?? usage;
    if (choice?.delta !== undefined) addDelta(message, choice.delta);
  }
  return { choices: [{ index: 0, message, finish_reason: finish }], usage };
}

function addDelta(message: ChatDelta, delta: ChatDelta): void {
  if (delta.role !== undefined) message.role = delta.role;
  if (delta.content) message.content = (message.content ?? '') + delta.content;
  if (delta.reasoning_content) message.reasoning_content = (message.reasoning_content ?? '') + delta.reasoning_content;
  if (delta.reasoning_details) {
    message.reasoning_details = [...(message.reasoning_details ?? []), ...delta.reasoning_details];
  }
  for (const { index = 0, ...piece } of delta.tool_calls ?? []) {
    message.tool_calls ??= [];
    const known = message.tool_calls[index];
    if (known === undefined) message.tool_calls[index] = structuredClone(piece);
    else if (known.function !== undefined) known.function.arguments += piece.function?.arguments ?? '';
  }
}

function headFaults({ id, object, created, model }: Completion, expected: string): string[] {
  const faults: string[] = [];
  if (!id?.startsWith('chatcmpl-')) faults.push(`id is ${brief(id)}`);
  if (object !== expected) faults.push(`object is ${brief(object)}`);
  if (!Number.isInteger(created)) faults.push(`created is ${brief(created)}`);
  if (!model) faults.push('no model');
  return faults;
}

function callFaults(calls: readonly ChatToolCall[] | undefined, finish: string | null | undefined): string[] {
  if (calls === undefined) return finish === 'tool_calls' ? ['finish_reason tool_calls without a call'] : [];
  const ids = new Set(calls.map((call) => call?.id));
  const faults = ids.size === calls.length ? [] : ['two calls of one id'];
  for (const call of calls) {
    if (!call?.id || call.type !== 'function' || !call.function?.name) faults.push(`a call is ${brief(call)}`);
    if (finish === 'tool_calls' && !isObjectText(call?.function?.arguments)) faults.push(`arguments of ${brief(call)}`);
  }
  return faults;
}

function isObjectText(text: string | undefined): boolean {
  try {
    return typeof JSON.parse(text ?? '') === 'object';
  } catch {
    return false;
  }
}

function usageFaults(usage: ChatUsage | null | undefined): string[] {
  const { prompt_tokens: prompt, completion_tokens: completion, total_tokens: total } = usage ?? {};
  const isRight = prompt !== undefined && completion !== undefined && prompt + completion === total;
  return isRight ? [] : [`usage is ${brief(usage)}`];
}

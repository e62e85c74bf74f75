/** What Ollama sends by its own API, as data for a script. */

import type { Piece, RecordedRequest, ScriptedReply } from './fake-platform.ts';
import { type Answer, cut, type PlatformToolCall } from './openai-replies.ts';

const HEAD = { model: 'm-upstream', created_at: '2026-01-01T00:00:00.000000001Z' };

/** A stream of lines; strings and other steps are played as they are. */
export function ollamaLines(items: readonly (object | Piece)[]): ScriptedReply {
  const stream = items.map((item): Piece => (isLine(item) ? `${JSON.stringify(item)}\n` : (item as Piece)));
  return { headers: { 'content-type': 'application/x-ndjson' }, stream };
}

function isLine(item: object | Piece): boolean {
  return typeof item === 'object' && !Buffer.isBuffer(item) && !('until' in item);
}

/** A line with a part of the message. */
export function ollamaLine(message: object): object {
  return { ...HEAD, message: { role: 'assistant', content: '', ...message }, done: false };
}

/** The last line. */
export function ollamaEnd(more: object = {}): object {
  const counts = { total_duration: 5_000, prompt_eval_count: 11, eval_count: 7 };
  return { ...HEAD, message: { role: 'assistant', content: '' }, done: true, done_reason: 'stop', ...counts, ...more };
}

/** An error: with a status, before anything was sent. */
export function ollamaError(status: number, error: string): ScriptedReply {
  return { status, json: { error } };
}

/** Answers in whichever form was asked for; without a word about it, as a stream. */
export function ollamaAnswer(what: Answer): (request: RecordedRequest) => ScriptedReply {
  const end = ollamaEnd({ done_reason: what.finish === 'length' ? 'length' : 'stop' });
  return (request) => {
    if (request.body?.stream === false) return { json: { ...end, message: wholeMessage(what) } };
    return ollamaLines([...linesOf(what), end]);
  };
}

function linesOf({ text, reasoning, tools = [], pieces = 3 }: Answer): object[] {
  return [
    ...cut(reasoning, pieces).map((thinking) => ollamaLine({ thinking })),
    ...cut(text, pieces).map((content) => ollamaLine({ content })),
    ...tools.map((tool) => ollamaLine({ tool_calls: [callOf(tool)] })),
  ];
}

function wholeMessage({ text = '', reasoning, tools }: Answer): object {
  return {
    role: 'assistant',
    content: text,
    ...(reasoning && { thinking: reasoning }),
    ...(tools && { tool_calls: tools.map(callOf) }),
  };
}

/** Each line counts its calls anew. */
function callOf({ id, name, args = {} }: PlatformToolCall): object {
  const input: unknown = typeof args === 'string' ? JSON.parse(args || '{}') : args;
  return { ...(id !== '' && { id }), function: { index: 0, name, arguments: input } };
}

/** What platforms that speak OpenAI's chat completions send, as data for a script. */

import type { Piece, RecordedRequest, ScriptedReply } from './fake-platform.ts';

const HEAD = { id: 'chatcmpl-c0nf', created: 1_760_000_000, model: 'm-upstream' };

/** One chunk of a stream. */
export function chunk(delta: object, finishReason: string | null = null, extra: object = {}): object {
  const choices = [{ index: 0, delta, finish_reason: finishReason, logprobs: null }];
  return { ...HEAD, object: 'chat.completion.chunk', choices, ...extra };
}

/** The chunks that most streams begin and end with. */
export const ROLE_CHUNK = chunk({ role: 'assistant', content: '' });
export const STOP_CHUNK = chunk({}, 'stop');

export interface UsageDetails {
  readonly cached?: number;
  readonly reasoning?: number;
  readonly written?: number;
}

/** A `usage` object. */
export function usage(prompt: number, completion: number, details: UsageDetails = {}): object {
  const { cached, reasoning, written } = details;
  const promptDetails = {
    cached_tokens: cached ?? 0,
    ...(written === undefined ? {} : { cache_write_tokens: written }),
  };
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    ...(cached === undefined && written === undefined ? {} : { prompt_tokens_details: promptDetails }),
    ...(reasoning === undefined ? {} : { completion_tokens_details: { reasoning_tokens: reasoning } }),
  };
}

/** The last chunk of a stream with `include_usage`. */
export function usageChunk(counts: object): object {
  return { ...HEAD, object: 'chat.completion.chunk', choices: [], usage: counts };
}

/** One server-sent event. */
export function data(value: object | string): string {
  return `data: ${typeof value === 'string' ? value : JSON.stringify(value)}\n\n`;
}

export interface StreamReply extends ScriptedReply {
  readonly stream: readonly Piece[];
}

export interface SseOptions {
  /** Whether `[DONE]` closes the stream. Default true. */
  readonly done?: boolean;
  readonly newline?: '\n' | '\r\n';
}

/** A stream of chunks; strings are raw text between them. */
export function sse(
  chunks: readonly (object | string)[],
  { done = true, newline = '\n' }: SseOptions = {},
): StreamReply {
  const texts = chunks.map((item) => (typeof item === 'string' ? item : data(item)));
  if (done) texts.push(data('[DONE]'));
  return { stream: texts.map((text) => text.replaceAll('\n', newline)) };
}

/** The delta of a fragment of a tool call; null leaves a field out. */
export function toolDelta(index: number | null, id: string | null, name: string | null, args: string | null): object {
  const call = {
    ...(index === null ? {} : { index }),
    ...(id === null ? {} : { id }),
    ...(id || name ? { type: 'function' } : {}),
    function: { ...(name === null ? {} : { name }), ...(args === null ? {} : { arguments: args }) },
  };
  return { tool_calls: [call] };
}

export interface PlatformToolCall {
  readonly id: string;
  readonly name: string;
  /** A string is sent as it is. */
  readonly args?: object | string;
}

/** What a platform shall answer, in either form. */
export interface Answer {
  readonly text?: string;
  readonly reasoning?: string | undefined;
  readonly tools?: readonly PlatformToolCall[];
  readonly finish?: string;
  /** Default 11 and 7 tokens; null: none. */
  readonly usage?: object | null;
  /** Number of deltas that a text is cut into. Default 3. */
  readonly pieces?: number;
}

/** A whole reply. `message` adds to or replaces fields of the message, `body` those of the reply. */
export function completion(answer: Answer & { readonly message?: object; readonly body?: object } = {}): ScriptedReply {
  const { text, reasoning, tools } = answer;
  const message = {
    role: 'assistant',
    content: text ?? null,
    ...(reasoning ? { reasoning_content: reasoning } : {}),
    ...(tools ? { tool_calls: tools.map(wholeCall) } : {}),
    ...answer.message,
  };
  const counts = usageOf(answer);
  const json = {
    ...HEAD,
    object: 'chat.completion',
    choices: [{ index: 0, message, finish_reason: finishOf(answer) }],
    ...(counts === null ? {} : { usage: counts }),
    ...answer.body,
  };
  return { json };
}

/** The same answer as a stream. */
function streamOf(answer: Answer): StreamReply {
  const pieces = answer.pieces ?? 3;
  const chunks = [ROLE_CHUNK];
  for (const part of cut(answer.reasoning, pieces)) chunks.push(chunk({ reasoning_content: part, content: null }));
  for (const part of cut(answer.text, pieces)) chunks.push(chunk({ content: part }));
  answer.tools?.forEach((tool, index) => {
    chunks.push(chunk(toolDelta(index, tool.id, tool.name, '')));
    for (const part of cut(argumentsOf(tool), pieces)) chunks.push(chunk(toolDelta(index, null, null, part)));
  });
  chunks.push(chunk({}, finishOf(answer)));
  const counts = usageOf(answer);
  if (counts !== null) chunks.push(usageChunk(counts));
  return sse(chunks);
}

/** Answers in whichever form was asked for. */
export function answer(what: Answer): (request: RecordedRequest) => ScriptedReply {
  return (request) => (request.body?.stream ? streamOf(what) : completion(what));
}

/** An error in OpenAI's shape. */
export function openaiError(
  status: number,
  message: string,
  type = 'server_error',
  code: string | null = null,
): ScriptedReply {
  return { status, json: { error: { message, type, param: null, code } } };
}

/** The same stream, cut into pieces of that many bytes. */
export function cutEvery(reply: StreamReply, size: number): StreamReply {
  return cutWhere(reply, (_bytes, at) => at % size === 0);
}

/** The same stream, cut before each byte for which the predicate holds. */
export function cutWhere(reply: StreamReply, isCut: (bytes: Buffer, at: number) => boolean): StreamReply {
  const bytes = bytesOf(reply);
  const stream: Buffer[] = [];
  let from = 0;
  for (let at = 1; at < bytes.length; at++) {
    if (!isCut(bytes, at)) continue;
    stream.push(bytes.subarray(from, at));
    from = at;
  }
  stream.push(bytes.subarray(from));
  return { ...reply, stream };
}

/** The bytes of a stream that has no other steps. */
function bytesOf(reply: StreamReply): Buffer {
  return Buffer.concat(reply.stream.map(pieceBytes));
}

/** The same stream with each text changed. */
export function mapTexts(reply: StreamReply, change: (text: string, index: number) => string): StreamReply {
  return { ...reply, stream: reply.stream.map((piece, index) => change(pieceBytes(piece).toString('utf8'), index)) };
}

function pieceBytes(piece: Piece): Buffer {
  if (typeof piece !== 'string' && !Buffer.isBuffer(piece))
    throw new TypeError('the stream has steps that are no bytes');
  return Buffer.from(piece);
}

function wholeCall(tool: PlatformToolCall, index: number): object {
  return { id: tool.id, type: 'function', index, function: { name: tool.name, arguments: argumentsOf(tool) } };
}

function argumentsOf(tool: PlatformToolCall): string {
  return typeof tool.args === 'string' ? tool.args : JSON.stringify(tool.args ?? {});
}

function finishOf(answer: Answer): string {
  return answer.finish ?? (answer.tools ? 'tool_calls' : 'stop');
}

function usageOf(answer: Answer): object | null {
  return answer.usage === undefined ? usage(11, 7) : answer.usage;
}

/** The text in at most `pieces` parts, no character cut in two. */
export function cut(text: string | undefined, pieces: number): string[] {
  const characters = Array.from(text ?? '');
  const size = Math.max(1, Math.ceil(characters.length / pieces));
  const parts: string[] = [];
  for (let at = 0; at < characters.length; at += size) parts.push(characters.slice(at, at + size).join(''));
  return parts;
}

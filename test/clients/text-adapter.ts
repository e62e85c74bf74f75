/** Stands before a chat platform that has tools and plays one that has none: refuses tools, and answers calls as text. */

import { FakePlatform, type RecordedRequest, type ScriptedReply } from '../fake-platform/fake-platform.ts';
import { chunk, completion, cutEvery, ROLE_CHUNK, sse, usageChunk } from '../fake-platform/openai-replies.ts';
import { textOnly } from '../fake-platform/text-only.ts';
import { parseSse } from '../support/sse.ts';
import type { ChatMessage, ChatToolCall, UpstreamBody } from '../support/wire.ts';
import { CallIds, toNative, toText } from './text-to-native.ts';

/** Odd, so that tags, JSON and characters are cut anywhere. */
const WRITE_BYTES = 7;
const CHARACTERS_OF_A_DELTA = 5;

/** @param base of the platform, with its `/v1` */
export function startTextAdapter(base: string, port = 0): Promise<FakePlatform> {
  const ids = new CallIds();
  return FakePlatform.start(
    textOnly((request) => pass(request, base, ids)),
    port,
  );
}

async function pass(request: RecordedRequest, base: string, ids: CallIds): Promise<ScriptedReply> {
  const { path, method, body = {} } = request;
  const url = base + path.replace(/^\/v1/, '');
  if (method !== 'POST')
    return { text: await (await fetch(url)).text(), headers: { 'content-type': 'application/json' } };
  const { authorization = '' } = request.headers;
  const headers = { 'content-type': 'application/json', authorization };
  const reply = await fetch(url, { method, headers, body: JSON.stringify(toNative(body, ids)) });
  const text = await reply.text();
  if (!reply.ok) return { status: reply.status, text, headers: { 'content-type': 'application/json' } };
  const spoken = body.stream ? collect(text) : whole(JSON.parse(text));
  ids.note(spoken.calls);
  return write(spoken, body);
}

/** What the platform said. */
interface Spoken {
  readonly text: string;
  readonly calls: readonly ChatToolCall[];
  readonly usage: object | undefined;
}

interface Chunk {
  readonly choices?: readonly { readonly delta?: ChatMessage; readonly message?: ChatMessage }[];
  readonly usage?: object;
}

function whole({ choices, usage }: Chunk): Spoken {
  const message = choices?.[0]?.message;
  return { text: String(message?.content ?? ''), calls: message?.tool_calls ?? [], usage };
}

function collect(stream: string): Spoken {
  let text = '';
  let usage: object | undefined;
  const calls: ChatToolCall[] = [];
  for (const { data } of parseSse(stream)) {
    if (data === '[DONE]') break;
    const { choices, usage: counted }: Chunk = JSON.parse(data);
    const delta = choices?.[0]?.delta;
    text += delta?.content ?? '';
    usage = counted ?? usage;
    for (const part of delta?.tool_calls ?? []) addPart(calls, part);
  }
  return { text, calls, usage };
}

function addPart(calls: ChatToolCall[], part: ChatToolCall): void {
  const index = Number(part['index']);
  const before = calls[index];
  const text = (before?.function?.arguments ?? '') + (part.function?.arguments ?? '');
  calls[index] = { ...before, ...part, function: { ...before?.function, ...part.function, arguments: text } };
}

function write({ text, calls, usage }: Spoken, body: UpstreamBody): ScriptedReply {
  const said = toText(text, calls);
  if (!body.stream) return completion({ text: said, usage: usage ?? null });
  const deltas = said.match(new RegExp(`[^]{1,${CHARACTERS_OF_A_DELTA}}`, 'gu')) ?? [];
  const chunks = [ROLE_CHUNK, ...deltas.map((content) => chunk({ content })), chunk({}, 'stop')];
  return cutEvery(sse(usage === undefined ? chunks : [...chunks, usageChunk(usage)]), WRITE_BYTES);
}

/** What a model without tools is told and says, in the words of one that has some: so the same script can play both. */

import { definitionsIn, writtenCall } from '../fake-platform/text-only.ts';
import { textOf } from '../support/openai-rules.ts';
import type { ChatMessage, ChatToolCall, UpstreamBody } from '../support/wire.ts';

const SECTION = /\n*# Tools\n[\s\S]*$/;
const CALL = /\n?<tool_call>\n(.*)\n<\/tool_call>/g;
const RESULT = /^<tool_response>\n+([\s\S]*?)\n*<\/tool_response>(?:\n\n)?/;

/** Remembers the ids of calls, which text has no place for. */
export class CallIds {
  readonly #known = new Map<string, string[]>();

  /** The model called. */
  note(calls: readonly ChatToolCall[]): void {
    for (const call of calls) this.#idsOf(call).push(call.id ?? '');
  }

  /** Ids for the calls of one conversation, asked for in their order. */
  finder(): (call: ChatToolCall) => string {
    const counts = new Map<string[], number>();
    let unknown = 0;
    return (call) => {
      const ids = this.#idsOf(call);
      const count = counts.get(ids) ?? 0;
      counts.set(ids, count + 1);
      return ids[count] ?? `call_unknown_${unknown++}`;
    };
  }

  #idsOf({ function: called }: ChatToolCall): string[] {
    const key = JSON.stringify([called?.name, JSON.parse(called?.arguments ?? '{}')]);
    const ids = this.#known.get(key) ?? [];
    this.#known.set(key, ids);
    return ids;
  }
}

/** The request with tools, calls and results where a model with tools has them. */
export function toNative(body: UpstreamBody, ids: CallIds): UpstreamBody {
  const idOf = ids.finder();
  let open: ChatToolCall[] = [];
  const messages = (body.messages ?? []).flatMap((message): ChatMessage[] => {
    if (message.role === 'system') return [{ ...message, content: textOf(message.content).replace(SECTION, '') }];
    if (message.role === 'assistant') {
      const spoken = toCalls(message, idOf);
      open = spoken.tool_calls ?? [];
      return [spoken];
    }
    const answered = toResults(message, open);
    open = [];
    return answered;
  });
  const system = (body.messages ?? []).filter(({ role }) => role === 'system').map(({ content }) => textOf(content));
  const tools = definitionsIn(system.join('\n'));
  return { ...body, messages, ...(tools.length > 0 && { tools }) };
}

function toCalls(message: ChatMessage, idOf: (call: ChatToolCall) => string): ChatMessage {
  const text = textOf(message.content);
  const calls = [...text.matchAll(CALL)].map(([, json = '']): ChatToolCall => {
    const { name, arguments: args } = JSON.parse(json);
    const call = { type: 'function', function: { name, arguments: JSON.stringify(args) } };
    return { id: idOf(call), ...call };
  });
  if (calls.length === 0) return message;
  return { ...message, content: text.replaceAll(CALL, '') || null, tool_calls: calls };
}

/** The results that a message of the user begins with, and what is left of it. Media of a result goes behind all results. */
function toResults(message: ChatMessage, open: readonly ChatToolCall[]): ChatMessage[] {
  if (open.length === 0) return [message];
  const { content } = message;
  const parts = Array.isArray(content) ? content : [{ type: 'text', text: content ?? '' }];
  const media = parts.filter(({ type }) => type !== 'text');
  let left = parts.flatMap(({ text }) => text ?? []).join('\n\n');
  const results = open.map((call): ChatMessage => {
    const [whole = '', result = ''] = RESULT.exec(left) ?? [];
    left = left.slice(whole.length);
    return { role: 'tool', tool_call_id: call.id ?? '', content: result };
  });
  const rest = [...(left === '' ? [] : [{ type: 'text', text: left }]), ...media];
  return rest.length === 0 ? results : [...results, { ...message, content: media.length > 0 ? rest : left }];
}

/** The text that a model without tools would have said. */
export function toText(text: string, calls: readonly ChatToolCall[]): string {
  const written = calls.map(({ function: called }) => writtenCall(called?.name ?? '', called?.arguments ?? ''));
  return [...(text === '' ? [] : [text]), ...written].join('\n');
}

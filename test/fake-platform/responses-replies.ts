/** What platforms that speak OpenAI's Responses API send, as data for a script. */

import type { RecordedRequest, ScriptedReply } from './fake-platform.ts';
import type { Answer, PlatformToolCall } from './openai-replies.ts';

const HEAD = { id: 'resp_up01', object: 'response', created_at: 1_760_000_000, model: 'm-upstream' };

/** One event of a stream. */
export function responseEvent(type: string, fields: object = {}): string {
  return `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`;
}

/** A whole response; `fields` adds to or replaces what it says by default. */
function wholeResponse(what: Answer, fields: object = {}): object {
  return { ...HEAD, error: null, ...endOf(what), output: itemsOf(what), usage: USAGE, ...fields };
}

/** The same answer as a stream, one event in each piece. */
export function responseStream(what: Answer): string[] {
  const begun = { ...HEAD, status: 'in_progress', output: [], usage: null };
  const events: [string, object][] = [
    ['response.created', { response: begun }],
    ['response.in_progress', { response: begun }],
    ...itemsOf(what).flatMap((item, index) => itemEvents(item, index, what.pieces ?? 3)),
    [`response.${endOf(what).status}`, { response: wholeResponse(what) }],
  ];
  return events.map(([type, fields], number) => responseEvent(type, { sequence_number: number, ...fields }));
}

/** Answers in whichever form was asked for. */
export function responsesAnswer(what: Answer): (request: RecordedRequest) => ScriptedReply {
  return (request) => (request.body?.stream ? { stream: responseStream(what) } : { json: wholeResponse(what) });
}

const USAGE = {
  input_tokens: 11,
  input_tokens_details: { cached_tokens: 0 },
  output_tokens: 7,
  output_tokens_details: { reasoning_tokens: 0 },
  total_tokens: 18,
};

const REASONS: Readonly<Record<string, string>> = { length: 'max_output_tokens', content_filter: 'content_filter' };

function endOf({ finish = 'stop' }: Answer): { status: string; incomplete_details: object | null } {
  const reason = REASONS[finish];
  if (reason === undefined) return { status: 'completed', incomplete_details: null };
  return { status: 'incomplete', incomplete_details: { reason } };
}

interface Item {
  readonly id: string;
  readonly type: 'reasoning' | 'message' | 'function_call';
  readonly summary?: readonly { readonly type: string; readonly text: string }[];
  readonly content?: readonly {
    readonly type: string;
    readonly text: string;
    readonly annotations: readonly unknown[];
  }[];
  readonly arguments?: string;
  readonly [field: string]: unknown;
}

function itemsOf({ reasoning, text, tools = [] }: Answer): Item[] {
  const thought = { id: 'rs_up', type: 'reasoning' as const, encrypted_content: 'gAAAAA-up' };
  const said = { id: 'msg_up', type: 'message' as const, role: 'assistant', status: 'completed' };
  return [
    ...(reasoning === undefined ? [] : [{ ...thought, summary: [{ type: 'summary_text', text: reasoning }] }]),
    ...(text === undefined ? [] : [{ ...said, content: [{ type: 'output_text', annotations: [], text }] }]),
    ...tools.map(callItem),
  ];
}

function callItem({ id, name, args }: PlatformToolCall, index: number): Item {
  const json = typeof args === 'string' ? args : JSON.stringify(args ?? {});
  return { id: `fc_up${index}`, type: 'function_call', status: 'completed', call_id: id, name, arguments: json };
}

/** How an item opens, the deltas that fill it, and the item itself. */
function itemEvents(item: Item, index: number, pieces: number): [string, object][] {
  const { kind, place, text, empty, part } = streamedForm(item);
  const at = { item_id: item.id, output_index: index, ...place };
  const partEvent = (end: 'added' | 'done', said: string): [string, object][] =>
    part === undefined ? [] : [[`response.${part.kind}.${end}`, { ...at, part: { ...part.fields, text: said } }]];
  const whole = kind === 'function_call_arguments' ? { arguments: text } : { text };
  return [
    ['response.output_item.added', { output_index: index, item: { ...item, ...empty, status: 'in_progress' } }],
    ...partEvent('added', ''),
    ...cut(text, pieces).map((delta): [string, object] => [`response.${kind}.delta`, { ...at, delta }]),
    [`response.${kind}.done`, { ...at, ...whole }],
    ...partEvent('done', text),
    ['response.output_item.done', { output_index: index, item }],
  ];
}

interface StreamedForm {
  readonly kind: string;
  readonly place: object;
  readonly text: string;
  /** What the item lacks when it opens. */
  readonly empty: object;
  readonly part?: { readonly kind: string; readonly fields: object };
}

function streamedForm(item: Item): StreamedForm {
  switch (item.type) {
    case 'reasoning': {
      const part = { kind: 'reasoning_summary_part', fields: { type: 'summary_text' } };
      const [summary] = item.summary ?? [];
      const place = { summary_index: 0 };
      return { kind: 'reasoning_summary_text', place, text: summary?.text ?? '', empty: { summary: [] }, part };
    }
    case 'message': {
      const part = { kind: 'content_part', fields: { type: 'output_text', annotations: [] } };
      const place = { content_index: 0 };
      return { kind: 'output_text', place, text: item.content?.[0]?.text ?? '', empty: { content: [] }, part };
    }
    case 'function_call':
      return { kind: 'function_call_arguments', place: {}, text: item.arguments ?? '', empty: { arguments: '' } };
  }
}

function cut(text: string, pieces: number): string[] {
  const size = Math.max(1, Math.ceil(text.length / pieces));
  return text.match(new RegExp(`.{1,${size}}`, 'gsu')) ?? [];
}

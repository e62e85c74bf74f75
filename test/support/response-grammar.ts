/** What a stream of OpenAI's Responses API has to look like, beyond what the `openai` package checks. */

import type OpenAI from 'openai';
import type { SseEvent } from './sse.ts';

interface Event {
  readonly type: string;
  readonly sequence_number?: number;
  readonly output_index?: number;
  readonly content_index?: number;
  readonly summary_index?: number;
  readonly item_id?: string;
  readonly delta?: string;
  readonly text?: string;
  readonly arguments?: string;
  readonly input?: string;
  readonly item?: { readonly id?: string; readonly type?: string; readonly status?: string };
  readonly response?: { readonly id?: string; readonly status?: string; readonly output?: readonly object[] };
}

const ENDS = new Set(['response.completed', 'response.incomplete', 'response.failed']);

/** The faults of a whole stream, one sentence each. */
export function responseStreamFaults(events: readonly SseEvent[]): string[] {
  const all = events.map((event) => event.json as unknown as Event);
  const faults = all.flatMap((event, at) => [
    ...(event.type === events[at]?.event ? [] : [`event ${events[at]?.event} holds ${event.type}`]),
    ...(event.sequence_number === at ? [] : [`${event.type} has the number ${event.sequence_number}, not ${at}`]),
    ...(ENDS.has(event.type) === (at === all.length - 1) ? [] : [`${event.type} stands at ${at} of ${all.length}`]),
  ]);
  const ids = new Set(all.flatMap(({ response }) => response?.id ?? []));
  if (ids.size > 1) faults.push(`the response has the ids ${[...ids]}`);
  const [first, second] = all;
  if (first?.type !== 'response.created') faults.push(`begins with ${first?.type}`);
  if (second?.type !== 'response.in_progress') faults.push(`goes on with ${second?.type}`);
  return [...faults, ...itemFaults(all), ...partFaults(all)];
}

/** A part of a message or of a summary is told of before its text, and its end before that of its item. */
function partFaults(all: readonly Event[]): string[] {
  const faults: string[] = [];
  let open: string | undefined;
  for (const { type, item_id: item, content_index: content, summary_index: summary } of all) {
    const place = `${item} ${content ?? summary}`;
    const isPiece = /(output_text|summary_text)\.(delta|done)$/.test(type);
    if (type.endsWith('part.added')) open = place;
    else if (isPiece && open !== place) faults.push(`${type} of a part that is not open`);
    else if (type.endsWith('part.done')) open = undefined;
    else if (type === 'response.output_item.done' && open !== undefined) faults.push(`the part ${open} does not end`);
  }
  return faults;
}

/** One item after the other; what is done is what was sent in pieces, and what the response holds at its end. */
function itemFaults(all: readonly Event[]): string[] {
  const faults: string[] = [];
  const done: object[] = [];
  let open: string | undefined;
  let pieces = '';
  for (const event of all) {
    if (event.output_index !== undefined && event.output_index !== done.length)
      faults.push(`${event.type} of item ${event.output_index}, ${done.length} expected`);
    if (event.item_id !== undefined && event.item_id !== open) faults.push(`${event.type} of ${event.item_id}`);
    if (event.type === 'response.output_item.added') {
      if (open !== undefined) faults.push(`${event.item?.id} begins inside of ${open}`);
      open = event.item?.id;
      pieces = '';
    } else if (event.type.endsWith('.delta')) pieces += event.delta;
    else if (event.type === 'response.output_item.done') {
      if (event.item?.id !== open) faults.push(`${event.item?.id} ends, ${open} is open`);
      open = undefined;
      done.push(event.item ?? {});
    } else if (/_(text|arguments|input)\.done$/.test(event.type)) {
      const whole = event.text ?? event.arguments ?? event.input;
      if (whole !== pieces) faults.push(`${event.type} says ${whole}, ${pieces} came`);
    }
  }
  const last = all.at(-1);
  if (last?.type === 'response.failed') return faults;
  if (open !== undefined) faults.push(`${open} does not end`);
  if (JSON.stringify(last?.response?.output) !== JSON.stringify(done)) faults.push('the response holds other items');
  return faults;
}

/** Faults of the response that a call ends with. */
export function responseFaults(response: OpenAI.Responses.Response): string[] {
  const { id, object, status = '', created_at, model, output, usage, error, incomplete_details } = response;
  const faults = /^resp_\w+$/.test(id) ? [] : [`id ${id}`];
  if (object !== 'response') faults.push(`object ${object}`);
  if (!['completed', 'incomplete'].includes(status)) faults.push(`status ${status}`);
  if ((status === 'incomplete') !== (typeof incomplete_details?.reason === 'string')) faults.push('incomplete_details');
  if (!Number.isInteger(created_at) || !model || error !== null) faults.push(`${created_at} ${model} ${error}`);
  if (usage === undefined || usage.input_tokens + usage.output_tokens !== usage.total_tokens) faults.push('usage');
  const ids = new Set(output.map((item) => item.id));
  if (ids.size !== output.length || ids.has(undefined)) faults.push(`ids of items ${[...ids]}`);
  return [...faults, ...output.flatMap(outputFaults)];
}

function outputFaults(item: OpenAI.Responses.ResponseOutputItem): string[] {
  switch (item.type) {
    case 'message':
      return item.role === 'assistant' && item.content.every((part) => 'annotations' in part) ? [] : ['a message'];
    case 'reasoning':
      return Array.isArray(item.summary) ? [] : ['reasoning without a summary'];
    case 'function_call':
      return item.call_id && item.name && typeof item.arguments === 'string' ? [] : ['a call'];
    case 'custom_tool_call':
      return item.call_id && item.name && typeof item.input === 'string' ? [] : ['a call of a custom tool'];
    default:
      return [`an item ${item.type}`];
  }
}

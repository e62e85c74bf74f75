import { readLines, readServerEvents, type StreamEvent } from './events.ts';
import { parseJson } from './fields.ts';
import { rebuildReply } from './rebuild.ts';

/** A body, read as what it turns out to be. */
export type ReadBody =
  | { readonly kind: 'json'; readonly text: string; readonly value: unknown }
  | {
      readonly kind: 'events';
      readonly text: string;
      readonly events: readonly StreamEvent[];
      /** The reply that they add up to; undefined where that is not known. */
      readonly whole: unknown;
    }
  | { readonly kind: 'text'; readonly text: string };

/** Reads it. Its type is a hint: platforms give wrong ones. */
export function readBody(text: string, contentType = ''): ReadBody {
  const start = text.trimStart().slice(0, 20);
  const isJson = start.startsWith('{') || start.startsWith('[');
  if (isJson) {
    const value = parseJson(text);
    if (value !== undefined) return { kind: 'json', text, value };
  }
  if (contentType.includes('event-stream') || /^(?:event|data|id|retry): ?|^:/.test(start)) {
    return eventsBody(text, readServerEvents(text));
  }
  const lines = isJson ? readLines(text) : [];
  // One that was cut off has a last line that is no JSON.
  if (lines.length > 1 && lines.slice(0, -1).every(({ value }) => value !== undefined)) return eventsBody(text, lines);
  return { kind: 'text', text };
}

function eventsBody(text: string, events: readonly StreamEvent[]): ReadBody {
  return events.length === 0
    ? { kind: 'text', text }
    : { kind: 'events', text, events, whole: rebuildReply(events.map(({ value }) => value)) };
}

/** The JSON of a body: what a stream adds up to, if it is one. */
export function wholeOf(body: ReadBody): unknown {
  if (body.kind === 'json') return body.value;
  return body.kind === 'events' ? body.whole : undefined;
}

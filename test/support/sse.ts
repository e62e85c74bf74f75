import type { StreamEvent } from './wire.ts';

/** One server-sent event as it stood on the wire. */
export interface SseEvent {
  /** The `event:` field, or null if there was none. */
  readonly event: string | null;
  readonly data: string;
  /** The data as JSON, or undefined where it is none. */
  readonly json: StreamEvent | undefined;
}

/** The events of a whole SSE text. A last event without its blank line does not count, as for any SSE reader. */
export function parseSse(text: string): SseEvent[] {
  const events: SseEvent[] = [];
  let event: string | null = null;
  let data: string[] = [];
  for (const line of text.split(/\r\n|\n|\r/)) {
    if (line === '') {
      if (event !== null || data.length > 0) events.push(sseEvent(event, data.join('\n')));
      event = null;
      data = [];
      continue;
    }
    const { name, value } = field(line);
    if (name === 'event') event = value;
    if (name === 'data') data.push(value);
  }
  return events;
}

/** Name and value of one line; a comment line has the empty name. */
function field(line: string): { name: string; value: string } {
  const colon = line.indexOf(':');
  if (colon < 0) return { name: line, value: '' };
  const value = line.slice(colon + 1);
  return { name: line.slice(0, colon), value: value.startsWith(' ') ? value.slice(1) : value };
}

function sseEvent(event: string | null, data: string): SseEvent {
  return { event, data, json: parseJson(data) as StreamEvent | undefined };
}

/** The value of a JSON text, or undefined where it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

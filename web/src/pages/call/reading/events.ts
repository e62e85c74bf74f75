/** Bodies that come in pieces: server-sent events, and lines of JSON. */

import { parseJson } from './fields.ts';

export interface StreamEvent {
  /** Empty where it has none. */
  readonly name: string;
  readonly data: string;
  /** What `data` stands for; undefined where it is no JSON, such as `[DONE]`. */
  readonly value: unknown;
}

/** Events of a stream. A last one that was cut off is one, too. */
export function readServerEvents(text: string): readonly StreamEvent[] {
  const events: StreamEvent[] = [];
  for (const block of text.split(/\r?\n\r?\n|\r\r/)) {
    const event = readBlock(block);
    if (event !== undefined) events.push(event);
  }
  return events;
}

function readBlock(block: string): StreamEvent | undefined {
  let name = '';
  const data: string[] = [];
  for (const line of block.split(/\r\n|\r|\n/)) {
    const [, field, value = ''] = /^([a-z]+):? ?(.*)$/s.exec(line) ?? [];
    if (field === 'event') name = value;
    if (field === 'data') data.push(value);
  }
  if (name === '' && data.length === 0) return undefined;
  const joined = data.join('\n');
  return { name, data: joined, value: parseJson(joined) };
}

/** Each line is an event. */
export function readLines(text: string): readonly StreamEvent[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((data) => ({ name: '', data, value: parseJson(data) }));
}

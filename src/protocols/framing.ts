/** How a protocol's streams are cut into events. */

import { NdjsonReader } from '../lib/ndjson-reader.ts';
import { SseReader } from '../lib/sse-reader.ts';

/** Takes bytes that may be cut anywhere. Throws RangeError if a single event is too large. */
export interface EventReader {
  push(chunk: Buffer): void;
  /** The body ended. */
  end(): void;
  /** True between two events: nothing of a next one was read. */
  readonly isBetweenEvents: boolean;
}

/** Takes one event: its name (empty if it has none), and its data as wire text. */
type OnEvent = (name: string, data: string) => void;

export interface Framing {
  /** What is asked for in `accept`. */
  readonly mediaType: string;
  /** An event is a JSON object by itself, so that a stream begins as a whole body does. */
  readonly beginsAsObject: boolean;
  reader(onEvent: OnEvent): EventReader;
}

/** Server-sent events. */
export const EVENT_STREAM: Framing = {
  mediaType: 'text/event-stream',
  beginsAsObject: false,
  reader: (onEvent) => new SseReader(onEvent),
};

/** JSON objects, one in a line. */
export const JSON_LINES: Framing = {
  mediaType: 'application/x-ndjson',
  beginsAsObject: true,
  reader: (onEvent) => new NdjsonReader((line) => onEvent('', line)),
};

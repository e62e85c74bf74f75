import { SseReader } from '../../src/lib/sse-reader.ts';
import { joinSurrogates, readText } from '../../src/lib/wire-text.ts';
import { ChatStreamDecoder } from '../../src/protocols/openai-chat/stream-decode.ts';
import { ReplyCollector } from '../../src/turn/collect-reply.ts';
import type { TurnEvent } from '../../src/turn/events.ts';
import type { Block } from '../../src/turn/request.ts';
import { turnFaults } from './turn-grammar.ts';

/** The platform's id in the tests of decoders. */
export const ORIGIN = 'up';

const CONTEXT = { origin: ORIGIN, toolNames: new Map<string, string>() };

/** The events of a chat stream that comes as these bytes. */
export function decodeBytes(bytes: Buffer, toolNames: ReadonlyMap<string, string> = new Map()): TurnEvent[] {
  const events: TurnEvent[] = [];
  const decoder = new ChatStreamDecoder({ ...CONTEXT, toolNames }, (event) => events.push(event));
  const reader = new SseReader((name, data) => decoder.push(name, data));
  reader.push(bytes);
  reader.end();
  decoder.end();
  return events;
}

/** The events of a chat stream of these chunks; a string is the data itself. */
export function decodeChunks(...chunks: readonly (object | string)[]): TurnEvent[] {
  const data = chunks.map((chunk) => (typeof chunk === 'string' ? chunk : JSON.stringify(chunk)));
  return decodeBytes(Buffer.from(data.map((text) => `data: ${text}\n\n`).join('')));
}

/** A chunk with this delta. */
export function delta(fields: object, choice: object = {}): object {
  return { id: 'c', model: 'm', choices: [{ index: 0, delta: fields, finish_reason: null, ...choice }] };
}

/** The chunk that ends a reply. */
export function finish(reason = 'stop', more: object = {}): object {
  return { ...delta({}, { finish_reason: reason }), ...more };
}

/** What a fragment of a tool call says. */
export type Fragment = readonly [
  index: number | undefined,
  id?: string | undefined,
  name?: string | undefined,
  args?: unknown,
];

/** A fragment of a tool call. */
export function fragment(...[index, id, name, args]: Fragment): object {
  return { index, id, type: 'function', function: { name, arguments: args } };
}

/** A stream that brings these fragments, one in a chunk. */
export function decodeFragments(...fragments: readonly Fragment[]): TurnEvent[] {
  const chunks = fragments.map((one) => delta({ tool_calls: [fragment(...one)] }));
  return decodeChunks(...chunks, finish('tool_calls'));
}

/** Blocks and end of a stream as people read them, or its fault. */
export function summary(events: readonly TurnEvent[]): string[] {
  const faults = turnFaults(events);
  if (faults.length > 0) throw new Error(`the events are against the grammar: ${faults.join('; ')}`);
  const last = events.at(-1);
  if (last?.type === 'error') return [`${last.fault.kind} ${last.fault.status}: ${last.fault.message}`];
  const stop = events.find((event) => event.type === 'stop');
  return [...blocksOf(events), readText(`${stop?.reason}${stop?.sequence === undefined ? '' : ` ${stop.sequence}`}`)];
}

/** `text: hello`, `call f: {"a":1}`. */
function blocksOf(events: readonly TurnEvent[]): string[] {
  const collector = new ReplyCollector();
  for (const event of events) collector.push(event);
  return collector.reply().content.map((block) => readText(joinSurrogates(describeBlock(block))));
}

function describeBlock(block: Block): string {
  switch (block.type) {
    case 'text':
    case 'thinking':
      return `${block.type}: ${block.text}`;
    case 'tool-call':
      return `call ${block.name}: ${block.input.kind === 'text' ? block.input.text : JSON.stringify(block.input.value)}`;
    default:
      return block.type;
  }
}

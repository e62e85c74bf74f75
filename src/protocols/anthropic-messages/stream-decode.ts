import { asNumber, asObject, asString, isObject, type Json, type JsonObject } from '../../lib/json.ts';
import { parseWireText } from '../../lib/wire-text.ts';
import type { BlockHead, EventSink } from '../../turn/events.ts';
import { Fault } from '../../turn/fault.ts';
import type { ReplyContext, StreamDecoder } from '../codec.ts';
import { BlockSequence } from './block-sequence.ts';
import { decodeErrorEvent } from './errors.ts';
import { PROTOCOL } from './protocol.ts';
import { faultOf } from './reply-decode.ts';
import { decodeStopReason } from './stop-reason.ts';
import { UsageCounts } from './usage-decode.ts';

/**
 * The events of an Anthropic message stream → turn events. It reads the streams of a converted call, and watches those
 * that are relayed; so it takes what clients take: unknown events, blocks that overlap, a missing `message_stop` after a
 * stop reason. An end without either is an error, never an invented end.
 * Source: the Messages API's guide to streaming.
 */
export class MessageStreamDecoder implements StreamDecoder {
  readonly #context: ReplyContext;
  readonly #sink: EventSink;
  readonly #blocks: BlockSequence;
  readonly #usage = new UsageCounts();
  #state: 'waiting' | 'started' | 'done' = 'waiting';
  #hasToolCalls = false;
  #stopReason: string | undefined;
  #stopSequence: string | undefined;

  constructor(context: ReplyContext, sink: EventSink) {
    this.#context = context;
    this.#sink = sink;
    this.#blocks = new BlockSequence(sink);
  }

  get isDone(): boolean {
    return this.#state === 'done';
  }

  push(name: string, data: string): void {
    if (this.#state === 'done' || data === '' || data === '[DONE]') return;
    let event: Json;
    try {
      event = parseWireText(data);
    } catch {
      return this.#fail(broken('The platform sent an event that is not JSON.'));
    }
    if (!isObject(event)) return this.#fail(broken('The platform sent an event that is no object.'));
    this.#read(asString(event['type']) ?? name, event);
  }

  end(): void {
    if (this.#state === 'done') return;
    // Anthropic always sends message_stop; a reply without it would look whole to the client, and may not be.
    this.#fail(broken('The connection to the platform ended before its reply was complete.'));
  }

  #read(type: string, event: JsonObject): void {
    switch (type) {
      case 'content_block_delta':
        return this.#blockDelta(event);
      case 'content_block_start':
        return this.#blockStart(event);
      case 'content_block_stop':
        return this.#blocks.stop(this.#indexOf(event));
      case 'message_start':
        return this.#messageStart(event);
      case 'message_delta':
        return this.#messageDelta(event);
      case 'message_stop':
        return this.#finish();
      case 'ping':
        return this.#sink({ type: 'ping' });
      case 'error':
        return this.#fail(faultOf(event) ?? decodeErrorEvent(event));
      default:
        return this.#other(event);
    }
  }

  #messageStart(event: JsonObject): void {
    const message = asObject(event['message']) ?? {};
    this.#start(message);
    this.#usage.merge(message['usage']);
    this.#giveUsage();
  }

  #start(message: JsonObject): void {
    if (this.#state !== 'waiting') return;
    this.#state = 'started';
    const id = asString(message['id']);
    const model = asString(message['model']);
    this.#sink({ type: 'start', ...(id !== undefined && { id }), ...(model !== undefined && { model }) });
  }

  #blockStart(event: JsonObject): void {
    this.#start({});
    const index = this.#indexOf(event);
    const block = asObject(event['content_block']) ?? {};
    const head = this.#headOf(block);
    if (head.type === 'tool-call') this.#hasToolCalls = true;
    this.#blocks.start(index, head, head.type === 'tool-call' ? wholeInput(block['input']) : '');
    // Anthropic opens with empty texts; other platforms put the first piece here.
    for (const delta of firstPieces(block, head)) this.#blocks.add(index, delta);
  }

  #headOf(block: JsonObject): BlockHead {
    switch (block['type']) {
      case 'text':
        return { type: 'text' };
      case 'thinking':
        return { type: 'thinking' };
      case 'tool_use': {
        const name = asString(block['name']) ?? '';
        return {
          type: 'tool-call',
          id: asString(block['id']) ?? '',
          name: this.#context.toolNames.get(name) ?? name,
        };
      }
      default:
        return { type: 'opaque', protocol: PROTOCOL, raw: block };
    }
  }

  #blockDelta(event: JsonObject): void {
    const delta = event['delta'];
    if (!isObject(delta)) return;
    this.#start({});
    this.#blocks.add(this.#indexOf(event), delta);
  }

  #messageDelta(event: JsonObject): void {
    const delta = asObject(event['delta']) ?? {};
    this.#start({});
    this.#stopReason = asString(delta['stop_reason']) ?? this.#stopReason;
    this.#stopSequence = asString(delta['stop_sequence']) ?? this.#stopSequence;
    this.#usage.merge(event['usage']);
    this.#giveUsage();
  }

  #giveUsage(): void {
    const usage = this.#usage.usage();
    if (usage !== undefined) this.#sink({ type: 'usage', usage });
  }

  #finish(): void {
    if (this.#state === 'waiting') return this.#fail(broken('The platform ended its reply before it began.'));
    this.#blocks.closeAll();
    this.#state = 'done';
    const reason = decodeStopReason(this.#stopReason, this.#hasToolCalls);
    const sequence = this.#stopSequence;
    this.#sink({ type: 'stop', reason, ...(sequence !== undefined && { sequence }) });
    this.#sink({ type: 'end' });
  }

  /** Events of a newer API are ignored, as the guide demands. Other platforms' errors come without a type. */
  #other(event: JsonObject): void {
    const fault = event['type'] === undefined ? faultOf(event) : undefined;
    if (fault !== undefined) this.#fail(fault);
  }

  #fail(fault: Fault): void {
    this.#state = 'done';
    this.#sink({ type: 'error', fault });
  }

  #indexOf(event: JsonObject): number {
    return asNumber(event['index']) ?? this.#blocks.open ?? 0;
  }
}

function broken(message: string): Fault {
  return new Fault('broken_reply', 502, message);
}

/** Input that came whole with the block's start, as some platforms send it; '' where it is the usual empty object. */
function wholeInput(input: Json | undefined): string {
  return isObject(input) && Object.keys(input).length > 0 ? JSON.stringify(input) : '';
}

function firstPieces(block: JsonObject, head: BlockHead): JsonObject[] {
  const { text, thinking, signature } = block;
  if (head.type === 'text') return text ? [{ type: 'text_delta', text }] : [];
  if (head.type !== 'thinking') return [];
  return [
    ...(thinking ? [{ type: 'thinking_delta', thinking }] : []),
    ...(signature ? [{ type: 'signature_delta', signature }] : []),
  ];
}

import { SseReader } from '../../lib/sse-reader.ts';
import type { StreamDecoder, StreamEncoder } from '../../protocols/codec.ts';
import type { TurnEvent } from '../../turn/events.ts';
import type { Fault } from '../../turn/fault.ts';
import type { Encoded } from '../encode-attempt.ts';
import type { Receiver, ReceiverHost } from './receiver.ts';

const EVENT_STREAM = 'text/event-stream; charset=utf-8';

// How much is held back while nothing meaningful comes.
const MAX_HELD_EVENTS = 64;
const MAX_HELD_BYTES = 256 * 1024;

/**
 * Passes a stream on. Same protocol on both sides: the bytes themselves, and the decoder only watches. Otherwise:
 * decoder → events → encoder. All is held until the first event that means something to the client; before it the
 * attempt can still fail without a trace.
 */
export class StreamReceiver implements Receiver {
  readonly #host: ReceiverHost;
  readonly #meter: Encoded['meter'];
  readonly #decoder: StreamDecoder;
  readonly #encoder: StreamEncoder;
  readonly #reader: SseReader;
  readonly #isRelay: boolean;
  #held: Buffer[] = [];
  #text = '';
  #bytes = 0;
  #events = 0;
  #isMeaningful = false;
  #state: 'running' | 'complete' | 'ended' = 'running';
  #fault: Fault | undefined;
  /** The event that is read is one that clients take for an error. */
  #isErrorEvent = false;

  constructor(host: ReceiverHost, encoded: Encoded) {
    this.#host = host;
    this.#meter = encoded.meter;
    this.#isRelay = encoded.codec === host.call.codec;
    this.#encoder = host.call.codec.streamEncoder(encoded.clientContext);
    this.#decoder = encoded.codec.streamDecoder(encoded.replyContext, (event) => this.#take(event));
    this.#reader = new SseReader((name, data) => {
      this.#isErrorEvent = name === 'error';
      this.#decoder.push(name, data);
    });
    host.client.guardKeepAlive(() => !host.isCommitted || !this.#isRelay || this.#reader.isBetweenEvents);
  }

  data(chunk: Buffer): void {
    if (this.#state === 'ended') return;
    if (this.#isRelay) this.#held.push(chunk);
    this.#bytes += chunk.length;
    this.#reader.push(chunk);
    this.#flush();
  }

  end(): void {
    if (this.#state === 'ended') return;
    const wasBetweenEvents = this.#reader.isBetweenEvents;
    this.#reader.end();
    this.#decoder.end();
    if (this.#isRelay && this.#fault !== undefined && this.#host.isCommitted)
      this.#tellOfCut(this.#fault, wasBetweenEvents);
    else this.#flush();
  }

  cut(fault: Fault): void {
    if (this.#state === 'ended') return;
    this.#tellOfCut(fault, this.#reader.isBetweenEvents);
  }

  #take(event: TurnEvent): void {
    this.#events++;
    this.#meter.observe(event);
    if (event.type === 'error') this.#fault = event.fault;
    else if (event.type === 'end') this.#state = 'complete';
    this.#isMeaningful ||= isMeaningful(event);
    if (!this.#isRelay) this.#text += this.#encoder.push(event);
  }

  #flush(): void {
    const { isCommitted } = this.#host;
    if (this.#fault !== undefined && !isCommitted) return this.#giveUp(this.#fault);
    const isFull = this.#events > MAX_HELD_EVENTS || this.#bytes > MAX_HELD_BYTES;
    if (!isCommitted && !this.#isMeaningful && !isFull) return;
    // What made us give up a relayed stream need not be an error to the client.
    if (this.#fault !== undefined && this.#isRelay && !this.#isErrorEvent)
      return this.#tellOfCut(this.#fault, this.#reader.isBetweenEvents);
    this.#host.commit(EVENT_STREAM);
    this.#writeHeld();
    if (this.#fault !== undefined || this.#state === 'complete') this.#finish(this.#fault);
  }

  #writeHeld(): void {
    const held = this.#isRelay ? Buffer.concat(this.#held) : this.#text;
    this.#held = [];
    this.#text = '';
    if (held.length > 0) this.#host.write(held);
  }

  /** The reply will not be complete. It must not look complete: an error event, or a broken connection inside of one. */
  #tellOfCut(fault: Fault, isBetweenEvents: boolean): void {
    this.#writeHeld();
    if (!this.#isRelay || isBetweenEvents) {
      this.#host.write(this.#encoder.push({ type: 'error', fault }));
      this.#finish(fault);
    } else {
      this.#host.client.destroy();
      this.#giveUp(fault);
    }
  }

  #finish(fault: Fault | undefined): void {
    this.#host.client.end();
    if (fault !== undefined) return this.#giveUp(fault);
    this.#state = 'ended';
    this.#host.served();
  }

  #giveUp(fault: Fault): void {
    this.#state = 'ended';
    this.#host.fail(fault);
  }
}

/** Heads of text blocks and the like promise an answer; only content, a tool call or the end is one. */
function isMeaningful(event: TurnEvent): boolean {
  switch (event.type) {
    case 'block-delta':
    case 'stop':
      return true;
    case 'block-start':
      return event.block.type === 'tool-call' || event.block.type === 'opaque';
    default:
      return false;
  }
}

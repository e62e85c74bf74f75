import { SseFilter } from '../../lib/sse-filter.ts';
import type { ClientContext, Codec, StreamDecoder, StreamEncoder } from '../../protocols/codec.ts';
import type { EventReader } from '../../protocols/framing.ts';
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
  readonly #context: ClientContext;
  readonly #decoder: StreamDecoder;
  readonly #encoder: StreamEncoder;
  readonly #reader: EventReader;
  readonly #isRelay: boolean;
  /** Only where there is something that the client did not ask for: it lets whole events through. */
  readonly #filter: SseFilter | undefined;
  #isUnasked = false;
  #held: Buffer[] = [];
  #text = '';
  #bytes = 0;
  #events = 0;
  /** Server-sent events with data. */
  #messages = 0;
  /** The platform's own id of the reply. */
  #replyId: string | undefined;
  #isMeaningful = false;
  #state: 'running' | 'complete' | 'ended' = 'running';
  #fault: Fault | undefined;
  /** The event that made us give up is one that clients take for an error. */
  #isErrorEvent: boolean | undefined;

  constructor(host: ReceiverHost, encoded: Encoded) {
    this.#host = host;
    this.#meter = encoded.meter;
    this.#isRelay = encoded.isRelay;
    this.#context = encoded.clientContext;
    this.#encoder = host.call.codec.streamEncoder(encoded.clientContext);
    this.#decoder = encoded.codec.streamDecoder(encoded.replyContext, (event) => this.#take(event));
    const { isUnasked } = encoded;
    this.#reader = encoded.codec.framing.reader((name, data) => {
      this.#isUnasked = isUnasked?.(data) === true;
      if (data !== '') this.#messages++;
      this.#decoder.push(name, data);
      if (this.#fault !== undefined) this.#isErrorEvent ??= isErrorEvent(host.call.codec, name, data);
    });
    if (this.#isRelay && isUnasked !== undefined) this.#filter = this.#makeFilter();
    host.client.guardKeepAlive(() => !host.isCommitted || !this.#isRelay || this.#isBetweenEvents);
  }

  /** To the client's eyes. */
  get #isBetweenEvents(): boolean {
    return this.#filter !== undefined || this.#reader.isBetweenEvents;
  }

  data(chunk: Buffer): void {
    if (this.#state === 'ended') return;
    this.#bytes += chunk.length;
    if (this.#filter !== undefined) this.#held.push(...this.#filter.push(chunk));
    else {
      if (this.#isRelay) this.#held.push(chunk);
      this.#reader.push(chunk);
    }
    this.#flush();
  }

  end(): void {
    if (this.#state === 'ended') return;
    const wasBetweenEvents = this.#isBetweenEvents;
    this.#reader.end();
    this.#decoder.end();
    if (this.#filter !== undefined && this.#fault === undefined) this.#held.push(...this.#filter.rest());
    if (this.#isRelay && this.#fault !== undefined && this.#host.isCommitted)
      this.#tellOfCut(this.#fault, wasBetweenEvents);
    else this.#flush();
  }

  cut(fault: Fault): void {
    if (this.#state === 'ended') return;
    this.#tellOfCut(fault, this.#isBetweenEvents);
  }

  #makeFilter(): SseFilter {
    return new SseFilter(
      (piece) => this.#reader.push(piece),
      () => {
        const isUnasked = this.#isUnasked;
        this.#isUnasked = false;
        return isUnasked;
      },
    );
  }

  #take(event: TurnEvent): void {
    this.#events++;
    this.#meter.observe(event);
    if (event.type === 'error') return this.#takeError(event.fault);
    if (event.type === 'start') this.#replyId = event.id;
    if (event.type === 'end') this.#state = 'complete';
    this.#isMeaningful ||= isMeaningful(event);
    if (!this.#isRelay) this.#text += this.#encoder.push(event);
  }

  #takeError(reported: Fault): void {
    const fault = this.#host.tellable(reported);
    this.#fault = fault;
    if (!this.#isRelay) this.#text += this.#encoder.push({ type: 'error', fault });
  }

  #flush(): void {
    const { isCommitted } = this.#host;
    if (this.#fault !== undefined && !isCommitted) return this.#giveUp(this.#fault);
    const isFull = this.#events > MAX_HELD_EVENTS || this.#bytes > MAX_HELD_BYTES;
    if (!isCommitted && !this.#isMeaningful && !isFull) return;
    // What made us give up a relayed stream need not be an error to the client.
    if (this.#fault !== undefined && this.#isRelay && this.#isErrorEvent !== true)
      return this.#tellOfCut(this.#fault, this.#isBetweenEvents);
    this.#host.commit(EVENT_STREAM);
    this.#writeHeld();
    if (this.#fault !== undefined || this.#state === 'complete') this.#finish(this.#fault);
  }

  #writeHeld(): void {
    const held = this.#isRelay ? this.#heldBytes() : this.#text;
    this.#held = [];
    this.#text = '';
    if (held.length > 0) this.#host.write(held);
  }

  /** What a platform says when it breaks off is scrubbed; all else is relayed as it came. */
  #heldBytes(): Buffer {
    const held = Buffer.concat(this.#held);
    return this.#fault === undefined ? held : this.#host.scrubber.bytes(held);
  }

  /** The reply will not be complete. It must not look complete: an error event, or a broken connection inside of one. */
  #tellOfCut(fault: Fault, isBetweenEvents: boolean): void {
    this.#writeHeld();
    if (!this.#isRelay || isBetweenEvents) {
      this.#host.write(this.#errorText(fault));
      this.#finish(fault);
    } else {
      this.#host.client.destroy();
      this.#giveUp(fault);
    }
  }

  /** The error goes on with what the client has: of a relayed reply it knows the platform's own id and numbers. */
  #errorText(fault: Fault): string {
    const { model, estimatedInputTokens, createdAt, includeUsage, messageId } = this.#context;
    const context = { model, estimatedInputTokens, createdAt, includeUsage, messageId: this.#replyId ?? messageId };
    const encoder = this.#isRelay
      ? this.#host.call.codec.streamEncoder({ ...context, eventsSent: this.#messages })
      : this.#encoder;
    return encoder.push({ type: 'error', fault });
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

function isErrorEvent(codec: Codec, name: string, data: string): boolean {
  return codec.isErrorEvent?.(name, data) ?? name === 'error';
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

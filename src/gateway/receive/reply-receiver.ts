import type { Fault } from '../../turn/fault.ts';
import type { Encoded } from '../encode-attempt.ts';
import { CollectReceiver } from './collect-receiver.ts';
import type { Receiver, ReceiverHost } from './receiver.ts';
import { StreamReceiver } from './stream-receiver.ts';
import { WholeReceiver } from './whole-receiver.ts';

// What whole bodies begin with: an object, a list, a string, a page of HTML. Server-sent events begin with a field or a
// comment, but lines of JSON with an object too.
const OBJECT_START = 0x7b;
const WHOLE_STARTS = new Set([OBJECT_START, 0x5b, 0x22, 0x3c]);

// Some servers begin with a byte order mark; neither kind of body begins with one of its bytes otherwise.
const BYTE_ORDER_MARK = new Set([0xef, 0xbb, 0xbf]);

/**
 * Looks at the first byte that says something and hands over to the receiver for it. The content type is not asked:
 * some servers lie, and some answer a stream request with a whole body or the other way round.
 */
export class ReplyReceiver implements Receiver {
  readonly #host: ReceiverHost;
  readonly #encoded: Encoded;
  #chosen: Receiver | undefined;

  constructor(host: ReceiverHost, encoded: Encoded) {
    this.#host = host;
    this.#encoded = encoded;
    host.call.usage = encoded.meter;
  }

  data(chunk: Buffer): void {
    this.#chosen ??= this.#choose(chunk);
    this.#chosen?.data(chunk);
  }

  end(): void {
    this.#chosen ??= new WholeReceiver(this.#host, this.#encoded);
    this.#chosen.end();
  }

  cut(fault: Fault): void {
    if (this.#chosen === undefined) this.#host.fail(fault);
    else this.#chosen.cut(fault);
  }

  #choose(chunk: Buffer): Receiver | undefined {
    const first = chunk.find((byte) => byte > 0x20 && !BYTE_ORDER_MARK.has(byte));
    // Blank lines keep a connection alive and say nothing yet.
    if (first === undefined) return undefined;
    if (this.#isWhole(first)) return new WholeReceiver(this.#host, this.#encoded);
    const isStream = this.#host.call.head.stream;
    return isStream ? new StreamReceiver(this.#host, this.#encoded) : new CollectReceiver(this.#host, this.#encoded);
  }

  /** Where both begin alike, what was asked for decides: a whole body in one line is a stream of one event too. */
  #isWhole(first: number): boolean {
    const { codec, isStream } = this.#encoded;
    return WHOLE_STARTS.has(first) && !(first === OBJECT_START && codec.framing.beginsAsObject && isStream);
  }
}

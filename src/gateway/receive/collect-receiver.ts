import type { StreamDecoder } from '../../protocols/codec.ts';
import type { EventReader } from '../../protocols/framing.ts';
import { ReplyCollector } from '../../turn/collect-reply.ts';
import { Fault } from '../../turn/fault.ts';
import type { Encoded } from '../encode-attempt.ts';
import type { Receiver, ReceiverHost } from './receiver.ts';
import { MAX_REPLY_BYTES, replyTooLarge } from './reply-limit.ts';
import { sendReply } from './send-reply.ts';

/** Collects a stream for a client that wants a whole body. */
export class CollectReceiver implements Receiver {
  readonly #host: ReceiverHost;
  readonly #encoded: Encoded;
  readonly #collector: ReplyCollector;
  readonly #decoder: StreamDecoder;
  readonly #reader: EventReader;
  readonly #limit: number;
  #bytes = 0;
  #isSent = false;

  /** @param limit in bytes */
  constructor(host: ReceiverHost, encoded: Encoded, limit = MAX_REPLY_BYTES) {
    this.#host = host;
    this.#encoded = encoded;
    this.#limit = limit;
    this.#collector = new ReplyCollector(encoded.codec.joinDeltas);
    this.#decoder = encoded.codec.streamDecoder(encoded.replyContext, (event) => {
      encoded.meter.observe(event);
      this.#collector.push(event);
    });
    this.#reader = encoded.codec.framing.reader((name, data) => this.#decoder.push(name, data));
  }

  data(chunk: Buffer): void {
    this.#bytes += chunk.length;
    if (this.#bytes > this.#limit) return this.#host.fail(replyTooLarge(this.#limit));
    this.#reader.push(chunk);
    if (this.#decoder.isDone) this.#send();
  }

  end(): void {
    this.#reader.end();
    this.#decoder.end();
    this.#send();
  }

  cut(fault: Fault): void {
    this.#host.fail(fault);
  }

  #send(): void {
    if (this.#isSent) return;
    this.#isSent = true;
    try {
      sendReply(this.#host, this.#host.call.codec.encodeReply(this.#collector.reply(), this.#encoded.clientContext));
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      this.#host.fail(error);
    }
  }
}

import { Fault } from '../../turn/fault.ts';
import type { TurnReply } from '../../turn/reply.ts';
import { replayReply } from '../../turn/reply-events.ts';
import type { Encoded } from '../encode-attempt.ts';
import type { Receiver, ReceiverHost } from './receiver.ts';
import { MAX_REPLY_BYTES, replyTooLarge } from './reply-limit.ts';
import { sendReply } from './send-reply.ts';

/** Takes a reply that comes as one JSON body. */
export class WholeReceiver implements Receiver {
  readonly #host: ReceiverHost;
  readonly #encoded: Encoded;
  readonly #limit: number;
  readonly #chunks: Buffer[] = [];
  #bytes = 0;

  /** @param limit in bytes */
  constructor(host: ReceiverHost, encoded: Encoded, limit = MAX_REPLY_BYTES) {
    this.#host = host;
    this.#encoded = encoded;
    this.#limit = limit;
  }

  data(chunk: Buffer): void {
    this.#bytes += chunk.length;
    if (this.#bytes <= this.#limit) this.#chunks.push(chunk);
    else this.#host.fail(replyTooLarge(this.#limit));
  }

  end(): void {
    const [only] = this.#chunks;
    const body = this.#chunks.length === 1 && only !== undefined ? only : Buffer.concat(this.#chunks);
    try {
      const reply = this.#encoded.codec.decodeReply(body, this.#encoded.replyContext);
      this.#encoded.meter.observeReply(reply);
      if (this.#host.call.head.stream) this.#sendAsStream(reply);
      else this.#send(reply, body);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      this.#host.fail(error);
    }
  }

  cut(fault: Fault): void {
    this.#host.fail(fault);
  }

  #send(reply: TurnReply, body: Buffer): void {
    const { codec } = this.#host.call;
    const { isRelay, clientContext } = this.#encoded;
    sendReply(this.#host, isRelay ? body : codec.encodeReply(reply, clientContext));
  }

  #sendAsStream(reply: TurnReply): void {
    const encoder = this.#host.call.codec.streamEncoder(this.#encoded.clientContext);
    let text = '';
    replayReply(reply, (event) => {
      text += encoder.push(event);
    });
    this.#host.commit('text/event-stream; charset=utf-8');
    this.#host.client.end(text);
    this.#host.served();
  }
}

import type { IncomingHeaders } from '../../lib/headers.ts';
import type { UpstreamCodec } from '../../protocols/codec.ts';
import { Fault } from '../../turn/fault.ts';
import type { Receiver, ReceiverHost } from './receiver.ts';

const MAX_BYTES = 1024 * 1024;

/** Reads the body of a reply that is an error, and fails the attempt with what it says. */
export class ErrorReceiver implements Receiver {
  readonly #host: ReceiverHost;
  readonly #codec: UpstreamCodec;
  readonly #status: number;
  readonly #headers: IncomingHeaders;
  readonly #chunks: Buffer[] = [];
  #bytes = 0;

  constructor(host: ReceiverHost, codec: UpstreamCodec, status: number, headers: IncomingHeaders) {
    this.#host = host;
    this.#codec = codec;
    this.#status = status;
    this.#headers = headers;
  }

  data(chunk: Buffer): void {
    this.#bytes += chunk.length;
    if (this.#bytes <= MAX_BYTES) this.#chunks.push(chunk);
    else this.end();
  }

  end(): void {
    this.#host.fail(this.#fault());
  }

  cut(fault: Fault): void {
    this.#host.fail(fault);
  }

  #fault(): Fault {
    // Following a redirect could send the platform's key to another host.
    if (this.#status < 400)
      return new Fault('broken_reply', 502, `The platform answered with a redirect (${this.#status}).`);
    const fault = this.#codec.decodeError(this.#status, this.#headers, Buffer.concat(this.#chunks));
    // With the client's own credential a 401 is the client's own too; otherwise it would look for the fault in its key.
    const isClients = fault.kind === 'authentication' && this.#host.candidate.target.upstream.isPassthrough;
    return isClients ? new Fault('authentication', 401, fault.message, fault.details) : fault;
  }
}

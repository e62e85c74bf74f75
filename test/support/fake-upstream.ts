import type { Exchange, UpstreamHandler, UpstreamPort, UpstreamRequest } from '../../src/gateway/upstream.ts';
import type { IncomingHeaders } from '../../src/lib/headers.ts';

/** One request that was sent, in the test's hands: it plays the platform. Keeps to the contract of the port. */
export class FakeExchange implements Exchange {
  readonly request: UpstreamRequest;
  readonly #handler: UpstreamHandler;
  isPaused = false;
  isAborted = false;

  constructor(request: UpstreamRequest, handler: UpstreamHandler) {
    this.request = request;
    this.#handler = handler;
  }

  pause(): void {
    this.isPaused = true;
  }

  resume(): void {
    this.isPaused = false;
  }

  abort(): void {
    this.isAborted = true;
  }

  head(status = 200, headers: IncomingHeaders = {}): this {
    if (!this.isAborted) this.#handler.onHead(status, headers);
    return this;
  }

  data(chunk: string | Buffer): this {
    if (!this.isAborted) this.#handler.onData(Buffer.from(chunk));
    return this;
  }

  end(): void {
    if (!this.isAborted) this.#handler.onEnd();
  }

  fail(code = 'ECONNRESET'): void {
    if (!this.isAborted) this.#handler.onError(Object.assign(new Error('it broke'), { code }));
  }

  /** A whole reply with a status and a JSON body. */
  reply(status: number, body: unknown, headers: IncomingHeaders = {}): void {
    this.head(status, headers).data(JSON.stringify(body)).end();
  }
}

/** Platforms as a test plays them. */
export class FakeUpstream implements UpstreamPort {
  readonly sent: FakeExchange[] = [];
  /** Called at once for each request; may answer before `send` returns. */
  onSend: (exchange: FakeExchange) => void = () => {};

  send(request: UpstreamRequest, handler: UpstreamHandler): Exchange {
    const exchange = new FakeExchange(request, handler);
    this.sent.push(exchange);
    this.onSend(exchange);
    return exchange;
  }

  /** The exchange that was begun last. */
  get last(): FakeExchange {
    const last = this.sent.at(-1);
    if (last === undefined) throw new Error('nothing was sent');
    return last;
  }
}

import { EventEmitter } from 'node:events';
import { type OutgoingHttpHeaders, type ServerResponse, validateHeaderValue } from 'node:http';

/**
 * The response of a server, without a server: keeps what was written. It behaves as Node's does where that matters:
 * writing after the end is an `error` event, which ends the process if nobody listens.
 */
export class FakeResponse extends EventEmitter {
  readonly heads: { readonly status: number; readonly headers: OutgoingHttpHeaders }[] = [];
  readonly writes: string[] = [];
  /** False while the client reads too slowly. */
  isFast = true;
  isDestroyed = false;
  writableEnded = false;
  writableFinished = false;
  headersSent = false;
  // No connection: what is destroyed is destroyed at once.
  readonly socket = null;

  /** What `ClientReply` takes. It asks for nothing but what is here. */
  get asServerResponse(): ServerResponse {
    return this as unknown as ServerResponse;
  }

  get status(): number | undefined {
    return this.heads[0]?.status;
  }

  get headers(): OutgoingHttpHeaders {
    return this.heads[0]?.headers ?? {};
  }

  /** The body so far. */
  get text(): string {
    return this.writes.join('');
  }

  writeHead(status: number, headers: OutgoingHttpHeaders): this {
    if (this.headersSent) throw new Error('the head was sent already');
    for (const [name, value] of Object.entries(headers)) validateHeaderValue(name, String(value));
    this.headersSent = true;
    this.heads.push({ status, headers });
    return this;
  }

  write(chunk: string | Buffer, encoding: BufferEncoding = 'utf8'): boolean {
    if (this.isDestroyed) return false;
    if (this.writableEnded) {
      process.nextTick(() => this.emit('error', new Error('write after end')));
      return false;
    }
    this.headersSent = true;
    this.writes.push(typeof chunk === 'string' ? Buffer.from(chunk, encoding).toString() : chunk.toString());
    return this.isFast;
  }

  end(chunk?: string | Buffer, encoding?: BufferEncoding): void {
    if (chunk !== undefined) this.write(chunk, encoding);
    this.headersSent = true;
    this.writableEnded = true;
  }

  destroy(): void {
    this.isDestroyed = true;
  }

  /** The client reads again. */
  drain(): void {
    this.isFast = true;
    this.emit('drain');
  }

  /** The client closes the connection. */
  leave(): void {
    this.isDestroyed = true;
    this.emit('close');
  }

  /** The last byte is on its way and the connection is free again. */
  finish(): void {
    this.writableFinished = true;
    this.isDestroyed = true;
    this.emit('close');
  }
}

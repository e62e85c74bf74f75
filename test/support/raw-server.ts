import { once } from 'node:events';
import net, { type AddressInfo, type Socket } from 'node:net';
import type { UpstreamHandler } from '../../src/gateway/upstream.ts';
import type { IncomingHeaders } from '../../src/lib/headers.ts';

/** A server that keeps to no rule but those of a test: bytes in, bytes out. */
export class RawServer {
  readonly #server = net.createServer((socket) => this.#take(socket));
  readonly sockets: Socket[] = [];
  origin = '';
  text = '';
  /** What is done with each piece that comes. */
  onPiece: (socket: Socket, text: string) => void = () => {};

  async listen(): Promise<void> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    this.origin = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    for (const socket of this.sockets) socket.destroy();
    this.#server.close();
  }

  #take(socket: Socket): void {
    this.sockets.push(socket);
    socket.on('error', () => {});
    socket.on('data', (piece) => {
      this.text += piece.toString('latin1');
      this.onPiece(socket, this.text);
    });
  }
}

/** Keeps what it hears, and lets a test wait for it. */
export class Ear implements UpstreamHandler {
  readonly heard: string[] = [];
  headers: IncomingHeaders = {};
  bytes = 0;
  error: Error | undefined;
  onHeard: (what: string) => void = () => {};
  readonly over: Promise<void>;
  #end: () => void = () => {};

  constructor() {
    this.over = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  onHead(status: number, headers: IncomingHeaders): void {
    this.headers = headers;
    this.#hear(`head ${status}`);
  }

  onData(chunk: Buffer): void {
    this.bytes += chunk.length;
    this.#hear('data');
  }

  onEnd(): void {
    this.#hear('end');
    this.#end();
  }

  onError(error: Error): void {
    this.error = error;
    this.#hear('error');
    this.#end();
  }

  #hear(what: string): void {
    this.heard.push(what);
    this.onHeard(what);
  }
}

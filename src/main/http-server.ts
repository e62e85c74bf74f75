import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { RedwolfError, systemCode } from '../lib/errors.ts';

// How long running calls may take to end when redwolf stops.
const DRAIN_MS = 30_000;
// Longer than the keep-alive of the usual clients and proxies, so that they close first and no request meets a close.
const KEEP_ALIVE_MS = 75_000;
const BACKLOG = 4_096;

/** The server's socket: opens it, and closes it without breaking off running calls. */
export class HttpServer {
  readonly #server: Server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS, requestTimeout: 300_000 });
  readonly #sockets = new Set<Socket>();
  #isDraining = false;

  /** Stopping: running calls end, no new ones are taken. */
  get isDraining(): boolean {
    return this.#isDraining;
  }

  /** @throws RedwolfError PORT_IN_USE, or LISTEN_FAILED for an address that cannot be had */
  async listen(listener: RequestListener, host: string, port: number): Promise<{ url: string; port: number }> {
    this.#server.on('request', (request, response) => {
      if (this.#isDraining) response.setHeader('connection', 'close');
      listener(request, response);
    });
    this.#server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', (error) => reject(listenError(error, host, port)));
      this.#server.listen({ host, port, backlog: BACKLOG }, resolve);
    });
    const address = this.#server.address() as AddressInfo;
    return { url: `http://${urlHost(host)}:${address.port}`, port: address.port };
  }

  /** Resolves when every connection is closed: by itself, or after half a minute by force. */
  async drain(): Promise<void> {
    this.#isDraining = true;
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#closeIdle();
    const force = setTimeout(() => this.#server.closeAllConnections(), DRAIN_MS);
    // A connection that becomes idle while draining is closed too, not after its keep-alive.
    const sweep = setInterval(() => this.#closeIdle(), 100);
    await closed;
    clearTimeout(force);
    clearInterval(sweep);
  }

  /** Node does not count those as idle that never said a word, and clients keep such in store. */
  #closeIdle(): void {
    this.#server.closeIdleConnections();
    for (const socket of this.#sockets) if (socket.bytesRead === 0) socket.destroy();
  }
}

/** A host that a browser on this machine can call. */
function urlHost(host: string): string {
  if (host === '0.0.0.0' || host === '::' || host === '') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}

function listenError(error: Error, host: string, port: number): Error {
  const where = `${host}:${port}`;
  switch (systemCode(error)) {
    case 'EADDRINUSE':
      return new RedwolfError(
        'PORT_IN_USE',
        `${where} is in use by another program, perhaps by a redwolf that runs already. Stop it, or choose another port with --port.`,
      );
    case 'EACCES':
      return new RedwolfError(
        'LISTEN_FAILED',
        `The system does not allow to listen on ${where}. Choose a port above 1023.`,
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new RedwolfError(
        'LISTEN_FAILED',
        `This machine has no address ${host}. Choose one that it has with --host.`,
      );
    default:
      return error;
  }
}

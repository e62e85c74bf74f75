import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { ConnectionLimits } from '../config/config.ts';
import { RedwolfError, systemCode } from '../lib/errors.ts';
import { SlowClients } from './slow-clients.ts';
import type { TlsFiles } from './tls-files.ts';

// How long running calls may take to end when redwolf stops.
const DRAIN_MS = 30_000;
const BACKLOG = 4_096;
// How often a limit in time is looked at within itself, but not more often than every so many milliseconds.
const LOOKS_PER_LIMIT = 4;
const SHORTEST_LOOK_MS = 50;
const LONGEST_LOOK_MS = 15_000;

/** The server's socket: opens it, and closes it without breaking off running calls. */
export class HttpServer {
  readonly #server: Server | TlsServer;
  readonly #tls: TlsFiles | undefined;
  readonly #limits: ConnectionLimits;
  readonly #sockets = new Set<Socket>();
  #sweep: NodeJS.Timeout | undefined;
  #isDraining = false;

  /** @param tls none: without TLS */
  constructor(limits: ConnectionLimits, tls?: TlsFiles) {
    const options = nodeOptions(limits);
    this.#server =
      tls === undefined
        ? createServer(options)
        : createTlsServer({ ...options, ...tls.pair, handshakeTimeout: Math.min(limits.headerMs, DRAIN_MS) });
    this.#server.maxConnections = limits.maxConnections;
    this.#limits = limits;
    this.#tls = tls;
  }

  /** Stopping: running calls end, no new ones are taken. */
  get isDraining(): boolean {
    return this.#isDraining;
  }

  /** Where it listens; undefined before it does. */
  get place(): { readonly port: number; readonly isTls: boolean } | undefined {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') return undefined;
    return { port: address.port, isTls: this.#tls !== undefined };
  }

  /** @throws RedwolfError PORT_IN_USE, or LISTEN_FAILED for an address that cannot be had */
  async listen(listener: RequestListener, host: string, port: number): Promise<{ url: string; port: number }> {
    this.#server.on('request', (request, response) => {
      if (this.#isDraining) response.setHeader('connection', 'close');
      listener(request, response);
    });
    // Of a server with TLS the first is the connection below it, on which nothing can be read.
    this.#server.on(this.#tls === undefined ? 'connection' : 'secureConnection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', (error) => reject(listenError(error, host, port)));
      this.#server.listen({ host, port, backlog: BACKLOG }, resolve);
    });
    this.#watch();
    const address = this.#server.address() as AddressInfo;
    const scheme = this.#tls === undefined ? 'http' : 'https';
    return { url: `${scheme}://${urlHost(host)}:${address.port}`, port: address.port };
  }

  /** Looks after slow clients, and after a new certificate. */
  #watch(): void {
    const { slowClientMs } = this.#limits;
    const slow = new SlowClients(slowClientMs, () => performance.now());
    this.#sweep = setInterval(() => slow.sweep(this.#sockets), lookEvery(slowClientMs)).unref();
    this.#tls?.watch((pair) => 'setSecureContext' in this.#server && this.#server.setSecureContext(pair));
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
    clearInterval(this.#sweep);
    this.#tls?.unwatch();
    clearTimeout(force);
    clearInterval(sweep);
  }

  /** Node does not count those as idle that never said a word, and clients keep such in store. */
  #closeIdle(): void {
    this.#server.closeIdleConnections();
    for (const socket of this.#sockets) if (socket.bytesRead === 0) socket.destroy();
  }
}

function nodeOptions({ maxHeaderBytes, headerMs, requestMs, idleMs }: ConnectionLimits) {
  return {
    maxHeaderSize: maxHeaderBytes,
    headersTimeout: Math.min(headerMs, requestMs),
    requestTimeout: requestMs,
    keepAliveTimeout: idleMs,
    connectionsCheckingInterval: lookEvery(Math.min(headerMs, requestMs)),
  };
}

function lookEvery(limitMs: number): number {
  return Math.min(Math.max(limitMs / LOOKS_PER_LIMIT, SHORTEST_LOOK_MS), LONGEST_LOOK_MS);
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

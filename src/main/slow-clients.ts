import type { Socket } from 'node:net';

/** What a socket had got rid of when it was looked at last, and when that was less. */
interface Progress {
  readonly sent: number;
  readonly since: number;
}

/**
 * Closes connections of clients that read nothing of what waits for them: back-pressure bounds what they cost in memory,
 * and this in time. A client that waits for a reply is none of them.
 */
export class SlowClients {
  readonly #limitMs: number;
  readonly #now: () => number;
  readonly #progress = new WeakMap<Socket, Progress>();

  /** @param now monotonic milliseconds */
  constructor(limitMs: number, now: () => number) {
    this.#limitMs = limitMs;
    this.#now = now;
  }

  /** To be called several times within the limit. */
  sweep(sockets: Iterable<Socket>): void {
    for (const socket of sockets) if (this.#isStuck(socket)) socket.destroy();
  }

  #isStuck(socket: Socket): boolean {
    const now = this.#now();
    const sent = socket.bytesWritten - socket.writableLength;
    const before = this.#progress.get(socket);
    if (socket.writableLength > 0 && before?.sent === sent) return now - before.since >= this.#limitMs;
    this.#progress.set(socket, { sent, since: now });
    return false;
  }
}

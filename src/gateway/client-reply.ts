import type { ServerResponse } from 'node:http';
import type { Clock, Timer } from '../lib/clock.ts';
import { keptHeaders } from './capture/kept-headers.ts';
import type { StageTap } from './capture/stage-tap.ts';

// Clients give up after 300 s of silence (Claude Code); proxies in between much earlier.
const KEEP_ALIVE_MS = 10_000;

export type ReplyHeaders = Readonly<Record<string, string>>;

/**
 * The way back to the client: head once, then bytes, with back-pressure. Knows when the client has left. While a stream
 * is silent it sends keep-alives, before the first event too.
 */
export class ClientReply {
  readonly #response: ServerResponse;
  readonly #clock: Clock;
  #keepAlive: Timer | undefined;
  #mayInterrupt: () => boolean = () => true;
  #isGone = false;
  #onGone: (() => void) | undefined;
  #status = 0;
  #bytes = 0;
  /** Listens to what is sent. */
  tap: StageTap | undefined;

  constructor(response: ServerResponse, clock: Clock) {
    this.#response = response;
    this.#clock = clock;
    response.on('close', () => this.#closed());
  }

  get hasBegun(): boolean {
    return this.#status !== 0;
  }

  /** The client closed the connection before the reply was complete. */
  get isGone(): boolean {
    return this.#isGone;
  }

  /** The status that was sent; 0 before. */
  get status(): number {
    return this.#status;
  }

  /** Bytes of the body so far. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Called once, when the client leaves early. */
  onGone(callback: () => void): void {
    this.#onGone = callback;
    if (this.#isGone) callback();
  }

  onDrain(callback: () => void): void {
    this.#response.once('drain', callback);
  }

  begin(status: number, headers: ReplyHeaders): void {
    if (this.hasBegun || this.#isGone) return;
    this.#response.writeHead(status, headers);
    this.#status = status;
    if (this.tap !== undefined) this.tap.head = { status, headers: keptHeaders(headers) };
  }

  /**
   * Sends keep-alives from now on, whenever nothing was sent for ten seconds.
   *
   * @param text the protocol's keep-alive
   * @param beginStream sends the head if nothing was sent yet
   */
  keepAlive(text: string, beginStream: () => void): void {
    // Each write starts the timer anew, that of the keep-alive too.
    this.#keepAlive = this.#clock.timer(KEEP_ALIVE_MS, () => {
      if (!this.#mayInterrupt()) return this.#keepAlive?.refresh();
      beginStream();
      this.write(text);
    });
  }

  /** Sets the question that a keep-alive asks first: a relayed stream must not be interrupted inside of an event. */
  guardKeepAlive(mayInterrupt: () => boolean): void {
    this.#mayInterrupt = mayInterrupt;
  }

  /** Wire text or bytes. False: the client reads too slowly, wait for drain. */
  write(chunk: string | Buffer): boolean {
    if (this.#isGone) return true;
    this.#keepAlive?.refresh();
    this.#bytes += chunk.length;
    this.tap?.data(chunk);
    return typeof chunk === 'string' ? this.#response.write(chunk, 'latin1') : this.#response.write(chunk);
  }

  end(chunk?: string | Buffer): void {
    this.#keepAlive?.cancel();
    if (this.#isGone) return;
    this.#bytes += chunk?.length ?? 0;
    if (chunk !== undefined) this.tap?.data(chunk);
    if (chunk === undefined) this.#response.end();
    else if (typeof chunk === 'string') this.#response.end(chunk, 'latin1');
    else this.#response.end(chunk);
  }

  /** Breaks the connection, where ending it would look like a complete reply. */
  destroy(): void {
    this.#keepAlive?.cancel();
    const { socket } = this.#response;
    // What was written still goes out; the body's missing end tells the client that it is not whole.
    if (this.#response.headersSent && socket !== null) socket.destroySoon();
    else this.#response.destroy();
  }

  #closed(): void {
    this.#keepAlive?.cancel();
    if (this.#response.writableFinished) return;
    this.#isGone = true;
    this.#onGone?.();
  }
}

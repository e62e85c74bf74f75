import {
  type BrotliDecompress,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  type Gunzip,
  type Inflate,
} from 'node:zlib';
import type { Clock, Timer } from '../lib/clock.ts';
import { header, type IncomingHeaders } from '../lib/headers.ts';
import { Fault } from '../turn/fault.ts';
import type { Call } from './call.ts';
import type { AttemptTap } from './capture/call-capture.ts';
import { keptHeaders } from './capture/kept-headers.ts';
import type { ClientReply } from './client-reply.ts';
import { type Encoded, encodeAttempt } from './encode-attempt.ts';
import type { Candidate } from './health.ts';
import type { LoadedContexts } from './loaded-contexts.ts';
import { completeOverflow } from './overflow-fault.ts';
import { ErrorReceiver } from './receive/error-receiver.ts';
import type { Receiver, ReceiverHost } from './receive/receiver.ts';
import { ReplyReceiver } from './receive/reply-receiver.ts';
import { Scrubber } from './scrub.ts';
import type { Exchange, UpstreamHandler, UpstreamPort } from './upstream.ts';
import { connectionFault } from './upstream-fault.ts';

// How long a platform may leave a body open after its last event.
const LINGER_MS = 1_000;

/** How one try ended. */
export type AttemptOutcome =
  | { readonly kind: 'served' }
  /** Nothing of the reply was sent: another target may answer. */
  | { readonly kind: 'failed'; readonly fault: Fault }
  /** The reply broke off after some of it was sent, and the client was told. */
  | { readonly kind: 'broken'; readonly fault: Fault }
  /** The client left. */
  | { readonly kind: 'aborted' };

/** What an attempt works with. */
export interface AttemptPorts {
  readonly upstream: UpstreamPort;
  readonly clock: Clock;
  readonly contexts: LoadedContexts;
}

/** One try at one target: sends the request, holds the reply back until it is worth something, then relays it. */
export class Attempt implements UpstreamHandler, ReceiverHost {
  readonly call: Call;
  readonly candidate: Candidate;
  readonly client: ClientReply;
  readonly scrubber: Scrubber;
  readonly #ports: AttemptPorts;
  readonly #beginReply: (contentType: string, upstream: IncomingHeaders, length?: number) => void;
  #exchange: Exchange | undefined;
  #settle: ((outcome: AttemptOutcome) => void) | undefined;
  #encoded: Encoded | undefined;
  #tap: AttemptTap | undefined;
  #timer: Timer | undefined;
  #receiver: Receiver | undefined;
  #decompressor: Gunzip | Inflate | BrotliDecompress | undefined;
  #status: number | undefined;
  #headers: IncomingHeaders = {};
  #isCommitted = false;
  #hasIdleTimer = false;
  #isPaused = false;
  #isReplyComplete = false;

  /** @param beginReply sends the head of the reply, unless a keep-alive has done so */
  constructor(
    call: Call,
    candidate: Candidate,
    client: ClientReply,
    ports: AttemptPorts,
    beginReply: (contentType: string, upstream: IncomingHeaders, length?: number) => void,
  ) {
    this.call = call;
    this.candidate = candidate;
    this.client = client;
    this.scrubber = new Scrubber(candidate, call.identity);
    this.#ports = ports;
    this.#beginReply = beginReply;
  }

  /** Resolves when the attempt is over. Throws Fault invalid_request if the client's request cannot be read. */
  run(): Promise<AttemptOutcome> {
    const encoded = this.#encode();
    if (encoded instanceof Fault) return Promise.resolve({ kind: 'failed', fault: encoded });
    this.#encoded = encoded;
    const { timeouts } = this.candidate.target.upstream;
    return new Promise((resolve) => {
      this.#settle = resolve;
      this.#timer = this.#ports.clock.timer(timeouts.firstByte, () =>
        this.#timedOut('sent nothing', timeouts.firstByte),
      );
      this.client.onGone(() => this.#end({ kind: 'aborted' }));
      if (this.#settle !== undefined) this.#tap = this.call.capture?.attempt(encoded.request);
      if (this.#settle !== undefined) this.#exchange = this.#ports.upstream.send(encoded.request, this);
      // The client may have left, or the port may have failed, while the request was being sent.
      if (this.#settle === undefined) this.#exchange?.abort();
    });
  }

  /** What this target cannot hold was never sent to it, but is an attempt all the same: a fault in place of a request. */
  #encode(): Encoded | Fault {
    try {
      return encodeAttempt(this.call, this.candidate, this.#ports.contexts);
    } catch (error) {
      if (error instanceof Fault && error.kind === 'context_overflow') return error;
      throw error;
    }
  }

  /** Status of the platform's reply; undefined before it came. */
  get replyStatus(): number | undefined {
    return this.#status;
  }

  /** Headers of the platform's reply; empty before it came. */
  get replyHeaders(): IncomingHeaders {
    return this.#headers;
  }

  get isCommitted(): boolean {
    return this.#isCommitted;
  }

  onHead(status: number, headers: IncomingHeaders): void {
    this.#status = status;
    this.#headers = headers;
    if (this.#tap !== undefined) this.#tap.raw.head = { status, headers: keptHeaders(headers) };
    this.#receiver = this.#makeReceiver(status, headers);
    this.#decompressor = this.#makeDecompressor(header(headers, 'content-encoding'));
  }

  onData(chunk: Buffer): void {
    this.#startIdleTimer();
    if (this.#decompressor !== undefined) this.#decompressor.write(chunk);
    else this.#read(chunk);
  }

  onEnd(): void {
    this.#isReplyComplete = true;
    if (this.#decompressor !== undefined) this.#decompressor.end();
    else this.#safely(() => this.#receiver?.end());
  }

  onError(error: Error): void {
    const fault = connectionFault(error, this.candidate.target);
    if (this.#isCommitted && this.#receiver !== undefined) this.#receiver.cut(fault);
    else this.fail(fault);
  }

  /** The reply is worth sending: from here on no other target can answer. */
  commit(contentType: string, length?: number): void {
    if (this.#isCommitted) return;
    this.call.losses = this.#encoded?.losses ?? [];
    this.#beginReply(contentType, this.#headers, length);
    this.#isCommitted = true;
    this.call.firstByteMonotonic ??= this.#ports.clock.monotonic();
  }

  /** Gives bytes to the client and holds the platform back while the client is slow. */
  write(chunk: string | Buffer): void {
    if (this.client.write(chunk) || this.#isPaused) return;
    this.#isPaused = true;
    this.#exchange?.pause();
    this.#decompressor?.pause();
    this.#timer?.cancel();
    this.client.onDrain(() => {
      if (this.#settle === undefined) return;
      this.#isPaused = false;
      this.#timer = undefined;
      this.#startIdleTimer();
      this.#exchange?.resume();
      this.#decompressor?.resume();
    });
  }

  served(): void {
    this.#end({ kind: 'served' });
  }

  fail(fault: Fault): void {
    this.#end({ kind: this.#isCommitted ? 'broken' : 'failed', fault: this.tellable(fault) });
  }

  tellable(fault: Fault): Fault {
    const clean = this.scrubber.fault(fault);
    const encoded = this.#encoded;
    return encoded === undefined ? clean : completeOverflow(clean, encoded, this.candidate.target);
  }

  /** A piece of the body, decompressed. */
  #read(chunk: Buffer): void {
    this.#tap?.raw.data(chunk);
    this.#safely(() => this.#receiver?.data(chunk));
  }

  /** What a platform sends can break a reader in ways that nobody foresaw; that is one failed attempt, no crash. */
  #safely(read: () => void): void {
    try {
      read();
    } catch (error) {
      this.onError(error instanceof Error ? error : new Error(String(error)));
    }
  }

  #makeReceiver(status: number, headers: IncomingHeaders): Receiver {
    const encoded = this.#encoded;
    if (encoded === undefined) throw new TypeError('a reply came before its request was sent');
    return status >= 200 && status < 300
      ? new ReplyReceiver(this, encoded)
      : new ErrorReceiver(this, encoded.codec, status, headers);
  }

  /** We ask for no compression, but some servers compress all the same. */
  #makeDecompressor(encoding: string | undefined): Gunzip | Inflate | BrotliDecompress | undefined {
    const decompressor = decompressorFor(encoding);
    decompressor?.on('data', (chunk: Buffer) => this.#read(chunk));
    decompressor?.on('end', () => this.#safely(() => this.#receiver?.end()));
    decompressor?.on('error', (error) => this.onError(error));
    return decompressor;
  }

  #startIdleTimer(): void {
    const { idle } = this.candidate.target.upstream.timeouts;
    if (this.#timer !== undefined && this.#hasIdleTimer) return this.#timer.refresh();
    this.#timer?.cancel();
    this.#hasIdleTimer = true;
    this.#timer = this.#ports.clock.timer(idle, () => this.#timedOut('fell silent', idle));
  }

  #timedOut(what: string, milliseconds: number): void {
    const name = this.candidate.target.upstream.id;
    const fault = new Fault('timeout', 504, `The platform ${name} ${what} for ${milliseconds / 1_000} s.`);
    if (this.#isCommitted && this.#receiver !== undefined) this.#receiver.cut(fault);
    else this.fail(fault);
  }

  #end(outcome: AttemptOutcome): void {
    const settle = this.#settle;
    if (settle === undefined) return;
    this.#settle = undefined;
    this.#timer?.cancel();
    // What it still holds would be given to a client that another target may be answering by now.
    this.#decompressor?.destroy();
    if (outcome.kind !== 'served') this.#exchange?.abort();
    else if (!this.#isReplyComplete) this.#closeSoon();
    settle(outcome);
  }

  /** The protocol's end was seen but not the body's: a moment's grace leaves the connection to the next call. */
  #closeSoon(): void {
    this.#ports.clock.timer(LINGER_MS, () => {
      if (!this.#isReplyComplete) this.#exchange?.abort();
    });
  }
}

function decompressorFor(encoding: string | undefined): Gunzip | Inflate | BrotliDecompress | undefined {
  switch (encoding?.trim().toLowerCase()) {
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'deflate':
      return createInflate();
    case 'br':
      return createBrotliDecompress();
    default:
      return undefined;
  }
}

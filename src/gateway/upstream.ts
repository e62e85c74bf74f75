/** The way to a platform, as a port: the gateway sends a request and is told of the reply piece by piece. */

import type { Body } from '../lib/body.ts';
import type { IncomingHeaders } from '../lib/headers.ts';
import type { Secret } from '../lib/secret.ts';
import type { Timeouts } from '../platforms/platform.ts';

export interface UpstreamRequest {
  /** Id of the configured platform: each has its own connections. */
  readonly platform: string;
  readonly origin: string;
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Body;
  readonly timeouts: Timeouts;
  /** An HTTP proxy on the way to the origin. */
  readonly proxy?: Secret | undefined;
}

/** A running exchange. */
export interface Exchange {
  pause(): void;
  resume(): void;
  /** Closes the connection. The handler hears no more of it. */
  abort(): void;
}

/** Hears of a reply. Either `onEnd` or `onError` comes last, unless the exchange was aborted. */
export interface UpstreamHandler {
  onHead(status: number, headers: IncomingHeaders): void;
  onData(chunk: Buffer): void;
  onEnd(): void;
  /** The connection could not be made, or broke. */
  onError(error: Error): void;
}

export interface UpstreamPort {
  send(request: UpstreamRequest, handler: UpstreamHandler): Exchange;
}

import type { Readable } from 'node:stream';
import { type Dispatcher, Pool } from 'undici';
import type { Body } from '../lib/body.ts';
import { guardedConnector } from '../lib/egress.ts';
import type { IncomingHeaders } from '../lib/headers.ts';
import type { Secret } from '../lib/secret.ts';
import { ProxiedUpstream } from './proxied-upstream.ts';
import type { Exchange, UpstreamHandler, UpstreamPort, UpstreamRequest } from './upstream.ts';

// Below this, copying is cheaper than a second write.
const JOIN_BYTES = 32 * 1024;

/**
 * Platforms over HTTP. One pool of connections per platform and address, so that one platform's trouble is not
 * another's. No redirect is followed; time limits are the attempt's affair, but for that of connecting.
 */
export class HttpUpstream implements UpstreamPort {
  readonly #pools = new Map<string, Pool>();
  readonly #proxied = new Map<string, ProxiedUpstream>();

  send(request: UpstreamRequest, handler: UpstreamHandler): Exchange {
    const adapter = new HandlerAdapter(handler);
    const { path, method, headers } = request;
    const options = { path, method: method as Dispatcher.HttpMethod, ...payload(request.body, headers) };
    if (request.proxy === undefined) this.#pool(request).dispatch(options, adapter);
    else this.#byProxy(request, request.proxy).dispatch(options, adapter);
    return adapter;
  }

  /** Closes the connections of all other platforms and addresses, each when its exchange ends. */
  retain(used: readonly Pick<UpstreamRequest, 'platform' | 'origin' | 'proxy'>[]): void {
    const names = new Set(used.map(poolName));
    for (const pools of [this.#pools, this.#proxied]) {
      for (const [name, pool] of pools) {
        if (names.has(name)) continue;
        pools.delete(name);
        // Nobody is left to whom a failed closing would matter.
        pool.close().catch(() => undefined);
      }
    }
  }

  /** Closes every connection that is not in use, and the others when they end. */
  async close(): Promise<void> {
    await Promise.all([...this.#pools.values(), ...this.#proxied.values()].map((pool) => pool.close()));
  }

  /** Closes every connection at once. */
  async destroy(): Promise<void> {
    await Promise.all([...this.#pools.values(), ...this.#proxied.values()].map((pool) => pool.destroy()));
  }

  #byProxy(request: UpstreamRequest, proxy: Secret): ProxiedUpstream {
    const name = poolName(request);
    const known = this.#proxied.get(name);
    if (known !== undefined) return known;
    const made = new ProxiedUpstream(request.origin, proxy, request.timeouts.connect);
    this.#proxied.set(name, made);
    return made;
  }

  #pool(request: UpstreamRequest): Pool {
    const name = poolName(request);
    const known = this.#pools.get(name);
    if (known !== undefined) return known;
    const pool = new Pool(request.origin, {
      connect: guardedConnector(request.origin, request.timeouts.connect),
      pipelining: 1,
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    this.#pools.set(name, pool);
    return pool;
  }
}

function poolName({ platform, origin, proxy }: Pick<UpstreamRequest, 'platform' | 'origin' | 'proxy'>): string {
  return proxy === undefined ? `${platform} ${origin}` : `${platform} ${origin} ${proxy.reveal()}`;
}

/** A small body in one piece, so that it leaves in one write with the head; a large one uncopied, in its pieces. */
function payload(
  body: Body,
  headers: UpstreamRequest['headers'],
): Pick<Dispatcher.DispatchOptions, 'body' | 'headers'> {
  if (body.length === 0) return { body: null, headers };
  if (body.length <= JOIN_BYTES) return { body: body.whole(), headers };
  // Without its length the body would be sent in chunks, which some servers refuse.
  // undici takes any iterable (its documentation of `dispatch`), only its types do not say so.
  return { body: body.pieces as unknown as Readable, headers: { ...headers, 'content-length': String(body.length) } };
}

/** Turns undici's calls into ours, and keeps quiet after an abort. */
class HandlerAdapter implements Dispatcher.DispatchHandler, Exchange {
  readonly #handler: UpstreamHandler;
  #controller: Dispatcher.DispatchController | undefined;
  #isAborted = false;

  constructor(handler: UpstreamHandler) {
    this.#handler = handler;
  }

  pause(): void {
    this.#controller?.pause();
  }

  resume(): void {
    this.#controller?.resume();
  }

  abort(): void {
    if (this.#isAborted) return;
    this.#isAborted = true;
    this.#controller?.abort(new Error('aborted'));
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#isAborted) controller.abort(new Error('aborted'));
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: IncomingHeaders): void {
    if (!this.#isAborted && status >= 200) this.#handler.onHead(status, headers);
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    if (!this.#isAborted) this.#handler.onData(chunk);
  }

  onResponseEnd(): void {
    if (!this.#isAborted) this.#handler.onEnd();
  }

  onResponseError(_: Dispatcher.DispatchController | undefined, error: Error): void {
    if (!this.#isAborted) this.#handler.onError(error);
  }
}

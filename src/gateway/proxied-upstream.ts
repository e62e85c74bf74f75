import { type Dispatcher, Pool, ProxyAgent } from 'undici';
import { checkProxiedTarget, guardedProxy } from '../lib/egress.ts';
import type { Secret } from '../lib/secret.ts';

/** Hears of a reply, and of a connection that was not even tried. */
interface Handler extends Dispatcher.DispatchHandler {
  onResponseError(controller: Dispatcher.DispatchController | undefined, error: Error): void;
}

/** Connections to one address by way of an HTTP proxy: by a tunnel to `https:`, else by requests with the whole address. */
export class ProxiedUpstream {
  readonly #origin: string;
  readonly #proxy: Secret;
  readonly #timeout: number;
  #agent: ProxyAgent | undefined;
  #checked: Promise<void> | undefined;

  /**
   * @param origin scheme, host and port of the platform
   * @param timeout for each of the two connections, in milliseconds
   */
  constructor(origin: string, proxy: Secret, timeout: number) {
    this.#origin = origin;
    this.#proxy = proxy;
    this.#timeout = timeout;
  }

  dispatch(options: Dispatcher.DispatchOptions, handler: Handler): void {
    this.#checked ??= checkProxiedTarget(this.#origin);
    this.#checked
      .then(() => {
        this.#agent ??= this.#makeAgent();
        this.#agent.dispatch({ ...options, origin: this.#origin }, handler);
      })
      .catch((error: unknown) => {
        // What a name resolves to may change.
        this.#checked = undefined;
        handler.onResponseError(undefined, error instanceof Error ? error : new Error(String(error)));
      });
  }

  async close(): Promise<void> {
    await this.#agent?.close();
  }

  async destroy(): Promise<void> {
    await this.#agent?.destroy();
  }

  #makeAgent(): ProxyAgent {
    const uri = this.#proxy.reveal();
    return new ProxyAgent({
      uri,
      proxyTls: guardedProxy(uri, this.#timeout),
      requestTls: { timeout: this.#timeout },
      // Time limits are the attempt's affair; the agent would not hand these on to requests without a tunnel.
      factory: (origin, options) => new Pool(origin, { ...options, pipelining: 1, headersTimeout: 0, bodyTimeout: 0 }),
    });
  }
}

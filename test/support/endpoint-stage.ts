import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { createDispatcher } from '../../src/endpoints/dispatch.ts';
import type { EndpointPorts, Keys } from '../../src/endpoints/endpoint.ts';
import type { FoundKey } from '../../src/gateway/key-ring.ts';
import type { Upstream } from '../../src/routing/catalog.ts';
import { clientKeyOf, routingOf } from './gateway-parts.ts';
import { GatewayStage } from './gateway-stage.ts';
import { Exchange, type Reply, type SendOptions } from './http-client.ts';

export const KEY = 'rw-good';

/** Keys that a test can add to. */
class FakeKeys implements Keys {
  readonly known = new Set([KEY]);
  /** What they all lead to. */
  key = clientKeyOf();
  /** What a refresh waits for, and does. */
  onRefresh: () => Promise<boolean> = () => Promise.resolve(true);

  find(key: string): FoundKey | undefined {
    return this.known.has(key) ? { key: this.key, until: Number.POSITIVE_INFINITY } : undefined;
  }

  refresh(): Promise<boolean> {
    return this.onRefresh();
  }
}

/** Every endpoint behind a real server; the platforms are a test's to play. */
export class EndpointStage extends GatewayStage {
  readonly keys = new FakeKeys();
  /** Paths that were no endpoint's. */
  readonly others: string[] = [];
  readonly #server: http.Server;
  url = '';

  private constructor(upstreams: readonly Upstream[], fields: StageFields) {
    super(upstreams, fields);
    const { maxBodyBytes = 1024 * 1024, isLoopback = true, ...routing } = fields;
    const current = routingOf(upstreams, routing);
    const ports: EndpointPorts = {
      gateway: this.gateway,
      keys: this.keys,
      clock: this.clock,
      upstream: this.upstream,
      calibration: this.calibration,
      routing: () => current,
      maxBodyBytes,
      isLoopback,
      logError: (message, error) => void this.logged.push({ message, error }),
    };
    this.#server = http.createServer(
      createDispatcher(ports, (request, response) => {
        this.others.push(request.url ?? '');
        response.end('other');
      }),
    );
  }

  static async start(upstreams: readonly Upstream[], fields: StageFields = {}): Promise<EndpointStage> {
    const stage = new EndpointStage(upstreams, fields);
    await new Promise<void>((resolve) => stage.#server.listen(0, '127.0.0.1', resolve));
    stage.url = `http://127.0.0.1:${(stage.#server.address() as AddressInfo).port}`;
    return stage;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  open(path: string, options: SendOptions = {}): Exchange {
    return new Exchange(this.url + path, { ...options, headers: { 'x-api-key': KEY, ...options.headers } });
  }

  send(path: string, options: SendOptions = {}): Promise<Reply> {
    return this.open(path, options).reply;
  }

  /** Waits for so many rows. */
  async recorded(count: number): Promise<void> {
    while (this.rows.length < count) await new Promise<void>((resolve) => setImmediate(resolve));
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

type StageFields = ConstructorParameters<typeof GatewayStage>[1] & {
  readonly maxBodyBytes?: number;
  readonly isLoopback?: boolean;
};

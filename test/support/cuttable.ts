import assert from 'node:assert/strict';
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { TestContext } from 'node:test';
import { Secret } from '../../src/lib/secret.ts';

/** A way to the tests' PostgreSQL server that can be cut. */
export interface CuttableWay {
  readonly url: Secret;
  /** Ends all connections; new ones can be made. */
  cut(): void;
  /** Nothing comes back any more on the connections that there are. */
  stall(): void;
  /** Ends all connections and refuses new ones: the server is away. */
  close(): Promise<void>;
  /** The server is back. */
  open(): Promise<void>;
}

/** @param url whose host is reached through the way */
export async function cuttableWay(context: TestContext, url: Secret): Promise<CuttableWay> {
  const target = new URL(url.reveal());
  const sockets = new Set<Socket>();
  const server = createServer((client) => join(client, connect(Number(target.port || 5432), target.hostname), sockets));
  const cut = () => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  };
  const stall = () => {
    for (const socket of sockets) socket.unpipe();
  };
  const close = async () => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    cut();
    await closed;
  };
  const port = await listen(server, 0);
  context.after(() => (server.listening ? close() : undefined));
  const through = new URL(target);
  through.host = `127.0.0.1:${port}`;
  return { url: new Secret(through.href), cut, stall, close, open: async () => void (await listen(server, port)) };
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = server.address();
  assert.ok(address !== null && typeof address === 'object');
  return address.port;
}

function join(client: Socket, upstream: Socket, sockets: Set<Socket>): void {
  for (const socket of [client, upstream]) {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      client.destroy();
      upstream.destroy();
    });
  }
  client.pipe(upstream).pipe(client);
}

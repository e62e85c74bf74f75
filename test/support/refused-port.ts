import net, { type AddressInfo } from 'node:net';

/** A port on 127.0.0.1 that refuses connections. */
export interface RefusedPort {
  readonly port: number;
  release(): void;
}

/**
 * Holds a port on which nothing can listen until it is released: that of our own end of a connection. A port that was
 * merely free a moment ago may be given to somebody else's server meanwhile.
 */
export async function refusedPort(): Promise<RefusedPort> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const accepted = new Promise<net.Socket>((resolve) => server.once('connection', resolve));
  const mine = net.connect((server.address() as AddressInfo).port, '127.0.0.1');
  const theirs = await accepted;
  if (mine.connecting) await new Promise<void>((resolve) => mine.once('connect', resolve));
  const { localPort } = mine;
  if (localPort === undefined) throw new Error('a connected socket has no port');
  return {
    port: localPort,
    release() {
      mine.destroy();
      theirs.destroy();
      server.close();
    },
  };
}

/** The guard where connections are made: what a name resolves to at that very moment decides. */

import assert from 'node:assert/strict';
import dns from 'node:dns';
import { once } from 'node:events';
import { syncBuiltinESMExports } from 'node:module';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { after, before, beforeEach, mock, test } from 'node:test';
import { guardedConnector } from './egress.ts';

const server = createServer((socket) => socket.end());
let port: number;
/** What the name resolves to, one answer after the other; the last one stays. */
let answers: string[][];
let lookups: number;

type Callback = (error: Error | null, addresses: { address: string; family: number }[]) => void;

before(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ({ port } = server.address() as AddressInfo);
  mock.method(dns, 'lookup', (_name: string, _options: object, callback: Callback) => {
    lookups++;
    const addresses = (answers.length > 1 ? answers.shift() : answers[0]) ?? [];
    callback(
      null,
      addresses.map((address) => ({ address, family: 4 })),
    );
  });
  syncBuiltinESMExports();
});

after(() => {
  mock.restoreAll();
  syncBuiltinESMExports();
  server.close();
});

beforeEach(() => {
  lookups = 0;
});

/** Undefined where it was connected, else why not. */
function connect(host: string): Promise<string | undefined> {
  const options = { hostname: host, protocol: 'http:', port: String(port) };
  return new Promise((resolve) => {
    guardedConnector(`http://${host}:${port}`, 2_000)(options, (error, socket: Socket | null) => {
      socket?.destroy();
      resolve(error === null ? undefined : String((error as NodeJS.ErrnoException).code));
    });
  });
}

test('a public name that resolves to a private address is not connected to', async () => {
  answers = [['127.0.0.1']];
  assert.equal(await connect('rebind.example'), 'EGRESS_REFUSED');
});

test('a name that resolves to another address the second time gains nothing: it is looked up once, for the connection', async () => {
  answers = [['127.0.0.1'], ['203.0.113.9']];
  assert.equal(await connect('rebind.example'), 'EGRESS_REFUSED');
  assert.equal(lookups, 1);
  answers = [['169.254.169.254']];
  assert.equal(await connect('rebind.example'), 'EGRESS_REFUSED');
});

test('a private name may resolve to a private address, and to a metadata service never', async () => {
  answers = [['127.0.0.1']];
  assert.equal(await connect('gpu.lan'), undefined);
  answers = [['169.254.169.254']];
  assert.equal(await connect('gpu.lan'), 'EGRESS_REFUSED');
});

for (const host of ['169.254.169.254', '2852039166', '0xa9fea9fe', '0251.0376.0251.0376', '[::ffff:a9fe:a9fe]']) {
  test(`${host} is refused without a look-up`, async () => {
    answers = [['203.0.113.9']];
    assert.equal(await connect(host), 'EGRESS_REFUSED');
    assert.equal(lookups, 0);
  });
}

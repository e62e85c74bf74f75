import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { describe, test } from 'node:test';
import { DEFAULT_CONFIG } from '../config/to-config.ts';
import { isLoopback } from '../lib/loopback.ts';
import { HttpServer } from './http-server.ts';

const LIMITS = DEFAULT_CONFIG.server.limits;

test('draining waits for no connection on which nothing was ever asked', async () => {
  const server = new HttpServer(LIMITS);
  const { port } = await server.listen((_, response) => response.end('x'), '127.0.0.1', 0);
  const silent = connect(port, '127.0.0.1');
  await once(silent, 'connect');
  await once(request({ port, host: '127.0.0.1', agent: false }).end(), 'response');
  const closed = once(silent, 'close');
  await server.drain();
  await closed;
});

test('draining waits for the reply to a request', async () => {
  const server = new HttpServer(LIMITS);
  const asked = Promise.withResolvers<() => void>();
  const { port } = await server.listen((_, response) => asked.resolve(() => response.end('whole')), '127.0.0.1', 0);
  const responded = once(request({ port, host: '127.0.0.1', agent: false }).end(), 'response');
  const reply = await asked.promise;
  const drained = server.drain();
  reply();
  const [response] = await responded;
  assert.equal((await response.toArray()).join(''), 'whole');
  await drained;
});

test('while it drains a reply ends its connection, and no new one is taken', async (t) => {
  const server = new HttpServer(LIMITS);
  const asked = Promise.withResolvers<() => void>();
  let calls = 0;
  const { port } = await server.listen(
    (_, response) => {
      calls++;
      if (calls === 1) response.end('kept');
      else asked.resolve(() => response.end('last'));
    },
    '127.0.0.1',
    0,
  );
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  t.after(() => agent.destroy());
  const ask = () => once(request({ port, host: '127.0.0.1', agent }).end(), 'response');
  const [first] = await ask();
  assert.equal(first.headers.connection, 'keep-alive');
  await first.toArray();

  const last = ask();
  const reply = await asked.promise;
  assert.equal(server.isDraining, false);
  const drained = server.drain();
  assert.equal(server.isDraining, true);
  const [error] = await once(connect(port, '127.0.0.1'), 'error');
  assert.equal(error.code, 'ECONNREFUSED');
  reply();
  const [response] = await last;
  assert.equal((await response.toArray()).join(''), 'last');
  await drained;
});

test('a request that comes on a connection in use while it drains is answered, and is its last', async () => {
  const server = new HttpServer(LIMITS);
  const held = Promise.withResolvers<() => void>();
  const late = Promise.withResolvers<void>();
  const { port } = await server.listen(
    (incoming, response) => {
      if (incoming.url === '/held') return held.resolve(() => response.end('held'));
      response.end('late');
      late.resolve();
    },
    '127.0.0.1',
    0,
  );
  const socket = connect(port, '127.0.0.1').setEncoding('utf8');
  let text = '';
  socket.on('data', (piece) => {
    text += piece;
  });
  socket.write('GET /held HTTP/1.1\r\nhost: x\r\n\r\n');
  const reply = await held.promise;
  const drained = server.drain();
  socket.write('GET /late HTTP/1.1\r\nhost: x\r\n\r\n');
  await late.promise;
  const closed = once(socket, 'close');
  reply();
  await drained;
  await closed;
  assert.match(text, /held.*connection: close.*late$/is);
});

test('draining ends by force what has not ended in half a minute', async (t) => {
  const server = new HttpServer(LIMITS);
  const asked = Promise.withResolvers<void>();
  const { port } = await server.listen(() => asked.resolve(), '127.0.0.1', 0);
  const failed = once(request({ port, host: '127.0.0.1', agent: false }).end(), 'error');
  await asked.promise;
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const drained = server.drain();
  t.mock.timers.tick(29_999);
  assert.equal(await Promise.race([drained.then(() => 'drained'), Promise.resolve('waits')]), 'waits');
  t.mock.timers.tick(1);
  await drained;
  await failed;
});

test('draining twice, or what never listened, ends too', async () => {
  const server = new HttpServer(LIMITS);
  await server.drain();
  const other = new HttpServer(LIMITS);
  await other.listen((_, response) => response.end(), '127.0.0.1', 0);
  await Promise.all([other.drain(), other.drain()]);
});

describe('an address that cannot be had', () => {
  test('is told in one sentence with what to do', async () => {
    const taken = new HttpServer(LIMITS);
    const { port } = await taken.listen(() => {}, '127.0.0.1', 0);
    for (const [host, atPort, code, message] of [
      ['127.0.0.1', port, 'PORT_IN_USE', /in use by another program.*--port/],
      ['192.0.2.1', 0, 'LISTEN_FAILED', /has no address 192\.0\.2\.1.*--host/],
      ['no-such-host.invalid', 0, 'LISTEN_FAILED', /has no address no-such-host\.invalid/],
    ] as const) {
      const server = new HttpServer(LIMITS);
      await assert.rejects(
        server.listen(() => {}, host, atPort),
        (error: { code?: string; message?: string }) => error.code === code && message.test(error.message ?? ''),
      );
    }
    await taken.drain();
  });

  test('is not one that others need not know', () => {
    for (const host of ['localhost', '::1', '127.0.0.1', '127.1.2.3']) assert.equal(isLoopback(host), true, host);
    for (const host of [
      '0.0.0.0',
      '::',
      '',
      '10.0.0.1',
      '127.0.0.1.evil.example',
      '1127.0.0.1',
      'localhost.evil.example',
    ])
      assert.equal(isLoopback(host), false, host);
  });
});

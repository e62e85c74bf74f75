import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { test } from 'node:test';
import { HttpServer } from './http-server.ts';

test('draining waits for no connection on which nothing was ever asked', async () => {
  const server = new HttpServer();
  const { port } = await server.listen((_, response) => response.end('x'), '127.0.0.1', 0);
  const silent = connect(port, '127.0.0.1');
  await once(silent, 'connect');
  await once(request({ port, host: '127.0.0.1', agent: false }).end(), 'response');
  const closed = once(silent, 'close');
  await server.drain();
  await closed;
});

test('draining waits for the reply to a request', async () => {
  const server = new HttpServer();
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

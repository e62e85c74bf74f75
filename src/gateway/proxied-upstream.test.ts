/** Requests by way of a proxy: what the proxy is asked, and what is refused before it is asked anything. */

import assert from 'node:assert/strict';
import http from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { after, before, beforeEach, describe, it } from 'node:test';
import { Body } from '../lib/body.ts';
import { Secret } from '../lib/secret.ts';
import { HttpUpstream } from './http-upstream.ts';

const TIMEOUTS = { connect: 2_000, firstByte: 2_000, idle: 2_000 };

describe('a platform behind a proxy', () => {
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  const upstream = new HttpUpstream();
  let isRefusing = false;
  /** Answers as the platform at http://platform.example would, and opens tunnels to nowhere. */
  const proxy = http.createServer((request, response) => {
    asked.push(
      `${request.method} ${request.url} host=${request.headers.host} auth=${request.headers['proxy-authorization']}`,
    );
    response.writeHead(isRefusing ? 407 : 200).end('by the proxy');
  });
  let address = '';

  before(async () => {
    proxy.on('connect', (request, socket) => {
      asked.push(`CONNECT ${request.url}`);
      socket.end(`HTTP/1.1 ${isRefusing ? '407 Proxy Authentication Required' : '502 Bad Gateway'}\r\n\r\n`);
    });
    proxy.on('connection', (socket: Socket) => sockets.add(socket));
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    address = `127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  });

  beforeEach(() => {
    asked.length = 0;
    isRefusing = false;
  });

  after(async () => {
    await upstream.destroy();
    for (const socket of sockets) socket.destroy();
    proxy.close();
  });

  /** The reply, or why there is none. */
  function ask(origin: string, by = `http://${address}`): Promise<string> {
    const request = {
      platform: 'p',
      origin,
      method: 'POST',
      path: '/v1/x',
      headers: {},
      body: new Body([]),
      timeouts: TIMEOUTS,
    };
    return new Promise((resolve) => {
      const parts: unknown[] = [];
      upstream.send(
        { ...request, proxy: new Secret(by) },
        {
          onHead: (status) => void parts.push(status),
          onData: (chunk) => void parts.push(chunk),
          onEnd: () => resolve(parts.join(' ')),
          onError: (error) => resolve(error.message),
        },
      );
    });
  }

  it('is asked with its whole address, and the proxy gets its password', async () => {
    assert.equal(await ask('http://10.0.0.7:81', `http://user:pass%21@${address}`), '200 by the proxy');
    const token = Buffer.from('user:pass!').toString('base64');
    assert.deepEqual(asked, [`POST http://10.0.0.7:81/v1/x host=10.0.0.7:81 auth=Basic ${token}`]);
  });

  it('is reached by a tunnel where it is encrypted', async () => {
    assert.match(await ask('https://10.0.0.7:444'), /Proxy response \(502\)/);
    assert.deepEqual(asked, ['CONNECT 10.0.0.7:444']);
  });

  it('fails when the proxy wants another password', async () => {
    isRefusing = true;
    assert.match(await ask('https://10.0.0.7:444'), /407/);
    assert.match(await ask('http://10.0.0.7:81'), /407/);
  });

  it('is never a metadata service, which the proxy could reach as well', async () => {
    assert.match(
      await ask('http://169.254.169.254'),
      /refused: 169\.254\.169\.254 is a link-local or metadata address/,
    );
    assert.match(await ask('https://[fe80::1]'), /refused: fe80::1 is a link-local or metadata address/);
    assert.deepEqual(asked, []);
  });

  it('is not asked by way of a metadata service either', async () => {
    assert.match(await ask('http://10.0.0.7:81', 'http://169.254.169.254:80'), /refused: 169\.254/);
  });
});

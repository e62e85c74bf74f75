import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { Ear, RawServer } from '../../test/support/raw-server.ts';
import { Body } from '../lib/body.ts';
import { CLOUD_TIMEOUTS } from '../platforms/platform.ts';
import { HttpUpstream } from './http-upstream.ts';
import type { Exchange, UpstreamRequest } from './upstream.ts';

const OK = 'HTTP/1.1 200 OK\r\n';

let peer: RawServer;
let upstream: HttpUpstream;
let ear: Ear;

before(() => {
  upstream = new HttpUpstream();
});

beforeEach(() => {
  peer = new RawServer();
  ear = new Ear();
  return peer.listen();
});

afterEach(() => peer.close());

after(() => upstream.destroy());

/** A connection is used again a turn of the event loop after it became free. */
async function freed(): Promise<void> {
  await ear.over;
  for (let turn = 0; turn < 5; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
}

function send(fields: Partial<UpstreamRequest> = {}): Exchange {
  const request = {
    platform: 'p',
    origin: peer.origin,
    method: 'POST',
    path: '/v1/x?y=1',
    headers: { 'content-type': 'application/json' },
    body: Body.of(Buffer.from('{"a":1}')),
    timeouts: CLOUD_TIMEOUTS,
  };
  return upstream.send({ ...request, ...fields }, ear);
}

describe('a request', () => {
  test('is sent as it was given', async () => {
    peer.onPiece = (socket) => socket.end(`${OK}content-length: 2\r\n\r\nhi`);
    send();
    await ear.over;
    assert.match(peer.text, /^POST \/v1\/x\?y=1 HTTP\/1\.1\r\n/);
    assert.match(peer.text, /content-type: application\/json\r\n/);
    assert.match(peer.text, /content-length: 7\r\n\r\n{"a":1}$/);
    assert.deepEqual(ear.heard, ['head 200', 'data', 'end']);
  });

  test('without a body has none', async () => {
    peer.onPiece = (socket) => socket.end(`${OK}content-length: 0\r\n\r\n`);
    send({ method: 'GET', headers: {}, body: new Body([]) });
    await ear.over;
    assert.doesNotMatch(peer.text, /content-length|transfer-encoding/);
  });

  test('that is large leaves in its pieces, with its length', async () => {
    const pieces = ['a', 'b', 'c'].map((letter) => Buffer.alloc(200_000, letter));
    peer.onPiece = (socket, text) => {
      if (text.endsWith('c'.repeat(200_000))) socket.end(`${OK}content-length: 0\r\n\r\n`);
    };
    send({ body: new Body(pieces) });
    await ear.over;
    assert.match(peer.text, /content-length: 600000\r\n/);
    assert.doesNotMatch(peer.text, /transfer-encoding/);
    assert.ok(peer.text.endsWith(`\r\n\r\n${pieces.join('')}`));
  });

  test('that is answered and cut before its body was read ends once', async () => {
    peer.onPiece = (socket) => {
      socket.write('HTTP/1.1 413 Too Large\r\ncontent-length: 0\r\n\r\n');
      socket.destroySoon();
    };
    send({ body: new Body([Buffer.alloc(4_000_000), Buffer.alloc(4_000_000)]) });
    await ear.over;
    assert.equal(ear.heard.filter((what) => what === 'end' || what === 'error').length, 1);
  });

  for (const [name, fields] of [
    ['a header with a line break', { headers: { 'x-a': 'b\r\nx-c: d' } }],
    ['a path with a space', { path: '/v1/x y' }],
    ['a path that is none', { path: 'v1' }],
  ] as const) {
    test(`with ${name} is an error, and is not sent`, async () => {
      send(fields);
      await ear.over;
      assert.deepEqual(ear.heard, ['error']);
      assert.equal(peer.sockets.length, 0);
    });
  }
});

describe('a reply', () => {
  for (const [name, reply, heard] of [
    [
      'a redirect is not followed',
      'HTTP/1.1 302 Found\r\nlocation: /z\r\ncontent-length: 0\r\n\r\n',
      ['head 302', 'end'],
    ],
    [
      'early hints are not the head',
      `HTTP/1.1 103 Early Hints\r\n\r\n${OK}content-length: 0\r\n\r\n`,
      ['head 200', 'end'],
    ],
    ['nothing', '', ['error']],
    ['no HTTP', 'SSH-2.0-OpenSSH\r\n', ['error']],
    ['a head that is cut', 'HTTP/1.1 200 OK\r\nconte', ['error']],
    ['a body that is too short', `${OK}content-length: 9\r\n\r\nhi`, ['head 200', 'data', 'error']],
    ['chunks that are cut', `${OK}transfer-encoding: chunked\r\n\r\n2\r\nhi\r\n`, ['head 200', 'data', 'error']],
    ['a body up to the end of the connection', `${OK}\r\nhi`, ['head 200', 'data', 'end']],
  ] as const) {
    test(name, async () => {
      peer.onPiece = (socket) => socket.end(reply);
      send();
      await ear.over;
      assert.deepEqual(ear.heard, heard);
    });
  }

  test('may have headers that are called like parts of an object', async () => {
    peer.onPiece = (socket) =>
      socket.end(`${OK}__proto__: a\r\nconstructor: b\r\n__proto__: c\r\ntoString: d\r\ncontent-length: 0\r\n\r\n`);
    send();
    await ear.over;
    assert.deepEqual(ear.heard, ['head 200', 'end']);
    assert.equal(({} as Record<string, unknown>)['a'], undefined);
  });

  test('that follows one on a connection that was kept is read as its own', async () => {
    peer.onPiece = (socket) => socket.write(`${OK}content-length: 2\r\n\r\nhi`);
    send();
    await freed();
    ear = new Ear();
    send();
    await ear.over;
    assert.deepEqual(ear.heard, ['head 200', 'data', 'end']);
    assert.equal(peer.sockets.length, 1);
  });

  test('of another platform at the same address comes on a connection of its own', async () => {
    peer.onPiece = (socket) => socket.write(`${OK}content-length: 0\r\n\r\n`);
    send();
    await freed();
    ear = new Ear();
    send({ platform: 'q' });
    await ear.over;
    assert.equal(peer.sockets.length, 2);
  });
});

describe('an exchange that is given up', () => {
  const HEAD = `${OK}transfer-encoding: chunked\r\n\r\n`;

  /** Gives it up at this sign, and waits until the platform has seen it. */
  async function giveUp(at: string): Promise<void> {
    const closed = new Promise<void>((resolve) => {
      peer.onPiece = (socket) => {
        socket.on('close', () => resolve());
        socket.write(at === 'sent' ? '' : HEAD + (at === 'data' ? '2\r\nhi\r\n' : ''));
        if (at === 'sent') exchange.abort();
      };
    });
    ear.onHeard = (what) => {
      if (what.startsWith(at)) exchange.abort();
    };
    const exchange = send();
    await closed;
    exchange.abort();
  }

  for (const [at, heard] of [
    ['sent', []],
    ['head', ['head 200']],
    ['data', ['head 200', 'data']],
  ] as const) {
    test(`after ${at}: the connection closes, and nothing more is heard`, async () => {
      await giveUp(at);
      assert.deepEqual(ear.heard, heard);
    });
  }

  test('before it was connected: nothing is sent', async () => {
    send().abort();
    const other = new Ear();
    peer.onPiece = (socket) => socket.end(`${OK}content-length: 0\r\n\r\n`);
    ear = other;
    send({ path: '/second' });
    await other.over;
    assert.doesNotMatch(peer.text, /\/v1\/x/);
    assert.deepEqual(other.heard, ['head 200', 'end']);
  });

  test('while its body is on the way', async () => {
    const closed = new Promise<void>((resolve) => {
      peer.onPiece = (socket) => {
        socket.pause();
        socket.on('close', () => resolve());
        exchange.abort();
        socket.resume();
      };
    });
    const exchange = send({ body: new Body([Buffer.alloc(8_000_000), Buffer.alloc(8_000_000)]) });
    await closed;
    assert.deepEqual(ear.heard, []);
  });

  test('after its end changes nothing', async () => {
    peer.onPiece = (socket) => socket.write(`${OK}content-length: 0\r\n\r\n`);
    const exchange = send();
    await freed();
    exchange.abort();
    ear = new Ear();
    send();
    await ear.over;
    assert.equal(peer.sockets.length, 1);
  });
});

test('an exchange that is paused is not read, and goes on where it was', async () => {
  const total = 8_000_000;
  peer.onPiece = (socket) => socket.write(`${OK}content-length: ${total}\r\n\r\n${'x'.repeat(total)}`);
  const paused = new Promise<void>((resolve) => {
    ear.onHeard = (what) => {
      if (what !== 'data' || ear.bytes < 1) return;
      ear.onHeard = () => {};
      exchange.pause();
      resolve();
    };
  });
  const exchange = send();
  await paused;
  for (let turn = 0; turn < 50; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
  assert.ok(ear.bytes < total / 2, `${ear.bytes} bytes came although nobody wanted them`);
  exchange.resume();
  await ear.over;
  assert.equal(ear.bytes, total);
});

describe('where nobody answers', () => {
  test('is an error with its code', async () => {
    const { origin } = peer;
    peer.close();
    send({ origin });
    await ear.over;
    assert.equal((ear.error as NodeJS.ErrnoException).code, 'ECONNREFUSED');
  });

  test('after everything was closed too', async () => {
    const closed = new HttpUpstream();
    peer.onPiece = (socket) => socket.write(`${OK}content-length: 0\r\n\r\n`);
    const request = { platform: 'p', origin: peer.origin, method: 'GET', path: '/', headers: {}, body: new Body([]) };
    closed.send({ ...request, timeouts: CLOUD_TIMEOUTS }, ear);
    await ear.over;
    await closed.destroy();
    ear = new Ear();
    closed.send({ ...request, timeouts: CLOUD_TIMEOUTS }, ear);
    await ear.over;
    assert.deepEqual(ear.heard, ['error']);
  });
});

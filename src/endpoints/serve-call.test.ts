/** Reading a call and who asks for it: one row, whenever the client leaves. */

import assert from 'node:assert/strict';
import { once } from 'node:events';
import net, { type Socket } from 'node:net';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { completion } from '../../test/fake-platform/openai-replies.ts';
import { EndpointStage, KEY } from '../../test/support/endpoint-stage.ts';
import { upstreamOf } from '../../test/support/gateway-parts.ts';
import { user } from '../../test/support/request-parts.ts';

const LIMIT = 1_000;
const BODY = JSON.stringify({ model: 'm', max_tokens: 9, messages: [user('hi')] });

let stage: EndpointStage;

beforeEach(async () => {
  stage = await EndpointStage.start([upstreamOf('a')], { maxBodyBytes: LIMIT });
  stage.upstream.onSend = (exchange) => setImmediate(() => exchange.reply(200, completion({ text: 'hi' }).json));
});

afterEach(() => stage.close());

/** A connection on which a request has begun; `rest` is what follows the usual headers. */
async function begin(rest: string, key = KEY): Promise<Socket> {
  const socket = net.connect(stage.port, '127.0.0.1');
  socket.on('error', () => {});
  await once(socket, 'connect');
  socket.write(`POST /v1/messages HTTP/1.1\r\nhost: x\r\nx-api-key: ${key}\r\n${rest}`);
  return socket;
}

/** The status of the reply that comes, and all of its bytes until the connection closes. */
async function statusOf(socket: Socket): Promise<number> {
  const [piece] = (await once(socket, 'data')) as [Buffer];
  return Number(piece.toString().split(' ')[1]);
}

describe('a body', () => {
  for (const [name, text] of [
    ['with its length', `content-length: ${BODY.length}\r\n\r\n${BODY}`],
    ['in chunks', `transfer-encoding: chunked\r\n\r\n${chunked(BODY)}0\r\n\r\n`],
    ['that is expected', `expect: 100-continue\r\ncontent-length: ${BODY.length}\r\n\r\n${BODY}`],
    [
      'that says that it is not compressed',
      `content-encoding: identity\r\ncontent-length: ${BODY.length}\r\n\r\n${BODY}`,
    ],
  ] as const) {
    test(`${name} is read`, async () => {
      const socket = await begin(text);
      await stage.recorded(1);
      assert.equal(stage.row.status, 200);
      assert.equal(stage.row.requestBytes, BODY.length);
      socket.destroy();
    });
  }

  test('as large as allowed is read, and one byte more is not', async () => {
    for (const [size, status] of [
      [LIMIT, 200],
      [LIMIT + 1, 413],
    ] as const) {
      const text = BODY.padEnd(size);
      for (const form of [
        `content-length: ${size}\r\n\r\n${text}`,
        `transfer-encoding: chunked\r\n\r\n${chunked(text)}0\r\n\r\n`,
      ]) {
        const socket = await begin(form);
        assert.equal(await statusOf(socket), status);
        socket.destroy();
      }
    }
    assert.deepEqual(
      stage.rows.map((row) => row.status),
      [200, 200, 413, 413],
    );
    assert.equal(stage.upstream.sent.length, 2);
  });

  test('that is compressed is refused', async () => {
    const socket = await begin(`content-encoding: gzip\r\ncontent-length: ${BODY.length}\r\n\r\n${BODY}`);
    assert.equal(await statusOf(socket), 400);
    assert.match(stage.row.errorMessage ?? '', /gzip is not supported/);
    socket.destroy();
  });

  test('that is no JSON is refused, and has its row', async () => {
    const socket = await begin('content-length: 5\r\n\r\nhello');
    assert.equal(await statusOf(socket), 400);
    assert.equal(stage.row.requestBytes, 5);
    assert.equal(stage.row.requestedModel, '');
    socket.destroy();
  });
});

describe('a client that leaves', () => {
  for (const [name, text] of [
    ['before its body', 'content-length: 500\r\n\r\n'],
    ['in the middle of its body', `content-length: 500\r\n\r\n${BODY.slice(0, 20)}`],
    ['in the middle of a chunk', `transfer-encoding: chunked\r\n\r\nff\r\n${BODY.slice(0, 20)}`],
    ['between two chunks', `transfer-encoding: chunked\r\n\r\n${chunked(BODY)}`],
  ] as const) {
    test(`${name}: one row, aborted`, async () => {
      const socket = await begin(text);
      // Its request is there when another one that came later is answered.
      await stage.send('/api/hello', { method: 'GET' });
      socket.destroy();
      await stage.recorded(1);
      assert.equal(stage.row.outcome, 'aborted');
      assert.equal(stage.row.status, 499);
      assert.equal(stage.row.keyName, 'laptop');
      assert.equal(stage.upstream.sent.length, 0);
    });
  }

  test('after chunks that make no sense: one row', async () => {
    const socket = await begin(`transfer-encoding: chunked\r\n\r\n${chunked(BODY)}nonsense\r\n`);
    await stage.recorded(1);
    assert.equal(stage.row.outcome, 'aborted');
    socket.destroy();
  });

  for (const [name, text] of [
    ['with its body sent', `content-length: ${BODY.length}\r\n\r\n${BODY}`],
    ['in the middle of its body', `content-length: 500\r\n\r\n${BODY}`],
  ] as const) {
    test(`while it is found out who it is, ${name}: one row`, async () => {
      let known: (isNew: boolean) => void = () => {};
      const asked = new Promise<void>((resolve) => {
        stage.keys.onRefresh = () => {
          resolve();
          return new Promise((decide) => {
            known = decide;
          });
        };
      });
      const socket = await begin(text, 'rw-new');
      await asked;
      socket.destroy();
      // The server has heard of it when it answers one that came later.
      await stage.send('/api/hello', { method: 'GET' });
      await stage.send('/api/hello', { method: 'GET' });
      stage.keys.known.add('rw-new');
      known(true);
      await stage.recorded(1);
      assert.equal(stage.row.outcome, 'aborted');
      assert.equal(stage.row.status, 499);
      assert.equal(stage.upstream.sent.length, 0);
    });
  }

  test('and turns out to be unknown has no row, as nobody called', async () => {
    let known: (isNew: boolean) => void = () => {};
    const asked = new Promise<void>((resolve) => {
      stage.keys.onRefresh = () => {
        resolve();
        return new Promise((decide) => {
          known = decide;
        });
      };
    });
    const socket = await begin('content-length: 500\r\n\r\n', 'rw-wrong');
    await asked;
    socket.destroy();
    await stage.send('/api/hello', { method: 'GET' });
    known(true);
    await stage.send('/api/hello', { method: 'GET' });
    assert.equal(stage.rows.length, 0);
    assert.deepEqual(stage.logged, []);
  });
});

describe('a key that is not known', () => {
  test('is looked for once more, and may be there', async () => {
    stage.keys.onRefresh = async () => {
      stage.keys.known.add('rw-new');
      return true;
    };
    const reply = await stage.send('/v1/messages', { body: BODY, headers: { 'x-api-key': 'rw-new' } });
    assert.equal(reply.status, 200);
  });

  test('is refused where it was looked for a moment ago', async () => {
    stage.keys.onRefresh = async () => {
      stage.keys.known.add('rw-new');
      return false;
    };
    const reply = await stage.send('/v1/messages', { body: BODY, headers: { 'x-api-key': 'rw-new' } });
    assert.equal(reply.status, 401);
    assert.equal(reply.headers['x-should-retry'], 'false');
    assert.equal(stage.rows.length, 0);
  });
});

function chunked(text: string): string {
  return `${text.length.toString(16)}\r\n${text}\r\n`;
}

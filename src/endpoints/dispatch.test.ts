import assert from 'node:assert/strict';
import { once } from 'node:events';
import net from 'node:net';
import { after, before, beforeEach, describe, test } from 'node:test';
import { completion } from '../../test/fake-platform/openai-replies.ts';
import { EndpointStage, KEY } from '../../test/support/endpoint-stage.ts';
import { upstreamOf } from '../../test/support/gateway-parts.ts';
import { user } from '../../test/support/request-parts.ts';

const BASE = '/api/v1/claude-code';
const BODY = { model: 'm', max_tokens: 9, messages: [user('hi')] };

let stage: EndpointStage;

before(async () => {
  stage = await EndpointStage.start([upstreamOf('a')]);
  stage.upstream.onSend = (exchange) => setImmediate(() => exchange.reply(200, completion({ text: 'hi' }).json));
});

after(() => stage.close());

beforeEach(() => {
  stage.others.length = 0;
});

/** Sends a request line as it is, and gives the status and the body of the answer. */
async function raw(method: string, target: string, headers = ''): Promise<{ status: number; text: string }> {
  const socket = net.connect(stage.port, '127.0.0.1');
  socket.setEncoding('utf8');
  let text = '';
  socket.on('data', (piece) => {
    text += piece;
  });
  socket.write(`${method} ${target} HTTP/1.1\r\nhost: x\r\nconnection: close\r\nx-api-key: ${KEY}\r\n${headers}\r\n`);
  await once(socket, 'close');
  return { status: Number(text.split(' ')[1]), text: text.slice(text.indexOf('\r\n\r\n') + 4) };
}

describe('a path', () => {
  for (const [method, path, endpoint] of [
    ['POST', '/v1/messages', 'messages'],
    ['POST', '/v1/messages?beta=true', 'messages'],
    ['POST', `${BASE}/v1/messages`, 'messages'],
    ['POST', `${BASE}/messages?x=/y?z`, 'messages'],
    ['POST', '/v1/messages/count_tokens', 'tokens'],
    ['POST', `${BASE}/messages/count_tokens`, 'tokens'],
    ['POST', '/v1/chat/completions', 'completions'],
    ['POST', `${BASE}/chat/completions`, 'completions'],
    ['GET', '/v1/models', 'models'],
    ['GET', '/v1/models/', 'models'],
    ['GET', '/v1/models?limit=1', 'models'],
    ['GET', `${BASE}/v1/models`, 'models'],
    ['GET', `${BASE}/models`, 'models'],
    ['GET', '/v1/models/a:m', 'model'],
    ['GET', '/v1/models/a%3Am', 'model'],
    ['GET', '/v1/models/claude/a:m', 'model'],
    ['GET', `${BASE}/models/a:m?x=1`, 'model'],
    ['GET', '/api/hello', 'hello'],
    ['GET', `${BASE}/api/hello`, 'hello'],
    ['GET', 'http://127.0.0.1:1/v1/models', 'models'],
    ['GET', 'HTTP://user@evil.example/v1/models?limit=1', 'models'],
  ] as const) {
    test(`${method} ${path} is that of an endpoint`, async () => {
      const body = method === 'POST' ? JSON.stringify(BODY) : '';
      const { status, text } = await raw(
        method,
        path,
        `content-length: ${body.length}\r\n\r\n${body}`.replace(/\r\n$/, ''),
      );
      assert.equal(status, 200, text);
      assert.match(text, SHAPES[endpoint]);
      assert.deepEqual(stage.others, []);
    });
  }

  for (const path of [
    '/v1',
    '/v1/',
    '/v1/message',
    '/v1/messages/',
    '/v1/messages/x',
    '/v1//messages',
    '/v1/MESSAGES',
    '/v1/%6Dessages',
    '/v1/modelsx',
    '/v1/../v1/messages',
    '/v1/__proto__',
    '/v1/constructor',
    `/v1/${'x'.repeat(8_000)}`,
    BASE,
    `${BASE}/`,
    `${BASE}//v1/messages`,
    `${BASE}/v1/files`,
    `${BASE}/__proto__`,
  ]) {
    test(`${path.slice(0, 40)} is nowhere: 404 in Anthropic's shape`, async () => {
      const { status, text } = await raw('POST', path, 'content-length: 0\r\n');
      assert.equal(status, 404, text);
      const body = JSON.parse(text);
      assert.equal(body.error.type, 'not_found_error');
      assert.ok(body.error.message.length < 300);
      assert.deepEqual(stage.others, []);
    });
  }

  for (const path of [
    '/',
    '//',
    '//v1/messages',
    '*',
    '/v2/messages',
    '/api/v1/claude-codex/messages',
    '/api',
    '/%',
    '/?',
  ]) {
    test(`${path} is not an endpoint's affair`, async () => {
      const { text } = await raw(path === '*' ? 'OPTIONS' : 'GET', path);
      assert.equal(text, 'other');
      assert.deepEqual(stage.others, [path]);
    });
  }
});

const SHAPES = {
  messages: /"type":"message"/,
  completions: /"object":"chat.completion"/,
  tokens: /^{"input_tokens":\d+}$/,
  models: /^{"object":"list","data":\[/,
  model: /^{"type":"model"/,
  hello: /^{"message":"hello"}$/,
} as const;

describe('a method', () => {
  for (const [method, path, allow] of [
    ['GET', '/v1/messages', 'POST'],
    ['PUT', `${BASE}/messages`, 'POST'],
    ['OPTIONS', '/v1/messages', 'POST'],
    ['DELETE', '/v1/models/a:m', 'GET'],
    ['POST', '/v1/models', 'GET'],
    ['POST', '/api/hello', 'GET, HEAD'],
  ] as const) {
    test(`${method} on ${path}: 405 that says which`, async () => {
      const reply = await stage.send(path, { method });
      assert.equal(reply.status, 405);
      assert.equal(reply.headers['allow'], allow);
      assert.equal(reply.json?.error?.type, 'invalid_request_error');
    });
  }

  test('HEAD has no body', async () => {
    const reply = await stage.send('/api/hello', { method: 'HEAD' });
    assert.equal(reply.status, 200);
    assert.equal(reply.text, '');
  });
});

describe('a failure', () => {
  test("is told in the endpoint's protocol", async () => {
    const options = { headers: { 'x-api-key': 'wrong' }, body: BODY };
    assert.equal((await stage.send('/v1/messages', options)).json?.type, 'error');
    const openai = await stage.send('/v1/chat/completions', options);
    assert.equal(openai.status, 401);
    assert.equal(openai.json?.type, undefined);
  });

  test('of redwolf is logged, and the client learns no more than that', async () => {
    const { onRefresh } = stage.keys;
    const error = new TypeError('secret detail');
    stage.keys.onRefresh = () => Promise.reject(error);
    const reply = await stage.send('/v1/models', { method: 'GET', headers: { 'x-api-key': 'wrong' } });
    stage.keys.onRefresh = onRefresh;
    assert.equal(reply.status, 500);
    assert.equal(reply.headers['request-id'], reply.json?.request_id);
    assert.doesNotMatch(reply.text, /secret detail/);
    assert.equal(stage.logged.at(-1)?.error, error);
  });
});

import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import { EndpointStage, KEY } from '../../test/support/endpoint-stage.ts';
import type { FakeExchange } from '../../test/support/fake-upstream.ts';
import { upstreamOf } from '../../test/support/gateway-parts.ts';
import type { Upstream } from '../routing/catalog.ts';

const BASE = '/api/v1/claude-code';
const ANTHROPIC = upstreamOf('ant', { type: 'anthropic' });
const SECOND = upstreamOf('second', { type: 'anthropic' });
const PASSTHROUGH = upstreamOf('through', { type: 'anthropic', isPassthrough: true });

let stage: EndpointStage;

afterEach(() => stage.close());

async function start(upstreams: readonly Upstream[], fields: { isLoopback?: boolean } = {}): Promise<EndpointStage> {
  const claudeCodePlatforms = upstreams.map(({ id }) => id);
  stage = await EndpointStage.start(upstreams, { mode: 'claude_code', claudeCodePlatforms, ...fields });
  return stage;
}

/** What the first platform does with whatever it is sent. */
function play(answer: (exchange: FakeExchange) => void): void {
  stage.upstream.onSend = (exchange) => setImmediate(() => answer(exchange));
}

describe('a path that is no endpoint', () => {
  test('is forwarded to the first platform, without what is ours and what must never leave', async () => {
    await start([ANTHROPIC, SECOND]);
    play((exchange) => exchange.reply(200, {}));
    await stage.send(`${BASE}/v1/files?limit=3`, {
      method: 'PATCH',
      body: 'any bytes',
      headers: {
        authorization: 'Bearer sk-other',
        'api-key': 'sk-other',
        'x-redwolf-key': KEY,
        'x-redwolf-other': 'x',
        cookie: 'session=1',
        'proxy-authorization': 'Basic x',
        te: 'trailers',
        'accept-encoding': 'gzip',
        connection: 'keep-alive, x-mine',
        forwarded: 'for=203.0.113.9',
        'x-forwarded-for': '203.0.113.9',
        'x-mine': 'of nobody',
        referer: 'http://intranet.example/',
        'user-agent': 'claude-cli/2',
        'anthropic-beta': 'files',
      },
    });
    const { request } = stage.upstream.last;
    assert.equal(request.platform, 'ant');
    assert.equal(request.method, 'PATCH');
    assert.equal(request.path, '/v1/files?limit=3');
    assert.equal(request.body.toString(), 'any bytes');
    assert.deepEqual(request.headers, {
      'content-type': 'application/json',
      'x-api-key': 'KEY-OF-ant',
      'user-agent': 'claude-cli/2',
      'anthropic-beta': 'files',
    });
    assert.equal(stage.rows.length, 0);
  });

  for (const [path, sent] of [
    ['/v1/messages/batches', '/v1/messages/batches'],
    ['/other', '/other'],
    ['', '/'],
    ['//evil.example/v1/x', '//evil.example/v1/x'],
    ['/v1/a%2Fb', '/v1/a%2Fb'],
  ] as const) {
    test(`${path || 'the base'} goes to the same host`, async () => {
      await start([ANTHROPIC]);
      play((exchange) => exchange.reply(200, {}));
      await stage.send(BASE + path, { method: 'GET' });
      assert.equal(stage.upstream.last.request.origin, 'https://ant.example');
      assert.equal(stage.upstream.last.request.path, sent);
    });
  }

  test('is answered as the platform answers', async () => {
    await start([ANTHROPIC]);
    const headers = {
      'content-type': 'text/csv',
      'request-id': 'req_1',
      'anthropic-many': ['a', 'b'],
      'x-powered-by': 'theirs',
      'access-control-allow-origin': '*',
      'content-security-policy': 'none',
      'set-cookie': ['session=theirs'],
      connection: 'close',
      'transfer-encoding': 'chunked',
    };
    play((exchange) => exchange.head(207, headers).data('a,').data('b').end());
    const reply = await stage.send(`${BASE}/v1/x`, { method: 'GET' });
    assert.equal(reply.status, 207);
    assert.equal(reply.text, 'a,b');
    assert.equal(reply.headers['content-type'], 'text/csv');
    assert.equal(reply.headers['request-id'], 'req_1');
    assert.equal(reply.headers['anthropic-many'], 'a, b');
    for (const name of ['set-cookie', 'x-powered-by', 'access-control-allow-origin', 'content-security-policy']) {
      assert.equal(reply.headers[name], undefined, name);
    }
  });

  test('that the platform refuses: its words come without the key, wherever they are cut', async () => {
    await start([upstreamOf('ant', { type: 'anthropic', keys: ['sk-the-key-of-ant'] })]);
    play((exchange) => exchange.head(401, {}).data('no such key: sk-the-').data('key-of-ant').data('!').end());
    const reply = await stage.send(`${BASE}/v1/x`, { method: 'GET' });
    assert.equal(reply.status, 401);
    assert.equal(reply.text, 'no such key: [secret]!');
  });

  test('that the platform answers with a redirect is not followed', async () => {
    await start([ANTHROPIC]);
    play((exchange) => exchange.head(302, { location: 'https://elsewhere.example/' }).end());
    const reply = await stage.send(`${BASE}/v1/x`, { method: 'GET' });
    assert.equal(reply.status, 302);
    assert.equal(stage.upstream.sent.length, 1);
  });
});

describe('a platform that fails', () => {
  test('before it answers: an error in the shape of Anthropic', async () => {
    await start([ANTHROPIC]);
    play((exchange) => exchange.fail('ECONNREFUSED'));
    const reply = await stage.send(`${BASE}/v1/x`, { method: 'GET' });
    assert.equal(reply.status, 502);
    assert.equal(reply.json?.error?.type, 'api_error');
    assert.match(reply.json?.error?.message ?? '', /ant failed: nothing is listening/);
    assert.deepEqual(stage.logged, []);
  });

  test('at once: the same', async () => {
    await start([ANTHROPIC]);
    stage.upstream.onSend = (exchange) => exchange.fail('UND_ERR_DESTROYED');
    assert.equal((await stage.send(`${BASE}/v1/x`, { method: 'GET' })).status, 502);
  });

  test('in the middle: the connection breaks', async () => {
    await start([ANTHROPIC]);
    const exchange = stage.open(`${BASE}/v1/x`, { method: 'GET' });
    const sent = await stage.sent(1);
    sent.head(200, {}).data('half');
    await exchange.received('half');
    sent.fail();
    assert.equal((await exchange.reply).ended, 'cut');
  });
});

test('a client that leaves lets the platform go', async () => {
  await start([ANTHROPIC]);
  const exchange = stage.open(`${BASE}/v1/x`, { method: 'GET' });
  const sent = await stage.sent(1);
  const aborted = new Promise<void>((resolve) => {
    sent.abort = () => resolve();
  });
  sent.head(200, {}).data('half');
  await exchange.received('half');
  exchange.abort();
  await aborted;
});

test('a slow client holds the platform back, with one listener', async () => {
  await start([ANTHROPIC]);
  const size = 16 * 1024 * 1024;
  const reply = stage.send(`${BASE}/v1/x`, { method: 'GET' });
  const sent = await stage.sent(1);
  sent.head(200, {});
  const resumed = new Promise<void>((resolve) => {
    sent.resume = () => resolve();
  });
  const warnings: Error[] = [];
  const warn = (warning: Error) => void warnings.push(warning);
  process.on('warning', warn);
  for (let piece = 0; piece < 16; piece++) sent.data(Buffer.alloc(size / 16));
  assert.equal(sent.isPaused, true);
  await resumed;
  sent.end();
  assert.equal((await reply).raw.length, size);
  process.off('warning', warn);
  assert.deepEqual(warnings, []);
});

describe('is not forwarded', () => {
  for (const [name, upstreams, options, status] of [
    ['a stranger', [ANTHROPIC], { headers: { 'x-api-key': 'wrong' } }, 401],
    ['a passthrough platform, without a credential', [PASSTHROUGH], {}, 401],
    ['anything, without a platform', [], {}, 404],
    ['a body over the limit', [ANTHROPIC], { method: 'POST', body: 'x'.repeat(1024 * 1024 + 1) }, 413],
  ] as const) {
    test(name, async () => {
      await start(upstreams);
      const reply = await stage.send(`${BASE}/v1/x`, { method: 'GET', ...options });
      assert.equal(reply.status, status);
      assert.equal(stage.upstream.sent.length, 0);
    });
  }

  test('in another mode', async () => {
    stage = await EndpointStage.start([ANTHROPIC]);
    assert.equal((await stage.send(`${BASE}/v1/x`, { method: 'GET' })).status, 404);
    assert.equal(stage.upstream.sent.length, 0);
  });
});

describe('the own credential of the client', () => {
  const headers = { 'x-api-key': null, authorization: 'Bearer sk-own' };

  test('goes to a passthrough platform, also without a redwolf key on loopback', async () => {
    await start([PASSTHROUGH]);
    play((exchange) => exchange.reply(200, {}));
    assert.equal((await stage.send(`${BASE}/v1/x`, { method: 'GET', headers })).status, 200);
    assert.equal(stage.upstream.last.request.headers['authorization'], 'Bearer sk-own');
  });

  test('is refused where others can connect', async () => {
    await start([PASSTHROUGH], { isLoopback: false });
    assert.equal((await stage.send(`${BASE}/v1/x`, { method: 'GET', headers })).status, 401);
    assert.equal(stage.upstream.sent.length, 0);
  });

  test('brings no stored key, where the first platform has one', async () => {
    await start([ANTHROPIC, PASSTHROUGH]);
    play((exchange) => exchange.reply(200, {}));
    await stage.send(`${BASE}/v1/x`, { method: 'GET', headers });
    assert.equal(stage.upstream.last.request.platform, 'through');
  });
});

import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { EndpointStage } from '../../test/support/endpoint-stage.ts';
import type { FakeExchange } from '../../test/support/fake-upstream.ts';
import { upstreamOf } from '../../test/support/gateway-parts.ts';
import type { Reply } from '../../test/support/http-client.ts';
import { user } from '../../test/support/request-parts.ts';
import type { Upstream } from '../routing/catalog.ts';

const PATH = '/v1/messages/count_tokens';
const BODY = { model: 'any', messages: [user('how many are we?')] };
const ANTHROPIC = upstreamOf('ant', { type: 'anthropic', models: ['claude-x'] });
const PASSTHROUGH = upstreamOf('through', { type: 'anthropic', isPassthrough: true, models: ['claude-x'] });

let stage: EndpointStage | undefined;

afterEach(() => stage?.close());

async function start(...upstreams: readonly Upstream[]): Promise<EndpointStage> {
  stage = await EndpointStage.start(upstreams);
  return stage;
}

/** An estimate: a number of a sensible size for the short question. */
function assertEstimate(reply: Reply): void {
  assert.equal(reply.status, 200, reply.text);
  const { input_tokens: tokens } = JSON.parse(reply.text);
  assert.ok(tokens > 5 && tokens < 30, reply.text);
}

describe('an Anthropic platform', () => {
  let replied: (exchange: FakeExchange) => void;

  beforeEach(async () => {
    const { upstream } = await start(ANTHROPIC);
    upstream.onSend = (exchange) => setImmediate(() => replied(exchange));
  });

  test('is asked, with its own model and key, and its answer is given on', async () => {
    replied = (exchange) => exchange.reply(200, { input_tokens: 4_711, more: 'x' });
    const headers = { 'anthropic-beta': 'token-counting-2024-11-01' };
    const reply = await stage?.send(`${PATH}?beta=true`, { body: BODY, headers });
    assert.deepEqual(reply?.json, { input_tokens: 4_711, more: 'x' });
    const { request } = stage?.upstream.last ?? assert.fail();
    assert.equal(request.path, '/v1/messages/count_tokens?beta=true');
    assert.equal(request.body.toString(), JSON.stringify({ ...BODY, model: 'claude-x' }));
    assert.equal(request.headers['x-api-key'], 'KEY-OF-ant');
    assert.equal(request.headers['anthropic-beta'], 'token-counting-2024-11-01');
    assert.equal(stage?.rows.length, 0);
  });

  for (const [name, play] of [
    ['refuses', (exchange: FakeExchange) => exchange.reply(404, { type: 'error' })],
    ['answers with something else', (exchange: FakeExchange) => exchange.reply(200, { tokens: 5 })],
    ['answers with null', (exchange: FakeExchange) => exchange.reply(200, null)],
    ['answers with no JSON', (exchange: FakeExchange) => exchange.head().data('<html>').end()],
    ['cannot be reached', (exchange: FakeExchange) => exchange.fail('ECONNREFUSED')],
    ['does not answer in time', () => stage?.clock.advance(10_000)],
  ] as const) {
    test(`that ${name}: it is estimated`, async () => {
      replied = play;
      const reply = await stage?.send(PATH, { body: BODY });
      assertEstimate(reply ?? assert.fail());
      assert.deepEqual(stage?.logged, []);
    });
  }
});

describe('without an Anthropic platform', () => {
  test('it is estimated, and nobody is asked', async () => {
    const { upstream } = await start(upstreamOf('a'), ANTHROPIC);
    assertEstimate(await (stage ?? assert.fail()).send(PATH, { body: BODY }));
    assert.equal(upstream.sent.length, 0);
  });

  test('at all: it is estimated', async () => {
    assertEstimate(await (await start()).send(PATH, { body: BODY }));
  });
});

describe('a passthrough platform', () => {
  test('is asked with the credential of the client, by one who has no redwolf key', async () => {
    const { upstream } = await start(PASSTHROUGH);
    upstream.onSend = (exchange) => setImmediate(() => exchange.reply(200, { input_tokens: 3 }));
    const headers = { 'x-api-key': null, authorization: 'Bearer sk-own' };
    const reply = await stage?.send(PATH, { body: BODY, headers });
    assert.equal(reply?.status, 200);
    assert.equal(upstream.last.request.headers['authorization'], 'Bearer sk-own');
    assert.equal(upstream.last.request.headers['x-api-key'], undefined);
  });

  test('is not asked without one', async () => {
    const { upstream } = await start(PASSTHROUGH);
    const reply = await stage?.send(PATH, { body: BODY });
    assert.equal(reply?.status, 401);
    assert.equal(upstream.sent.length, 0);
  });
});

describe('a bad question', () => {
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  for (const [name, body] of [
    ['no JSON', 'hello'],
    ['no messages', '{}'],
    ['a scene', JSON.stringify({ ...BODY, model: 'scene:x' })],
    ['an unknown role', JSON.stringify({ messages: [{ role: 'human', content: 'x' }] })],
    ['JSON that is broken inside', '{"messages":[{"role":"user","content":nonsense}]}'],
    ['endless nesting', `{"messages":[{"role":"user","content":"x"}],"tools":[{"name":"f","input_schema":${deep}}]}`],
  ] as const) {
    test(`${name}: 400`, async () => {
      await start(upstreamOf('a'));
      const reply = await stage?.send(PATH, { body });
      assert.equal(reply?.status, 400, reply?.text);
      assert.equal(reply?.json?.error?.type, 'invalid_request_error');
      assert.deepEqual(stage?.logged, []);
    });
  }
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Exchange, send } from '../support/http-client.ts';
import { FakePlatform, type ScriptedReply } from './fake-platform.ts';
import { answer, ROLE_CHUNK, sse } from './openai-replies.ts';

const PATH = '/v1/chat/completions';

async function replyTo(script: ScriptedReply) {
  const platform = await FakePlatform.start(script);
  try {
    return await send(platform.origin + PATH, { body: {}, timeoutMs: 5000 });
  } finally {
    await platform.close();
  }
}

test('records a request byte for byte', async () => {
  const platform = await FakePlatform.start({ json: {} });
  const body = '{ "model" : "m",\n "n": 1.0, "text": "漢" }';
  await send(`${platform.origin}${PATH}?beta=true`, { body, headers: { 'x-mark': 'a' } });
  const [request] = platform.requests;
  assert.equal(request?.raw.toString('utf8'), body);
  assert.equal(request?.body?.model, 'm');
  assert.equal(request?.query, 'beta=true');
  assert.equal(request?.headers['x-mark'], 'a');
  await platform.close();
});

test('answers with status, headers and JSON', async () => {
  const reply = await replyTo({ status: 418, headers: { 'retry-after': '7' }, json: { type: 'error' } });
  assert.equal(reply.status, 418);
  assert.equal(reply.headers['retry-after'], '7');
  assert.equal(reply.json?.type, 'error');
  assert.equal(reply.ended, 'end');
});

test('streams each piece by itself', async () => {
  const reply = await replyTo(sse([ROLE_CHUNK, ': comment\n\n']));
  assert.deepEqual(
    reply.events.map((event) => event.data),
    [JSON.stringify(ROLE_CHUNK), '[DONE]'],
  );
  assert.equal(reply.ended, 'end');
});

test('waits for events between pieces', async () => {
  let goOn: () => void = () => {};
  const gate = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const platform = await FakePlatform.start({ stream: ['data: 1\n\n', { until: () => gate }, 'data: 2\n\n'] });
  const exchange = new Exchange(platform.origin + PATH, { body: {} });
  await exchange.received('data: 1');
  assert.ok(!exchange.text.includes('data: 2'));
  goOn();
  const reply = await exchange.reply;
  assert.equal(reply.events.length, 2);
  await platform.close();
});

test('breaks a connection in the middle of a stream', async () => {
  const reply = await replyTo({ stream: ['data: 1\n\n', 'abort'] });
  assert.equal(reply.status, 200);
  assert.equal(reply.ended, 'cut');
  assert.equal(reply.text, 'data: 1\n\n');
});

for (const fate of ['close', 'reset'] as const) {
  test(`gives no reply at all: ${fate}`, async () => {
    const reply = await replyTo({ fate });
    assert.equal(reply.status, 0);
    assert.equal(reply.ended, 'error');
  });
}

test('keeps silent until the client leaves, and knows when that was', async () => {
  const platform = await FakePlatform.start({ fate: 'silence' });
  const exchange = new Exchange(platform.origin + PATH, { body: {} });
  const request = await platform.request();
  exchange.abort();
  const reply = await exchange.reply;
  const closing = await request.closed;
  assert.equal(reply.ended, 'client-abort');
  assert.equal(closing.isComplete, false);
  await platform.close();
});

test('answers in the form that was asked for', async () => {
  const platform = await FakePlatform.start(answer({ text: 'hello' }));
  const whole = await send(platform.origin + PATH, { body: {} });
  const streamed = await send(platform.origin + PATH, { body: { stream: true } });
  assert.match(whole.text, /"content":"hello"/);
  assert.ok(streamed.events.length > 3);
  assert.equal(streamed.events.at(-1)?.data, '[DONE]');
  await platform.close();
});

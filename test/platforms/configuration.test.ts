/** What is configured of a platform: headers, a proxy, a pool of keys, time limits, several of one type. */

import assert from 'node:assert/strict';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, it } from 'node:test';
import { FakePlatform } from '../fake-platform/fake-platform.ts';
import { answer, openaiError } from '../fake-platform/openai-replies.ts';
import type { Reply } from '../support/http-client.ts';
import type { Redwolf } from '../support/redwolf.ts';
import { startRedwolf } from '../support/redwolf-process.ts';

const CALLS = 24;

let platform: FakePlatform;
let redwolf: Redwolf;
const proxied: string[] = [];

/** Answers by itself and notes what it was asked for. */
const proxy = http.createServer((request, response) => {
  proxied.push(`${request.method} ${request.url} ${request.headers.authorization}`);
  request.resume();
  const { json } = answer({ text: 'by the proxy' })({ body: {} } as never);
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(json));
});

before(async () => {
  platform = await FakePlatform.start(answer({ text: 'hello' }));
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const proxyUrl = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  const common = { type: 'openai-compatible', base_url: `${platform.origin}/v1`, models: ['m'] };
  const pool = [
    { key: 'heavy', weight: 3, name: 'team' },
    { key: 'light', weight: 1 },
    { key: 'spare', weight: 0 },
  ];
  redwolf = await startRedwolf({
    platforms: [
      { ...common, id: 'headers', api_key: 'k1', headers: { 'X-Title': 'mine', 'User-Agent': 'redwolf-test' } },
      { ...common, id: 'pool', api_keys: pool },
      { ...common, id: 'impatient', api_key: 'k2', timeouts: { first_byte: 0.05 } },
      { ...common, id: 'proxied', base_url: 'http://10.255.255.1/v1', api_key: 'k3', proxy: proxyUrl },
    ],
  });
});

after(async () => {
  await redwolf.stop();
  await platform.close();
  proxy.close();
});

function ask(id: string): Promise<Reply> {
  return redwolf.send('/v1/messages', {
    body: { model: `${id}:m`, max_tokens: 9, messages: [{ role: 'user', content: 'hi' }] },
  });
}

it('adds headers to the requests of one of several platforms of a type', async () => {
  platform.play(answer({ text: 'hello' }));
  await ask('headers');
  await ask('pool');
  const [first, second] = platform.requests.map(({ headers }) => headers);
  assert.equal(first?.['x-title'], 'mine');
  assert.equal(first?.['user-agent'], 'redwolf-test');
  assert.equal(first?.authorization, 'Bearer k1');
  assert.equal(second?.['x-title'], undefined);
});

it('spreads calls over a pool by weight, and falls back on the others in their order', async () => {
  platform.play(answer({ text: 'hello' }));
  await Promise.all(Array.from({ length: CALLS }, () => ask('pool')));
  const keys = platform.requests.map(({ headers }) => headers.authorization);
  assert.ok(keys.includes('Bearer heavy') && keys.includes('Bearer light'), keys.join());
  assert.ok(!keys.includes('Bearer spare'));
  platform.play((request) =>
    request.headers.authorization === 'Bearer spare'
      ? answer({ text: 'hello' })(request)
      : openaiError(429, 'too many'),
  );
  const reply = await ask('pool');
  assert.equal(reply.status, 200);
  const tried = platform.requests.map(({ headers }) => headers.authorization?.replace('Bearer ', ''));
  assert.deepEqual([...tried].sort(), ['heavy', 'light', 'spare']);
  const call = await redwolf.waitForCall(reply.headers['x-redwolf-call-id']);
  assert.match(JSON.stringify(call), /credentialName.{0,8}team/);
});

it('gives up after its own time limit', async () => {
  platform.play({ fate: 'silence' });
  const reply = await ask('impatient');
  assert.match(reply.text, /sent nothing for 0\.05 s/);
});

it('asks a platform by way of its proxy, and no other', async () => {
  const reply = await ask('proxied');
  assert.match(reply.text, /by the proxy/);
  assert.deepEqual(proxied, ['POST http://10.255.255.1/v1/chat/completions Bearer k3']);
});

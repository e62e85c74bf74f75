/** claude_code mode: the client's own model, on Anthropic platforms only, and every other path forwarded unchanged. */

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { anthropicAnswer, anthropicError } from '../fake-platform/anthropic-replies.ts';
import { FakePlatform } from '../fake-platform/fake-platform.ts';
import { answer } from '../fake-platform/openai-replies.ts';
import type { Redwolf } from '../support/redwolf.ts';
import { startRedwolf } from '../support/redwolf-process.ts';
import { user } from '../support/request-parts.ts';

const BASE = '/api/v1/claude-code';

let first: FakePlatform;
let second: FakePlatform;
let openai: FakePlatform;
let redwolf: Redwolf;

before(async () => {
  first = await FakePlatform.start();
  second = await FakePlatform.start();
  openai = await FakePlatform.start(answer({ text: 'never' }));
  redwolf = await startRedwolf({
    platforms: [
      { id: 'up', type: 'openai-compatible', base_url: `${openai.origin}/v1`, api_key: 'k', models: ['m'] },
      { id: 'one', type: 'anthropic', base_url: first.origin, api_key: 'key-one', models: ['claude-up'] },
      { id: 'two', type: 'anthropic', base_url: second.origin, api_key: 'key-two', models: ['claude-up'] },
    ],
    routing: { mode: 'claude_code', claude_code_platforms: ['one', 'two'] },
  });
});

after(async () => {
  await redwolf.stop();
  await Promise.all([first, second, openai].map((platform) => platform.close()));
});

const BODY = { model: 'claude-opus-5-5', max_tokens: 9, messages: [user('hi')] };

describe('claude_code mode', () => {
  test("the client's model is kept, whatever it is called", async () => {
    first.play(anthropicAnswer());
    const reply = await redwolf.send(`${BASE}/v1/messages?beta=true`, { body: BODY });
    assert.equal(reply.status, 200, reply.text);
    assert.equal(first.requests[0]?.body?.model, 'claude-opus-5-5');
    assert.equal(first.requests[0]?.query, 'beta=true');
    assert.equal(reply.headers['x-redwolf-source'], 'claude-code');
    assert.equal(reply.headers['x-redwolf-model'], 'one:claude-opus-5-5');
  });

  test('the next Anthropic platform answers when one fails, and no other one', async () => {
    first.play(anthropicError(529, 'overloaded_error', 'Overloaded'));
    second.play(anthropicAnswer());
    openai.play(answer({ text: 'never' }));
    const reply = await redwolf.send(`${BASE}/v1/messages`, { body: BODY });
    assert.equal(reply.status, 200, reply.text);
    assert.equal(reply.headers['x-redwolf-model'], 'two:claude-opus-5-5');
    assert.equal(openai.requests.length, 0);
  });

  const FORWARDED: readonly (readonly [method: string, path: string, body: string | undefined])[] = [
    ['GET', '/v1/files?limit=3&after=%C3%A4', undefined],
    ['POST', '/v1/messages/batches', '{ "requests" : [ 1.0 ] }'],
    ['DELETE', '/v1/files/file_1', undefined],
    ['PUT', '/v1/something/new', 'no json at all'],
  ];

  for (const [method, path, body] of FORWARDED) {
    test(`${method} ${path} is forwarded unchanged`, async () => {
      second.play(anthropicAnswer());
      first.play({ status: 207, json: { any: 'thing' }, headers: { 'request-id': 'req_up' } });
      const options = { method, headers: { 'anthropic-beta': 'files-api-2025-04-14' } };
      const reply = await redwolf.send(BASE + path, body === undefined ? options : { ...options, body });
      const [request] = [...first.requests, ...first.others, ...second.requests, ...second.others];
      assert.equal(reply.status, 207, reply.text);
      assert.deepEqual(JSON.parse(reply.text), { any: 'thing' });
      assert.equal(reply.headers['request-id'], 'req_up');
      assert.equal(request?.method, method);
      assert.equal(request?.url, path);
      assert.equal(request?.raw.toString(), body ?? '');
      assert.equal(request?.headers['x-api-key'], 'key-one');
      assert.equal(request?.headers['anthropic-beta'], 'files-api-2025-04-14');
    });
  }

  test('a forwarded path needs a key', async () => {
    first.play({ json: {} });
    const reply = await redwolf.send(`${BASE}/v1/files`, { method: 'GET', headers: { 'x-api-key': null } });
    assert.equal(reply.status, 401);
    assert.equal(reply.json?.error?.type, 'authentication_error');
    assert.equal(first.others.length, 0);
  });

  test('no path leads out of the platform', async () => {
    first.play({ json: {} });
    for (const path of ['/../../admin', '/%2e%2e/%2e%2e/admin', '//evil.example/v1/files', '/v1/../../x']) {
      await redwolf.send(BASE + path, { method: 'GET' });
    }
    for (const { headers, url } of first.others) {
      assert.equal(headers.host, new URL(first.origin).host);
      assert.ok(!url.includes('..'), url);
    }
  });

  test('elsewhere an unknown path is 404', async () => {
    const reply = await redwolf.send('/v1/files', { method: 'GET' });
    assert.equal(reply.status, 404);
    assert.equal(reply.json?.error?.type, 'not_found_error');
  });
});

/** Whatever a client sends, it gets a clear answer in its own protocol, and redwolf goes on. */

import assert from 'node:assert/strict';
import net from 'node:net';
import { after, before, describe, test } from 'node:test';
import { anthropicAnswer } from '../fake-platform/anthropic-replies.ts';
import { FakePlatform } from '../fake-platform/fake-platform.ts';
import { answer } from '../fake-platform/openai-replies.ts';
import { CLIENT_KEY } from '../support/config-file.ts';
import { eventually } from '../support/eventually.ts';
import type { Redwolf } from '../support/redwolf.ts';
import { startRedwolf } from '../support/redwolf-process.ts';
import { user } from '../support/request-parts.ts';

const NESTING = 100_000;
const DEEP = `${'['.repeat(NESTING)}${']'.repeat(NESTING)}`;
const PLATFORMS = ['up:m', 'ant:claude-up'];

let openai: FakePlatform;
let anthropic: FakePlatform;
let redwolf: Redwolf;

before(async () => {
  openai = await FakePlatform.start(answer({ text: 'ok' }));
  anthropic = await FakePlatform.start(anthropicAnswer());
  redwolf = await startRedwolf({
    platforms: [
      { id: 'up', type: 'openai-compatible', base_url: `${openai.origin}/v1`, api_key: 'k', models: ['m'] },
      { id: 'ant', type: 'anthropic', base_url: anthropic.origin, api_key: 'k', models: ['claude-up'] },
    ],
    limits: { max_body_mb: 1 },
  });
});

after(async () => {
  await redwolf.stop();
  await openai.close();
  await anthropic.close();
});

function withMessages(messages: unknown): string {
  return JSON.stringify({ model: 'MODEL', max_tokens: 9, messages });
}

/** MODEL stands for the platform that would be asked. */
const BAD_BODIES: readonly (readonly [name: string, body: string | Buffer])[] = [
  ['nothing', ''],
  ['no JSON', 'hello'],
  ['JSON that ends too early', '{"model":"MODEL","messages":[{"role":"user","content":"hi"}'],
  ['something after the JSON', `${withMessages([user('hi')])}]`],
  ['a list', '[]'],
  ['null', 'null'],
  ['a string', '"hi"'],
  ['no messages', '{"model":"MODEL","max_tokens":9}'],
  ['empty messages', withMessages([])],
  ['messages that are no list', withMessages('hi')],
  ['a message that is no object', withMessages(['hi'])],
  ['a message without a role', withMessages([{ content: 'hi' }])],
  ['an unknown role', withMessages([{ role: 'human', content: 'hi' }])],
  ['content that is a number', withMessages([user(7)])],
  ['content that is null', withMessages([user(null)])],
  ['a block that is no object', withMessages([user(['hi'])])],
  ['a block without a type', withMessages([user([{ text: 'hi' }])])],
  ['a model that is a number', withMessages([user('hi')]).replace('"MODEL"', '7')],
  ['bytes that are no UTF-8 as JSON', Buffer.from([0xff, 0xfe, 0x7b, 0x7d])],
];

// What lies inside of messages is Anthropic's own to judge when its bytes are relayed.
const JUDGED_BY_ANTHROPIC = /role|content|block|message that is no object/;

for (const platform of PLATFORMS) {
  const isRelayed = platform.startsWith('ant');
  const bodies = BAD_BODIES.filter(([name]) => !isRelayed || !JUDGED_BY_ANTHROPIC.test(name));
  describe(`a bad body for ${platform}`, () => {
    for (const [name, body] of bodies) {
      test(`${name}: 400`, async () => {
        openai.play(answer({ text: 'ok' }));
        anthropic.play(anthropicAnswer());
        const bytes = typeof body === 'string' ? body.replace('MODEL', platform) : body;
        const reply = await redwolf.send('/v1/messages', { body: bytes });
        assert.equal(reply.status, 400, reply.text);
        assert.equal(reply.json?.type, 'error');
        assert.equal(reply.json?.error?.type, 'invalid_request_error');
        assert.ok((reply.json?.error?.message ?? '').length > 10, reply.text);
        assert.ok(reply.json?.request_id, reply.text);
        assert.equal(openai.requests.length + anthropic.requests.length, 0);
      });
    }
  });
}

test('names of fields mean nothing to the program', async () => {
  // The original made arguments of a function of them: one called "db" was an error 500.
  const odd = '"db":1,"self":2,"__proto__":{"stream":true},"constructor":{"prototype":{}},"toString":"x","length":-1';
  for (const platform of PLATFORMS) {
    openai.play(answer({ text: 'ok' }));
    anthropic.play(anthropicAnswer([{ type: 'text', text: 'ok' }]));
    const body = withMessages([user('hi')]).replace('"MODEL"', `"${platform}",${odd}`);
    const reply = await redwolf.send('/v1/messages', { body });
    assert.equal(reply.status, 200, reply.text);
    assert.equal(reply.json?.content?.[0]?.text, 'ok');
  }
});

describe('too much of it', () => {
  for (const platform of PLATFORMS) {
    const nested = `{"model":"${platform}","max_tokens":9,"messages":[{"role":"user","content":"hi"}],"deep":${DEEP}}`;
    const inTool = withMessages([user('hi')]).replace(
      '"MODEL"',
      `"${platform}","tools":[{"name":"f","input_schema":${DEEP}}]`,
    );
    for (const [place, body] of [
      ['an unknown field', nested],
      ['a tool', inTool],
    ]) {
      test(`a hundred thousand brackets in ${place}, for ${platform}`, async () => {
        const reply = await redwolf.send('/v1/messages', { body });
        assert.ok(reply.status === 200 || reply.status === 400, `status ${reply.status}: ${reply.text.slice(0, 200)}`);
        assert.equal((await redwolf.send('/healthz', { method: 'GET' })).status, 200);
      });
    }
  }

  test('a body over the limit: 413, and the platform is not asked', async () => {
    openai.play(answer({ text: 'ok' }));
    const body = { model: 'up:m', max_tokens: 9, messages: [user('x'.repeat(2 * 1024 * 1024))] };
    const reply = await redwolf.send('/v1/messages', { body });
    assert.equal(reply.status, 413, reply.text);
    assert.equal(reply.json?.error?.type, 'request_too_large');
    assert.equal(openai.requests.length, 0);
  });

  test('a body over the limit that does not say its length', async () => {
    const reply = await rawRequest([
      'POST /v1/messages HTTP/1.1',
      'host: localhost',
      `x-api-key: ${CLIENT_KEY}`,
      'transfer-encoding: chunked',
      '',
      '200000',
      'x'.repeat(0x200000),
      '0',
      '',
      '',
    ]);
    assert.match(reply, /^HTTP\/1\.1 413 /);
    assert.match(reply, /request_too_large/);
  });

  test('a body just under the limit is taken', async () => {
    openai.play(answer({ text: 'ok' }));
    const body = { model: 'up:m', max_tokens: 9, messages: [user('x'.repeat(1024 * 1024 - 1000))] };
    assert.equal((await redwolf.send('/v1/messages', { body })).status, 200);
  });

  test('headers over the limit', async () => {
    const reply = await rawRequest([
      'GET /healthz HTTP/1.1',
      'host: localhost',
      `x-long: ${'x'.repeat(100_000)}`,
      '',
      '',
    ]);
    assert.match(reply, /^HTTP\/1\.1 4\d\d /);
  });
});

describe('broken HTTP', () => {
  for (const [name, lines] of [
    ['no HTTP at all', ['hello there', '', '']],
    ['a wrong length', ['POST /v1/messages HTTP/1.1', 'host: x', 'content-length: x', '', '{}']],
    ['two lengths', ['POST /v1/messages HTTP/1.1', 'host: x', 'content-length: 2', 'content-length: 3', '', '{}']],
    [
      'a length and chunks',
      ['POST /v1/messages HTTP/1.1', 'host: x', 'content-length: 2', 'transfer-encoding: chunked', '', '{}'],
    ],
    ['a folded header', ['POST /v1/messages HTTP/1.1', 'host: x', 'x-a: b', ' c', 'content-length: 2', '', '{}']],
    ['a blank before the colon', ['POST /v1/messages HTTP/1.1', 'host: x', 'transfer-encoding : chunked', '', '{}']],
    ['two codings', ['POST /v1/messages HTTP/1.1', 'host: x', 'transfer-encoding: chunked, gzip', '', '{}']],
    ['a length with a sign', ['POST /v1/messages HTTP/1.1', 'host: x', 'content-length: +2', '', '{}']],
    ['a line feed alone', ['POST /v1/messages HTTP/1.1', 'host: x\nx-api-key: y', 'content-length: 2', '', '{}']],
    ['no host', ['POST /v1/messages HTTP/1.1', 'content-length: 2', '', '{}']],
  ] as const) {
    test(`${name}: 400, and redwolf goes on`, async () => {
      assert.match(await rawRequest(lines), /^HTTP\/1\.1 400 /);
      assert.equal((await redwolf.send('/healthz', { method: 'GET' })).status, 200);
    });
  }

  test('a client that leaves in the middle of its request is accounted for, and does no harm', async () => {
    const socket = net.connect(Number(new URL(redwolf.url).port), '127.0.0.1');
    const head = ['POST /v1/messages HTTP/1.1', 'host: x', `x-api-key: ${CLIENT_KEY}`, 'content-length: 99', '', ''];
    socket.write(`${head.join('\r\n')}{"model"`, () => socket.destroy());
    const row = await eventually('its row', () => redwolf.calls().find((call) => call.outcome === 'aborted'));
    assert.equal(row.status, 499);
    assert.deepEqual(row.attempts, []);
    openai.play(answer({ text: 'ok' }));
    const reply = await redwolf.send('/v1/messages', { body: withMessages([user('hi')]).replace('MODEL', 'up:m') });
    assert.equal(reply.status, 200, reply.text);
  });
});

/** Sends bytes as they are and gives all that comes back. */
function rawRequest(lines: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    const socket = net.connect(Number(new URL(redwolf.url).port), '127.0.0.1');
    let reply = '';
    socket.setTimeout(5000, () => socket.destroy());
    socket.on('data', (piece) => {
      reply += piece;
      // The server may keep the connection open; the first reply is all that we want.
      if (reply.includes('\r\n\r\n')) setImmediate(() => socket.end());
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve(reply));
    socket.write(lines.join('\r\n'));
  });
}

/** Paths, health, the model list and the counting of tokens, as clients use them. */

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { anthropicAnswer } from '../fake-platform/anthropic-replies.ts';
import { FakePlatform } from '../fake-platform/fake-platform.ts';
import { answer } from '../fake-platform/openai-replies.ts';
import type { Redwolf } from '../support/redwolf.ts';
import { startRedwolf } from '../support/redwolf-process.ts';
import { image, PNG, text, user, WEATHER } from '../support/request-parts.ts';

const CLAUDE_CODE = '/api/v1/claude-code';
const NO_KEY = { 'x-api-key': null };

let openai: FakePlatform;
let anthropic: FakePlatform;
let redwolf: Redwolf;

before(async () => {
  openai = await FakePlatform.start(answer({ text: 'ok' }));
  anthropic = await FakePlatform.start(anthropicAnswer());
  redwolf = await startRedwolf({
    platforms: [
      { id: 'up', type: 'openai-compatible', base_url: `${openai.origin}/v1`, api_key: 'k', models: ['m', 'a/b:1'] },
      { id: 'ant', type: 'anthropic', base_url: anthropic.origin, api_key: 'k', models: ['claude-up'] },
    ],
    routing: { mode: 'global_direct', model_priority_list: ['up:m'] },
  });
});

after(async () => {
  await redwolf.stop();
  await openai.close();
  await anthropic.close();
});

function body(fields: object = {}): object {
  return { model: 'any', max_tokens: 9, messages: [user('hi')], ...fields };
}

describe('messages', () => {
  const PATHS = [
    '/v1/messages',
    '/v1/messages?beta=true',
    `${CLAUDE_CODE}/v1/messages`,
    `${CLAUDE_CODE}/v1/messages?beta=true`,
    `${CLAUDE_CODE}/messages`,
  ];

  for (const path of PATHS) {
    test(`POST ${path}`, async () => {
      const reply = await redwolf.send(path, { body: body() });
      assert.equal(reply.status, 200, reply.text);
      assert.equal(reply.json?.content?.[0]?.text, 'ok');
    });
  }

  const UNKNOWN: readonly (readonly [method: string, path: string])[] = [
    ['POST', '/v1/nothing'],
    ['GET', '/v1/messages'],
    ['POST', '/v1/messages/'],
    ['PATCH', '/v1/messages'],
    ['GET', `${CLAUDE_CODE}/v1/files`],
  ];

  for (const [method, path] of UNKNOWN) {
    test(`${method} ${path} is an error in Anthropic's shape`, async () => {
      openai.play(answer({ text: 'ok' }));
      const reply = await redwolf.send(path, { method, ...(method === 'GET' ? {} : { body: body() }) });
      assert.ok(reply.status === 404 || reply.status === 405, `status ${reply.status}`);
      assert.equal(reply.json?.type, 'error');
      assert.equal(openai.requests.length, 0);
    });
  }
});

describe('the three calls that the original documents', () => {
  test('chat, without max_tokens: left out for platforms that need none', async () => {
    openai.play(answer({ text: '你好' }));
    const messages = [user('你好，请介绍一下你自己')];
    const request = { model: 'claude-3-haiku', messages, stream: false };
    const reply = await redwolf.send(`${CLAUDE_CODE}/messages`, { body: request });
    assert.equal(reply.status, 200, reply.text);
    assert.equal(reply.json?.content?.[0]?.text, '你好');
    assert.ok(!('max_tokens' in (openai.requests[0]?.body ?? {})));
    assert.ok(!('max_completion_tokens' in (openai.requests[0]?.body ?? {})));
  });

  test('chat, without max_tokens: the limit of the model on Anthropic', async () => {
    anthropic.play(anthropicAnswer());
    const request = { model: 'ant:claude-sonnet-4-5', messages: [user('hi')] };
    const reply = await redwolf.send(`${CLAUDE_CODE}/messages`, { body: request });
    assert.equal(reply.status, 200, reply.text);
    assert.equal(anthropic.requests[0]?.body?.max_tokens, 64_000);
  });

  test('a stream', async () => {
    openai.play(answer({ text: '春天来了' }));
    const messages = [user('写一首关于春天的诗')];
    const request = { model: 'claude-3-haiku', messages, stream: true };
    const reply = await redwolf.send(`${CLAUDE_CODE}/messages`, { body: request });
    assert.equal(reply.status, 200, reply.text);
    assert.equal(reply.events.map((event) => event.json?.delta?.text ?? '').join(''), '春天来了');
  });

  test('a tool_use in a user turn becomes text, and the row says so', async () => {
    openai.play(answer({ text: '好' }));
    const toolUse = { type: 'tool_use', name: 'data_analyzer', input: { data: [1, 2, 3, 4, 5] } };
    const messages = [user([text('帮我分析一下这个数据'), toolUse])];
    const reply = await redwolf.send(`${CLAUDE_CODE}/messages`, { body: { model: 'claude-3-sonnet', messages } });
    assert.equal(reply.status, 200, reply.text);
    const [sent] = openai.requests[0]?.body?.messages ?? [];
    assert.equal(sent?.role, 'user');
    const words = JSON.stringify(sent?.content);
    assert.match(words, /帮我分析一下这个数据/);
    assert.match(words, /data_analyzer/);
    assert.match(words, /1,2,3,4,5/);
    const call = await redwolf.waitForCall(reply.headers['x-redwolf-call-id']);
    assert.ok(
      call.losses.some(({ path }) => path.startsWith('messages[]')),
      JSON.stringify(call.losses),
    );
  });
});

describe('counting tokens', () => {
  async function count(fields: object, path = '/v1/messages/count_tokens'): Promise<number> {
    const reply = await redwolf.send(path, { body: { model: 'any', messages: [user('hi')], ...fields } });
    assert.equal(reply.status, 200, reply.text);
    assert.ok(Number.isInteger(reply.json?.input_tokens), reply.text);
    return reply.json?.input_tokens ?? 0;
  }

  test('is an estimate of ours where the platform cannot count', async () => {
    openai.play(answer({ text: 'never' }));
    assert.ok((await count({})) > 0);
    assert.equal(openai.requests.length, 0);
  });

  test('counts everything that costs', async () => {
    const plain = await count({});
    const long = 'many words '.repeat(100);
    const PARTS: readonly object[] = [
      { system: long },
      { tools: [{ ...WEATHER, description: long }] },
      {
        messages: [user('hi'), { role: 'assistant', content: [{ type: 'thinking', thinking: long, signature: 's' }] }],
      },
      { messages: [user([text('hi'), image(PNG)])] },
    ];
    for (const fields of PARTS) assert.ok((await count(fields)) > plain + 20, JSON.stringify(fields).slice(0, 60));
  });

  test('counts Chinese by characters, not by bytes', async () => {
    const tokens = await count({ messages: [user('今天天气很好，我们去公园散步吧。'.repeat(20))] });
    assert.ok(tokens > 150 && tokens < 640, `${tokens} tokens for 320 characters`);
  });

  test('is asked of Anthropic where Anthropic would answer', async () => {
    anthropic.play({ json: { input_tokens: 4711 } });
    const tokens = await count({ model: 'ant:claude-up' }, `${CLAUDE_CODE}/v1/messages/count_tokens?beta=true`);
    assert.equal(tokens, 4711);
    assert.equal(anthropic.requests[0]?.body?.model, 'claude-up');
  });

  test('needs a key and a body that makes sense', async () => {
    const options = { headers: NO_KEY, body: body() };
    assert.equal((await redwolf.send('/v1/messages/count_tokens', options)).status, 401);
    assert.equal((await redwolf.send('/v1/messages/count_tokens', { body: '{' })).status, 400);
  });
});

describe('models', () => {
  for (const path of ['/v1/models', '/v1/models?limit=1000', `${CLAUDE_CODE}/v1/models`]) {
    test(`GET ${path} lists every model in both protocols' fields`, async () => {
      const reply = await redwolf.send(path, { method: 'GET' });
      assert.equal(reply.status, 200, reply.text);
      const ids = reply.json?.data?.map((model) => model.id) ?? [];
      for (const id of ['up:m', 'up:a/b:1', 'ant:claude-up']) assert.ok(ids.includes(id), `${id} in ${ids}`);
      for (const model of reply.json?.data ?? []) {
        assert.equal(model.type, 'model');
        assert.equal(model['object'], 'model');
        assert.equal(typeof model.display_name, 'string');
        assert.equal(typeof model['owned_by'], 'string');
        assert.ok(!Number.isNaN(Date.parse(model.created_at ?? '')));
        assert.ok(Number.isInteger(model['created']));
      }
      assert.equal(reply.json?.first_id, ids[0]);
      assert.equal(reply.json?.last_id, ids.at(-1));
    });
  }

  test('clients that keep only Claude names find every model', async () => {
    const { json } = await redwolf.send('/v1/models?limit=1000', { method: 'GET' });
    const kept = (json?.data ?? []).map(({ id }) => id ?? '').filter((id) => /claude|anthropic/i.test(id));
    for (const model of ['up:m', 'up:a/b:1']) assert.ok(kept.includes(`claude/${model}`), `${model} in ${kept}`);
    const reply = await redwolf.send('/v1/messages', { body: body({ model: 'claude/up:a/b:1' }) });
    assert.equal(reply.headers['x-redwolf-model'], 'up:a/b:1');
  });

  test('one model is found by its id, with colons and slashes in it', async () => {
    for (const id of ['up:m', 'up:a/b:1', 'claude/up:m']) {
      const reply = await redwolf.send(`/v1/models/${encodeURIComponent(id)}`, { method: 'GET' });
      assert.equal(reply.status, 200, reply.text);
      assert.equal(reply.json?.id, id);
    }
    const plain = await redwolf.send('/v1/models/up:a/b:1', { method: 'GET' });
    assert.equal(plain.json?.id, 'up:a/b:1');
  });

  test('an unknown one is 404, and the list needs a key', async () => {
    const unknown = await redwolf.send('/v1/models/nobody', { method: 'GET' });
    assert.equal(unknown.status, 404);
    assert.equal(unknown.json?.error?.type, 'not_found_error');
    assert.equal((await redwolf.send('/v1/models', { method: 'GET', headers: NO_KEY })).status, 401);
  });
});

describe('greetings', () => {
  for (const path of ['/api/hello', `${CLAUDE_CODE}/api/hello`]) {
    for (const method of ['HEAD', 'GET']) {
      test(`${method} ${path} needs no key`, async () => {
        const reply = await redwolf.send(path, { method, headers: NO_KEY });
        assert.equal(reply.status, 200);
        if (method === 'HEAD') assert.equal(reply.raw.length, 0);
      });
    }
  }

  for (const path of ['/healthz', '/readyz']) {
    test(`GET ${path} needs no key`, async () => {
      assert.equal((await redwolf.send(path, { method: 'GET', headers: NO_KEY })).status, 200);
    });
  }
});

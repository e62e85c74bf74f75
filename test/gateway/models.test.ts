/** What the client's `model` means, and what the reply says of who answered. */

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { anthropicAnswer } from '../fake-platform/anthropic-replies.ts';
import { FakePlatform } from '../fake-platform/fake-platform.ts';
import { answer } from '../fake-platform/openai-replies.ts';
import type { Reply } from '../support/http-client.ts';
import type { Redwolf } from '../support/redwolf.ts';
import { startRedwolf } from '../support/redwolf-process.ts';
import { user } from '../support/request-parts.ts';

let openai: FakePlatform;
let anthropic: FakePlatform;
let redwolf: Redwolf;

before(async () => {
  openai = await FakePlatform.start(answer({ text: 'from openai' }));
  anthropic = await FakePlatform.start(anthropicAnswer([{ type: 'text', text: 'from anthropic' }]));
  redwolf = await startRedwolf({
    platforms: [
      { id: 'up', type: 'openai-compatible', base_url: `${openai.origin}/v1`, api_key: 'k', models: ['m', 'qwen3:4b'] },
      { id: 'ant', type: 'anthropic', base_url: anthropic.origin, api_key: 'k', models: ['claude-up'] },
    ],
    routing: { mode: 'global_direct', model_priority_list: ['up:m', 'ant:claude-up'] },
  });
});

after(async () => {
  await redwolf.stop();
  await openai.close();
  await anthropic.close();
});

async function ask(model: string, stream = false): Promise<Reply> {
  openai.play(answer({ text: 'from openai' }));
  anthropic.play(anthropicAnswer([{ type: 'text', text: 'from anthropic' }]));
  return redwolf.send('/v1/messages', { body: { model, max_tokens: 9, stream, messages: [user('hi')] } });
}

/** The client's name, what answers, its id on the platform, and what decided. */
const NAMES: readonly (readonly [model: string, answeredBy: string, platformModel: string, source: string])[] = [
  ['claude-sonnet-4-5', 'up:m', 'm', 'priority-list'],
  ['qwen3:4b', 'up:m', 'm', 'priority-list'],
  ['nobody:m', 'up:m', 'm', 'priority-list'],
  ['claude/whatever', 'up:m', 'm', 'priority-list'],
  ['up:qwen3:4b', 'up:qwen3:4b', 'qwen3:4b', 'pin'],
  ['up:not-listed:1b', 'up:not-listed:1b', 'not-listed:1b', 'pin'],
  ['claude/up:qwen3:4b', 'up:qwen3:4b', 'qwen3:4b', 'pin'],
  ['ant:claude-up', 'ant:claude-up', 'claude-up', 'pin'],
  ['claude/ant:claude-up', 'ant:claude-up', 'claude-up', 'pin'],
];

describe('the name of the model', () => {
  for (const [model, answeredBy, platformModel, source] of NAMES) {
    test(`${model} is answered by ${answeredBy}`, async () => {
      const reply = await ask(model);
      assert.equal(reply.status, 200, reply.text);
      assert.equal(reply.headers['x-redwolf-model'], answeredBy);
      assert.equal(reply.headers['x-redwolf-source'], source);
      const sent = [...openai.requests, ...anthropic.requests];
      assert.deepEqual(
        sent.map((request) => request.body?.model),
        [platformModel],
      );
    });
  }

  test("the reply's model is the one that answered", async () => {
    const whole = await ask('claude-sonnet-4-5');
    const streamed = await ask('claude-sonnet-4-5', true);
    assert.equal(whole.json?.model, 'm');
    assert.equal(streamed.events.find(({ event }) => event === 'message_start')?.json?.message?.model, 'm');
  });

  test('a scene is refused while there are none', async () => {
    const reply = await ask('scene:代码创建');
    assert.equal(reply.status, 400);
    assert.equal(reply.json?.error?.type, 'invalid_request_error');
    assert.match(reply.json?.error?.message ?? '', /scene/);
    assert.equal(openai.requests.length, 0);
  });
});

describe('headers of a proxied call', () => {
  const NAMES_OF_HEADERS = ['call-id', 'model', 'source', 'attempts'];

  test('say who answered, on replies and streams', async () => {
    for (const stream of [false, true]) {
      const { headers } = await ask('any', stream);
      for (const name of NAMES_OF_HEADERS) assert.ok(headers[`x-redwolf-${name}`], `no x-redwolf-${name}`);
      assert.equal(headers['x-redwolf-attempts'], '1');
    }
  });

  test('are there on errors too, and name the call of the row', async () => {
    openai.play({ status: 400, json: { error: { message: 'no' } } });
    const reply = await redwolf.send('/v1/messages', { body: { model: 'up:m', messages: [user('hi')] } });
    assert.equal(reply.status, 400);
    const call = await redwolf.waitForCall(reply.headers['x-redwolf-call-id']);
    assert.equal(call.status, 400);
  });

  test('are printable ASCII, whatever a model is called', async () => {
    const reply = await ask('up:模型 "x"\u0007');
    for (const [name, value] of Object.entries(reply.headers)) {
      if (name.startsWith('x-redwolf-')) assert.match(String(value), /^[\x20-\x7e]*$/, name);
    }
    assert.equal(reply.status, 200, reply.text);
    const shown = decodeURIComponent(String(reply.headers['x-redwolf-model']));
    assert.equal(shown, 'up:模型 "x"\u0007');
  });

  test('two calls have two ids', async () => {
    const [first, second] = [await ask('any'), await ask('any')];
    assert.notEqual(first.headers['x-redwolf-call-id'], second.headers['x-redwolf-call-id']);
    assert.notEqual(first.json?.id, second.json?.id);
  });
});

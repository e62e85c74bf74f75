/** What an OpenAI client sees of models, pins and redwolf's own headers. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import OpenAI from 'openai';
import { CLIENT_KEY } from '../../support/config-file.ts';
import { answers, MODELS, NAMED } from '../../support/openai-sides.ts';
import { completionOf, stage } from './stage.ts';

describe('the list of models', () => {
  test('has the shape that OpenAI documents', async () => {
    const reply = await stage.redwolf.send('/v1/models', { method: 'GET' });
    const list = JSON.parse(reply.text);
    assert.equal(list.object, 'list');
    for (const entry of list.data) {
      assert.equal(entry.object, 'model');
      assert.equal(typeof entry.id, 'string');
      assert.equal(typeof entry.owned_by, 'string');
      assert.ok(Number.isInteger(entry.created));
    }
    const ids = list.data.map((entry: { id: string }) => entry.id);
    for (const id of Object.values(MODELS)) assert.ok(ids.includes(id), id);
  });

  test('is read by the official client, and each of its names answers', async () => {
    stage.platform.play(answers({ text: 'x' }));
    const ids: string[] = [];
    for await (const model of stage.sdk.models.list()) ids.push(model.id);
    assert.ok(ids.length >= Object.keys(MODELS).length);
    for (const model of ids) {
      const reply = await stage.send(model);
      assert.equal(reply.status, 200, `${model}: ${reply.text}`);
    }
  });

  test('has entries of their own', async () => {
    const model = await stage.sdk.models.retrieve('chat:m');
    assert.deepEqual([model.id, model.object, model.owned_by], ['chat:m', 'model', 'chat']);
  });

  for (const id of [`chat:${NAMED}`, `claude/chat:${NAMED}`]) {
    test(`has one for ${id}, which answers`, async () => {
      stage.platform.play(answers({ text: 'x' }));
      assert.equal((await stage.sdk.models.retrieve(id)).id, id);
      const reply = await stage.send(id);
      assert.equal(reply.status, 200, reply.text);
      assert.equal(stage.sent.model, NAMED);
    });
  }

  test('has none for other names, and says so in the shape of OpenAI', async () => {
    const bearer = { 'x-api-key': null, authorization: `Bearer ${CLIENT_KEY}` };
    for (const path of ['/v1/models/chat:none', '/v1/embeddings']) {
      const reply = await stage.redwolf.send(path, { method: 'GET', headers: bearer });
      assert.equal(reply.status, 404, reply.text);
      const { error, ...others } = completionOf(reply);
      assert.deepEqual([others, error?.type, error?.param], [{}, 'invalid_request_error', null]);
    }
    await assert.rejects(stage.sdk.models.retrieve('chat:none'), OpenAI.NotFoundError);
    const version = { ...bearer, 'anthropic-version': '2023-06-01' };
    const reply = await stage.redwolf.send('/v1/models/none', { method: 'GET', headers: version });
    assert.equal(Object(reply.json).type, 'error');
  });
});

describe('the name of a model', () => {
  test('pins', async () => {
    stage.platform.play(answers({ text: 'x' }));
    const reply = await stage.send('claude');
    assert.equal(reply.headers['x-redwolf-model'], MODELS.claude);
    assert.equal(reply.headers['x-redwolf-source'], 'pin');
    assert.equal(completionOf(reply).model, 'claude-sonnet-4-5', 'the model that answered');
    assert.equal(stage.claude.model, 'claude-sonnet-4-5');
  });

  test('that no platform has is ignored where the list decides', async () => {
    stage.platform.play(answers({ text: 'x' }));
    const reply = await stage.send('gpt-5');
    assert.equal(reply.status, 200, reply.text);
    assert.equal(reply.headers['x-redwolf-model'], MODELS.chat);
    assert.equal(reply.headers['x-redwolf-source'], 'priority-list');
  });

  test('may be absent', async () => {
    stage.platform.play(answers({ text: 'x' }));
    const body = { messages: [{ role: 'user', content: 'x' }] };
    const reply = await stage.redwolf.send('/v1/chat/completions', { body });
    assert.equal(reply.status, 200, reply.text);
    assert.equal(stage.sent.model, 'm');
  });
});

describe('headers', () => {
  test("redwolf's own are on each reply, and differ by call", async () => {
    stage.platform.play(answers({ text: 'x' }));
    const ids = new Set<unknown>();
    for (const stream of [false, true]) {
      const { headers } = await stage.send('claude', { stream });
      for (const name of ['call-id', 'model', 'scene', 'intent', 'source', 'confidence', 'attempts']) {
        assert.ok(headers[`x-redwolf-${name}`], name);
      }
      ids.add(headers['x-redwolf-call-id']);
    }
    assert.equal(ids.size, 2);
  });

  test("the client's key and headers reach no platform, and the platform's key does", async () => {
    stage.platform.play(answers({ text: 'x' }));
    const headers = {
      cookie: 'secret=1',
      'openai-organization': 'org',
      'x-redwolf-model': 'no',
      'x-api-key': CLIENT_KEY,
    };
    for (const to of ['chat', 'claude'] as const) {
      await stage.send(to, {}, { headers });
      const sent = JSON.stringify(stage.request.headers);
      for (const part of [CLIENT_KEY, 'secret=1', 'x-redwolf']) assert.ok(!sent.includes(part), `${part} at ${to}`);
    }
    assert.equal(stage.request.headers['x-api-key'], 'k');
    assert.equal(stage.request.headers['anthropic-version'], '2023-06-01');
  });

  for (const header of ['authorization', 'x-api-key', 'api-key']) {
    test(`the key may come as ${header}`, async () => {
      stage.platform.play(answers({ text: 'x' }));
      const value = header === 'authorization' ? `Bearer ${CLIENT_KEY}` : CLIENT_KEY;
      const reply = await stage.send('chat', {}, { headers: { authorization: null, [header]: value } });
      assert.equal(reply.status, 200, reply.text);
    });
  }

  test('ids of completions are never the same', async () => {
    stage.platform.play(answers({ text: 'x' }));
    const ids = new Set<unknown>();
    for (let count = 0; count < 5; count++) ids.add(completionOf(await stage.send('claude')).id);
    assert.equal(ids.size, 5);
  });
});

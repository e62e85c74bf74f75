/** The models that platforms list, and the connection test. */

import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { FakePlatform, type RecordedRequest, type ScriptedReply } from '../fake-platform/fake-platform.ts';
import { completion } from '../fake-platform/openai-replies.ts';
import { freePort } from '../support/free-port.ts';
import type { Redwolf } from '../support/redwolf.ts';
import { user } from '../support/request-parts.ts';
import { type AdminClient, type Loose, startWithAdmin } from './admin-client.ts';

const SECRET = 'sk-very-secret-0123456789abcdefghij';

let platform: FakePlatform;
let redwolf: Redwolf;
let admin: AdminClient;
/** What the fake platform answers by method and path; everything else is a 404. */
let answers: Record<string, ScriptedReply | ((request: RecordedRequest) => ScriptedReply)>;

beforeEach(async () => {
  answers = {};
  platform = await FakePlatform.start((request) => {
    const found = answers[`${request.method} ${request.path}`];
    if (typeof found === 'function') return found(request);
    return found ?? { status: 404, json: { error: { message: 'no such page' } } };
  });
  ({ redwolf, admin } = await startWithAdmin({}));
});

afterEach(async () => {
  await platform.close();
  await redwolf.stop();
});

async function add(type: string, settings: object = {}): Promise<void> {
  const body = { id: 'up', type, settings: { base_url: platform.origin, ...settings }, credentials: [{ key: SECRET }] };
  await admin.done(admin.post('/api/platforms', body));
}

async function refresh(): Promise<Loose> {
  const { results } = await admin.done(admin.post('/api/models/refresh', { platforms: ['up'] }));
  return results[0];
}

async function models(): Promise<Loose[]> {
  const { models: all } = await admin.done(admin.get('/api/models'));
  return all.filter((model: Loose) => model.platform === 'up');
}

/** Ids with what holds of them. */
async function facts(): Promise<Record<string, Loose>> {
  return Object.fromEntries((await models()).map((model) => [model.id, model.effective]));
}

function list(...ids: readonly string[]): ScriptedReply {
  return { json: { object: 'list', data: ids.map((id) => ({ id, object: 'model' })) } };
}

describe('the refresh of models', () => {
  test('takes what the platform lists, and marks what it lists no more', async () => {
    await add('openai-compatible');
    answers['GET /v1/models'] = list('a', 'b', 'text-embedding-3-small', 'whisper-1');
    const first = await refresh();
    assert.deepEqual([first.ok, first.listed, first.added, first.vanished], [true, 2, ['a', 'b'], []]);
    assert.equal(platform.others.at(-1)?.headers['authorization'], `Bearer ${SECRET}`);

    await admin.done(admin.patch('/api/models', { models: [{ platform: 'up', id: 'b', displayName: 'My b' }] }));
    answers['GET /v1/models'] = list('a', 'c');
    const second = await refresh();
    assert.deepEqual([second.added, second.vanished], [['c'], ['b']]);
    const [a, b] = await models();
    assert.deepEqual([a.vanishedAt, typeof b.vanishedAt, b.effective.displayName], [null, 'number', 'My b']);
    const { answers: inUse } = await admin.done(admin.get('/api/routing'));
    assert.deepEqual(inUse, ['up:a', 'up:c'], 'a vanished model is in no list');

    answers['GET /v1/models'] = list('a', 'b', 'c');
    assert.deepEqual((await refresh()).vanished, []);
    assert.equal((await models())[1].vanishedAt, null);
    assert.equal((await admin.done(admin.get('/api/history'))).changes.length, 2, 'a refresh is nobody’s change');
  });

  test('the models of a refreshed platform answer calls, with their output limit', async () => {
    await add('openai-compatible');
    answers['GET /v1/models'] = { json: { data: [{ id: 'a', max_completion_tokens: 7, context_window: 99 }] } };
    answers['POST /v1/chat/completions'] = completion({ text: 'hi' });
    await refresh();
    const body = { model: 'any', max_tokens: 900, messages: [user('hi')] };
    const reply = await redwolf.send('/v1/messages', { body });
    assert.equal(reply.headers['x-redwolf-model'], 'up:a');
    assert.equal(platform.requests[0]?.body?.max_tokens, 7);
    await admin.done(admin.patch('/api/models', { models: [{ platform: 'up', id: 'a', maxOutputTokens: 500 }] }));
    await redwolf.send('/v1/messages', { body });
    assert.equal(platform.requests[1]?.body?.max_tokens, 500);
  });

  test('a model without tools is given tools as text, until it is said to have some', async () => {
    await add('openai-compatible', { models: ['a'] });
    answers['POST /v1/chat/completions'] = completion({ text: 'hi' });
    const tools = [{ name: 'f', input_schema: { type: 'object' } }];
    const body = { model: 'up:a', max_tokens: 9, tools, messages: [user('hi')] };
    for (const textTools of [true, null]) {
      await admin.done(admin.patch('/api/models', { models: [{ platform: 'up', id: 'a', textTools }] }));
      assert.equal((await redwolf.send('/v1/messages', { body })).status, 200);
    }
    const [asText, natively] = platform.requests.map((request) => request.body ?? {});
    assert.equal(asText?.tools, undefined);
    assert.match(JSON.stringify(asText?.messages), /<tools>/);
    assert.equal(natively?.tools?.length, 1);
  });

  test('an output limit of the user holds for every client, in the field that the platform takes', async () => {
    await add('openai', { models: ['gpt-5.2', 'gpt-5.6'] });
    const limits = ['gpt-5.2', 'gpt-5.6'].map((id) => ({ platform: 'up', id, maxOutputTokens: 500 }));
    await admin.done(admin.patch('/api/models', { models: limits }));
    const messages = [user('hi')];
    for (const [path, body, field] of [
      ['/v1/messages', { model: 'up:gpt-5.2', messages, max_tokens: 900 }, 'max_completion_tokens'],
      ['/v1/chat/completions', { model: 'up:gpt-5.2', messages, max_tokens: 900 }, 'max_completion_tokens'],
      ['/v1/chat/completions', { model: 'up:gpt-5.2', messages, max_completion_tokens: 900 }, 'max_completion_tokens'],
      ['/v1/responses', { model: 'up:gpt-5.2', input: 'hi', max_output_tokens: 900 }, 'max_output_tokens'],
      ['/v1/messages', { model: 'up:gpt-5.6', messages, max_tokens: 900 }, 'max_output_tokens'],
      ['/v1/chat/completions', { model: 'up:gpt-5.6', messages, max_tokens: 900 }, 'max_output_tokens'],
    ] as const) {
      platform.requests.length = 0;
      await redwolf.send(path, { body });
      const sent = { ...platform.requests[0]?.body };
      const told = Object.entries(sent).filter(([name]) => name.startsWith('max_'));
      assert.deepEqual(told, [[field, 500]], `${path} ${body.model}`);
    }
  });

  test('asks several platforms, and the failure of one is nothing to the others', async () => {
    await add('openai-compatible');
    const dead = { id: 'dead', type: 'vllm', settings: { base_url: `http://127.0.0.1:${await freePort()}/v1` } };
    await admin.done(admin.post('/api/platforms', dead));
    answers['GET /v1/models'] = list('a');
    const { results } = await admin.done(admin.post('/api/models/refresh'));
    assert.deepEqual(
      results.map(({ platform: id, ok }: Loose) => [id, ok]),
      [
        ['up', true],
        ['dead', false],
      ],
    );
    assert.match(results[1].reason, /ECONNREFUSED.*Start vLLM/);
    assert.equal((await admin.post('/api/models/refresh', { platforms: ['nobody'] })).status, 404);
  });

  test('a list that is empty or broken takes nothing away', async () => {
    await add('openai-compatible');
    answers['GET /v1/models'] = list('a');
    await refresh();
    for (const [reply, reason] of [
      [list(), /lists no models/],
      [{ text: '<html>' }, /something else than JSON.*base_url/],
      [
        { status: 401, json: { error: { message: `Incorrect API key provided: ${SECRET}` } } },
        /Incorrect API key.*another one/,
      ],
    ] as const) {
      answers['GET /v1/models'] = reply;
      const result = await refresh();
      assert.equal(result.ok, false);
      assert.match(result.reason, reason);
    }
    assert.equal((await models())[0].vanishedAt, null);
    assert.ok(!admin.seen.includes(SECRET));
  });

  test("Anthropic's list is read page by page, with limits and capabilities", async () => {
    await add('anthropic');
    answers['GET /v1/models'] = (request) => {
      const isFirst = !request.query.includes('after_id=claude-a');
      const capabilities = { image_input: { supported: true }, thinking: { supported: false } };
      const first = {
        id: 'claude-a',
        display_name: 'Claude A',
        max_input_tokens: 200_000,
        max_tokens: 64_000,
        capabilities,
      };
      const data = isFirst ? [first] : [{ id: 'claude-b' }];
      return { json: { data, has_more: isFirst, last_id: isFirst ? 'claude-a' : 'claude-b' } };
    };
    assert.equal((await refresh()).listed, 2);
    assert.equal(platform.others.at(-1)?.headers['anthropic-version'], '2023-06-01');
    const known = await facts();
    assert.deepEqual(known['claude-a'], {
      displayName: 'Claude A',
      contextWindow: 200_000,
      maxOutputTokens: 64_000,
      vision: true,
      thinking: false,
    });
    assert.ok('claude-b' in known);
  });

  test("Ollama's models come with context length and capabilities, and those that only embed are left out", async () => {
    await add('ollama');
    const shown: Record<string, object> = {
      'qwen3:4b': {
        capabilities: ['completion', 'tools', 'thinking'],
        model_info: { 'general.architecture': 'qwen3', 'qwen3.context_length': 40_960 },
      },
      'nomic-embed-text': { capabilities: ['embedding'] },
    };
    answers['GET /api/tags'] = {
      json: { models: [...Object.keys(shown), 'old'].map((name) => ({ name, model: name })) },
    };
    answers['POST /api/show'] = ({ body }) => {
      const json = shown[String(body?.model)];
      return json === undefined ? { status: 500, json: { error: 'boom' } } : { json };
    };
    assert.equal((await refresh()).listed, 2);
    const known = await facts();
    assert.deepEqual(known['qwen3:4b'], { contextWindow: 40_960, tools: true, vision: false, thinking: true });
    assert.deepEqual(Object.keys(known).sort(), ['old', 'qwen3:4b']);
  });

  test("what others add to OpenAI's list is read, and what cannot chat is left out", async () => {
    await add('openai-compatible');
    const data = [
      { id: 'kimi', context_length: 262_144, supports_image_in: true, supports_reasoning: true },
      { id: 'grok', context_length: 500_000, capabilities: { reasoning_effort: ['low', 'high'] } },
      { id: 'gpt-oss', context_window: 131_072, max_completion_tokens: 65_536, active: true },
      { id: 'old', context_window: 1, active: false },
      { id: 'mistral', max_context_length: 9, capabilities: { completion_chat: true, reasoning: false, vision: true } },
      { id: 'ocr', capabilities: { completion_chat: false } },
      { id: 'served', max_model_len: 32_768, type: 'chat' },
      { id: 'bge', type: 'embedding' },
      { id: 'models/imagen-4' },
      { object: 'no id' },
    ];
    answers['GET /v1/models'] = { json: { data } };
    await refresh();
    assert.deepEqual(await facts(), {
      kimi: { contextWindow: 262_144, vision: true, thinking: true },
      grok: { contextWindow: 500_000, thinking: true },
      'gpt-oss': { contextWindow: 131_072, maxOutputTokens: 65_536 },
      mistral: { contextWindow: 9, vision: true, thinking: false },
      served: { contextWindow: 32_768 },
    });
  });

  test('llama.cpp tells the context that it gives, SiliconFlow is asked for what chats', async () => {
    await add('llama-cpp');
    const meta = { n_ctx_train: 262_144 };
    answers['GET /v1/models'] = { json: { data: [{ id: 'qwen', meta }] } };
    answers['GET /props'] = { json: { default_generation_settings: { n_ctx: 65_536 }, modalities: { vision: true } } };
    await refresh();
    assert.deepEqual(await facts(), { qwen: { contextWindow: 65_536, vision: true } });
    await admin.done(admin.delete('/api/platforms/up'));
    await add('siliconflow');
    answers['GET /v1/models'] = ({ query }) => list(query === 'sub_type=chat' ? 'a' : 'BAAI/bge-m3');
    await refresh();
    assert.deepEqual(Object.keys(await facts()), ['a']);
  });

  test("LM Studio's and OpenRouter's own lists are read", async () => {
    await add('lmstudio');
    answers['GET /api/v1/models'] = {
      json: {
        models: [
          {
            type: 'llm',
            key: 'a',
            display_name: 'A',
            loaded_instances: [{ config: { context_length: 8192 } }, { config: { context_length: 4096 } }],
            max_context_length: 32_768,
            capabilities: { vision: false, trained_for_tool_use: true },
          },
          { type: 'llm', key: 'b', loaded_instances: [], max_context_length: 131_072 },
          { type: 'embedding', key: 'c' },
        ],
      },
    };
    await refresh();
    assert.deepEqual(await facts(), {
      a: { displayName: 'A', contextWindow: 4096, tools: true, vision: false },
      b: { contextWindow: 131_072 },
    });
    await admin.done(admin.delete('/api/platforms/up'));
    await add('lmstudio');
    answers['GET /api/v1/models'] = { json: { error: 'Unexpected endpoint or method. (GET /api/v1/models)' } };
    answers['GET /api/v0/models'] = {
      json: {
        data: [
          { id: 'a', type: 'vlm', state: 'not-loaded', max_context_length: 32_768 },
          { id: 'b', type: 'llm', state: 'loaded', max_context_length: 131_072, loaded_context_length: 4096 },
          { id: 'c', type: 'embeddings' },
        ],
      },
    };
    await refresh();
    assert.deepEqual(await facts(), {
      a: { contextWindow: 32_768, vision: true },
      b: { contextWindow: 4096, vision: false },
    });
    await admin.done(admin.delete('/api/platforms/up'));
    await add('openrouter', { base_url: `${platform.origin}/api/v1` });
    const model = {
      id: 'x/y',
      name: 'X: Y',
      context_length: 1000,
      architecture: { input_modalities: ['text', 'image'] },
      top_provider: { max_completion_tokens: 100 },
      pricing: { prompt: '0.0000008', completion: '0.000004', input_cache_read: '-1' },
      supported_parameters: ['tools', 'temperature'],
    };
    answers['GET /api/v1/models'] = {
      json: { data: [model, { id: 'draws', architecture: { output_modalities: ['image'] } }] },
    };
    await refresh();
    assert.deepEqual((await facts())['x/y'], {
      displayName: 'X: Y',
      contextWindow: 1000,
      maxOutputTokens: 100,
      tools: true,
      thinking: false,
      vision: true,
      price: { input: 0.8, output: 4, cacheRead: null, cacheWrite: null },
      priceSource: 'openrouter',
    });
  });
});

describe('the connection test', () => {
  test('names what was reached, and with a chat what the model said', async () => {
    await add('openai-compatible');
    answers['GET /v1/models'] = list('a', 'b');
    answers['POST /v1/chat/completions'] = completion({ text: '你好' });
    const quick = await admin.done(admin.post('/api/platforms/up/test'));
    assert.deepEqual([quick.ok, quick.models, quick.chat], [true, ['a', 'b'], null]);
    assert.deepEqual([quick.list.url, quick.list.message], [`${platform.origin}/v1`, 'It lists 2 models.']);
    assert.equal(typeof quick.list.milliseconds, 'number');
    assert.equal(platform.requests.length, 0, 'no chat without being asked');
    const full = await admin.done(admin.post('/api/platforms/up/test', { chat: true, model: 'b' }));
    assert.equal(full.chat.message, 'b answered "你好".');
    const { body } = await platform.request();
    assert.deepEqual([body?.model, body?.max_tokens], ['b', 1]);
    const { results } = await admin.done(admin.get('/api/platforms/test'));
    assert.deepEqual([results.length, results[0].platform, results[0].ok], [1, 'up', true]);
  });

  test("tells the platform's own words and what to do", async () => {
    await add('openai-compatible');
    for (const [reply, message, advice] of [
      [
        { status: 401, json: { error: { message: `Bad key ${SECRET}` } } },
        /^Bad key \[secret\]$/,
        /Give the platform another/,
      ],
      [{ status: 402, json: { error: { message: 'Insufficient balance' } } }, /Insufficient balance/, /Top it up/],
      [{ status: 404, text: 'not here' }, /not here/, /\/v1 at the end/],
      [{ status: 301, headers: { location: '/x' } }, /./, /follows none/],
      [{ text: 'hello' }, /something else than JSON/, /address of an API/],
      [{ fate: 'reset' as const }, /./, /mixed up|in time/],
    ] as const) {
      answers['GET /v1/models'] = reply as ScriptedReply;
      const { ok, list: step } = await admin.done(admin.post('/api/platforms/up/test'));
      assert.equal(ok, false);
      assert.match(step.message, message);
      assert.match(step.advice, advice);
    }
    answers['GET /v1/models'] = list('a');
    answers['POST /v1/chat/completions'] = { status: 400, json: { error: { message: 'no such parameter' } } };
    const chat = await admin.done(admin.post('/api/platforms/up/test', { chat: true }));
    assert.deepEqual([chat.ok, chat.list.ok, chat.chat.status], [false, true, 400]);
    assert.match(chat.chat.message, /no such parameter/);
    assert.ok(!admin.seen.includes(SECRET));
  });

  test('of a server that does not run, or whose name does not exist', async () => {
    const settings = { base_url: `http://127.0.0.1:${await freePort()}` };
    await admin.done(admin.post('/api/platforms', { id: 'off', type: 'ollama', settings }));
    const off = await admin.done(admin.post('/api/platforms/off/test'));
    assert.deepEqual([off.list.status, off.list.ok], [null, false]);
    assert.match(off.list.advice, /Start Ollama/);
    await admin.done(admin.patch('/api/platforms/off', { settings: { base_url: 'http://redwolf.invalid' } }));
    assert.match((await admin.done(admin.post('/api/platforms/off/test'))).list.advice, /cannot be resolved/);
    assert.equal((await admin.post('/api/platforms/nobody/test')).status, 404);
  });
});

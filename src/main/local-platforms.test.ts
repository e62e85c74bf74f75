import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { type FakeExchange, FakeUpstream } from '../../test/support/fake-upstream.ts';
import type { PlatformConfig } from '../config/config.ts';
import { Secret } from '../lib/secret.ts';
import { PLATFORMS } from '../platforms/index.ts';
import { findLocalPlatforms, withLocalModels } from './local-platforms.ts';

let clock: FakeClock;
let upstream: FakeUpstream;

beforeEach(() => {
  clock = new FakeClock();
  upstream = new FakeUpstream();
});

/** Answers for the platforms of these ids; nobody is there at the others. */
function play(answers: Readonly<Record<string, (exchange: FakeExchange) => void>>): void {
  upstream.onSend = (exchange) => {
    const answer = answers[exchange.request.platform];
    if (answer === undefined) exchange.fail('ECONNREFUSED');
    else answer(exchange);
  };
}

/** What Ollama says of every model. */
const SHOWN = {
  capabilities: ['completion', 'tools'],
  model_info: { 'general.architecture': 'q', 'q.context_length': 40_960 },
};

/** LM Studio and the like. */
function lists(...ids: readonly unknown[]): (exchange: FakeExchange) => void {
  return (exchange) => exchange.reply(200, { data: ids.map((id) => ({ id })) });
}

function ollamaHas(...names: readonly string[]): (exchange: FakeExchange) => void {
  return (exchange) => {
    const isList = exchange.request.path === '/api/tags';
    if (isList) exchange.reply(200, { models: names.map((name) => ({ name, model: name })) });
    else if (/embed/.test(exchange.request.body.toString())) exchange.reply(200, { capabilities: ['embedding'] });
    else exchange.reply(200, SHOWN);
  };
}

function names(configs: readonly PlatformConfig[]): string[] {
  return configs.map(({ id, models }) => `${id}: ${models.map((model) => model.id).join(' ')}`);
}

describe('without any platform', () => {
  test('those on this machine are found, with their models', async () => {
    play({ ollama: ollamaHas('qwen3:4b', 'llama3.2:1b'), lmstudio: lists('gemma') });
    const found = await findLocalPlatforms(PLATFORMS, upstream, clock);
    assert.deepEqual(names(found).sort(), ['lmstudio: gemma', 'ollama: qwen3:4b llama3.2:1b']);
  });

  test('one that has no models is none', async () => {
    play({ ollama: ollamaHas(), lmstudio: lists('gemma') });
    assert.deepEqual(names(await findLocalPlatforms(PLATFORMS, upstream, clock)), ['lmstudio: gemma']);
  });

  test('and nobody there: the demo', async () => {
    play({});
    assert.deepEqual(names(await findLocalPlatforms(PLATFORMS, upstream, clock)), ['demo: demo']);
    assert.ok(upstream.sent.every(({ request }) => request.platform !== 'demo'));
    assert.equal(clock.waiting, 0);
  });

  test('and somebody there who says nothing: the demo, after a second', async () => {
    const found = findLocalPlatforms(PLATFORMS, upstream, clock);
    await new Promise<void>((resolve) => setImmediate(resolve));
    clock.advance(1_000);
    assert.deepEqual(names(await found), ['demo: demo']);
    assert.ok(upstream.sent.length > 0 && upstream.sent.every(({ isAborted }) => isAborted));
  });

  for (const [name, answer] of [
    ['no JSON', (exchange: FakeExchange) => exchange.head().data('<html>').end()],
    ['null', (exchange: FakeExchange) => exchange.reply(200, null)],
    ['a list', (exchange: FakeExchange) => exchange.reply(200, ['m'])],
    ['data that is no list', (exchange: FakeExchange) => exchange.reply(200, { data: { id: 'm' } })],
    ['models without names', (exchange: FakeExchange) => exchange.reply(200, { data: [null, {}, { id: 7 }, 'm'] })],
  ] as const) {
    test(`and somebody there who answers with ${name}: the demo`, async () => {
      play({ ollama: answer, lmstudio: answer });
      assert.deepEqual(names(await findLocalPlatforms(PLATFORMS, upstream, clock)), ['demo: demo']);
    });
  }
});

test('models that only embed are none', async () => {
  play({ ollama: ollamaHas('nomic-embed-text'), lmstudio: lists('text-Embedding-3') });
  assert.deepEqual(names(await findLocalPlatforms(PLATFORMS, upstream, clock)), ['demo: demo']);
});

describe('platforms of the configuration', () => {
  const config: PlatformConfig = {
    id: 'mine',
    type: 'ollama',
    baseUrl: 'http://127.0.0.1:9',
    baseUrls: {},
    apiKeys: [],
    auth: 'key',
    models: [],
    timeouts: {},
  };

  test('that are local get the models that they have, from where they are', async () => {
    play({ mine: ollamaHas('m') });
    assert.deepEqual(names(await withLocalModels([config], PLATFORMS, upstream, clock)), ['mine: m']);
    assert.equal(upstream.last.request.origin, 'http://127.0.0.1:9');
    assert.deepEqual(
      upstream.sent.map(({ request }) => request.path),
      ['/api/tags', '/api/show'],
    );
  });

  test('that are asked with their key, and by their own API whatever address is known', async () => {
    play({ mine: ollamaHas('m') });
    const cloud = { ...config, baseUrl: 'https://example.com/v1', apiKeys: [{ key: new Secret('k') }] };
    await withLocalModels([cloud], PLATFORMS, upstream, clock);
    assert.equal(upstream.last.request.path, '/api/show');
    assert.equal(upstream.last.request.headers['authorization'], 'Bearer k');
  });

  test('that are local say what they know of their models, and what is configured holds', async () => {
    play({ mine: ollamaHas('chosen:latest', 'other') });
    const models = [{ id: 'chosen', contextWindow: 16_384 }, { id: 'gone' }];
    const [found] = await withLocalModels([{ ...config, models }], PLATFORMS, upstream, clock);
    const facts = { contextWindow: 40_960, tools: true, vision: false, thinking: false };
    assert.deepEqual(found?.models, [{ ...facts, id: 'chosen', contextWindow: 16_384 }, { id: 'gone' }]);
  });

  test('keep the models that are configured, and those elsewhere are not asked', async () => {
    const configs = [
      { ...config, models: [{ id: 'chosen' }] },
      { ...config, id: 'far', type: 'openai-compatible' },
    ];
    play({ mine: ollamaHas('other') });
    assert.deepEqual(names(await withLocalModels(configs, PLATFORMS, upstream, clock)), ['mine: chosen', 'far: ']);
    assert.ok(upstream.sent.every(({ request }) => request.platform === 'mine'));
  });

  test('that do not answer have no models, and are kept', async () => {
    play({});
    assert.deepEqual(names(await withLocalModels([config], PLATFORMS, upstream, clock)), ['mine: ']);
  });
});

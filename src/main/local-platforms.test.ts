import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { type FakeExchange, FakeUpstream } from '../../test/support/fake-upstream.ts';
import type { PlatformConfig } from '../config/config.ts';
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

function lists(...ids: readonly unknown[]): (exchange: FakeExchange) => void {
  return (exchange) => exchange.reply(200, { data: ids.map((id) => ({ id })) });
}

function names(configs: readonly PlatformConfig[]): string[] {
  return configs.map(({ id, models }) => `${id}: ${models.map((model) => model.id).join(' ')}`);
}

describe('without any platform', () => {
  test('those on this machine are found, with their models', async () => {
    play({ ollama: lists('qwen3:4b', 'llama3.2:1b'), lmstudio: lists('gemma') });
    const found = await findLocalPlatforms(PLATFORMS, upstream, clock);
    assert.deepEqual(names(found).sort(), ['lmstudio: gemma', 'ollama: qwen3:4b llama3.2:1b']);
  });

  test('one that has no models is none', async () => {
    play({ ollama: lists(), lmstudio: lists('gemma') });
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
    ['models that only embed', lists('nomic-embed-text', 'text-Embedding-3')],
  ] as const) {
    test(`and somebody there who answers with ${name}: the demo`, async () => {
      play({ ollama: answer, lmstudio: answer });
      assert.deepEqual(names(await findLocalPlatforms(PLATFORMS, upstream, clock)), ['demo: demo']);
    });
  }
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
    play({ mine: lists('m') });
    assert.deepEqual(names(await withLocalModels([config], PLATFORMS, upstream, clock)), ['mine: m']);
    assert.equal(upstream.last.request.origin, 'http://127.0.0.1:9');
    assert.equal(upstream.last.request.path, '/v1/models');
  });

  test('keep the models that are configured, and those elsewhere are not asked', async () => {
    const configs = [
      { ...config, models: [{ id: 'chosen' }] },
      { ...config, id: 'far', type: 'openai-compatible' },
    ];
    assert.deepEqual(names(await withLocalModels(configs, PLATFORMS, upstream, clock)), ['mine: chosen', 'far: ']);
    assert.equal(upstream.sent.length, 0);
  });

  test('that do not answer have no models, and are kept', async () => {
    play({});
    assert.deepEqual(names(await withLocalModels([config], PLATFORMS, upstream, clock)), ['mine: ']);
  });
});

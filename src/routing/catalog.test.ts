import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { upstreamOf } from '../../test/support/gateway-parts.ts';
import type { PlatformConfig } from '../config/config.ts';
import { CLOUD_TIMEOUTS, type Platform } from '../platforms/platform.ts';
import { Catalog, factsOf, makeUpstream, refName } from './catalog.ts';

const catalog = new Catalog([
  upstreamOf('a', { models: ['m', 'shared', 'llama3.2:1b'] }),
  upstreamOf('b', { models: ['n', 'shared', 'a:m'] }),
]);

describe('a name in the configuration', () => {
  for (const [name, meaning] of [
    ['a:m', 'a:m'],
    ['a:not-listed', 'a:not-listed'],
    ['m', 'a:m'],
    ['llama3.2:1b', 'a:llama3.2:1b'],
    ['a:llama3.2:1b', 'a:llama3.2:1b'],
    ['shared', 'ambiguous: a:shared, b:shared'],
    ['nobody', 'unknown'],
    ['c:m', 'unknown'],
    ['', 'unknown'],
    ['a:', 'unknown'],
    ['constructor', 'unknown'],
  ] as const) {
    test(`${JSON.stringify(name)}: ${meaning}`, () => {
      const found = catalog.resolve(name);
      if (found.kind === 'found') assert.equal(refName(found.ref), meaning);
      else if (found.kind === 'ambiguous') assert.equal(`ambiguous: ${found.candidates.join(', ')}`, meaning);
      else assert.equal(found.kind, meaning);
    });
  }
});

test('the models are those of all platforms, in order', () => {
  assert.deepEqual(catalog.models().map(refName), ['a:m', 'a:shared', 'a:llama3.2:1b', 'b:n', 'b:shared', 'b:a:m']);
});

describe('a platform that speaks two protocols', () => {
  const platform: Platform = {
    type: 'two',
    name: 'Two',
    protocols: [
      { protocol: 'openai-chat', baseUrl: 'https://two.example/v1', auth: 'bearer' },
      { protocol: 'anthropic-messages', baseUrl: 'https://two.example/anthropic', auth: 'x-api-key' },
    ],
    needsKey: true,
    isLocal: false,
    timeouts: CLOUD_TIMEOUTS,
    maxOutputTokens: (model) => (model === 'known' ? 100 : undefined),
    sources: [],
  };
  const config: PlatformConfig = {
    id: 'x',
    type: 'two',
    baseUrls: {},
    apiKeys: [],
    auth: 'key',
    models: [{ id: 'known' }, { id: 'configured', maxOutputTokens: 7 }],
    timeouts: {},
  };

  function addresses(fields: Partial<PlatformConfig>): string[] {
    return makeUpstream({ ...config, ...fields }, platform).channels.map(
      ({ protocol, url }) => `${protocol} ${url.origin}${url.path}`,
    );
  }

  test('has its own addresses, its first protocol first', () => {
    assert.deepEqual(addresses({}), [
      'openai-chat https://two.example/v1/chat/completions',
      'anthropic-messages https://two.example/anthropic/v1/messages',
    ]);
  });

  test('is asked at a given address in its first protocol alone: the public one must not bypass it', () => {
    assert.deepEqual(addresses({ baseUrl: 'http://10.0.0.1/v1' }), ['openai-chat http://10.0.0.1/v1/chat/completions']);
  });

  test('is asked in the protocols that are given an address, and in no other', () => {
    const baseUrls = { 'anthropic-messages': 'http://10.0.0.1' };
    assert.deepEqual(addresses({ baseUrls }), ['anthropic-messages http://10.0.0.1/v1/messages']);
    assert.deepEqual(addresses({ baseUrls, baseUrl: 'http://10.0.0.2' }), [
      'openai-chat http://10.0.0.2/v1/chat/completions',
      'anthropic-messages http://10.0.0.1/v1/messages',
    ]);
  });

  test('without any address is a mistake of ours', () => {
    const nowhere = { ...platform, protocols: [{ protocol: 'openai-chat', auth: 'bearer' }] } as const;
    assert.throws(() => makeUpstream(config, nowhere), /x has no address/);
  });

  test('knows the output limits: as configured, else as documented', () => {
    const upstream = makeUpstream(config, platform);
    assert.equal(factsOf({ upstream, model: 'configured' }).maxOutputTokens, 7);
    assert.equal(factsOf({ upstream, model: 'known' }).maxOutputTokens, 100);
    assert.equal(factsOf({ upstream, model: 'other' }).maxOutputTokens, undefined);
  });

  test('has its own timeouts but for those that are configured', () => {
    const { timeouts } = makeUpstream({ ...config, timeouts: { idle: 5 } }, platform);
    assert.deepEqual(timeouts, { ...CLOUD_TIMEOUTS, idle: 5 });
  });
});

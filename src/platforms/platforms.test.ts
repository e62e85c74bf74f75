/** Every description by itself, and what is asked of some of their models. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Secret } from '../lib/secret.ts';
import type { Quirks } from '../protocols/quirks.ts';
import { makeUpstream } from '../routing/catalog.ts';
import { PLATFORMS } from './index.ts';
import { quirksFor } from './platform.ts';

const ALL = [...PLATFORMS.values()];

function quirksOf(type: string, model: string): Quirks {
  const protocol = PLATFORMS.get(type)?.protocols[0];
  assert.ok(protocol);
  return quirksFor(protocol, model);
}

describe('every platform', () => {
  for (const { type, protocols, sources, isLocal } of ALL) {
    it(`${type} says where it was looked up, and lives where it says`, () => {
      assert.ok(sources.length > 0);
      for (const { baseUrl } of protocols) {
        if (baseUrl === undefined || type === 'demo') continue;
        assert.equal(new URL(baseUrl).protocol, isLocal ? 'http:' : 'https:');
        assert.ok(!baseUrl.endsWith('/'), baseUrl);
      }
      const spoken = protocols.map(({ protocol }) => protocol);
      assert.deepEqual(spoken, [...new Set(spoken)]);
    });
  }
});

/** A model, and how thinking is asked of it. */
const THINKING: readonly (readonly [string, string, string | undefined])[] = [
  ['moonshot', 'kimi-k2.6', 'thinking-object'],
  ['moonshot-intl', 'kimi-k3', 'always'],
  ['moonshot', 'kimi-k2.7-code', 'none'],
  ['moonshot', 'kimi-k2-thinking', 'none'],
  ['moonshot', 'kimi-k2-0905-preview', 'none'],
  ['xai', 'grok-4-0709', 'none'],
  ['xai', 'grok-code-fast-1', 'none'],
  ['xai', 'grok-4.20-0309-reasoning', 'none'],
  ['xai', 'grok-4.20-multi-agent-0309', 'effort'],
  ['xai', 'grok-4.3', 'think'],
  ['xai', 'grok-4.6', 'effort'],
  ['xai', 'grok-3', 'none'],
  ['xai', 'grok-3-mini', 'effort'],
  ['groq', 'openai/gpt-oss-120b', 'always'],
  ['groq', 'qwen/qwen3-32b', 'think'],
  ['groq', 'llama-3.3-70b-versatile', 'none'],
  ['gemini', 'gemini-2.5-flash', 'think'],
  ['gemini', 'models/gemini-2.5-flash-lite', 'think'],
  ['gemini', 'gemini-2.5-pro', undefined],
  ['openai', 'gpt-4.1-mini', 'none'],
  ['openai', 'ft:gpt-4o-mini:acme', 'none'],
  ['openai', 'gpt-5.2-chat-latest', 'none'],
  ['openai', 'gpt-5.2', undefined],
  ['zai', 'glm-5.2', 'thinking-object'],
  ['zhipu', 'glm-5.3-flash', 'always'],
  ['mistral', 'mistral-small-2603', 'think'],
  ['mistral', 'magistral-medium-latest', 'none'],
  ['minimax', 'MiniMax-M2.7', 'none'],
  ['minimax-intl', 'MiniMax-M3', 'thinking-object'],
  ['siliconflow', 'Qwen/Qwen3-32B', 'enable-thinking'],
  ['siliconflow', 'Pro/zai-org/GLM-5', 'enable-thinking'],
  ['siliconflow', 'Qwen/Qwen3-Coder-480B-A35B-Instruct', 'none'],
  ['siliconflow-intl', 'deepseek-ai/DeepSeek-R1', 'none'],
];

describe('quirks of a model', () => {
  for (const [type, model, thinking] of THINKING) {
    it(`${type} ${model}: ${thinking}`, () => assert.equal(quirksOf(type, model).thinking, thinking));
  }

  it('stand beside those of the platform', () => {
    assert.deepEqual(quirksOf('xai', 'grok-4.6').refusedFields?.[0], 'stop');
    assert.deepEqual(quirksOf('xai', 'grok-3').refusedFields, []);
    assert.ok(quirksOf('gemini', 'gemini-3-pro-preview').toolCallStandIn);
    assert.equal(quirksOf('gemini', 'gemini-2.5-pro').toolCallStandIn, undefined);
  });
});

describe('models that one protocol alone serves', () => {
  const alone = PLATFORMS.get('openai')?.protocols[1]?.servesAlone;
  for (const [model, isAlone] of [
    ['gpt-5.4', true],
    ['gpt-5.10-mini', true],
    ['gpt-6', true],
    ['gpt-5.3-codex', true],
    ['codex-mini-latest', true],
    ['gpt-5-pro', true],
    ['o3-pro', true],
    ['my-gpt-5.6-deployment', true],
    ['gpt-5.2', false],
    ['gpt-5-mini', false],
    ['gpt-5.4-chat-latest', false],
    ['gpt-4.1', false],
    ['o3', false],
  ] as const) {
    it(`${model}: ${isAlone}`, () => assert.equal(alone?.test(model), isAlone));
  }
});

describe('output limits', () => {
  it('of GLM', () => {
    const limit = (model: string) => PLATFORMS.get('zai')?.maxOutputTokens?.(model);
    assert.deepEqual(['glm-4.5-air', 'glm-4.6', 'glm-5.2', 'other'].map(limit), [98_304, 131_072, 131_072, undefined]);
  });
});

describe('an address without a path', () => {
  const path = (baseUrl: string) => {
    const azure = PLATFORMS.get('azure-openai');
    assert.ok(azure);
    const fields = { id: 'a', type: 'azure-openai', baseUrls: {}, models: [], timeouts: {}, auth: 'key' } as const;
    return makeUpstream({ ...fields, baseUrl, apiKeys: [{ key: new Secret('k') }] }, azure).channels[0].url.path;
  };

  it('gets the one that the platform has everywhere', () => {
    assert.equal(path('https://mine.openai.azure.com'), '/openai/v1/chat/completions');
    assert.equal(path('https://mine.openai.azure.com/openai/v1'), '/openai/v1/chat/completions');
  });

  it('is that of a protocol which shares it, too', () => {
    const openai = PLATFORMS.get('openai');
    assert.ok(openai);
    const fields = { id: 'o', type: 'openai', models: [], timeouts: {}, auth: 'key', apiKeys: [] } as const;
    const paths = (config: object) =>
      makeUpstream({ ...fields, baseUrls: {}, ...config }, openai).channels.map(({ url }) => url.origin + url.path);
    const both = ['https://proxy.example/v1/chat/completions', 'https://proxy.example/v1/responses'];
    assert.deepEqual(paths({ baseUrl: 'https://proxy.example' }), both);
    assert.deepEqual(paths({ baseUrls: { 'openai-chat': 'https://proxy.example/v1' } }), both);
  });

  it('is not touched where it has one', () => {
    assert.equal(path('https://proxy.example/azure/openai/v1'), '/azure/openai/v1/chat/completions');
  });
});

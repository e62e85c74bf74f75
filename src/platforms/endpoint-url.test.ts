import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ProtocolId } from '../turn/request.ts';
import { endpointUrl } from './endpoint-url.ts';

const CASES: readonly (readonly [ProtocolId, string, string])[] = [
  ['openai-chat', 'http://127.0.0.1:11434', '/v1/chat/completions'],
  ['openai-chat', 'http://127.0.0.1:11434/', '/v1/chat/completions'],
  ['openai-chat', 'https://api.openai.com/v1', '/v1/chat/completions'],
  ['openai-chat', 'https://api.openai.com/v1/', '/v1/chat/completions'],
  ['openai-chat', 'https://open.bigmodel.cn/api/paas/v4', '/api/paas/v4/chat/completions'],
  ['openai-chat', 'https://generativelanguage.googleapis.com/v1beta/openai', '/v1beta/openai/chat/completions'],
  ['openai-chat', 'https://example.com/v1/chat/completions', '/v1/chat/completions'],
  ['anthropic-messages', 'https://api.anthropic.com', '/v1/messages'],
  ['anthropic-messages', 'https://api.anthropic.com/v1', '/v1/messages'],
  ['anthropic-messages', 'https://dashscope.aliyuncs.com/apps/anthropic', '/apps/anthropic/v1/messages'],
  [
    'anthropic-messages',
    'https://dashscope.aliyuncs.com/api/v2/apps/claude-code-proxy',
    '/api/v2/apps/claude-code-proxy/v1/messages',
  ],
  ['anthropic-messages', 'https://example.com/v1/messages', '/v1/messages'],
  ['ollama-chat', 'http://127.0.0.1:11434', '/api/chat'],
  ['ollama-chat', 'http://127.0.0.1:11434/', '/api/chat'],
  ['ollama-chat', 'http://127.0.0.1:11434/v1', '/api/chat'],
  ['ollama-chat', 'https://ollama.com/api', '/api/chat'],
  ['ollama-chat', 'https://ollama.com/api/chat', '/api/chat'],
  ['ollama-chat', 'https://example.com/ollama/v1/', '/ollama/api/chat'],
];

for (const [protocol, baseUrl, path] of CASES) {
  test(`${protocol} below ${baseUrl}`, () => assert.equal(endpointUrl(protocol, baseUrl).path, path));
}

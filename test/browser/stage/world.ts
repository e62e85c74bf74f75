/** A life for the stage: platforms, models with prices, scenes, keys, users, and calls as coding agents make them. */

import { send } from '../../support/http-client.ts';
import { OVERLOADED } from './platform-script.ts';
import type { Stage } from './stage.ts';

export const SESSION_A = '5f0c2a52-31a7-4c40-9d0c-8f3b61d1f0a1';
const SESSION_B = '0b1d7c11-6a3e-4c7e-8f54-2f3f3c1f9e77';

const TOOLS = [
  {
    name: 'Read',
    description: 'Reads a file.',
    input_schema: { type: 'object', properties: { file_path: { type: 'string' } } },
  },
  {
    name: 'Bash',
    description: 'Runs a command.',
    input_schema: { type: 'object', properties: { command: { type: 'string' } } },
  },
];

const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==';

/** Fills the stage. The calls are made one after another, so that their order is known. */
export async function fillStage(stage: Stage): Promise<void> {
  await addPlatforms(stage);
  await stage.admin.send('PATCH', '/api/routing', {
    mode: 'smart_routing',
    modelPriorityList: ['anthropic:claude-opus-5-5', 'dashscope:qwen3-coder-plus', 'dashscope:qwen-turbo'],
    version: (await stage.admin.send<{ version: number }>('GET', '/api/routing')).version,
  });
  await stage.admin.send('POST', '/api/users', { name: 'mei', role: 'member' });
  await stage.admin.send('POST', '/api/users', { name: 'observer', role: 'viewer' });
  const laptop = await makeKey(stage, 'laptop');
  const ci = await makeKey(stage, 'ci-builds', { budget: { tokensPerDay: 2_000_000 } });
  await makeCalls(stage, laptop, ci);
}

async function addPlatforms({ admin, platform }: Stage): Promise<void> {
  const credentials = [{ key: 'sk-test-of-a-platform-0001', name: 'main' }];
  const models = (...ids: string[]) => ids;
  await admin.send('POST', '/api/platforms', {
    id: 'anthropic',
    type: 'anthropic-compatible',
    settings: { base_url: platform.origin, models: models('claude-opus-5-5', 'claude-haiku-5', OVERLOADED) },
    credentials,
  });
  await admin.send('POST', '/api/platforms', {
    id: 'dashscope',
    type: 'openai-compatible',
    settings: { base_url: `${platform.origin}/v1`, models: models('qwen3-coder-plus', 'qwen3-max', 'qwen-turbo') },
    credentials,
  });
  await admin.send('POST', '/api/platforms', { id: 'ollama', type: 'ollama', enabled: false });
}

async function makeKey({ admin }: Stage, name: string, more: object = {}): Promise<string> {
  const { secret } = await admin.send<{ secret: string }>('POST', '/api/keys', { name, ...more });
  return secret;
}

async function makeCalls(stage: Stage, laptop: string, ci: string): Promise<void> {
  const ask = (key: string, body: object, path = '/v1/messages') =>
    send(stage.origin + path, {
      headers: { 'x-api-key': key, 'user-agent': 'claude-cli/2.1.332 (external, cli)' },
      body,
    });
  await ask(
    laptop,
    claudeRequest(SESSION_A, 'claude-haiku-5', [user('Summarise in 5 words: fix the rounding in refund.ts')]),
  );
  const first = user('please read src/payment/refund.ts and fix the rounding fault in the refund total');
  await ask(laptop, claudeRequest(SESSION_A, 'claude-opus-5-5', [first]));
  const second = [first, assistantReads(), toolResult('export function total(items) { /* … */ }')];
  await ask(laptop, claudeRequest(SESSION_A, 'claude-opus-5-5', second));
  await ask(
    laptop,
    claudeRequest(SESSION_B, 'claude-opus-5-5', [
      user('解释一下 src/auth/session.ts 里的会话续期逻辑，为什么要轮换令牌？'),
    ]),
  );
  await ask(laptop, claudeRequest(SESSION_B, 'claude-opus-5-5', [user('what is wrong in this picture?', PIXEL)]));
  await ask(laptop, claudeRequest(SESSION_B, `anthropic:${OVERLOADED}`, [user('run the tests')]));
  await ask(laptop, claudeRequest(SESSION_B, 'claude-opus-5-5', []));
  const chat = {
    model: 'qwen3-max',
    messages: [{ role: 'user', content: 'write the release notes for 1.4' }],
    stream: true,
  };
  await ask(ci, chat, '/v1/chat/completions');
  await ask(ci, { ...chat, model: 'dashscope:qwen-turbo', stream: false }, '/v1/chat/completions');
}

function claudeRequest(session: string, model: string, messages: readonly object[]): object {
  return {
    model,
    max_tokens: 32_000,
    stream: true,
    system: [
      { type: 'text', text: "You are Claude Code, Anthropic's official CLI for Claude." },
      {
        type: 'text',
        text: `You help with software.\n${'Be precise and short. '.repeat(200)}`,
        cache_control: { type: 'ephemeral' },
      },
    ],
    tools: TOOLS,
    metadata: { user_id: `user_${'0'.repeat(64)}_account__session_${session}` },
    messages,
  };
}

function user(text: string, image?: string): object {
  const picture = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: image } };
  return { role: 'user', content: [...(image === undefined ? [] : [picture]), { type: 'text', text }] };
}

function assistantReads(): object {
  const input = { file_path: 'src/payment/refund.ts' };
  return { role: 'assistant', content: [{ type: 'tool_use', id: 'toolu_01', name: 'Read', input }] };
}

function toolResult(content: string): object {
  return { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'toolu_01', content }] };
}

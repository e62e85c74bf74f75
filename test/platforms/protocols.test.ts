/** In which of its protocols a platform is asked. */

import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { dialect } from '../fake-platform/dialects.ts';
import { FakePlatform } from '../fake-platform/fake-platform.ts';
import type { Redwolf } from '../support/redwolf.ts';
import { startRedwolf } from '../support/redwolf-process.ts';

const MESSAGES = [{ role: 'user', content: 'hi' }];
const SCHEMA = { type: 'object', properties: {} };
/** As coding agents ask: with tools, and thinking. */
const CLAUDE_CODE = {
  max_tokens: 999,
  messages: MESSAGES,
  tools: [{ name: 'f', input_schema: SCHEMA }],
  thinking: { type: 'adaptive' },
  output_config: { effort: 'medium' },
};
const OPENCODE = { messages: MESSAGES, tools: [{ type: 'function', function: { name: 'f', parameters: SCHEMA } }] };
const CODEX = { input: 'hi', tools: [{ type: 'function', name: 'f', parameters: SCHEMA }] };

let platform: FakePlatform;
let redwolf: Redwolf;

before(async () => {
  platform = await FakePlatform.start();
  const entry = { type: 'openai', base_url: platform.origin, api_key: 'k', models: ['m'] };
  redwolf = await startRedwolf({
    platforms: [
      { ...entry, id: 'openai' },
      { ...entry, id: 'azure', type: 'azure-openai' },
    ],
  });
});

after(async () => {
  await redwolf.stop();
  await platform.close();
});

/** Where a call arrived, which must have been answered. */
async function arrival(path: string, body: object, name: string): Promise<string | undefined> {
  platform.play((request) =>
    dialect('openai', request.path.endsWith('/responses') ? 'openai-responses' : 'openai-chat')(request),
  );
  const reply = await redwolf.send(path, { body: { ...body, model: name } });
  assert.equal(reply.status, 200, reply.text);
  assert.match(reply.text, /hello/);
  assert.equal(platform.requests.length, 1);
  return platform.requests[0]?.path;
}

it("OpenAI's newest models, to which the chat API refuses tools, are asked by the Responses API", async () => {
  for (const [path, body] of [
    ['/v1/messages', CLAUDE_CODE],
    ['/v1/chat/completions', OPENCODE],
    ['/v1/responses', CODEX],
  ] as const) {
    assert.equal(await arrival(path, body, 'openai:gpt-5.6'), '/v1/responses');
    assert.equal(await arrival(path, body, 'azure:gpt-5.4'), '/openai/v1/responses');
  }
});

it('other models are asked as the client asks, and else by the chat API', async () => {
  assert.equal(await arrival('/v1/messages', CLAUDE_CODE, 'openai:gpt-4.1'), '/v1/chat/completions');
  assert.equal(await arrival('/v1/chat/completions', OPENCODE, 'openai:gpt-5.2'), '/v1/chat/completions');
  assert.equal(await arrival('/v1/responses', CODEX, 'openai:gpt-5.2'), '/v1/responses');
});

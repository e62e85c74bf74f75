/** How near `count_tokens` comes to a real tokenizer, once platforms have reported what they counted. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { encode as cl100k } from 'gpt-tokenizer/encoding/cl100k_base';
import { encode as o200k } from 'gpt-tokenizer/encoding/o200k_base';
import { FakePlatform, type RecordedRequest } from '../fake-platform/fake-platform.ts';
import { answer, usage } from '../fake-platform/openai-replies.ts';
import { textOf } from '../support/openai-rules.ts';
import type { Redwolf } from '../support/redwolf.ts';
import { RedwolfHost } from '../support/redwolf-host.ts';
import { user } from '../support/request-parts.ts';
import type { UpstreamBody } from '../support/wire.ts';

type Tokenizer = (text: string) => readonly number[];

/** The platform's models, and the vocabulary of each. */
const TOKENIZERS: Readonly<Record<string, Tokenizer>> = { 'with-o200k': o200k, 'with-cl100k': cl100k };
const CALLS = 20;

const host = new RedwolfHost();
let platform: FakePlatform;
let redwolf: Redwolf;

before(async () => {
  platform = await FakePlatform.start((request) =>
    answer({ text: 'Yes.', usage: usage(countOf(request.body), 2) })(request),
  );
  redwolf = await host.start({
    platforms: [
      {
        id: 'chat',
        type: 'openai-compatible',
        base_url: `${platform.origin}/v1`,
        api_key: 'key-of-the-platform',
        models: [...Object.keys(TOKENIZERS), { id: 'small', context_window: 50_000 }],
      },
    ],
  });
});

after(async () => {
  await redwolf.stop();
  await platform.close();
  host.stop();
});

function text(name: string): string {
  return readFileSync(new URL(`../fixtures/texts/${name}.txt`, import.meta.url), 'utf8');
}

/** What the platform counts: its own tokenizer over all that it gets, and a little for each message. */
function countOf(body: UpstreamBody = {}): number {
  const encode = TOKENIZERS[body.model ?? ''] ?? o200k;
  const texts = (body.messages ?? []).flatMap((message) => [
    textOf(message.content),
    ...(message.tool_calls ?? []).map((call) => `${call.function?.name} ${call.function?.arguments}`),
  ]);
  const tools = body.tools === undefined ? '' : JSON.stringify(body.tools);
  return [...texts, tools].reduce((sum, each) => sum + encode(each).length, 4 * texts.length);
}

const TOOLS = ['Read', 'Write', 'Bash', 'Grep', 'WebFetch'].map((name) => ({
  name,
  description: `${name} works on the files of the user's project. Give absolute paths; the result is text, with line numbers where there are lines. It fails if the path does not exist, and says so.`,
  input_schema: {
    type: 'object',
    properties: {
      file_path: { type: 'string', description: 'The absolute path of the file' },
      limit: { type: 'integer', minimum: 1, description: 'How many lines at most' },
      pattern: { type: 'string', description: 'A regular expression' },
    },
    required: ['file_path'],
    additionalProperties: false,
  },
}));

/** A piece of one of the texts; which one depends on the call. */
function piece(name: string, call: number, length: number): string {
  const whole = text(name);
  const from = (call * 997) % Math.max(1, whole.length - length);
  return whole.slice(from, from + length);
}

/** Requests as agents send them: a system prompt, tools, and a conversation in which languages and code mix. */
function agentRequest(model: string, call: number): object {
  const english = piece('english-learned', call, 1_500);
  const chinese = piece('chinese-learned', call, 400 + (call % 4) * 200);
  const file = piece(call % 4 === 3 ? 'chinese-document' : 'code-learned', call, 1_000 + (call % 5) * 500);
  const said = [english, chinese, `${chinese}\n${english}`][call % 3] ?? english;
  return {
    model: `chat:${model}`,
    max_tokens: 100,
    system: text('english-learned').slice(0, 3_000),
    tools: TOOLS,
    messages: [
      user(said),
      {
        role: 'assistant',
        content: [
          { type: 'text', text: 'I read the file.' },
          { type: 'tool_use', id: `toolu_${call}`, name: 'Read', input: { file_path: `/src/file-${call}.ts` } },
        ],
      },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: `toolu_${call}`, content: file }] },
    ],
  };
}

async function ask(path: string, body: object, headers: Record<string, string> = {}): Promise<number | undefined> {
  const reply = await redwolf.send(path, { body, headers: { 'anthropic-version': '2023-06-01', ...headers } });
  assert.equal(reply.status, 200, reply.text);
  return Object(reply.json).input_tokens;
}

function lastRequest(): RecordedRequest {
  return platform.requests.at(-1) ?? assert.fail();
}

/** How much more than the truth `count_tokens` says: 0.05 is 5 % more. */
async function excessOf(body: object): Promise<number> {
  const said = (await ask('/v1/messages/count_tokens', body)) ?? 0;
  await ask('/v1/messages', body);
  return said / countOf(lastRequest().body) - 1;
}

describe('count_tokens', () => {
  for (const model of Object.keys(TOKENIZERS)) {
    test(`is 0 to 10 % above the truth after ${CALLS} calls of a model ${model}`, async (t) => {
      for (let call = 0; call < CALLS; call++) await ask('/v1/messages', agentRequest(model, call));
      for (const kind of ['chinese', 'english', 'code']) {
        const body = { model: `chat:${model}`, max_tokens: 100, messages: [user(text(`${kind}-asked`))] };
        const excess = await excessOf(body);
        t.diagnostic(`${kind}: ${(excess * 100).toFixed(1)} % above ${countOf(lastRequest().body)} tokens`);
        assert.ok(excess >= 0 && excess <= 0.1, `${kind}: ${excess}`);
      }
      const excess = await excessOf(agentRequest(model, CALLS));
      t.diagnostic(`an agent's request: ${(excess * 100).toFixed(1)} %`);
      assert.ok(excess >= 0 && excess <= 0.1, `agent: ${excess}`);
    });
  }

  test('leans to the high side before anything was learned', async () => {
    for (const kind of ['chinese', 'english', 'code']) {
      const excess = await excessOf({ model: 'chat:small', max_tokens: 9, messages: [user(text(`${kind}-asked`))] });
      assert.ok(excess >= 0 && excess <= 0.7, `${kind}: ${excess}`);
    }
  });

  test('tells Claude Code the part of its window that is in use, where the real one is smaller', async () => {
    const count = (model: string, headers = {}) =>
      ask('/v1/messages/count_tokens', { model, messages: [user('word '.repeat(1_000))] }, headers);
    const cli = { 'user-agent': 'claude-cli/2.1.330 (external, cli)' };
    const truth = (await count('chat:small')) ?? 0;
    assert.equal(await count('chat:small', cli), truth * 20);
    const large = { ...cli, 'anthropic-beta': 'context-1m-2025-08-07' };
    assert.equal(await count('claude-sonnet-5', cli), await count('claude-sonnet-5'));
    assert.equal(await count('chat:small', large), truth * 20);
  });
});

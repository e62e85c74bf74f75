/** A platform that speaks OpenAI's Responses API: relayed to clients of the same, converted for all others. */

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import Anthropic from '@anthropic-ai/sdk';
import type OpenAI from 'openai';
import { FakePlatform, type RecordedRequest, type ScriptedReply } from '../fake-platform/fake-platform.ts';
import { fixtures } from '../fixtures/fixtures.ts';
import { CLIENT_KEY } from '../support/config-file.ts';
import { errorOf, openaiClient } from '../support/openai-sdk.ts';
import type { Redwolf } from '../support/redwolf.ts';
import { RedwolfHost } from '../support/redwolf-host.ts';
import { assistant, image, PNG, text, tool, toolResult, toolUse, user } from '../support/request-parts.ts';
import type { UpstreamBody } from '../support/wire.ts';

const host = new RedwolfHost();
let platform: FakePlatform;
let redwolf: Redwolf;
let openai: OpenAI;
let anthropic: Anthropic;

before(async () => {
  platform = await FakePlatform.start();
  redwolf = await host.start({
    platforms: [
      {
        id: 'resp',
        type: 'openai-compatible',
        base_urls: { 'openai-responses': platform.origin },
        api_key: 'k-resp',
        models: [{ id: 'gpt-5', max_output_tokens: 1000 }],
      },
    ],
    routing: { mode: 'global_direct', model_priority_list: ['resp:gpt-5'] },
  });
  openai = openaiClient(redwolf);
  anthropic = new Anthropic({ apiKey: CLIENT_KEY, baseURL: redwolf.url, maxRetries: 0 });
});

after(async () => {
  await redwolf.stop();
  host.stop();
  await platform.close();
});

function recorded(name: string, ending: '.stream.txt' | '.reply.json'): Buffer {
  const found = fixtures('openai-responses', ending).find((fixture) => fixture.name === name);
  assert.ok(found !== undefined, name);
  return found.bytes;
}

/** The bytes of a stream, each event for itself. */
function pieces(bytes: Buffer): string[] {
  return bytes.toString().split(/(?<=\n\n)/);
}

/** A recorded answer, in the form that was asked for. */
function play(stream: string, reply = stream): void {
  platform.play((request: RecordedRequest): ScriptedReply => {
    if (request.body?.stream === true) return { stream: pieces(recorded(stream, '.stream.txt')) };
    return { text: recorded(reply, '.reply.json').toString(), headers: { 'content-type': 'application/json' } };
  });
}

/** What the platform was sent. */
function sent(index = 0): Sent {
  const request = platform.requests[index];
  assert.equal(request?.path, '/v1/responses');
  assert.equal(request.headers.authorization, 'Bearer k-resp');
  const items = (request.body?.['input'] ?? []) as Record<string, unknown>[];
  return { ...request.body, items };
}

interface Sent extends UpstreamBody {
  readonly items: readonly Readonly<Record<string, unknown>>[];
}

describe('relayed', () => {
  for (const { name, bytes } of fixtures('openai-responses', '.stream.txt')) {
    if (/^(cut|failed|error-event)$/.test(name)) continue;
    test(`a stream, byte for byte: ${name}`, async () => {
      platform.play({ stream: [bytes.subarray(0, 100), bytes.subarray(100)] });
      const reply = await redwolf.send('/v1/responses', { body: { model: 'x', input: 'Hi', stream: true } });
      assert.equal(reply.status, 200, reply.text);
      assert.deepEqual(reply.raw, bytes);
    });
  }

  for (const { name, bytes } of fixtures('openai-responses', '.reply.json')) {
    test(`a reply, byte for byte: ${name}`, async () => {
      platform.play({ text: bytes.toString() });
      const reply = await redwolf.send('/v1/responses', { body: { model: 'x', input: 'Hi' } });
      assert.deepEqual(reply.raw, bytes);
    });
  }

  for (const { name, bytes } of fixtures('openai-responses', '.request.json')) {
    test(`a request, but for the model: ${name}`, async () => {
      play('text');
      const reply = await redwolf.send('/v1/responses', { body: bytes });
      assert.equal(reply.status, 200, reply.text);
      const expected = bytes.toString().replace(/("model": ?)"[^"]*"/, '$1"gpt-5"');
      assert.equal(platform.requests[0]?.raw.toString(), expected);
    });
  }

  test('previous_response_id is the platform’s own affair there', async () => {
    play('text');
    const response = await openai.responses.create({ model: 'x', input: 'Hi', previous_response_id: 'resp_1' });
    assert.equal(response.status, 'completed');
    assert.equal(sent()['previous_response_id'], 'resp_1');
  });

  test('the output limit is lowered to what the model gives', async () => {
    play('text');
    await openai.responses.create({ model: 'x', input: 'Hi', max_output_tokens: 5000 });
    assert.equal(sent()['max_output_tokens'], 1000);
  });

  test('the usage is in the row', async () => {
    play('text');
    const reply = await redwolf.send('/v1/responses', { body: { model: 'x', input: 'Hi', stream: true } });
    const call = await redwolf.waitForCall(reply.headers['x-redwolf-call-id']);
    assert.deepEqual([call.inputTokens, call.cacheReadTokens, call.outputTokens], [32, 5, 11]);
    assert.equal(call.platformProtocol, 'openai-responses');
  });

  test('a response that fails after it began is told once', async () => {
    const bytes = recorded('failed', '.stream.txt');
    platform.play({ stream: pieces(bytes) });
    const reply = await redwolf.send('/v1/responses', { body: { model: 'x', input: 'Hi', stream: true } });
    assert.deepEqual(reply.raw, bytes);
    const call = await redwolf.waitForCall(reply.headers['x-redwolf-call-id']);
    assert.equal(call.outcome, 'error');
  });

  test('a stream that breaks off ends with response.failed', async () => {
    platform.play({ stream: [recorded('cut', '.stream.txt')] });
    const reply = await redwolf.send('/v1/responses', { body: { model: 'x', input: 'Hi', stream: true } });
    assert.equal(reply.events.at(-1)?.event, 'response.failed');
  });

  test('an error that comes first is a status', async () => {
    platform.play({ stream: [recorded('error-event', '.stream.txt')] });
    const error = await errorOf(openai.responses.create({ model: 'x', input: 'Hi', stream: true }));
    assert.equal(error.status, 429);
    assert.match(error.message, /Slow down/);
  });
});

describe('for an Anthropic client', () => {
  const params = { model: 'x', max_tokens: 500, messages: [{ role: 'user' as const, content: 'Hi' }] };

  test('text, whole: nothing is stored at the platform', async () => {
    play('text');
    const message = await anthropic.messages.create({ ...params, system: 'Be brief.', ...{ temperature: 0 } });
    assert.deepEqual(message.content, [{ type: 'text', text: 'In a peaceful grove, 独角兽 👋 slept.' }]);
    assert.deepEqual([message.usage.input_tokens, message.usage.output_tokens], [36, 87]);
    const { instructions, store, include, temperature, max_output_tokens, items } = sent();
    assert.deepEqual(
      [instructions, store, include, temperature, max_output_tokens],
      ['Be brief.', false, undefined, 0, 500],
    );
    assert.deepEqual(items, [{ type: 'message', role: 'user', content: [{ type: 'input_text', text: 'Hi' }] }]);
  });

  test('a stream with text and two calls', async () => {
    play('tools');
    const message = await anthropic.messages
      .stream({ ...params, tools: [tool('f'), tool('g')] as never })
      .finalMessage();
    assert.deepEqual(
      message.content.map((block) => (block.type === 'tool_use' ? [block.name, block.input, block.id] : block.type)),
      ['text', ['f', { a: 1 }, 'call_aaaaaaaaaaaa1'], ['g', {}, 'call_aaaaaaaaaaaa2']],
    );
    assert.equal(message.stop_reason, 'tool_use');
    assert.equal(message.usage.cache_read_input_tokens, 5);
    const [first] = sent().tools as unknown as { strict: boolean }[];
    assert.equal(first?.strict, false);
  });

  test('encrypted reasoning comes back to the platform, and to no other', async () => {
    play('reasoning', 'text');
    const thinking = { type: 'enabled' as const, budget_tokens: 2000 };
    const request = { ...params, max_tokens: 4000, thinking, tools: [tool('f')] as never };
    const first = await anthropic.messages.stream(request).finalMessage();
    const [thought, call] = first.content;
    assert.ok(thought?.type === 'thinking' && call?.type === 'tool_use');
    assert.equal(thought.thinking, 'thinking\n\nmore');
    assert.deepEqual(sent()['include'], ['reasoning.encrypted_content']);
    assert.deepEqual(sent()['reasoning'], { effort: 'low' });

    const answered = [...params.messages, assistant(first.content), user([toolResult(call.id, '1')])];
    await anthropic.messages.create({ ...request, messages: answered as never });
    const [, reasoning, asked, told] = sent(1).items;
    assert.deepEqual(reasoning, {
      type: 'reasoning',
      id: 'rs_1',
      summary: [{ type: 'summary_text', text: 'thinking\n\nmore' }],
      encrypted_content: 'gAAAAABo',
    });
    assert.deepEqual(asked, { type: 'function_call', call_id: call.id, name: 'f', arguments: '{}' });
    assert.deepEqual(told, { type: 'function_call_output', call_id: call.id, output: '1' });
  });

  test('thinking of somebody else is not sent on', async () => {
    play('text');
    const thought = { type: 'thinking', thinking: 'SECRET', signature: 'EqQBCkYI' };
    const messages = [user('a'), assistant([thought, text('b')]), user('c')];
    await redwolf.send('/v1/messages', { body: { ...params, messages } });
    assert.ok(!platform.requests[0]?.raw.includes('SECRET'));
  });

  test('images, results with images, errors, calls without a result, results without a call', async () => {
    play('text');
    const messages = [
      user([text('see'), image(PNG)]),
      assistant([toolUse('toolu_aaaaaaaa1', 'f'), toolUse('toolu_aaaaaaaa2', 'g'), toolUse('toolu_aaaaaaaa3', 'h')]),
      user([
        toolResult('toolu_aaaaaaaa2', 'no', { is_error: true }),
        toolResult('toolu_aaaaaaaa1', [image(PNG)]),
        toolResult('toolu_bbbbbbbb1', 'lost'),
        text('go on'),
      ]),
    ];
    const reply = await redwolf.send('/v1/messages', { body: { ...params, messages, tools: [tool('f')] } });
    assert.equal(reply.status, 200, reply.text);
    const { items } = sent();
    assert.deepEqual(
      items.map((item) => [item['type'], item['call_id'] ?? item['role']]),
      [
        ['message', 'user'],
        ['function_call', 'toolu_aaaaaaaa1'],
        ['function_call', 'toolu_aaaaaaaa2'],
        ['function_call', 'toolu_aaaaaaaa3'],
        ['function_call_output', 'toolu_aaaaaaaa3'],
        ['function_call_output', 'toolu_aaaaaaaa2'],
        ['function_call_output', 'toolu_aaaaaaaa1'],
        ['message', 'user'],
      ],
    );
    assert.equal(items[5]?.['output'], 'Error: no');
    assert.equal(JSON.stringify(items).split(PNG).length - 1, 2);
    assert.match(JSON.stringify(items[7]), /Result of an earlier tool call:.*lost.*go on/);
  });

  test('structured output', async () => {
    play('text');
    const schema = { type: 'object', properties: {}, additionalProperties: false };
    const output_config = { format: { type: 'json_schema', schema } };
    await redwolf.send('/v1/messages', { body: { ...params, output_config } });
    assert.deepEqual(sent()['text'], { format: { type: 'json_schema', name: 'output', schema } });
  });

  test('what the API does not know is lost and named', async () => {
    play('text');
    const body = { ...params, max_tokens: 1, top_k: 5, stop_sequences: ['x'], metadata: { user_id: 'u' } };
    const reply = await redwolf.send('/v1/messages', { body });
    assert.equal(sent()['max_output_tokens'], 16);
    const call = await redwolf.waitForCall(reply.headers['x-redwolf-call-id']);
    assert.deepEqual(call.losses.map(({ path }) => path).sort(), ['max_tokens', 'metadata', 'stop', 'top_k']);
  });

  test('a response that fails in the middle is an error event', async () => {
    play('failed');
    const reply = await redwolf.send('/v1/messages', { body: { ...params, stream: true } });
    const last = reply.events.at(-1);
    assert.equal(last?.event, 'error');
    assert.match(JSON.stringify(last?.json), /出错了/);
  });

  test('an incomplete response stops for its limit', async () => {
    play('incomplete', 'cut');
    const message = await anthropic.messages.stream(params).finalMessage();
    assert.equal(message.stop_reason, 'max_tokens');
    assert.equal((await anthropic.messages.create(params)).stop_reason, 'max_tokens');
  });
});

describe('for a chat client', () => {
  test('a tool loop', async () => {
    play('tools', 'text');
    const messages: OpenAI.ChatCompletionMessageParam[] = [
      { role: 'system', content: 'S' },
      { role: 'user', content: 'Hi' },
    ];
    const tools = [
      { type: 'function' as const, function: { name: 'f', parameters: { type: 'object', properties: {} } } },
    ];
    const first = await openai.chat.completions.stream({ model: 'x', messages, tools }).finalChatCompletion();
    const { message, finish_reason } = first.choices[0] ?? {};
    assert.ok(message !== undefined);
    assert.equal(finish_reason, 'tool_calls');
    assert.equal(message.tool_calls?.length, 2);
    messages.push(message, { role: 'tool', tool_call_id: 'call_aaaaaaaaaaaa1', content: '1' });
    messages.push({ role: 'tool', tool_call_id: 'call_aaaaaaaaaaaa2', content: '2' });
    await openai.chat.completions.create({ model: 'x', messages, tools });
    const { instructions, items } = sent(1);
    assert.equal(instructions, 'S');
    assert.deepEqual(
      items.map((item) => item['type']),
      ['message', 'message', 'function_call', 'function_call', 'function_call_output', 'function_call_output'],
    );
  });

  test('structured output and a named tool', async () => {
    play('text');
    const schema = { type: 'object', properties: {}, additionalProperties: false };
    await openai.chat.completions.create({
      model: 'x',
      messages: [{ role: 'user', content: 'Hi' }],
      response_format: { type: 'json_schema', json_schema: { name: 'person', schema, strict: true } },
      tools: [{ type: 'function', function: { name: 'f' } }],
      tool_choice: { type: 'function', function: { name: 'f' } },
      reasoning_effort: 'high',
    });
    assert.deepEqual(sent()['text'], { format: { type: 'json_schema', name: 'person', schema, strict: true } });
    assert.deepEqual(sent()['tool_choice'], { type: 'function', name: 'f' });
    assert.deepEqual(sent()['reasoning'], { effort: 'high' });
  });

  test('an error of the platform', async () => {
    const error = {
      message: 'Your input exceeds the context window of this model.',
      type: 'invalid_request_error',
      code: 'context_length_exceeded',
    };
    platform.play({ status: 400, json: { error } });
    const thrown = await errorOf(
      openai.chat.completions.create({ model: 'x', messages: [{ role: 'user', content: 'Hi' }] }),
    );
    assert.equal(thrown.code, 'context_length_exceeded');
  });
});

/** Ollama by its own API, for clients of Anthropic's Messages and OpenAI's Responses; for chat clients see test/openai. */

import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { FakePlatform, type RecordedRequest, type ScriptedReply } from '../fake-platform/fake-platform.ts';
import { ollamaAnswer, ollamaEnd, ollamaError, ollamaLine, ollamaLines } from '../fake-platform/ollama-replies.ts';
import { ollamaServer } from '../fake-platform/ollama-server.ts';
import { answer } from '../fake-platform/openai-replies.ts';
import { messageFaults, streamFaults } from '../support/anthropic-rules.ts';
import type { Reply } from '../support/http-client.ts';
import type { Redwolf } from '../support/redwolf.ts';
import { RedwolfHost } from '../support/redwolf-host.ts';
import { assistant, image, PNG, text, toolResult, user, WEATHER } from '../support/request-parts.ts';
import { responseStreamFaults } from '../support/response-grammar.ts';

const WORDS = 'Zürich — 你好 👋 done';
const THOUGHT = 'First I look.';
const CALLS = [
  { id: 'call_a1b2c3d4', name: 'get_weather', args: { city: 'A' } },
  { id: 'call_e5f6g7h8', name: 'get_weather', args: { city: '東京' } },
];

const host = new RedwolfHost();
const ALL = { reasoning: THOUGHT, text: 'Both.', tools: CALLS, pieces: 1 };
let platform: FakePlatform;
let other: FakePlatform;
let redwolf: Redwolf;

before(async () => {
  // It is asked for its models when redwolf starts.
  platform = await FakePlatform.start((request) => ollamaServer()(request) ?? { status: 404 });
  other = await FakePlatform.start(answer({ text: 'the other one' }));
  redwolf = await host.start({
    platforms: [
      { id: 'olm', type: 'ollama', base_url: `${platform.origin}/v1`, api_key: 'k', models: ['m', 'plain', 'missing'] },
      { id: 'chat', type: 'openai-compatible', base_url: `${other.origin}/v1`, api_key: 'k', models: ['big'] },
    ],
    routing: { mode: 'global_direct', model_priority_list: ['olm:plain', 'chat:big'] },
  });
});

after(async () => {
  await redwolf.stop();
  host.stop();
  await platform.close();
  await other.close();
});

beforeEach(() => {
  play(ollamaAnswer({ text: WORDS }));
  other.play(answer({ text: 'the other one' }));
});

/** An Ollama that answers so what it does not refuse. */
function play(answers: (request: RecordedRequest) => ScriptedReply): void {
  platform.play((request) => ollamaServer(answers)(request) ?? { status: 404 });
}

type Parsed = Readonly<Record<string, never>>;

/** The last request that reached Ollama. */
function sent() {
  const request = platform.requests.at(-1);
  assert.equal(request?.path, '/api/chat');
  assert.equal(request.headers.authorization, 'Bearer k');
  assert.equal(request.headers.accept, 'application/x-ndjson');
  return JSON.parse(request.raw.toString());
}

function messages(body: object): Promise<Reply> {
  return redwolf.send('/v1/messages', {
    body: { model: 'olm:m', max_tokens: 100, messages: [user('hi')], ...body },
  });
}

function responses(body: object): Promise<Reply> {
  return redwolf.send('/v1/responses', { body: { model: 'olm:m', input: 'hi', ...body } });
}

/** A good whole message. */
async function message(body: object = {}) {
  const reply = await messages(body);
  assert.equal(reply.status, 200, reply.text);
  assert.deepEqual(messageFaults(reply.json), []);
  return JSON.parse(reply.text);
}

describe('a client of the Messages API gets', () => {
  test('text, whole and with the counts', async () => {
    const { content, stop_reason: stop, usage } = await message();
    assert.deepEqual(content, [{ type: 'text', text: WORDS }]);
    assert.equal(stop, 'end_turn');
    assert.deepEqual([usage.input_tokens, usage.output_tokens], [11, 7]);
    assert.equal(sent().stream, true);
  });

  test('text in a stream', async () => {
    const reply = await messages({ stream: true });
    assert.match(String(reply.headers['content-type']), /^text\/event-stream/);
    assert.deepEqual(streamFaults(reply.events), []);
    const texts = reply.events.map(
      ({ json }) => (json as { delta?: { text?: string } } | undefined)?.delta?.text ?? '',
    );
    assert.equal(texts.join(''), WORDS);
  });

  test('an answer to a stream request that comes whole, in one line', async () => {
    play(() => ({ json: { ...ollamaEnd(), message: { role: 'assistant', content: WORDS } } }));
    const reply = await messages({ stream: true });
    assert.deepEqual(streamFaults(reply.events), []);
    assert.ok(reply.text.includes('你好'));
    assert.deepEqual((await message()).content, [{ type: 'text', text: WORDS }]);
  });

  for (const stream of [false, true]) {
    test(`thinking and several calls${stream ? ' in a stream' : ''}`, async () => {
      play(ollamaAnswer(ALL));
      const reply = await messages({ stream, tools: [WEATHER], thinking: { type: 'enabled', budget_tokens: 2_000 } });
      if (stream) assert.deepEqual(streamFaults(reply.events), []);
      else assert.deepEqual(messageFaults(reply.json), []);
      for (const part of [THOUGHT, 'Both.', 'call_a1b2c3d4', 'call_e5f6g7h8', '"stop_reason":"tool_use"']) {
        assert.ok(reply.text.includes(part), part);
      }
      assert.equal(sent().think, true);
      assert.deepEqual(sent().tools[0].function.parameters, WEATHER.input_schema);
    });
  }

  test('ids that come back with the results, though Ollama gave none', async () => {
    play(ollamaAnswer({ reasoning: THOUGHT, tools: CALLS.map((call) => ({ ...call, id: '' })) }));
    const { content } = await message({ tools: [WEATHER] });
    const [first, second] = content.filter(({ type }: Parsed) => type === 'tool_use').map(({ id }: Parsed) => id);
    assert.notEqual(first, second);
    await message({
      tools: [WEATHER],
      messages: [user('hi'), assistant(content), user([toolResult(second, 'two'), toolResult(first, 'one')])],
    });
    const [, call, ...results] = sent().messages;
    assert.equal(call.thinking, THOUGHT);
    assert.deepEqual(
      results.map(({ role, content: said, tool_name: name }: Parsed) => [role, name, said]),
      [
        ['tool', 'get_weather', 'one'],
        ['tool', 'get_weather', 'two'],
      ],
    );
    assert.deepEqual(
      call.tool_calls.map(({ id }: Parsed) => id),
      results.map(({ tool_call_id: id }: Parsed) => id),
    );
  });

  test('an answer about its image', async () => {
    await message({ messages: [user([image(PNG), text('what?')])] });
    assert.deepEqual(sent().messages, [{ role: 'user', content: 'what?', images: [PNG] }]);
  });

  test('output of the form that it asked for', async () => {
    const schema = { type: 'object', properties: { a: { type: 'string' } }, additionalProperties: false };
    await message({ output_config: { format: { type: 'json_schema', schema } } });
    assert.deepEqual(sent().format, schema);
  });
});

describe('a client of the Responses API gets', () => {
  test('text, whole and with the counts', async () => {
    const reply = await responses({});
    const { output, usage } = JSON.parse(reply.text);
    assert.equal(output[0].content[0].text, WORDS);
    assert.deepEqual([usage.input_tokens, usage.output_tokens], [11, 7]);
  });

  test('thinking and several calls in a stream', async () => {
    play(ollamaAnswer(ALL));
    const tools = [{ type: 'function', name: 'get_weather', parameters: WEATHER.input_schema }];
    const reply = await responses({ stream: true, tools, reasoning: { effort: 'high' } });
    assert.deepEqual(responseStreamFaults(reply.events), []);
    for (const part of [THOUGHT, 'Both.', 'call_a1b2c3d4', 'call_e5f6g7h8']) assert.ok(reply.text.includes(part), part);
    assert.equal(sent().think, true);
  });

  test('its tool calls taken back', async () => {
    const call = { type: 'function_call', call_id: 'call_a1b2c3d4', name: 'get_weather', arguments: '{"city":"A"}' };
    const output = { type: 'function_call_output', call_id: 'call_a1b2c3d4', output: 'sun' };
    const reply = await responses({ input: [{ role: 'user', content: 'hi' }, call, output] });
    assert.equal(reply.status, 200, reply.text);
    assert.deepEqual(sent().messages.slice(1), [
      {
        role: 'assistant',
        content: '',
        tool_calls: [
          {
            id: 'call_a1b2c3d4',
            type: 'function',
            function: { index: 0, name: 'get_weather', arguments: { city: 'A' } },
          },
        ],
      },
      { role: 'tool', content: 'sun', tool_name: 'get_weather', tool_call_id: 'call_a1b2c3d4' },
    ]);
  });
});

describe('a fault reaches the client in its own shape', () => {
  test('a model that is not there', async () => {
    const reply = await messages({ model: 'olm:missing' });
    assert.equal(reply.status, 404);
    assert.match(reply.text, /"type":"error".*"not_found_error".*model 'missing' not found/);
    const second = JSON.parse((await responses({ model: 'olm:missing' })).text);
    assert.match(second.error.message, /model 'missing' not found/);
  });

  test('an error line in the middle of a stream', async () => {
    play(() => ollamaLines([ollamaLine({ content: 'begun' }), { error: 'llama runner process has terminated' }]));
    const reply = await messages({ stream: true });
    assert.equal(reply.status, 200);
    assert.deepEqual(streamFaults(reply.events, { complete: false }), []);
    assert.match(reply.events.at(-1)?.data ?? '', /"type":"error".*llama runner process has terminated/);
    const whole = await messages({});
    assert.equal(whole.status, 502);
  });

  for (const [name, rest] of [
    ['is cut', ['{"model":"m","mess', 'abort']],
    ['ends without an end', []],
    ['ends inside of a line', ['{"model":"m","mess']],
  ] as const) {
    test(`a stream that ${name}`, async () => {
      play(() => ollamaLines([ollamaLine({ content: 'begun' }), ...rest]));
      const reply = await messages({ stream: true });
      assert.deepEqual(streamFaults(reply.events, { complete: false }), []);
      assert.equal(reply.events.at(-1)?.event, 'error');
      assert.ok(!reply.text.includes('message_stop'));
      assert.equal((await messages({})).status, 502);
    });
  }

  test('the first line is an error: it has a status', async () => {
    play(() => ollamaLines([{ error: 'busy', status: 503 }]));
    const reply = await messages({ stream: true });
    assert.equal(reply.status, 503);
    assert.match(reply.text, /"overloaded_error"/);
  });
});

describe('what a model cannot do', () => {
  test('is for the next model, unless the client named this one', async () => {
    const reply = await messages({ model: 'any', tools: [WEATHER] });
    assert.match(reply.text, /the other one/);
    assert.equal(reply.headers['x-redwolf-attempts'], '2');
    const named = await messages({ model: 'olm:plain', tools: [WEATHER] });
    assert.equal(named.status, 400);
    assert.match(named.text, /invalid_request_error.*does not support tools/);
  });

  test('is not asked where that is known: thinking', async () => {
    const reply = await messages({ model: 'olm:plain', thinking: { type: 'enabled', budget_tokens: 2_000 } });
    assert.equal(reply.status, 200, reply.text);
    assert.equal(sent().think, undefined);
    const { losses } = await redwolf.waitForCall(reply.headers['x-redwolf-call-id']);
    assert.deepEqual(
      losses.map(({ path }) => path),
      ['thinking'],
    );
  });
});

describe('a long conversation', () => {
  const long = (words: number) => ({
    messages: [user('word '.repeat(words)), assistant('yes'), user('and now?')],
  });

  test('reaches the model as a whole', async () => {
    await message(long(12_000));
    assert.equal(platform.requests.at(-1)?.dropped, 0);
    assert.ok(sent().options.num_ctx >= 16_384);
  });

  test('that the model cannot hold is refused by redwolf, in the words that clients know', async () => {
    const reply = await messages({ model: 'olm:plain', ...long(12_000) });
    assert.equal(reply.status, 400);
    assert.match(reply.text, /"invalid_request_error".*prompt is too long: \d+ tokens > 8192 maximum/);
    assert.equal(platform.requests.length, 0);
    const call = await redwolf.waitForCall(reply.headers['x-redwolf-call-id']);
    assert.equal(call.outcome, 'error');
    const second = JSON.parse((await responses({ model: 'olm:plain', input: 'word '.repeat(12_000) })).text);
    assert.equal(second.error.code, 'context_length_exceeded');
  });

  test('that the model perhaps cannot hold is refused by Ollama, and never cut off', async () => {
    const reply = await messages({ model: 'olm:plain', ...long(6_700) });
    assert.equal(platform.requests.length, 1, reply.text);
    assert.equal(sent().options.num_ctx, 8_192);
    assert.equal(reply.status, 400, reply.text);
    assert.match(reply.text, /longer than the context length/);
  });
});

// The last one: the key rests from then on.
test("a bad key is not the client's", async () => {
  play(() => ollamaError(401, 'unauthorized'));
  assert.equal((await messages({})).status, 502);
});

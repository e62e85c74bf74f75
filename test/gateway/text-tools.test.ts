/** Models that know no tools, behind platforms that refuse them: what each client asks with, and what it gets. */

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import Anthropic from '@anthropic-ai/sdk';
import type OpenAI from 'openai';
import { anthropicAnswer } from '../fake-platform/anthropic-replies.ts';
import { FakePlatform, type RecordedRequest, type ScriptedReply } from '../fake-platform/fake-platform.ts';
import { answer, chunk, cutEvery, data, ROLE_CHUNK, sse } from '../fake-platform/openai-replies.ts';
import { textOnly, writtenCall } from '../fake-platform/text-only.ts';
import { streamFaults } from '../support/anthropic-rules.ts';
import { CLIENT_KEY } from '../support/config-file.ts';
import { openaiClient } from '../support/openai-sdk.ts';
import type { Redwolf } from '../support/redwolf.ts';
import { RedwolfHost } from '../support/redwolf-host.ts';
import { assistant, image, PNG, toolResult, toolUse, user, WEATHER } from '../support/request-parts.ts';
import { strictRequestFaults } from '../support/strict-request.ts';

const host = new RedwolfHost();
let platform: FakePlatform;
let redwolf: Redwolf;
let openai: OpenAI;
let anthropic: Anthropic;

before(async () => {
  platform = await FakePlatform.start();
  const fields = { api_key: 'k', models: [{ id: 'm', text_tools: true }, 'native'] };
  const compatible = { type: 'openai-compatible', ...fields };
  redwolf = await host.start({
    platforms: [
      { id: 'chat', ...compatible, base_url: `${platform.origin}/v1` },
      { id: 'resp', ...compatible, base_urls: { 'openai-responses': platform.origin } },
      { id: 'ant', type: 'anthropic-compatible', base_url: platform.origin, ...fields },
    ],
  });
  openai = openaiClient(redwolf);
  anthropic = new Anthropic({ apiKey: CLIENT_KEY, baseURL: redwolf.url, maxRetries: 0 });
});

after(async () => {
  await redwolf.stop();
  host.stop();
  await platform.close();
});

const CITY = { city: '北京 "</tool_call>" \\ 🐺' };
const CALLS = `I look… 看\n${writtenCall('get_weather', CITY)}\n${writtenCall('get_weather', { city: 'X' })}`;
const SCHEMA = { type: 'object' as const, properties: { city: { type: 'string' } }, required: ['city'] };
const RESULTS =
  /<tool_response>\nsunny 晴\n<\/tool_response>\s*<tool_response>\nError: no such city\n<\/tool_response>/;

/** Says that, in the protocol and the form that it is asked in. Refuses native tools. */
function say(text: string): void {
  platform.play(
    textOnly((request) => {
      if (request.path.endsWith('/chat/completions')) return answer({ text, pieces: 40 })(request);
      if (request.path.endsWith('/responses')) return response(request, text);
      return anthropicAnswer([{ type: 'text', text }])(request);
    }),
  );
}

function response({ body = {} }: RecordedRequest, text: string): ScriptedReply {
  assert.doesNotMatch(JSON.stringify(body), /"type":"(function|custom|namespace|function_call|function_call_output)"/);
  const content = [{ type: 'output_text', text, annotations: [] }];
  const message = { type: 'message', id: 'msg_1', role: 'assistant', status: 'completed', content };
  const usage = { input_tokens: 1, output_tokens: 1, total_tokens: 2 };
  const whole = { id: 'resp_1', object: 'response', status: 'completed', model: 'm', output: [message], usage };
  if (!body.stream) return { json: whole };
  return { stream: [`event: response.completed\n${data({ type: 'response.completed', response: whole })}`] };
}

/** All that the platform was sent last, as text. */
function sent(): string {
  const body = platform.requests.at(-1)?.body ?? {};
  const texts: string[] = [];
  JSON.stringify(body, (name, value) => {
    if (
      typeof value === 'string' &&
      (name === 'text' || name === 'content' || name === 'instructions' || name === 'system')
    )
      texts.push(value);
    return value;
  });
  return texts.join('\n');
}

const PLATFORMS = ['chat', 'resp', 'ant'] as const;

for (const upstream of PLATFORMS) {
  for (const stream of [false, true]) {
    describe(`a tool loop on ${upstream}${stream ? ', streamed' : ''}`, () => {
      const model = `${upstream}:m`;

      test('of an Anthropic client', async () => {
        const ask = (messages: Anthropic.MessageParam[]) => {
          const body = { model, max_tokens: 99, tools: [{ ...WEATHER, input_schema: SCHEMA }], messages };
          return stream ? anthropic.messages.stream(body).finalMessage() : anthropic.messages.create(body);
        };
        say(CALLS);
        const first = await ask([{ role: 'user', content: 'Weather?' }]);
        assert.match(sent(), /"name":"get_weather"/);
        assert.deepEqual(
          first.content.map(({ type }) => type),
          ['text', 'tool_use', 'tool_use'],
        );
        const [said, one, two] = first.content;
        assert.ok(said?.type === 'text' && one?.type === 'tool_use' && two?.type === 'tool_use');
        assert.deepEqual(
          [said.text, one.input, two.input, first.stop_reason],
          ['I look… 看', CITY, { city: 'X' }, 'tool_use'],
        );
        say('Sunny.');
        const results: Anthropic.ToolResultBlockParam[] = [
          { type: 'tool_result', tool_use_id: two.id, content: 'no such city', is_error: true },
          { type: 'tool_result', tool_use_id: one.id, content: [{ type: 'text', text: 'sunny 晴' }] },
        ];
        const history = [
          { role: 'user', content: 'Weather?' },
          { role: 'assistant', content: first.content },
        ] as const;
        const last = await ask([...history, { role: 'user', content: results }]);
        assert.match(sent(), RESULTS);
        assert.ok(sent().includes(CALLS.replace(JSON.stringify(CITY), JSON.stringify(one.input))), sent());
        assert.deepEqual(
          [last.content.map((block) => block.type === 'text' && block.text), last.stop_reason],
          [['Sunny.'], 'end_turn'],
        );
      });

      test('of a chat client', async () => {
        const tools = [{ type: 'function' as const, function: { name: 'get_weather', parameters: SCHEMA } }];
        const ask = (messages: OpenAI.ChatCompletionMessageParam[]) => {
          const body = { model, tools, messages };
          return stream
            ? openai.chat.completions.stream(body).finalChatCompletion()
            : openai.chat.completions.create(body);
        };
        say(CALLS);
        const [choice] = (await ask([{ role: 'user', content: 'Weather?' }])).choices;
        const calls = (choice?.message.tool_calls ?? []).flatMap((call) => (call.type === 'function' ? [call] : []));
        assert.deepEqual([choice?.message.content, choice?.finish_reason], ['I look… 看', 'tool_calls']);
        assert.deepEqual(
          calls.map((call) => JSON.parse(call.function.arguments)),
          [CITY, { city: 'X' }],
        );
        const [one, two] = calls;
        assert.ok(one !== undefined && two !== undefined && one.id !== two.id);
        say('Sunny.');
        const last = await ask([
          { role: 'user', content: 'Weather?' },
          { role: 'assistant', content: null, tool_calls: calls },
          { role: 'tool', tool_call_id: one.id, content: 'sunny 晴' },
          { role: 'tool', tool_call_id: two.id, content: 'Error: no such city' },
        ]);
        assert.match(sent(), RESULTS);
        assert.deepEqual([last.choices[0]?.message.content, last.choices[0]?.finish_reason], ['Sunny.', 'stop']);
      });

      test('of a Responses client, with a custom tool and a namespace', async () => {
        const member = { type: 'function', name: 'read', parameters: SCHEMA, strict: false };
        const tools = [
          { type: 'custom', name: 'patch' },
          { type: 'namespace', name: 'files', description: 'd', tools: [member] },
        ] as unknown as OpenAI.Responses.Tool[];
        const ask = async (input: OpenAI.Responses.ResponseInput) => {
          const body = { model, tools, input };
          return stream ? openai.responses.stream(body).finalResponse() : openai.responses.create(body);
        };
        say(`Now.\n${writtenCall('patch', { input: 'a\n"b"' })}\n${writtenCall('files__read', CITY)}`);
        const { output } = await ask([{ role: 'user', content: 'Go.' }]);
        const [said, custom, inner] = output;
        assert.ok(said?.type === 'message' && custom?.type === 'custom_tool_call' && inner?.type === 'function_call');
        assert.deepEqual([custom.name, custom.input], ['patch', 'a\n"b"']);
        assert.deepEqual([inner.name, inner.namespace, JSON.parse(inner.arguments)], ['read', 'files', CITY]);
        say('Done.');
        const last = await ask([
          { role: 'user', content: 'Go.' },
          ...output.map((item) => item as OpenAI.Responses.ResponseInputItem),
          { type: 'custom_tool_call_output', call_id: custom.call_id, output: 'sunny 晴' },
          { type: 'function_call_output', call_id: inner.call_id, output: 'Error: no such city' },
        ]);
        assert.match(sent(), RESULTS);
        assert.match(sent(), /Now\.\n<tool_call>\n\{"name": "patch"/);
        assert.equal(last.output_text, 'Done.');
      });
    });
  }
}

describe('the request', () => {
  test('is one that a strict server takes, and loses what only words can say', async () => {
    say('ok');
    const body = {
      model: 'chat:m',
      max_tokens: 99,
      tools: [
        { ...WEATHER, strict: true },
        { type: 'web_search_20250305', name: 'web_search' },
      ],
      tool_choice: { type: 'any', disable_parallel_tool_use: true },
      messages: [user('hi'), assistant([toolUse('t1', 'get_weather')]), user([toolResult('t1', [image(PNG)])])],
    };
    const reply = await redwolf.send('/v1/messages', { body });
    assert.equal(reply.status, 200, reply.text);
    const asked = platform.requests[0]?.body ?? {};
    assert.deepEqual(strictRequestFaults(asked), []);
    assert.match(JSON.stringify(asked.messages?.at(-1)), /<tool_response>.*image_url.*<\/tool_response>/);
    assert.match(sent(), /at most one tool in a reply[\s\S]*must call a tool/);
    const { losses } = await redwolf.waitForCall(reply.headers['x-redwolf-call-id']);
    assert.deepEqual(
      losses.map(({ path }) => path),
      ['tools[].strict', 'tools[]', 'tools', 'tool_choice', 'parallel_tool_calls'],
    );
  });

  test('without tools is relayed as it is', async () => {
    platform.play(anthropicAnswer([{ type: 'text', text: CALLS }]));
    const messages = [user('hi')];
    const body = `{ "model":"ant:m", "max_tokens":9.0, "messages":${JSON.stringify(messages)}, "unknown":[1.0] }`;
    const reply = await redwolf.send('/v1/messages', { body });
    assert.equal(platform.requests[0]?.raw.toString(), body.replace('ant:m', 'm'));
    assert.match(reply.text, /"text":"I look… 看\\n<tool_call>/);
  });

  test('of a model that has tools keeps them', async () => {
    platform.play(anthropicAnswer());
    await redwolf.send('/v1/messages', {
      body: { model: 'ant:native', max_tokens: 9, tools: [WEATHER], messages: [user('x')] },
    });
    assert.equal(platform.requests[0]?.body?.tools?.length, 1);
  });

  test('whose history alone has calls gets text back as it is', async () => {
    say(CALLS);
    const messages = [user('hi'), assistant([toolUse('t1', 'get_weather')]), user([toolResult('t1', 'r')])];
    const reply = await redwolf.send('/v1/messages', { body: { model: 'ant:m', max_tokens: 9, messages } });
    assert.equal(reply.status, 200, reply.text);
    assert.deepEqual(reply.json?.content, [{ type: 'text', text: CALLS }]);
  });
});

describe('the stream', () => {
  async function streamed(chunks: readonly object[], size = 1) {
    platform.play(textOnly(() => cutEvery(sse(chunks), size)));
    const body = { model: 'chat:m', max_tokens: 99, stream: true, tools: [WEATHER], messages: [user('hi')] };
    const { events } = await redwolf.send('/v1/messages', { body });
    const started = events.flatMap(({ json }) => (json?.content_block === undefined ? [] : [json.content_block]));
    const inputs = events.flatMap(({ json }) => json?.delta?.partial_json ?? []);
    const text = events.flatMap(({ json }) => json?.delta?.text ?? []).join('');
    const stop = events.find(({ json }) => json?.type === 'message_delta')?.json?.delta?.stop_reason;
    return { started, inputs, text, stop, faults: streamFaults(events) };
  }

  const content = (text: string) => chunk({ content: text });

  test('may be cut anywhere', async () => {
    const deltas = [...CALLS].map(content);
    const { started, inputs, text, stop, faults } = await streamed([ROLE_CHUNK, ...deltas, chunk({}, 'stop')]);
    assert.deepEqual(
      started.map(({ type }) => type),
      ['text', 'tool_use', 'tool_use'],
    );
    assert.deepEqual(faults, []);
    assert.deepEqual(
      [text, stop, inputs.map((json) => JSON.parse(json))],
      ['I look… 看', 'tool_use', [CITY, { city: 'X' }]],
    );
  });

  test('gives broken arguments as they are, and those that were cut off', async () => {
    const broken = await streamed([content(writtenCall('get_weather', '{"city": X}')), chunk({}, 'stop')], 50);
    assert.deepEqual(broken.faults, ['tool input of block 0 is not JSON: {"city": X}'], 'nothing else is wrong');
    assert.deepEqual([broken.inputs.join(''), broken.stop], ['{"city": X}', 'tool_use']);
    const cut = await streamed([content(writtenCall('get_weather', CITY).slice(0, 60)), chunk({}, 'length')], 50);
    assert.deepEqual([cut.inputs.join('').slice(0, 9), cut.stop], ['{"city":"', 'max_tokens']);
  });

  test('gives a call that is only talked about as text', async () => {
    const quoted = `\`\`\`\n${writtenCall('get_weather', CITY)}\n\`\`\``;
    const { started, text, stop } = await streamed([content(quoted), chunk({}, 'stop')], 50);
    assert.deepEqual([started.length, text, stop], [1, quoted, 'end_turn']);
  });

  test('gives text out before the call is complete', async () => {
    let isSeen: (() => void) | undefined;
    const seen = new Promise<void>((resolve) => {
      isSeen = resolve;
    });
    const call = writtenCall('get_weather', CITY);
    const stream = [
      data(content('Wait.\n')),
      data(content(call.slice(0, 40))),
      { until: () => seen },
      data(content(call.slice(40))),
      data(chunk({}, 'stop')),
      data('[DONE]'),
    ];
    platform.play(textOnly(() => ({ stream })));
    const body = {
      model: 'chat:m',
      max_tokens: 99,
      tools: [{ ...WEATHER, input_schema: SCHEMA }],
      messages: [{ role: 'user' as const, content: 'hi' }],
    };
    const message = anthropic.messages.stream(body);
    message.on('text', (text) => {
      assert.equal(text, 'Wait.');
      isSeen?.();
    });
    const { content: blocks } = await message.finalMessage();
    assert.deepEqual(
      blocks.map(({ type }) => type),
      ['text', 'tool_use'],
    );
  });
});

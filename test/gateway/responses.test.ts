/** OpenAI's Responses API as OpenAI's own client uses it, onto platforms that speak something else. */

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type OpenAI from 'openai';
import { anthropicAnswer, anthropicError } from '../fake-platform/anthropic-replies.ts';
import { FakePlatform } from '../fake-platform/fake-platform.ts';
import { answer, chunk, data, openaiError, sse, usage } from '../fake-platform/openai-replies.ts';
import { chatRequestFaults } from '../support/openai-rules.ts';
import { errorOf, openaiClient } from '../support/openai-sdk.ts';
import type { Redwolf } from '../support/redwolf.ts';
import { RedwolfHost } from '../support/redwolf-host.ts';
import { PNG } from '../support/request-parts.ts';
import { responseStreamFaults } from '../support/response-grammar.ts';
import { strictRequestFaults } from '../support/strict-request.ts';

const host = new RedwolfHost();
let chat: FakePlatform;
let anthropic: FakePlatform;
let redwolf: Redwolf;
let client: OpenAI;

before(async () => {
  chat = await FakePlatform.start();
  anthropic = await FakePlatform.start();
  redwolf = await host.start({
    platforms: [
      { id: 'chat', type: 'openai-compatible', base_url: `${chat.origin}/v1`, api_key: 'k', models: ['m'] },
      { id: 'ant', type: 'anthropic', base_url: anthropic.origin, api_key: 'k', models: ['claude-sonnet-4-5'] },
    ],
    routing: { mode: 'global_direct', model_priority_list: ['chat:m'] },
  });
  client = openaiClient(redwolf);
});

after(async () => {
  await redwolf.stop();
  host.stop();
  await chat.close();
  await anthropic.close();
});

const WEATHER = {
  type: 'function' as const,
  name: 'get_weather',
  description: 'weather',
  strict: false,
  parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
};
const CALL = { id: 'call_abcdefgh1234', name: 'get_weather', args: { city: '北京' } };

/** What the chat platform was sent, which has to be what a strict server takes. */
function sentChat(index = 0) {
  const body = chat.requests[index]?.body;
  assert.deepEqual(chatRequestFaults(body, 'm'), []);
  assert.deepEqual(strictRequestFaults(body ?? {}), []);
  return body ?? {};
}

function sentAnthropic(index = 0) {
  return anthropic.requests[index]?.body ?? {};
}

/** A streamed call, by its bytes. */
async function streamed(body: object) {
  const reply = await redwolf.send('/v1/responses', { body: { ...body, stream: true } });
  assert.equal(reply.status, 200, reply.text);
  assert.deepEqual(responseStreamFaults(reply.events), []);
  return reply;
}

async function lossesOf(reply: { headers: Record<string, unknown> }): Promise<string[]> {
  const call = await redwolf.waitForCall(reply.headers['x-redwolf-call-id']);
  return call.losses.map(({ path }) => path);
}

describe('onto a chat platform', () => {
  test('text, whole', async () => {
    chat.play(answer({ text: '你好 👋', usage: usage(20, 5, { cached: 8, reasoning: 2 }) }));
    const response = await client.responses.create({ model: 'x', instructions: 'Be brief.', input: 'Hi' });
    assert.equal(response.output_text, '你好 👋');
    assert.equal(response.status, 'completed');
    assert.equal(response.model, 'm');
    assert.deepEqual(sentChat().messages, [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Hi' },
    ]);
    const { input_tokens, output_tokens, total_tokens } = response.usage ?? {};
    assert.deepEqual([input_tokens, output_tokens, total_tokens], [20, 5, 25]);
    assert.equal(response.usage?.input_tokens_details.cached_tokens, 8);
    assert.equal(response.usage?.output_tokens_details.reasoning_tokens, 2);
  });

  test('text, streamed', async () => {
    chat.play(answer({ text: '你好，世界 👋', pieces: 5 }));
    const deltas: string[] = [];
    const stream = client.responses.stream({ model: 'x', input: 'Hi' });
    stream.on('response.output_text.delta', ({ delta }) => deltas.push(delta));
    const response = await stream.finalResponse();
    assert.equal(response.output_text, '你好，世界 👋');
    assert.equal(deltas.join(''), '你好，世界 👋');
    assert.ok(deltas.length > 1);
    assert.equal(response.usage?.total_tokens, 18);
    assert.equal(sentChat().stream_options?.include_usage, true);
  });

  test('the row says who spoke what', async () => {
    chat.play(answer({ text: 'ok' }));
    const reply = await streamed({ model: 'x', input: 'Hi' });
    const call = await redwolf.waitForCall(reply.headers['x-redwolf-call-id']);
    assert.deepEqual(
      [call.clientProtocol, call.platformProtocol, call.status, call.isStream, call.inputTokens, call.outputTokens],
      ['openai-responses', 'openai-chat', 200, 1, 11, 7],
    );
    assert.deepEqual(call.losses, []);
  });

  test('each event of a stream is in its place: text and two calls', async () => {
    const second = { id: 'call_abcdefgh5678', name: 'get_weather', args: {} };
    chat.play(answer({ text: 'I look.', reasoning: 'Hm.', tools: [CALL, second] }));
    const { events } = await streamed({ model: 'x', input: 'Weather?', tools: [WEATHER] });
    const done = events.flatMap(({ event, json }) =>
      event === 'response.output_item.done' ? [Object(json).item] : [],
    );
    assert.deepEqual(
      done.map((item) => item.type),
      ['reasoning', 'message', 'function_call', 'function_call'],
    );
    assert.equal(done[2].call_id, CALL.id);
    assert.deepEqual(JSON.parse(done[2].arguments), CALL.args);
    assert.equal(done[3].arguments, '{}');
    assert.equal(events.at(-1)?.event, 'response.completed');
  });

  for (const stream of [false, true]) {
    test(`a tool loop${stream ? ', streamed' : ''}`, async () => {
      chat.play((_request, index) =>
        index === 0 ? answer({ tools: [CALL] })(_request) : answer({ text: 'Sunny.' })(_request),
      );
      const input: OpenAI.Responses.ResponseInput = [{ role: 'user', content: 'Weather?' }];
      const ask = () => {
        const params = { model: 'x', input, tools: [WEATHER] };
        return stream ? client.responses.stream(params).finalResponse() : client.responses.create(params);
      };
      const first = await ask();
      const [call] = first.output;
      assert.ok(call?.type === 'function_call');
      assert.equal(call.name, 'get_weather');
      input.push(call, { type: 'function_call_output', call_id: call.call_id, output: '25 °C' });
      assert.equal((await ask()).output_text, 'Sunny.');
      const [, asked, told] = sentChat(1).messages ?? [];
      assert.equal(asked?.tool_calls?.[0]?.id, CALL.id);
      assert.deepEqual(JSON.parse(asked?.tool_calls?.[0]?.function?.arguments ?? ''), CALL.args);
      assert.deepEqual([told?.role, told?.content, told?.tool_call_id], ['tool', '25 °C', CALL.id]);
    });
  }

  for (const field of ['reasoning_content', 'reasoning']) {
    test(`${field} is a summary, and goes back to its maker in the field where it stood`, async () => {
      const delta = sse([
        chunk({ role: 'assistant', [field]: 'Let me ' }),
        chunk({ [field]: 'see.' }),
        chunk({
          tool_calls: [{ index: 0, id: CALL.id, type: 'function', function: { name: CALL.name, arguments: '{}' } }],
        }),
        chunk({}, 'tool_calls'),
      ]);
      chat.play(() => delta);
      const first = await client.responses
        .stream({ model: 'x', input: 'Hi', tools: [WEATHER], include: ['reasoning.encrypted_content'], store: false })
        .finalResponse();
      const [thought, call] = first.output;
      assert.ok(thought?.type === 'reasoning' && call?.type === 'function_call');
      assert.equal(thought.summary[0]?.text, 'Let me see.');
      chat.play(answer({ text: 'ok' }));
      const output = { type: 'function_call_output' as const, call_id: call.call_id, output: '1' };
      await client.responses.create({ model: 'x', input: [{ role: 'user', content: 'Hi' }, thought, call, output] });
      const asked = chat.requests[0]?.body?.messages?.[1];
      assert.equal(Object(asked)[field], 'Let me see.');
    });
  }

  test('reasoning of somebody else is not sent on, and the row says so', async () => {
    chat.play(answer({ text: 'ok' }));
    const reply = await redwolf.send('/v1/responses', {
      body: {
        model: 'x',
        input: [
          { role: 'user', content: 'Hi' },
          {
            type: 'reasoning',
            id: 'rs_1',
            summary: [{ type: 'summary_text', text: 'SECRET' }],
            encrypted_content: 'gAAAA',
          },
          { role: 'assistant', content: 'Hello' },
          { role: 'user', content: 'again' },
        ],
      },
    });
    assert.equal(reply.status, 200, reply.text);
    assert.ok(!chat.requests[0]?.raw.includes('SECRET'));
    assert.ok(!chat.requests[0]?.raw.includes('gAAAA'));
    assert.ok((await lossesOf(reply)).includes('messages[].content[]'));
  });

  test('images, in a message and in a result', async () => {
    chat.play(answer({ text: 'a dot' }));
    const url = `data:image/png;base64,${PNG}`;
    await client.responses.create({
      model: 'x',
      input: [
        {
          role: 'user',
          content: [
            { type: 'input_text', text: 'See' },
            { type: 'input_image', image_url: url, detail: 'auto' },
          ],
        },
        { type: 'function_call', call_id: CALL.id, name: 'view_image', arguments: '{}' },
        {
          type: 'function_call_output',
          call_id: CALL.id,
          output: [{ type: 'input_image', image_url: url, detail: 'auto' }],
        },
      ],
    });
    const urls = JSON.stringify(sentChat().messages).split(url).length - 1;
    assert.equal(urls, 2);
  });

  test('a file', async () => {
    chat.play(answer({ text: 'ok' }));
    const file = { type: 'input_file' as const, filename: 'a.pdf', file_data: 'data:application/pdf;base64,JVBERi0=' };
    await client.responses.create({ model: 'x', input: [{ role: 'user', content: [file] }] });
    const [part] = Object(sentChat().messages?.[0]).content;
    assert.deepEqual(part, { type: 'file', file: { filename: 'a.pdf', file_data: file.file_data } });
  });

  test('structured output', async () => {
    chat.play(answer({ text: '{"name":"Ada"}' }));
    const schema = {
      type: 'object',
      properties: { name: { type: 'string' } },
      required: ['name'],
      additionalProperties: false,
    };
    const response = await client.responses.parse({
      model: 'x',
      input: 'Who?',
      text: { format: { type: 'json_schema', name: 'person', strict: true, schema } },
    });
    assert.equal(response.output_text, '{"name":"Ada"}');
    assert.deepEqual(sentChat().response_format, {
      type: 'json_schema',
      json_schema: { name: 'person', schema, strict: true },
    });
  });

  test('settings go along; what only OpenAI knows is lost and named', async () => {
    chat.play(answer({ text: 'ok' }));
    const reply = await redwolf.send('/v1/responses', {
      body: {
        model: 'x',
        input: 'Hi',
        temperature: 0,
        top_p: 0.5,
        max_output_tokens: 33,
        reasoning: { effort: 'low', summary: 'auto' },
        text: { verbosity: 'low' },
        prompt_cache_key: 'p',
        client_metadata: { a: 'b' },
        store: true,
        include: ['reasoning.encrypted_content'],
      },
    });
    const { temperature, top_p, max_tokens, reasoning_effort } = sentChat();
    assert.deepEqual([temperature, top_p, max_tokens, reasoning_effort], [0, 0.5, 33, 'low']);
    assert.deepEqual((await lossesOf(reply)).sort(), ['client_metadata', 'prompt_cache_key', 'store', 'text']);
  });

  test('developer messages: those at the beginning are the system text, a later one keeps its place', async () => {
    chat.play(answer({ text: 'ok' }));
    await client.responses.create({
      model: 'x',
      instructions: 'A',
      input: [
        { role: 'developer', content: 'B' },
        { role: 'system', content: 'C' },
        { role: 'user', content: 'one' },
        { role: 'developer', content: 'D' },
        { role: 'user', content: 'two' },
      ],
    });
    const messages = sentChat().messages ?? [];
    assert.deepEqual(messages[0], { role: 'system', content: 'A\n\nB\n\nC' });
    assert.match(String(messages[2]?.content), /<system-reminder>\nD/);
    assert.equal(messages[3]?.content, 'two');
  });
});

describe('tools that others do not know', () => {
  const NAMESPACE = {
    type: 'namespace' as const,
    name: 'agents',
    description: 'sub-agents',
    tools: [
      { type: 'function' as const, name: 'spawn', parameters: { type: 'object', properties: {} }, strict: false },
    ],
  };

  test('a namespace is flattened, and comes back as one', async () => {
    chat.play(answer({ tools: [{ id: CALL.id, name: 'agents__spawn', args: { a: 1 } }] }));
    const { events } = await streamed({ model: 'x', input: 'go', tools: [NAMESPACE, WEATHER] });
    const { item } = Object(events.find(({ event }) => event === 'response.output_item.done')?.json);
    assert.deepEqual([item.type, item.namespace, item.name], ['function_call', 'agents', 'spawn']);
    assert.deepEqual(
      sentChat().tools?.map((tool) => tool.function?.name),
      ['agents__spawn', 'get_weather'],
    );
    chat.play(answer({ text: 'ok' }));
    const output = { type: 'function_call_output', call_id: item.call_id, output: 'done' };
    const input = [{ role: 'user', content: 'go' }, item, output];
    await redwolf.send('/v1/responses', { body: { model: 'x', input, tools: [NAMESPACE] } });
    assert.equal(sentChat().messages?.[1]?.tool_calls?.[0]?.function?.name, 'agents__spawn');
  });

  test('a function of the same name as a flat one gets no call that is not its own', async () => {
    chat.play(answer({ tools: [{ id: CALL.id, name: 'agents__spawn', args: {} }] }));
    const twin = { ...WEATHER, name: 'agents__spawn' };
    const response = await client.responses.create({ model: 'x', input: 'go', tools: [NAMESPACE, twin] });
    const names = sentChat().tools?.map((tool) => tool.function?.name);
    assert.equal(new Set(names).size, 2);
    assert.ok(response.output[0]?.type === 'function_call');
    assert.equal(response.output[0].namespace, undefined);
  });

  for (const stream of [false, true]) {
    test(`a custom tool takes free text${stream ? ', streamed' : ''}`, async () => {
      const patch = '*** Begin Patch\n+补丁 "x"\n';
      chat.play(answer({ tools: [{ id: CALL.id, name: 'apply_patch', args: { input: patch } }] }));
      const format = { type: 'grammar' as const, syntax: 'lark' as const, definition: 'start: "***"' };
      const tools = [{ type: 'custom' as const, name: 'apply_patch', description: 'Edits.', format }];
      const params = { model: 'x', input: 'patch', tools };
      const response = stream
        ? await client.responses.stream(params).finalResponse()
        : await client.responses.create(params);
      const [call] = response.output;
      assert.ok(call?.type === 'custom_tool_call');
      assert.deepEqual([call.name, call.input, call.call_id], ['apply_patch', patch, CALL.id]);
      const offered = sentChat().tools?.[0]?.function;
      assert.match(offered?.description ?? '', /Edits\.[\s\S]*lark[\s\S]*start: "\*\*\*"/);
      chat.play(answer({ text: 'ok' }));
      await client.responses.create({
        ...params,
        input: [
          { role: 'user', content: 'patch' },
          call,
          { type: 'custom_tool_call_output', call_id: call.call_id, output: 'done' },
        ],
      });
      const [, asked, told] = sentChat().messages ?? [];
      assert.deepEqual(JSON.parse(asked?.tool_calls?.[0]?.function?.arguments ?? ''), { input: patch });
      assert.equal(told?.content, 'done');
    });
  }

  test('hosted tools are left out, and the row says so', async () => {
    chat.play(answer({ text: 'ok' }));
    const tools = [{ type: 'web_search' }, WEATHER];
    const reply = await redwolf.send('/v1/responses', {
      body: { model: 'x', input: 'hi', tools, tool_choice: 'auto' },
    });
    assert.equal(sentChat().tools?.length, 1);
    assert.deepEqual(await lossesOf(reply), ['tools[]']);
  });

  test('with hosted tools only, none is sent', async () => {
    chat.play(answer({ text: 'ok' }));
    await client.responses.create({ model: 'x', input: 'hi', tools: [{ type: 'web_search' }], tool_choice: 'auto' });
    assert.deepEqual([sentChat().tools, sentChat().tool_choice], [undefined, undefined]);
  });

  test('a forced tool', async () => {
    chat.play(answer({ tools: [CALL] }));
    const tool_choice = { type: 'function' as const, name: 'get_weather' };
    await client.responses.create({
      model: 'x',
      input: 'hi',
      tools: [WEATHER],
      tool_choice,
      parallel_tool_calls: false,
    });
    assert.deepEqual(sentChat().tool_choice, { type: 'function', function: { name: 'get_weather' } });
    assert.equal(sentChat().parallel_tool_calls, false);
  });

  test('calls of other kinds in the history are told as calls', async () => {
    chat.play(answer({ text: 'ok' }));
    const input = [
      { role: 'user', content: 'run' },
      {
        type: 'local_shell_call',
        id: 'l1',
        call_id: CALL.id,
        status: 'completed',
        action: { type: 'exec', command: ['ls'], env: {} },
      },
      { type: 'local_shell_call_output', id: CALL.id, output: 'a.txt' },
    ];
    await redwolf.send('/v1/responses', { body: { model: 'x', input } });
    const [, asked, told] = sentChat().messages ?? [];
    assert.equal(asked?.tool_calls?.[0]?.function?.name, 'local_shell');
    assert.equal(told?.content, 'a.txt');
  });
});

describe('onto Anthropic', () => {
  test('text, whole', async () => {
    anthropic.play(anthropicAnswer());
    const response = await client.responses.create({ model: 'ant:claude-sonnet-4-5', input: 'Hi', instructions: 'S' });
    assert.equal(response.output_text, 'hi from claude');
    assert.deepEqual(sentAnthropic()['system'], [{ type: 'text', text: 'S' }]);
    assert.equal(sentAnthropic().max_tokens, 64_000);
  });

  test('thinking is a summary, and its signature comes back to Anthropic untouched', async () => {
    const thinking = { type: 'thinking', thinking: 'Let me see.', signature: 'EqQBCkYIBxgCKkDx' };
    const call = { type: 'tool_use', id: 'toolu_abcdefgh1234', name: 'get_weather', input: { city: '北京' } };
    anthropic.play(anthropicAnswer([thinking, call], { stop: 'tool_use' }));
    const params = { model: 'ant:claude-sonnet-4-5', tools: [WEATHER], reasoning: { effort: 'high' as const } };
    const first = await client.responses.stream({ ...params, input: 'Hi' }).finalResponse();
    const [thought, asked] = first.output;
    assert.ok(thought?.type === 'reasoning' && asked?.type === 'function_call');
    assert.equal(thought.summary[0]?.text, 'Let me see.');
    assert.deepEqual(JSON.parse(asked.arguments), { city: '北京' });
    assert.equal(Object(sentAnthropic().thinking).type, 'enabled');

    anthropic.play(anthropicAnswer());
    const output = { type: 'function_call_output' as const, call_id: asked.call_id, output: '25' };
    await client.responses.create({ ...params, input: [{ role: 'user', content: 'Hi' }, thought, asked, output] });
    const [, said, told] = sentAnthropic().messages ?? [];
    assert.deepEqual(Object(said).content, [thinking, call]);
    assert.equal(Object(told).content[0].tool_use_id, call.id);
    assert.equal(Object(sentAnthropic().thinking).type, 'enabled');
  });

  test('thinking that Anthropic hides comes back too', async () => {
    const hidden = { type: 'redacted_thinking', data: 'EmwKAhgB' };
    const call = { type: 'tool_use', id: 'toolu_abcdefgh1234', name: 'get_weather', input: {} };
    anthropic.play(anthropicAnswer([hidden, call], { stop: 'tool_use' }));
    const model = 'ant:claude-sonnet-4-5';
    const { output } = await client.responses.create({ model, input: 'Hi', tools: [WEATHER] });
    anthropic.play(anthropicAnswer());
    const result = { type: 'function_call_output', call_id: call.id, output: '25' };
    await redwolf.send('/v1/responses', {
      body: { model, input: [{ role: 'user', content: 'Hi' }, ...output, result] },
    });
    assert.deepEqual(Object(sentAnthropic().messages?.[1]).content[0], hidden);
  });

  test('images and results', async () => {
    anthropic.play(anthropicAnswer());
    const picture = {
      type: 'input_image' as const,
      image_url: `data:image/png;base64,${PNG}`,
      detail: 'auto' as const,
    };
    await client.responses.create({
      model: 'ant:claude-sonnet-4-5',
      input: [
        { role: 'user', content: [picture] },
        { type: 'function_call', call_id: CALL.id, name: 'view', arguments: '{}' },
        { type: 'function_call_output', call_id: CALL.id, output: [picture] },
      ],
    });
    const [said, , told] = sentAnthropic().messages ?? [];
    assert.equal(Object(said).content[0].source.data, PNG);
    assert.equal(Object(told).content[0].content[0].source.data, PNG);
  });

  test('the limit of the output makes an incomplete response', async () => {
    anthropic.play(anthropicAnswer([{ type: 'text', text: 'It was a' }], { stop: 'max_tokens' }));
    const { events } = await streamed({ model: 'ant:claude-sonnet-4-5', input: 'Hi', max_output_tokens: 3 });
    const last = Object(events.at(-1)?.json);
    assert.equal(last.type, 'response.incomplete');
    assert.equal(last.response.incomplete_details.reason, 'max_output_tokens');
    assert.equal(last.response.output[0].status, 'incomplete');
  });

  test('a refusal is filtered content', async () => {
    anthropic.play(anthropicAnswer([{ type: 'text', text: 'No' }], { stop: 'refusal' }));
    const response = await client.responses.create({ model: 'ant:claude-sonnet-4-5', input: 'Hi' });
    assert.equal(response.status, 'incomplete');
    assert.equal(response.incomplete_details?.reason, 'content_filter');
  });
});

describe('errors', () => {
  test('previous_response_id: nothing is stored, and what to do instead', async () => {
    chat.play(answer({ text: 'ok' }));
    const error = await errorOf(client.responses.create({ model: 'x', input: 'Hi', previous_response_id: 'resp_1' }));
    assert.equal(error.status, 400);
    assert.equal(error.type, 'invalid_request_error');
    assert.match(error.message, /previous_response_id.*stores no responses.*whole conversation/);
    assert.equal(chat.requests.length, 0);
  });

  const REFUSED: readonly (readonly [string, object, RegExp])[] = [
    ['an item reference', { input: [{ type: 'item_reference', id: 'msg_1' }] }, /input\[0\].*stores no responses/],
    ['a conversation', { input: 'Hi', conversation: 'conv_1' }, /conversation.*stores no responses/],
    ['a response in the background', { input: 'Hi', background: true }, /background/],
    ['a stored prompt', { prompt: { id: 'pmpt_1' } }, /prompt/],
    ['no input', {}, /input: required/],
    ['an empty input', { input: [] }, /input: at least one/],
    ['an input that is none', { input: 5 }, /input: must be a string or a list/],
    ['an item that is none', { input: ['x'] }, /input\[0\]: must be an object/],
    ['an unknown role', { input: [{ role: 'boss', content: 'x' }] }, /input\[0\]\.role/],
    ['a call without an id', { input: [{ type: 'function_call', name: 'f', arguments: '{}' }] }, /input\[0\]\.call_id/],
    ['a tool without a name', { input: 'x', tools: [{ type: 'function' }] }, /tools\[0\]\.name/],
    ['messages in place of input', { messages: [{ role: 'user', content: 'x' }] }, /input: required/],
  ];
  for (const [what, fields, message] of REFUSED) {
    test(`${what} is refused before any platform is asked`, async () => {
      chat.play(answer({ text: 'ok' }));
      const reply = await redwolf.send('/v1/responses', { body: { model: 'x', ...fields } });
      assert.equal(reply.status, 400, reply.text);
      const { error } = Object(reply.json);
      assert.equal(error.type, 'invalid_request_error');
      assert.match(error.message, message);
      assert.equal(chat.requests.length, 0);
    });
  }

  test('a bad client key', async () => {
    const error = await errorOf(openaiClient(redwolf, 'rw-wrong').responses.create({ model: 'x', input: 'Hi' }));
    assert.equal(error.status, 401);
    assert.equal(error.code, 'invalid_api_key');
  });

  test('GET is no way to ask', async () => {
    const reply = await redwolf.send('/v1/responses', { method: 'GET' });
    assert.equal(reply.status, 405);
    assert.equal(Object(reply.json).error.type, 'invalid_request_error');
  });

  test("a platform's limit", async () => {
    chat.play(openaiError(429, 'Slow down.', 'requests', 'rate_limit_exceeded'));
    const error = await errorOf(client.responses.create({ model: 'x', input: 'Hi', stream: true }));
    assert.equal(error.status, 429);
    assert.match(error.message, /Slow down/);
  });

  test('an overflow, by the code that Codex knows', async () => {
    anthropic.play(anthropicError(400, 'invalid_request_error', 'prompt is too long: 210000 tokens > 200000 maximum'));
    const error = await errorOf(client.responses.create({ model: 'ant:claude-sonnet-4-5', input: 'Hi' }));
    assert.equal(error.status, 400);
    assert.equal(error.code, 'context_length_exceeded');
  });

  test('a stream that breaks off ends with response.failed', async () => {
    chat.play({ stream: [data(chunk({ role: 'assistant', content: 'It was' })), 'abort'] });
    const reply = await redwolf.send('/v1/responses', { body: { model: 'chat:m', input: 'Hi', stream: true } });
    const last = Object(reply.events.at(-1)?.json);
    assert.equal(last.type, 'response.failed');
    assert.equal(last.response.status, 'failed');
    assert.equal(typeof last.response.error.message, 'string');
    assert.deepEqual(responseStreamFaults(reply.events), []);
  });

  test('an error in the middle of a stream says what the platform said', async () => {
    const error = { error: { message: '上下文 context length exceeded', code: 'context_length_exceeded' } };
    chat.play(sse([chunk({ role: 'assistant', content: 'It was' }), error]));
    const reply = await redwolf.send('/v1/responses', { body: { model: 'chat:m', input: 'Hi', stream: true } });
    const { response } = Object(reply.events.at(-1)?.json);
    assert.equal(response.error.code, 'context_length_exceeded');
    assert.match(response.error.message, /上下文/);
  });

  test('below the base of Claude Code too', async () => {
    chat.play(answer({ text: 'ok' }));
    const reply = await redwolf.send('/api/v1/claude-code/responses', { body: { model: 'x', input: 'Hi' } });
    assert.equal(reply.status, 200, reply.text);
    assert.equal(Object(reply.json).object, 'response');
  });
});

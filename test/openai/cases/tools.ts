/** Tools, their calls and results, for an OpenAI client of each kind of platform. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { anthropicStream, event } from '../../fake-platform/anthropic-replies.ts';
import { chunksOf, joined } from '../../support/chat-rules.ts';
import { blocksOf } from '../../support/claude-rules.ts';
import { answers, MODELS, SIDES } from '../../support/openai-sides.ts';
import { PNG } from '../../support/request-parts.ts';
import { call, calling, callsOf, messageOf, result, stage, user, WEATHER } from './stage.ts';

const TOOLS = { tools: [WEATHER] };
const CITY = { city: 'Zürich 漢字 "q"', deep: { a: [1, null, true] } };
const ONE = { tools: [{ id: 'toolu_abcdef_123', name: 'get_weather', args: CITY }] };
const TWO = {
  text: 'I look.',
  tools: [
    { id: 'toolu_abcdef_001', name: 'get_weather', args: { city: 'A' } },
    { id: 'toolu_abcdef_002', name: 'get_weather', args: { city: 'B' } },
  ],
};
const NOTHING = { tools: [{ id: 'toolu_abcdef_003', name: 'get_weather', args: {} }] };

for (const to of SIDES) {
  for (const stream of [false, true]) {
    describe(`tools of ${to}, ${stream ? 'streamed' : 'whole'}`, () => {
      test('one call', async () => {
        stage.platform.play(answers(ONE));
        const completion = await stage.good(to, { ...TOOLS, stream });
        assert.deepEqual(callsOf(completion), [['get_weather', CITY]]);
        assert.equal(messageOf(completion).content, null);
        assert.equal(messageOf(completion).tool_calls?.[0]?.id, 'toolu_abcdef_123');
        assert.equal(completion.choices?.[0]?.finish_reason, 'tool_calls');
      });

      test('two at once, after a text', async () => {
        stage.platform.play(answers(TWO));
        const completion = await stage.good(to, { ...TOOLS, stream });
        assert.deepEqual(callsOf(completion), [
          ['get_weather', { city: 'A' }],
          ['get_weather', { city: 'B' }],
        ]);
        assert.equal(messageOf(completion).content, 'I look.');
      });

      test('a call without arguments', async () => {
        stage.platform.play(answers(NOTHING));
        const completion = await stage.good(to, { ...TOOLS, stream });
        assert.deepEqual(callsOf(completion), [['get_weather', {}]]);
      });
    });
  }

  test(`the official client puts calls of ${to} together`, async () => {
    stage.platform.play(answers(TWO));
    const stream = stage.sdk.chat.completions.stream({
      model: MODELS[to],
      messages: [{ role: 'user', content: 'hi' }],
      tools: [{ ...WEATHER, function: { ...WEATHER.function, parameters: { type: 'object' } } }],
    });
    const { choices } = await stream.finalChatCompletion();
    const calls = choices[0]?.message.tool_calls ?? [];
    assert.deepEqual(
      calls.map((made) => made.type === 'function' && [made.id, made.function.arguments]),
      [
        ['toolu_abcdef_001', '{"city":"A"}'],
        ['toolu_abcdef_002', '{"city":"B"}'],
      ],
    );
  });

  test(`a history of calls and results reaches ${to}`, async () => {
    stage.platform.play(answers({ text: 'done' }));
    const messages = [
      user('go'),
      calling(call('call_a', 'get_weather', '{"city": "A"}'), call('call_b', 'get_weather', '{}')),
      result('call_b', 'second'),
      result('call_a', [{ type: 'text', text: 'first' }]),
      user('and now?'),
    ];
    const completion = await stage.good(to, { ...TOOLS, messages });
    assert.equal(messageOf(completion).content, 'done');
    const sent = stage.request.raw.toString();
    for (const part of ['call_a', 'call_b', 'first', 'second', 'and now?']) assert.ok(sent.includes(part), part);
  });
}

describe("a conversation with tools as Anthropic's", () => {
  async function converted(messages: readonly object[], body: object = {}) {
    stage.platform.play(answers({ text: 'done' }));
    await stage.good('claude', { ...TOOLS, messages, ...body });
    return (stage.claude.messages ?? []).map(({ role, content }) => ({
      role,
      blocks: blocksOf({ content: content ?? [] }),
    }));
  }

  test('has calls with their input as an object, and results in the next message', async () => {
    const [, made, answered] = await converted([
      user('go'),
      calling(call('call_a', 'get_weather', '{"city":"A"}')),
      result('call_a', 'sunny'),
    ]);
    assert.deepEqual(made?.blocks, [{ type: 'tool_use', id: 'call_a', name: 'get_weather', input: { city: 'A' } }]);
    assert.deepEqual(answered?.blocks, [{ type: 'tool_result', tool_use_id: 'call_a', content: 'sunny' }]);
  });

  test('has a result for a call that was never answered', async () => {
    const [, , answered] = await converted([user('go'), calling(call('call_a', 'get_weather', '{}')), user('stop')]);
    assert.deepEqual(
      answered?.blocks.map((block) => block.type),
      ['tool_result', 'text'],
    );
  });

  test('has a result without a call as text', async () => {
    const messages = await converted([user('go'), result('call_x', 'lost'), user('next')]);
    assert.match(JSON.stringify(messages), /lost/);
  });

  test('has an image of a result in the result', async () => {
    const image = { type: 'image_url', image_url: { url: `data:image/png;base64,${PNG}` } };
    const [, , answered] = await converted([
      user('go'),
      calling(call('call_a', 'get_weather', '{}')),
      result('call_a', [{ type: 'text', text: 'see' }, image]),
    ]);
    const content = answered?.blocks[0]?.['content'];
    assert.deepEqual(content, [
      { type: 'text', text: 'see' },
      { type: 'image', source: { type: 'base64', media_type: 'image/png', data: PNG } },
    ]);
  });

  test('has ids that Anthropic takes, the same for call and result', async () => {
    const [, made, answered] = await converted([
      user('go'),
      calling(call('functions.get_weather:0', 'get_weather', '{}')),
      result('functions.get_weather:0', 'r'),
    ]);
    assert.match(made?.blocks[0]?.id ?? '', /^[a-zA-Z0-9_-]+$/);
    assert.equal(answered?.blocks[0]?.['tool_use_id'], made?.blocks[0]?.id);
  });

  for (const [name, text] of [
    ['empty', ''],
    ['no JSON', '{"city": "Lon'],
    ['a list', '[1]'],
    ['null', 'null'],
  ]) {
    test(`has an object for arguments that are ${name}`, async () => {
      await converted([user('go'), calling(call('call_a', 'get_weather', text ?? '')), result('call_a', 'r')]);
    });
  }

  test('has empty results', async () => {
    await converted([user('go'), calling(call('call_a', 'get_weather', '{}')), result('call_a', '')]);
  });

  test('of the old form, functions, is the same', async () => {
    const messages = [
      user('go'),
      { role: 'assistant', content: null, function_call: { name: 'get_weather', arguments: '{"city":"A"}' } },
      { role: 'function', name: 'get_weather', content: 'sunny' },
    ];
    const { tools: _, ...others } = { ...TOOLS, functions: [WEATHER.function] };
    const [, made, answered] = await converted(messages, { tools: undefined, ...others });
    assert.equal(made?.blocks[0]?.type, 'tool_use');
    assert.equal(answered?.blocks[0]?.['tool_use_id'], made?.blocks[0]?.id);
    assert.equal(stage.claude.tools?.[0]?.name, 'get_weather');
  });
});

describe('what Anthropic is told of tools', () => {
  const CHOICES: readonly (readonly [unknown, object | undefined])[] = [
    ['auto', { type: 'auto' }],
    ['required', { type: 'any' }],
    ['none', { type: 'none' }],
    [
      { type: 'function', function: { name: 'get_weather' } },
      { type: 'tool', name: 'get_weather' },
    ],
    [undefined, undefined],
  ];
  for (const [choice, expected] of CHOICES) {
    test(`tool_choice ${JSON.stringify(choice)}`, async () => {
      stage.platform.play(answers({ text: 'x' }));
      await stage.good('claude', { ...TOOLS, tool_choice: choice });
      assert.deepEqual(stage.claude.tool_choice, expected);
    });
  }

  test('one call at a time', async () => {
    stage.platform.play(answers({ text: 'x' }));
    await stage.good('claude', { ...TOOLS, parallel_tool_calls: false });
    assert.deepEqual(stage.claude.tool_choice, { type: 'auto', disable_parallel_tool_use: true });
  });

  test('tools without parameters, strict ones, and a tool that only OpenAI runs', async () => {
    stage.platform.play(answers({ text: 'x' }));
    const plain = { type: 'function', function: { name: 'plain' } };
    const strict = { type: 'function', function: { ...WEATHER.function, strict: true } };
    const reply = await stage.send('claude', { tools: [plain, strict, { type: 'web_search' }] });
    stage.checkSent();
    assert.deepEqual(
      stage.claude.tools?.map((tool) => [tool.name, tool.strict]),
      [
        ['plain', undefined],
        ['get_weather', true],
      ],
    );
    assert.deepEqual(await stage.losses(reply), ['tools[]']);
  });
});

describe('a streamed call from Anthropic', () => {
  test('is given on piece by piece', async () => {
    stage.platform.play(answers(ONE));
    const reply = await stage.send('claude', { ...TOOLS, stream: true });
    const pieces = chunksOf(reply.events).flatMap(({ choices }) => choices?.[0]?.delta?.tool_calls ?? []);
    assert.ok(pieces.length > 3, `${pieces.length} pieces`);
    assert.deepEqual(pieces[0]?.function, { name: 'get_weather', arguments: '' });
    assert.deepEqual(new Set(pieces.map(({ index }) => index)), new Set([0]));
  });

  test('that a limit cuts off ends with length', async () => {
    const [start = '', ...rest] = anthropicStream([
      { type: 'tool_use', id: 'toolu_abcdef_9', name: 'f', input: CITY },
    ]).stream;
    const cut = rest.slice(0, 4);
    const end = [
      event('message_delta', { delta: { stop_reason: 'max_tokens' }, usage: { output_tokens: 1 } }),
      event('message_stop'),
    ];
    stage.platform.play({ stream: [start, ...cut, ...end] });
    const reply = await stage.send('claude', { ...TOOLS, stream: true });
    assert.equal(joined(reply.events).choices?.[0]?.finish_reason, 'length');
    assert.equal(reply.events.at(-1)?.data, '[DONE]');
  });
});

/** Functions and their calls, for a client of the Responses API of each kind of platform. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type OpenAI from 'openai';
import { anthropicStream, event } from '../../fake-platform/anthropic-replies.ts';
import { chunk, sse, toolDelta } from '../../fake-platform/openai-replies.ts';
import { answers, MODELS, SIDES } from '../../support/openai-sides.ts';
import { call, callsOf, lastResponse, output, stage, textOf, user, WEATHER } from './stage.ts';

const TOOLS = { tools: [WEATHER] };
const ID = 'call_abcdefgh1234';
const CITY = { city: 'Zürich 漢字 "q"', deep: { a: [1, null, true] } };
const ONE = { tools: [{ id: ID, name: 'get_weather', args: CITY }] };
const TWO = {
  text: 'I look.',
  reasoning: 'Hm.',
  tools: [
    { id: 'call_abcdefgh0001', name: 'get_weather', args: { city: 'A' } },
    { id: 'call_abcdefgh0002', name: 'get_weather', args: {} },
  ],
};

for (const to of SIDES) {
  for (const stream of [false, true]) {
    describe(`tools of ${to}, ${stream ? 'streamed' : 'whole'}`, () => {
      test('one call', async () => {
        stage.platform.play(answers(ONE));
        const response = await stage.good(to, { ...TOOLS, stream });
        assert.deepEqual(callsOf(response), [['get_weather', CITY]]);
        const [item] = response.output;
        assert.ok(item?.type === 'function_call');
        assert.deepEqual([item.call_id, item.status, response.status], [ID, 'completed', 'completed']);
      });

      test('reasoning, a text and two calls, each an item of its own', async () => {
        stage.platform.play(answers(TWO));
        const response = await stage.good(to, { ...TOOLS, stream });
        const types = response.output.map(({ type }) => type);
        assert.deepEqual(types, ['reasoning', 'message', 'function_call', 'function_call']);
        assert.equal(textOf(response), 'I look.');
        assert.deepEqual(callsOf(response), [
          ['get_weather', { city: 'A' }],
          ['get_weather', {}],
        ]);
      });

      test('a loop of the official client', async () => {
        stage.platform.play((request, index) => answers(index === 0 ? ONE : { text: 'Sunny.' })(request));
        const input: OpenAI.Responses.ResponseInput = [{ role: 'user', content: 'Weather?' }];
        const params = { model: MODELS[to], input, tools: [WEATHER] };
        const ask = () =>
          stream ? stage.sdk.responses.stream(params).finalResponse() : stage.sdk.responses.create(params);
        const [made] = (await ask()).output;
        assert.ok(made?.type === 'function_call');
        input.push(made, { type: 'function_call_output', call_id: made.call_id, output: '25 °C' });
        assert.equal((await ask()).output_text, 'Sunny.');
        for (const part of [ID, '漢字', '25 °C']) assert.ok(stage.raw.includes(part), part);
      });
    });
  }

  test(`a history of calls and results reaches ${to}`, async () => {
    stage.platform.play(answers({ text: 'done' }));
    const input = [
      user('go'),
      call('call_abcdefgh000a', 'get_weather', '{"city": "A"}'),
      call('call_abcdefgh000b', 'get_weather', '{}'),
      output('call_abcdefgh000b', 'second'),
      output('call_abcdefgh000a', [{ type: 'input_text', text: 'first' }]),
      user('and now?'),
    ];
    assert.equal(textOf(await stage.good(to, { ...TOOLS, input })), 'done');
    for (const part of ['call_abcdefgh000a', 'call_abcdefgh000b', 'first', 'second', 'and now?'])
      assert.ok(stage.raw.includes(part), part);
  });
}

describe('a streamed call', () => {
  test('from Anthropic is given on piece by piece', async () => {
    stage.platform.play(answers(ONE));
    const { events } = await stage.send('claude', { ...TOOLS, stream: true });
    const pieces = events.filter(({ event: name }) => name === 'response.function_call_arguments.delta');
    assert.ok(pieces.length > 3, `${pieces.length} pieces`);
  });

  test('whose fragments are interleaved with those of another one is whole', async () => {
    const deltas = [
      toolDelta(0, 'call_a', 'f', '{"a"'),
      toolDelta(1, 'call_b', 'g', '{"b":'),
      toolDelta(0, null, null, ':1}'),
    ];
    stage.platform.play(
      sse([...deltas.map((delta) => chunk(delta)), chunk(toolDelta(1, null, null, '2}')), chunk({}, 'tool_calls')]),
    );
    const { output: items } = lastResponse(await stage.send('chat', { ...TOOLS, stream: true }));
    const calls = items.flatMap((item) => (item.type === 'function_call' ? [[item.name, item.arguments]] : []));
    assert.deepEqual(calls, [
      ['f', '{"a":1}'],
      ['g', '{"b":2}'],
    ]);
  });

  test('that a limit cuts off is incomplete, and its arguments stay as they are', async () => {
    const [start = '', ...rest] = anthropicStream([
      { type: 'tool_use', id: 'toolu_abcdef_9', name: 'f', input: CITY },
    ]).stream;
    const end = [
      event('message_delta', { delta: { stop_reason: 'max_tokens' }, usage: { output_tokens: 1 } }),
      event('message_stop'),
    ];
    stage.platform.play({ stream: [start, ...rest.slice(0, 4), ...end] });
    const response = await stage.good('claude', { ...TOOLS, stream: true });
    const [item] = response.output;
    assert.ok(item?.type === 'function_call');
    assert.deepEqual([response.status, item.status], ['incomplete', 'incomplete']);
    assert.throws(() => JSON.parse(item.arguments));
  });
});

describe('what a chat platform is told of tools', () => {
  test('a forced tool, one at a time', async () => {
    stage.platform.play(answers(ONE));
    const choice = { type: 'function', name: 'get_weather' };
    await stage.good('chat', { ...TOOLS, tool_choice: choice, parallel_tool_calls: false });
    assert.deepEqual(stage.sent.tool_choice, { type: 'function', function: { name: 'get_weather' } });
    assert.equal(stage.sent.parallel_tool_calls, false);
  });

  for (const choice of ['auto', 'required', 'none']) {
    test(`tool_choice ${choice}`, async () => {
      stage.platform.play(answers({ text: 'x' }));
      await stage.good('chat', { ...TOOLS, tool_choice: choice });
      assert.equal(stage.sent.tool_choice, choice);
    });
  }
});

describe('what Anthropic is told of tools', () => {
  for (const [choice, expected] of [
    ['auto', { type: 'auto' }],
    ['required', { type: 'any' }],
    ['none', { type: 'none' }],
    [
      { type: 'function', name: 'get_weather' },
      { type: 'tool', name: 'get_weather' },
    ],
  ] as const) {
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
});

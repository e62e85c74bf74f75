/** Reasoning in both directions, for an OpenAI client: out of each kind of platform, and back to Anthropic. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { anthropicAnswer, anthropicMessage } from '../../fake-platform/anthropic-replies.ts';
import { type ChatDelta, chunksOf } from '../../support/chat-rules.ts';
import { blocksOf } from '../../support/claude-rules.ts';
import { answers, SIDES } from '../../support/openai-sides.ts';
import { call, calling, messageOf, result, stage, user, WEATHER } from './stage.ts';

const THOUGHT = 'First I look at 天气 "there".';
const THINKING = { text: 'Sunny.', reasoning: THOUGHT };

for (const to of SIDES) {
  for (const stream of [false, true]) {
    test(`reasoning of ${to} is in reasoning_content, and nowhere else (${stream ? 'streamed' : 'whole'})`, async () => {
      stage.platform.play(answers(THINKING));
      const completion = await stage.good(to, { stream });
      assert.equal(messageOf(completion).reasoning_content, THOUGHT);
      assert.equal(messageOf(completion).content, 'Sunny.');
    });
  }
}

describe('an effort for Anthropic', () => {
  const BUDGETS: readonly (readonly [string, object | undefined])[] = [
    ['minimal', { type: 'enabled', budget_tokens: 1024 }],
    ['low', { type: 'enabled', budget_tokens: 2048 }],
    ['medium', { type: 'enabled', budget_tokens: 8192 }],
    ['high', { type: 'enabled', budget_tokens: 16_384 }],
    ['none', undefined],
  ];
  for (const [effort, expected] of BUDGETS) {
    test(`${effort} is a budget`, async () => {
      stage.platform.play(answers({ text: 'x' }));
      await stage.good('claude', { reasoning_effort: effort });
      assert.deepEqual(stage.claude.thinking, expected);
    });
  }

  test('is an effort of the newer model', async () => {
    stage.platform.play(answers({ text: 'x' }));
    await stage.good('opus', { reasoning_effort: 'high' });
    assert.deepEqual(stage.claude.thinking, { type: 'adaptive' });
    assert.deepEqual(stage.claude.output_config, { effort: 'high' });
  });

  test('leaves room for the answer', async () => {
    stage.platform.play(answers({ text: 'x' }));
    await stage.good('claude', { reasoning_effort: 'high', max_tokens: 4_000 });
    assert.deepEqual(stage.claude.thinking, { type: 'enabled', budget_tokens: 3_000 });
  });

  for (const [name, body, loss] of [
    ['a small limit', { max_tokens: 100 }, 'reasoning_effort'],
    ['a forced tool', { tools: [WEATHER], tool_choice: 'required' }, 'reasoning_effort'],
    ['a temperature', { temperature: 0.2 }, 'temperature'],
    ['a word that nobody knows', { reasoning_effort: 'gigantic' }, 'reasoning_effort'],
  ] as const) {
    test(`goes with ${name} without a refusal`, async () => {
      stage.platform.play(answers({ text: 'x' }));
      const reply = await stage.send('claude', { reasoning_effort: 'high', ...body });
      assert.equal(reply.status, 200, reply.text);
      stage.checkSent();
      assert.deepEqual(await stage.losses(reply), [loss]);
    });
  }
});

describe('an effort for a platform that has a switch', () => {
  test('is the switch in a relayed stream, and the rest is left', async () => {
    stage.platform.play(answers({ text: 'x' }));
    await stage.good('dashscope', { reasoning_effort: 'high', stream: true });
    const { enable_thinking: isOn, reasoning_effort: effort } = stage.sent;
    assert.deepEqual([isOn, effort], [true, undefined]);
  });

  test('makes a stream of a whole call, which is put together for the client', async () => {
    stage.platform.play(answers(THINKING));
    const completion = await stage.good('dashscope', { reasoning_effort: 'high' });
    assert.equal(stage.sent.stream, true);
    assert.equal(messageOf(completion).content, 'Sunny.');
    assert.equal(messageOf(completion).reasoning_content, THOUGHT);
    assert.equal(completion.usage?.total_tokens, 18);
  });
});

describe("Anthropic's thinking in a tool loop", () => {
  const TOOLS = { tools: [WEATHER], reasoning_effort: 'high' };
  const ONE_CALL = {
    reasoning: THOUGHT,
    tools: [{ id: 'toolu_abcdef_123', name: 'get_weather', args: { city: 'A' } }],
  };

  /** The client's second request: the history with the first reply in it, as `change` leaves it. */
  async function secondTurn(stream: boolean, change: (message: ChatDelta) => object, to: 'claude' | 'opus' = 'claude') {
    stage.platform.play(answers(ONE_CALL));
    const first = messageOf(await stage.good(to, { ...TOOLS, stream }));
    stage.platform.play(answers({ text: 'done' }));
    const messages = [user('go'), change(first), result('toolu_abcdef_123', 'sunny')];
    const reply = await stage.send(to, { ...TOOLS, messages });
    assert.equal(reply.status, 200, reply.text);
    stage.checkSent();
    return { reply, blocks: blocksOf(stage.claude.messages?.[1]), thinking: stage.claude.thinking };
  }

  const withoutDetails = ({ reasoning_details: _, ...message }: ChatDelta) => message;
  const bare = ({ role, content, tool_calls }: ChatDelta) => ({ role, content: content ?? null, tool_calls });

  for (const stream of [false, true]) {
    const form = stream ? 'streamed' : 'whole';

    test(`comes back with its signature from a client that sends all it got (${form})`, async () => {
      const { blocks, thinking } = await secondTurn(stream, (message) => message);
      assert.deepEqual(blocks[0], { type: 'thinking', thinking: THOUGHT, signature: 'SIG-of-anthropic' });
      assert.equal(blocks[1]?.type, 'tool_use');
      assert.deepEqual(thinking, { type: 'enabled', budget_tokens: 16_384 });
    });

    test(`without its signature is a loss, and no refusal (${form})`, async () => {
      const { reply, blocks, thinking } = await secondTurn(stream, withoutDetails);
      assert.deepEqual(
        blocks.map(({ type }) => type),
        ['tool_use'],
      );
      assert.equal(thinking, undefined);
      assert.deepEqual(await stage.losses(reply), ['messages[].content[]', 'reasoning_effort']);
    });

    test(`left out by the client is no refusal (${form})`, async () => {
      const { blocks, thinking } = await secondTurn(stream, bare);
      assert.deepEqual(
        blocks.map(({ type }) => type),
        ['tool_use'],
      );
      assert.equal(thinking, undefined);
    });
  }

  test('comes back as its maker signed it, whatever else the client made of it', async () => {
    const { blocks } = await secondTurn(false, (message) => ({ ...message, reasoning_content: 'mine' }));
    assert.deepEqual(blocks[0], { type: 'thinking', thinking: THOUGHT, signature: 'SIG-of-anthropic' });
  });

  test('comes back to the newer model too', async () => {
    const { blocks, thinking } = await secondTurn(true, (message) => message, 'opus');
    assert.equal(blocks[0]?.signature, 'SIG-of-anthropic');
    assert.deepEqual(thinking, { type: 'adaptive' });
  });

  test('that is withheld comes back as it came', async () => {
    const redacted = { type: 'redacted_thinking', data: 'BLOB==' };
    const toolUse = { type: 'tool_use', id: 'toolu_abcdef_123', name: 'get_weather', input: { city: 'A' } };
    for (const stream of [false, true]) {
      stage.platform.play(anthropicAnswer([redacted, toolUse], { stop: 'tool_use' }));
      const first = messageOf(await stage.good('claude', { ...TOOLS, stream }));
      assert.equal(first.reasoning_content, undefined);
      stage.platform.play(answers({ text: 'done' }));
      await stage.good('claude', { ...TOOLS, messages: [user('go'), first, result('toolu_abcdef_123', 'sunny')] });
      assert.deepEqual(blocksOf(stage.claude.messages?.[1])[0], redacted);
    }
  });

  test('in two parts comes back in two', async () => {
    const content = [
      { type: 'thinking', thinking: 'one', signature: 'SIG-1' },
      { type: 'thinking', thinking: 'two', signature: 'SIG-2' },
      { type: 'tool_use', id: 'toolu_abcdef_123', name: 'get_weather', input: {} },
    ];
    for (const stream of [false, true]) {
      stage.platform.play(anthropicAnswer(content, { stop: 'tool_use' }));
      const first = messageOf(await stage.good('claude', { ...TOOLS, stream }));
      stage.platform.play(answers({ text: 'done' }));
      await stage.good('claude', { ...TOOLS, messages: [user('go'), first, result('toolu_abcdef_123', 'r')] });
      assert.deepEqual(blocksOf(stage.claude.messages?.[1]).slice(0, 2), content.slice(0, 2));
    }
  });

  test('goes to no chat platform as anything but reasoning', async () => {
    stage.platform.play(answers(ONE_CALL));
    const first = messageOf(await stage.good('claude', TOOLS));
    stage.platform.play(answers({ text: 'done' }));
    await stage.good('chat', { tools: [WEATHER], messages: [user('go'), first, result('toolu_abcdef_123', 'sunny')] });
    const { reasoning_content: reasoning, content } = stage.sent.messages?.[1] ?? {};
    assert.deepEqual([reasoning, content], [THOUGHT, null]);
  });

  test("of another model never reaches Anthropic with that model's text as proof", async () => {
    stage.platform.play(answers(ONE_CALL));
    const first = messageOf(await stage.good('chat', TOOLS));
    assert.equal(first.reasoning_content, THOUGHT);
    stage.platform.play(answers({ text: 'done' }));
    const reply = await stage.send('claude', {
      ...TOOLS,
      messages: [user('go'), first, result('toolu_abcdef_123', 'sunny')],
    });
    stage.checkSent();
    assert.ok((await stage.losses(reply)).includes('messages[].content[]'));
  });

  test('is optional: reasoning of a turn before the last question', async () => {
    stage.platform.play(answers({ text: 'done' }));
    const old = { role: 'assistant', content: 'a', reasoning_content: 'old', reasoning: 'old' };
    await stage.good('claude', { ...TOOLS, messages: [user('q'), old, user('next')] });
    assert.deepEqual(stage.claude.thinking, { type: 'enabled', budget_tokens: 16_384 });
    const history = [user('q'), calling(call('c1', 'get_weather', '{}')), result('c1', 'r'), old, user('next')];
    await stage.good('claude', { ...TOOLS, messages: history });
    assert.equal(stage.claude.thinking?.type, 'enabled');
  });
});

test('what only Anthropic knows is left out of a reply', async () => {
  const search = { type: 'server_tool_use', id: 'srvtoolu_1', name: 'web_search', input: { query: 'x' } };
  const found = { type: 'web_search_tool_result', tool_use_id: 'srvtoolu_1', content: [] };
  stage.platform.play(anthropicMessage({ content: [search, found, { type: 'text', text: 'found' }] }));
  assert.equal(messageOf(await stage.good('claude')).content, 'found');
  stage.platform.play(anthropicAnswer([search, found, { type: 'text', text: 'found' }]));
  const reply = await stage.send('claude', { stream: true });
  const text = chunksOf(reply.events).map(({ choices }) => choices?.[0]?.delta?.content ?? '');
  assert.equal(text.join(''), 'found');
});

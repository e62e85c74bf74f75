/** Reasoning in both directions: out of each kind of platform, and back to its maker and nobody else. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { anthropicAnswer } from '../../fake-platform/anthropic-replies.ts';
import { chunk, sse, toolDelta } from '../../fake-platform/openai-replies.ts';
import { answers, SIDES } from '../../support/openai-sides.ts';
import { output, stage, user, WEATHER } from './stage.ts';

const THOUGHT = 'First I look at 天气 "there".';
const ID = 'call_abcdefgh1234';
const CALL = { id: ID, name: 'get_weather', args: { city: '北京' } };

for (const to of SIDES) {
  for (const stream of [false, true]) {
    test(`reasoning of ${to} is a summary, and nowhere else (${stream ? 'streamed' : 'whole'})`, async () => {
      stage.platform.play(answers({ text: 'Sunny.', reasoning: THOUGHT }));
      const response = await stage.good(to, { stream });
      const [thought, ...others] = response.output;
      assert.ok(thought?.type === 'reasoning');
      assert.deepEqual(thought.summary, [{ type: 'summary_text', text: THOUGHT }]);
      assert.ok(!JSON.stringify(others).includes('天气'));
    });

    test(`reasoning before a call of ${to} goes back to it (${stream ? 'streamed' : 'whole'})`, async () => {
      stage.platform.play(answers({ reasoning: THOUGHT, tools: [CALL] }));
      const settings = { tools: [WEATHER], reasoning: { effort: 'high' }, stream };
      const { output: items } = await stage.good(to, { ...settings, include: ['reasoning.encrypted_content'] });
      stage.platform.play(answers({ text: 'ok' }));
      const input = [user('Hi'), ...items, output(ID, '25')];
      const reply = await stage.send(to, { ...settings, input, include: ['reasoning.encrypted_content'] });
      assert.equal(reply.status, 200, reply.text);
      assert.ok(stage.raw.includes('天气'), stage.raw);
    });
  }
}

for (const [from, to] of [
  ['chat', 'claude'],
  ['claude', 'chat'],
  ['responses', 'claude'],
  ['responses', 'chat'],
  ['claude', 'ollama'],
] as const) {
  test(`reasoning of ${from} does not go to ${to}, and the row says so`, async () => {
    stage.platform.play(answers({ reasoning: 'SECRET', tools: [CALL] }));
    const { output: items } = await stage.good(from, { tools: [WEATHER] });
    stage.platform.play(answers({ text: 'ok' }));
    const reply = await stage.send(to, { tools: [WEATHER], input: [user('Hi'), ...items, output(ID, '25')] });
    assert.equal(reply.status, 200, reply.text);
    assert.ok(stage.sent && !stage.raw.includes('SECRET'));
    assert.deepEqual(await stage.losses(reply), ['messages[].content[]']);
  });
}

test('reasoning that nobody here made goes nowhere', async () => {
  stage.platform.play(answers({ text: 'ok' }));
  const summary = [{ type: 'summary_text', text: 'SECRET' }];
  const foreign = { type: 'reasoning', id: 'rs_1', summary, encrypted_content: 'gAAAA' };
  const reply = await stage.send('chat', {
    input: [user('Hi'), foreign, { role: 'assistant', content: 'Hello' }, user('x')],
  });
  assert.equal(reply.status, 200, reply.text);
  assert.ok(stage.sent && !/SECRET|gAAAA/.test(stage.raw));
  assert.deepEqual(await stage.losses(reply), ['messages[].content[]']);
});

for (const field of ['reasoning_content', 'reasoning']) {
  test(`${field} goes back to a chat platform in the field where it stood`, async () => {
    const deltas = [{ [field]: 'Let me ' }, { [field]: 'see.' }, toolDelta(0, ID, 'get_weather', '{}')];
    stage.platform.play(sse([...deltas.map((delta) => chunk(delta)), chunk({}, 'tool_calls')]));
    const reply = await stage.send('chat', { stream: true, tools: [WEATHER] });
    const { output: items } = Object(reply.events.at(-1)?.json).response;
    assert.equal(items[0].summary[0].text, 'Let me see.');
    stage.platform.play(answers({ text: 'ok' }));
    await stage.good('chat', { input: [user('Hi'), ...items, output(ID, '1')] });
    assert.equal(Object(stage.sent.messages?.[1])[field], 'Let me see.');
  });
}

describe("Anthropic's thinking", () => {
  test('comes back with its signature untouched', async () => {
    const thinking = { type: 'thinking', thinking: 'Let me see.', signature: 'SIG-of-anthropic' };
    const asked = { type: 'tool_use', id: 'toolu_abcdefgh1234', name: 'get_weather', input: { city: '北京' } };
    stage.platform.play(anthropicAnswer([thinking, asked], { stop: 'tool_use' }));
    const settings = { tools: [WEATHER], reasoning: { effort: 'high' } };
    const { output: items } = await stage.good('claude', { ...settings, stream: true });
    assert.equal(stage.claude.thinking?.type, 'enabled');
    stage.platform.play(answers({ text: 'ok' }));
    await stage.good('claude', { ...settings, input: [user('Hi'), ...items, output(asked.id, '25')] });
    assert.deepEqual(stage.claude.messages?.[1]?.content, [thinking, asked]);
    assert.equal(stage.claude.thinking?.type, 'enabled');
  });

  test('that it hides comes back too', async () => {
    const hidden = { type: 'redacted_thinking', data: 'EmwKAhgB' };
    const asked = { type: 'tool_use', id: 'toolu_abcdefgh1234', name: 'get_weather', input: {} };
    stage.platform.play(anthropicAnswer([hidden, asked], { stop: 'tool_use' }));
    const { output: items } = await stage.good('claude', { tools: [WEATHER] });
    stage.platform.play(answers({ text: 'ok' }));
    await stage.good('claude', { input: [user('Hi'), ...items, output(asked.id, '25')] });
    assert.deepEqual(Object(stage.claude.messages?.[1]?.content)[0], hidden);
  });
});

describe('an effort', () => {
  for (const effort of ['minimal', 'low', 'medium', 'high']) {
    test(`${effort} reaches a chat platform`, async () => {
      stage.platform.play(answers({ text: 'x' }));
      await stage.good('chat', { reasoning: { effort } });
      assert.equal(typeof stage.sent.reasoning_effort, 'string');
    });
  }

  test('is a budget of Anthropic', async () => {
    stage.platform.play(answers({ text: 'x' }));
    await stage.good('claude', { reasoning: { effort: 'low', summary: 'auto' } });
    assert.deepEqual(stage.claude.thinking, { type: 'enabled', budget_tokens: 2048 });
  });

  test('is an effort of its newer model', async () => {
    stage.platform.play(answers({ text: 'x' }));
    await stage.good('opus', { reasoning: { effort: 'high' } });
    assert.deepEqual(stage.claude.output_config, { effort: 'high' });
  });
});

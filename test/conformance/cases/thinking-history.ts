import type { ScriptedReply } from '../../fake-platform/fake-platform.ts';
import { answer, chunk, completion, sse, toolDelta } from '../../fake-platform/openai-replies.ts';
import { conversation, jsonIncludes, textOf } from '../../support/openai-rules.ts';
import { assistant, text, toolResult, user, WEATHER } from '../../support/request-parts.ts';
import type { ChatMessage } from '../../support/wire.ts';
import { type Case, one } from '../case.ts';
import type { Check } from '../check.ts';

const THINKING = { thinking: { type: 'enabled', budget_tokens: 2048 }, max_tokens: 9000 };

const SIGNATURE = { google: { thought_signature: 'CtsBAVSoXO4w+/=SIG' } };
const SIGNED_CALL = {
  id: 'function-call-77',
  type: 'function',
  function: { name: 'get_weather', arguments: '{"city":"G"}' },
  extra_content: SIGNATURE,
};

export const THINKING_HISTORY_CASES: readonly Case[] = [
  one('thinking/history-not-in-text', {
    body: {
      messages: [
        user('q'),
        assistant([{ type: 'thinking', thinking: 'SECRET-THOUGHT', signature: 'c2ln' }, text('visible')]),
        user('next'),
      ],
    },
    upstream: answer({ text: 'ok' }),
    async check(t) {
      await t.good();
      const contents = conversation(t.sent).map((message) => message.content);
      t.equal(textOf(contents[1]), 'visible', 'assistant text');
      t.ok(!jsonIncludes(contents, 'SECRET-THOUGHT'), 'thinking leaks into content');
    },
  }),
  one('thinking/redacted-history', {
    body: {
      messages: [
        user('q'),
        assistant([{ type: 'redacted_thinking', data: 'ENCRYPTEDBLOB' }, text('visible')]),
        user('next'),
      ],
    },
    upstream: answer({ text: 'ok' }),
    async check(t) {
      await t.good();
      t.ok(!jsonIncludes(t.sent, 'ENCRYPTEDBLOB'), 'redacted blob sent upstream');
      t.equal(textOf(conversation(t.sent)[1]?.content), 'visible');
    },
  }),
  one('thinking/only-thinking-turn', {
    body: { messages: [user('q'), assistant([{ type: 'thinking', thinking: 'hm', signature: '' }]), user('next')] },
    upstream: answer({ text: 'ok' }),
    async check(t) {
      await t.good();
      t.ok(jsonIncludes(t.sent.messages, 'next'), 'last turn kept');
    },
  }),
  roundTrip(
    'thinking/round-trip-with-tools',
    THINKING,
    completion({
      reasoning: 'chain of thought 42',
      tools: [{ id: 'call_1', name: 'get_weather', args: { city: 'A' } }],
    }),
    (t, turn) => {
      // DeepSeek and Kimi refuse the request otherwise.
      t.equal(turn.reasoning_content ?? turn.reasoning, 'chain of thought 42', 'reasoning of the open tool loop');
    },
  ),
  roundTrip(
    'thinking/stream-round-trip',
    {},
    sse([
      chunk({ role: 'assistant', reasoning_content: 'deep ' }),
      chunk({ reasoning_content: 'thought' }),
      chunk(toolDelta(0, 'c1', 'get_weather', '{}')),
      chunk({}, 'tool_calls'),
    ]),
    (t, turn) => {
      t.equal(turn.reasoning_content ?? turn.reasoning, 'deep thought', 'reasoning given back');
    },
  ),
  roundTrip(
    'thinking/gemini-thought-signature',
    THINKING,
    completion({ tools: [{ id: 'c', name: 'get_weather' }], message: { tool_calls: [SIGNED_CALL] } }),
    (t, turn) => {
      // Gemini 3 answers 400 without it.
      t.equal(turn.tool_calls?.[0]?.['extra_content'], SIGNATURE, 'thought_signature given back');
    },
  ),
];

/**
 * The platform answers `first`, which calls a tool; the client gives that back with the tool's result. `check` sees the
 * turn as the platform gets it back.
 */
function roundTrip(id: string, body: object, first: ScriptedReply, check: (t: Check, turn: ChatMessage) => void): Case {
  return one(id, {
    stream: 'stream' in first,
    body: { tools: [WEATHER], ...body },
    upstream: (request, index) => (index === 0 ? first : answer({ text: 'done' })(request)),
    manual: true,
    async check(t) {
      await t.send();
      await t.good();
      const { content } = t.message;
      const calls = t.tools();
      if (!t.ok(calls.length > 0, 'no tool_use in turn 1')) return;
      const results = calls.map((call) => toolResult(call.id, 'r'));
      await t.send({ body: { messages: [user('hi'), assistant(content), user(results)] } });
      await t.good({ requests: 2 });
      check(t, conversation(t.sent)[1] ?? {});
    },
  });
}

import { answer, completion, usage } from '../../fake-platform/openai-replies.ts';
import { conversation, roles, textOf } from '../../support/openai-rules.ts';
import { assistant, text, toolResult, toolUse, user, WEATHER } from '../../support/request-parts.ts';
import { both, type Case, one } from '../case.ts';

export const BASICS_CASES: readonly Case[] = [
  ...both('basics/text', {
    upstream: answer({ text: 'Hello there, friend.' }),
    async check(t) {
      await t.good();
      t.equal(t.text(), 'Hello there, friend.');
      t.equal(t.types(), ['text'], 'block types');
      t.equal(t.message.stop_reason, 'end_turn', 'stop_reason');
      t.equal(t.message.stop_sequence ?? null, null, 'stop_sequence');
    },
  }),
  ...both('basics/usage', {
    upstream: answer({ text: 'x', usage: usage(123, 45) }),
    async check(t) {
      await t.good();
      t.equal(t.usage().input_tokens, 123, 'input_tokens');
      t.equal(t.usage().output_tokens, 45, 'output_tokens');
    },
  }),
  ...both('basics/params', {
    body: { max_tokens: 777, temperature: 0.3, top_p: 0.9, stop_sequences: ['END', '\n\nHuman:'] },
    upstream: answer({ text: 'ok' }),
    async check(t) {
      await t.good();
      t.equal(t.sent.max_tokens ?? t.sent.max_completion_tokens, 777, 'max tokens');
      t.equal(t.sent.temperature, 0.3, 'temperature');
      t.equal(t.sent.top_p, 0.9, 'top_p');
      t.equal(t.sent.stop, ['END', '\n\nHuman:'], 'stop');
    },
  }),
  one('basics/temperature-zero', {
    body: { temperature: 0 },
    upstream: answer({ text: 'ok' }),
    async check(t) {
      await t.good();
      t.equal(t.sent.temperature, 0, 'temperature 0 must not be lost');
    },
  }),
  one('basics/no-defaults-invented', {
    upstream: answer({ text: 'ok' }),
    async check(t) {
      await t.good();
      for (const field of ['temperature', 'top_p', 'stop', 'tools', 'tool_choice', 'response_format', 'metadata']) {
        t.ok(!(field in t.sent), `'${field}' is sent, which the client did not send`);
      }
    },
  }),
  one('basics/stream-flag', {
    stream: true,
    upstream: answer({ text: 'ok' }),
    async check(t) {
      await t.good();
      t.equal(t.sent.stream, true, 'stream');
      t.equal(t.sent.stream_options?.include_usage, true, 'stream_options.include_usage');
    },
  }),
  one('basics/nonstream-flag', {
    upstream: answer({ text: 'ok' }),
    async check(t) {
      await t.good();
      t.ok(!(t.sent.stream !== true && 'stream_options' in t.sent), 'stream_options without stream');
      t.equal(t.text(), 'ok');
    },
  }),
  one('basics/multi-turn-order', {
    body: {
      messages: [
        user('one'),
        assistant('two'),
        user([text('three'), text('four')]),
        assistant([text('five')]),
        user('six'),
      ],
    },
    upstream: answer({ text: 'ok' }),
    async check(t) {
      await t.good();
      t.equal(roles(t.sent), 'user assistant user assistant user', 'roles');
      const [first, second, third = '', fourth, fifth] = conversation(t.sent).map(({ content }) => textOf(content));
      t.equal(first, 'one');
      t.equal(second, 'two');
      t.ok(/three[\s\S]*four/.test(third), 'both text blocks in order');
      t.equal(fourth, 'five');
      t.equal(fifth, 'six');
    },
  }),
  one('basics/text-blocks-kept-apart', {
    body: { messages: [user([text('<system-reminder>a</system-reminder>'), text('do it')])] },
    upstream: answer({ text: 'ok' }),
    async check(t) {
      await t.good();
      const content = conversation(t.sent)[0]?.content;
      if (typeof content === 'string') t.excludes(content, '</system-reminder>do it', 'two text blocks glued');
      t.includes(textOf(content), 'do it');
      t.includes(textOf(content), '<system-reminder>a</system-reminder>');
    },
  }),
  one('basics/metadata-not-forwarded', {
    body: { metadata: { user_id: 'user_abc_account__session_123' } },
    upstream: answer({ text: 'ok' }),
    async check(t) {
      await t.good();
      t.ok(!('metadata' in t.sent), "OpenAI 400s on 'metadata' without store");
    },
  }),
  one('basics/anthropic-only-fields-dropped', {
    body: {
      service_tier: 'auto',
      context_management: { edits: [{ type: 'clear_tool_uses_20250919' }] },
      container: 'c1',
      betas: ['x'],
      cache_control: { type: 'ephemeral' },
      diagnostics: {},
      inference_geo: 'us',
      speed: 'fast',
    },
    upstream: answer({ text: 'ok' }),
    async check(t) {
      await t.good();
      for (const field of [
        'context_management',
        'container',
        'betas',
        'cache_control',
        'diagnostics',
        'inference_geo',
        'speed',
      ]) {
        t.ok(!(field in t.sent), `'${field}' leaks upstream`);
      }
    },
  }),
  one('basics/auth-upstream-key', {
    upstream: answer({ text: 'ok' }),
    async check(t) {
      await t.good();
      t.equal(t.sentRequest?.headers.authorization, 'Bearer k', 'upstream authorization');
      t.ok(!t.sentRequest?.headers['x-api-key'], 'client x-api-key leaks upstream');
    },
  }),
  one('basics/query-beta', {
    path: '/v1/messages?beta=true',
    headers: { 'anthropic-beta': 'interleaved-thinking-2025-05-14,claude-code-20250219' },
    upstream: answer({ text: 'ok' }),
    async check(t) {
      await t.good();
      t.equal(t.text(), 'ok');
    },
  }),
  ...both('basics/max-tokens-stop', {
    upstream: answer({ text: 'cut he', finish: 'length' }),
    async check(t) {
      await t.good();
      t.equal(t.message.stop_reason, 'max_tokens', 'stop_reason');
      t.equal(t.text(), 'cut he');
    },
  }),
  ...both('basics/content-filter', {
    upstream: answer({ text: 'partial', finish: 'content_filter' }),
    async check(t) {
      await t.good();
      t.equal(t.message.stop_reason, 'refusal', 'stop_reason');
      t.equal(t.text(), 'partial');
    },
  }),
  ...both('basics/whitespace-kept', {
    upstream: answer({ text: '  \n\n\tcode\n    indented  \n', pieces: 9 }),
    async check(t) {
      await t.good();
      t.equal(t.text(), '  \n\n\tcode\n    indented  \n');
    },
  }),
  one('basics/json-fallback-ignores-extra', {
    upstream: completion({
      text: 'ok',
      body: { system_fingerprint: 'fp', service_tier: 'default', provider: 'X', prompt_filter_results: [] },
    }),
    async check(t) {
      await t.good();
      t.equal(t.text(), 'ok');
      t.ok(!('system_fingerprint' in t.message), 'system_fingerprint leaks');
      t.ok(!('provider' in t.message), 'provider leaks');
    },
  }),
  one('basics/content-parts-array', {
    upstream: completion({
      message: {
        content: [
          { type: 'text', text: 'mis' },
          { type: 'text', text: 'tral' },
        ],
      },
    }),
    async check(t) {
      await t.good();
      t.equal(t.text(), 'mistral', 'content given as parts');
    },
  }),
  one('basics/empty-text-blocks', {
    body: {
      messages: [
        user([text(''), text('real')]),
        assistant([text(''), toolUse('t1', 'get_weather', {})]),
        user([toolResult('t1', 'r'), text('')]),
      ],
      tools: [WEATHER],
    },
    upstream: answer({ text: 'k' }),
    async check(t) {
      await t.good();
      for (const { role, content } of conversation(t.sent)) {
        const parts = Array.isArray(content) ? content : [];
        t.ok(!parts.some((part) => part.type === 'text' && part.text === ''), `empty text part in ${role}`);
        t.ok(role !== 'user' || textOf(content) !== '', 'empty user message (Kimi, GLM and Anthropic reject it)');
      }
      t.includes(textOf(conversation(t.sent)[0]?.content), 'real');
    },
  }),
];

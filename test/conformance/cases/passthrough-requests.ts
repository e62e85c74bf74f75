import { anthropicAnswer } from '../../fake-platform/anthropic-replies.ts';
import { jsonIncludes } from '../../support/openai-rules.ts';
import { assistant, image, PNG, text, toolResult, toolUse, user, WEATHER } from '../../support/request-parts.ts';
import type { UpstreamBody } from '../../support/wire.ts';
import { both, type Case, one } from '../case.ts';
import type { Check } from '../check.ts';

const BETAS = 'context-1m-2025-08-07,fine-grained-tool-streaming-2025-05-14';

export const PASSTHROUGH_REQUESTS_CASES: readonly Case[] = [
  ...both('passthrough/simple', {
    to: 'anthropic',
    upstream: anthropicAnswer(),
    async check(t) {
      await t.good();
      t.equal(t.text(), 'hi from claude');
      t.ok(t.sentRequest?.path.endsWith('/v1/messages'), `path ${t.sentRequest?.path}`);
    },
  }),
  one('passthrough/body-survives', {
    to: 'anthropic',
    body: {
      system: [text('S', { cache_control: { type: 'ephemeral', ttl: '1h' } })],
      messages: [
        user([text('q', { cache_control: { type: 'ephemeral' } }), image(PNG)]),
        assistant([
          { type: 'thinking', thinking: 'th', signature: 'SIG==' },
          { type: 'redacted_thinking', data: 'RD' },
          toolUse('t1', 'f', { a: 1 }),
        ]),
        user([toolResult('t1', [text('r')], { is_error: true, cache_control: { type: 'ephemeral' } })]),
      ],
      tools: [
        { ...WEATHER, cache_control: { type: 'ephemeral' } },
        { type: 'web_search_20250305', name: 'web_search', max_uses: 2 },
      ],
      tool_choice: { type: 'auto', disable_parallel_tool_use: true },
      thinking: { type: 'enabled', budget_tokens: 1024 },
      metadata: { user_id: 'u' },
      top_k: 5,
      stop_sequences: ['X'],
      service_tier: 'auto',
    },
    upstream: anthropicAnswer(),
    check(t) {
      t.equal(t.reply.status, 200, 'status');
      t.equal(withoutModel(t.sent), expectedBody(t), 'request body');
    },
  }),
  one('passthrough/unknown-fields-survive', {
    to: 'anthropic',
    body: {
      messages: [user([{ type: 'future_block', payload: { x: [1, { y: null }] } }, text('q', { future_hint: 7 })])],
      future_top: { deep: [true] },
      thread: { type: 'create' },
      context_management: { edits: [{ type: 'clear_tool_uses_20250919' }] },
      output_config: { effort: 'xhigh' },
    },
    upstream: anthropicAnswer(),
    check(t) {
      t.equal(t.reply.status, 200, 'status');
      t.equal(withoutModel(t.sent), expectedBody(t), 'request body');
    },
  }),
  one('passthrough/empty-values-survive', {
    to: 'anthropic',
    body: {
      system: '',
      tools: [],
      stop_sequences: [],
      temperature: 0,
      top_k: 0,
      metadata: {},
      thinking: { type: 'disabled' },
    },
    upstream: anthropicAnswer(),
    check(t) {
      t.equal(t.reply.status, 200, 'status');
      t.equal(withoutModel(t.sent), expectedBody(t), 'falsy values');
    },
  }),
  one('passthrough/headers-forwarded', {
    to: 'anthropic',
    headers: { 'anthropic-beta': BETAS, 'anthropic-version': '2023-06-01' },
    upstream: anthropicAnswer(),
    async check(t) {
      await t.good();
      const headers = t.sentRequest?.headers ?? {};
      t.equal(headers['anthropic-beta'], BETAS, 'anthropic-beta');
      t.equal(headers['anthropic-version'], '2023-06-01', 'anthropic-version');
    },
  }),
  one('passthrough/query-string', {
    to: 'anthropic',
    path: '/v1/messages?beta=true',
    upstream: anthropicAnswer(),
    async check(t) {
      await t.good();
      t.equal(t.sentRequest?.query, 'beta=true', 'query string');
    },
  }),
  one('passthrough/platform-key', {
    to: 'anthropic',
    upstream: anthropicAnswer(),
    async check(t) {
      await t.good();
      const { authorization, ...headers } = t.sentRequest?.headers ?? {};
      const isKnown = headers['x-api-key'] === 'k' || authorization === 'Bearer k';
      t.ok(isKnown, `platform key: x-api-key ${headers['x-api-key']}, authorization ${authorization}`);
      t.ok(!jsonIncludes(t.sentRequest?.headers, t.clientKey), 'the client key leaks upstream');
    },
  }),
  one('passthrough/count-tokens-forwarded', {
    to: 'anthropic',
    path: '/v1/messages/count_tokens',
    body: { max_tokens: undefined },
    upstream: (request) => (request.path.endsWith('/count_tokens') ? { json: { input_tokens: 4711 } } : undefined),
    check(t) {
      t.equal(t.reply.status, 200, 'status');
      t.equal(t.reply.json?.input_tokens, 4711, "the platform's own count");
    },
  }),
];

/** All but the model, which redwolf sets. */
function withoutModel({ model, ...others }: UpstreamBody): object {
  return others;
}

/** What the client sent, but for the model. */
function expectedBody(t: Check): object {
  return { max_tokens: 256, messages: [user('hi')], ...t.case.body };
}

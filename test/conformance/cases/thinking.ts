import { answer, chunk, completion, ROLE_CHUNK, STOP_CHUNK, sse } from '../../fake-platform/openai-replies.ts';
import { jsonIncludes } from '../../support/openai-rules.ts';
import { WEATHER } from '../../support/request-parts.ts';
import { both, type Case, one } from '../case.ts';

const THINKING = { thinking: { type: 'enabled', budget_tokens: 2048 }, max_tokens: 8000 };

/** Every field by which some platform is told how much to think. */
const THINKING_FIELDS = [
  'reasoning_effort',
  'reasoning',
  'enable_thinking',
  'thinking',
  'chat_template_kwargs',
  'think',
  'thinking_budget',
];

const EFFORTS = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'];

export const THINKING_CASES: readonly Case[] = [
  ...both('thinking/reasoning_content', {
    body: THINKING,
    upstream: answer({ reasoning: 'First I ponder.', text: 'Answer.' }),
    async check(t) {
      await t.good();
      t.equal(t.types(), ['thinking', 'text'], 'blocks');
      t.equal(t.thinking(), 'First I ponder.');
      t.equal(t.text(), 'Answer.');
      t.equal(typeof t.message.content?.[0]?.signature, 'string', 'signature');
    },
  }),
  ...both('thinking/then-tool', {
    body: { ...THINKING, tools: [WEATHER] },
    upstream: answer({ reasoning: 'Need data.', tools: [{ id: 'c', name: 'get_weather', args: { city: 'A' } }] }),
    async check(t) {
      await t.good();
      t.equal(t.types(), ['thinking', 'tool_use'], 'blocks');
      t.equal(t.message.stop_reason, 'tool_use');
      t.equal(t.thinking(), 'Need data.');
    },
  }),
  one('thinking/stream-signature-before-stop', {
    stream: true,
    body: THINKING,
    upstream: answer({ reasoning: 'abc def', text: 'x' }),
    async check(t) {
      await t.good();
      const events = t.reply.events.filter(({ event }) => event !== 'ping').map(({ json }) => json);
      const stop = events.findIndex((event) => event?.type === 'content_block_stop' && event.index === 0);
      t.equal(events[stop - 1]?.delta?.type, 'signature_delta', 'event before the thinking block stops');
      t.equal(events[stop + 1]?.type, 'content_block_start', 'text block opens after');
    },
  }),
  one('thinking/budget-to-upstream', {
    body: THINKING,
    upstream: answer({ text: 'ok' }),
    async check(t) {
      await t.good();
      const fields = THINKING_FIELDS.filter((field) => field in t.sent);
      t.ok(fields.length > 0, 'the wish to think is lost');
      t.ok(!jsonIncludes(t.sent.thinking, 'budget_tokens'), 'Anthropic budget_tokens sent to an OpenAI upstream');
    },
  }),
  one('thinking/disabled', {
    body: { thinking: { type: 'disabled' } },
    upstream: answer({ text: 'ok' }),
    async check(t) {
      await t.good();
      t.oneOf(t.sent.reasoning_effort, [undefined, 'none', 'minimal', 'low'], 'reasoning_effort');
      t.ok(t.sent.enable_thinking !== true, 'enable_thinking');
      t.ok(!jsonIncludes(t.sent.thinking, 'enabled'), 'thinking');
    },
  }),
  one('thinking/effort-low', {
    body: { thinking: { type: 'adaptive' }, output_config: { effort: 'low' } },
    upstream: answer({ text: 'ok' }),
    async check(t) {
      await t.good();
      t.equal(t.sent.reasoning_effort ?? t.sent.reasoning?.effort, 'low', 'effort');
    },
  }),
  one('thinking/effort-high', {
    body: { thinking: { type: 'adaptive' }, output_config: { effort: 'high' } },
    upstream: answer({ text: 'ok' }),
    async check(t) {
      await t.good();
      t.equal(t.sent.reasoning_effort ?? t.sent.reasoning?.effort, 'high', 'effort');
    },
  }),
  one('thinking/budget-monotone', {
    upstream: answer({ text: 'ok' }),
    manual: true,
    async check(t) {
      const strengths: number[] = [];
      for (const budget of [1024, 10000, 60000]) {
        await t.send({ body: { max_tokens: 64000, thinking: { type: 'enabled', budget_tokens: budget } } });
        const { reasoning, thinking_budget, reasoning_effort } = t.sent;
        const effort = EFFORTS.indexOf(reasoning_effort ?? reasoning?.effort ?? '');
        strengths.push(reasoning?.max_tokens ?? thinking_budget ?? effort);
      }
      const [low = -1, middle = -1, high = -1] = strengths;
      t.ok(low >= 0 && middle >= 0 && high >= 0, `no effort sent: ${strengths}`);
      t.ok(low <= middle && middle <= high && low < high, `${strengths} for budgets 1024, 10000, 60000: must rise`);
    },
  }),
  one('thinking/json-schema-output', {
    body: {
      output_config: {
        format: {
          type: 'json_schema',
          schema: {
            type: 'object',
            properties: { a: { type: 'number' } },
            required: ['a'],
            additionalProperties: false,
          },
        },
      },
    },
    upstream: answer({ text: '{"a":1}' }),
    async check(t) {
      await t.good();
      t.equal(t.sent.response_format?.type, 'json_schema', 'response_format');
      t.equal(t.sent.response_format?.json_schema?.schema?.required, ['a'], 'schema');
      t.ok(t.sent.response_format?.json_schema?.name, 'json_schema.name is required by OpenAI');
    },
  }),
  one('thinking/interleaved', {
    stream: true,
    upstream: sse([
      ROLE_CHUNK,
      chunk({ content: 'A' }),
      chunk({ reasoning_content: 'think2' }),
      chunk({ content: 'B' }),
      STOP_CHUNK,
    ]),
    async check(t) {
      await t.good();
      t.equal(t.text(), 'AB');
      t.equal(t.thinking(), 'think2');
      t.equal(t.types(), ['text', 'thinking', 'text'], 'blocks');
    },
  }),
  one('thinking/empty-reasoning-in-text', {
    stream: true,
    upstream: sse([
      ROLE_CHUNK,
      chunk({ content: 'A', reasoning_content: '' }),
      chunk({ content: 'B', reasoning_content: null }),
      chunk({ content: 'C', reasoning: '' }),
      STOP_CHUNK,
    ]),
    async check(t) {
      await t.good();
      t.equal(t.types(), ['text'], 'blocks');
      t.equal(t.text(), 'ABC');
    },
  }),
  one('thinking/openrouter-json', {
    upstream: completion({
      text: 'out',
      message: { reasoning: 'once', reasoning_details: [{ type: 'reasoning.text', text: 'once', format: null }] },
    }),
    async check(t) {
      await t.good();
      t.equal(t.thinking(), 'once', 'not doubled');
      t.equal(t.text(), 'out');
    },
  }),
];

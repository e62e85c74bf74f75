import { gzipSync } from 'node:zlib';
import {
  answer,
  chunk,
  completion,
  ROLE_CHUNK,
  STOP_CHUNK,
  sse,
  usage,
  usageChunk,
} from '../../fake-platform/openai-replies.ts';
import { WEATHER } from '../../support/request-parts.ts';
import { type Case, one } from '../case.ts';
import { dashscope, ollama } from './platform-habits.ts';

const USAGE_CHUNK = usageChunk(usage(21, 9));

export const PLATFORM_REPLIES_CASES: readonly Case[] = [
  one('platforms/openrouter-reasoning', {
    stream: true,
    upstream: sse([
      chunk({
        role: 'assistant',
        content: '',
        reasoning: 'I think',
        reasoning_details: [{ type: 'reasoning.text', text: 'I think', format: null, index: 0 }],
      }),
      chunk({
        content: '',
        reasoning: ' so',
        reasoning_details: [{ type: 'reasoning.text', text: ' so', format: null, index: 0 }],
      }),
      chunk({ content: 'Yes', reasoning: null, reasoning_details: [] }),
      STOP_CHUNK,
      USAGE_CHUNK,
    ]),
    async check(t) {
      await t.good();
      t.equal(t.thinking(), 'I think so', 'reasoning once, not doubled');
      t.equal(t.text(), 'Yes');
    },
  }),
  one('platforms/vllm-reasoning-field', {
    stream: true,
    upstream: sse([ROLE_CHUNK, chunk({ reasoning: 'why' }), chunk({ content: 'ans' }), STOP_CHUNK, USAGE_CHUNK]),
    async check(t) {
      await t.good();
      t.equal(t.thinking(), 'why');
      t.equal(t.text(), 'ans');
    },
  }),
  one('platforms/boundary-chunk-reasoning-and-content', {
    stream: true,
    upstream: sse([
      ROLE_CHUNK,
      chunk({ reasoning_content: 'Let me think.' }),
      chunk({ reasoning_content: '\n', content: 'Hi there!' }),
      STOP_CHUNK,
    ]),
    async check(t) {
      await t.good();
      t.equal(t.thinking(), 'Let me think.\n');
      t.equal(t.text(), 'Hi there!');
      t.equal(t.types(), ['thinking', 'text'], 'blocks');
    },
  }),
  one('platforms/dashscope-tool-chunks', {
    stream: true,
    body: { tools: [WEATHER] },
    upstream: sse([
      chunk({
        content: null,
        role: 'assistant',
        tool_calls: [{ index: 0, id: 'call_ab', type: 'function', function: { name: 'get_weather', arguments: '' } }],
      }),
      chunk({
        content: null,
        tool_calls: [{ index: 0, id: '', type: 'function', function: { arguments: '{"city":' } }],
      }),
      chunk({
        content: null,
        tool_calls: [{ index: 0, id: '', type: 'function', function: { name: null, arguments: ' "杭州"}' } }],
      }),
      chunk({ content: '', role: null }, 'tool_calls'),
      { choices: [], usage: usage(30, 12), object: 'chat.completion.chunk', model: 'qwen' },
    ]),
    async check(t) {
      await t.good();
      t.equal(t.toolPairs(), [['get_weather', { city: '杭州' }]], 'call');
      t.ok(t.tools()[0]?.id, 'id');
      t.equal(t.usage().output_tokens, 12, 'usage');
    },
  }),
  one('platforms/gemini-no-tool-index', {
    stream: true,
    body: { tools: [WEATHER] },
    upstream: sse([
      chunk({
        role: 'assistant',
        tool_calls: [{ id: 'function-call-1', type: 'function', function: { name: 'f', arguments: '{"x":1}' } }],
      }),
      chunk({
        role: 'assistant',
        tool_calls: [{ id: 'function-call-2', type: 'function', function: { name: 'g', arguments: '{"y":2}' } }],
      }),
      chunk({ role: 'assistant', content: '' }, 'stop'),
      USAGE_CHUNK,
    ]),
    async check(t) {
      await t.good();
      t.equal(
        t.toolPairs(),
        [
          ['f', { x: 1 }],
          ['g', { y: 2 }],
        ],
        'calls without index',
      );
      t.equal(t.message.stop_reason, 'tool_use', 'stop_reason');
    },
  }),
  one('platforms/ollama-two-calls-same-index', {
    stream: true,
    body: { tools: [WEATHER] },
    upstream: sse([
      chunk({
        role: 'assistant',
        content: '',
        tool_calls: [{ id: 'call_a', index: 0, type: 'function', function: { name: 'f', arguments: '{"x":1}' } }],
      }),
      chunk({
        role: 'assistant',
        content: '',
        tool_calls: [{ id: 'call_b', index: 0, type: 'function', function: { name: 'g', arguments: '{"y":2}' } }],
      }),
      chunk({ role: 'assistant', content: '' }, 'stop'),
    ]),
    async check(t) {
      await t.good();
      t.equal(
        t.toolPairs(),
        [
          ['f', { x: 1 }],
          ['g', { y: 2 }],
        ],
        'a new id at the same index is a new call',
      );
      t.equal(t.message.stop_reason, 'tool_use');
    },
  }),
  one('platforms/tool-call-without-id', {
    stream: true,
    body: { tools: [WEATHER] },
    upstream: sse([
      chunk({ role: 'assistant', tool_calls: [{ index: 0, function: { name: 'f', arguments: '{"x":1}' } }] }),
      chunk({}, 'tool_calls'),
    ]),
    async check(t) {
      await t.good();
      t.equal(t.toolPairs(), [['f', { x: 1 }]], 'call');
      t.ok(t.tools()[0]?.id, 'an id is made up');
    },
  }),
  one('platforms/azure-empty-first-choices', {
    stream: true,
    upstream: sse([
      {
        choices: [],
        created: 0,
        id: '',
        model: '',
        object: '',
        prompt_filter_results: [{ prompt_index: 0, content_filter_results: {} }],
      },
      ROLE_CHUNK,
      chunk({ content: 'az' }),
      STOP_CHUNK,
      USAGE_CHUNK,
    ]),
    async check(t) {
      await t.good();
      t.equal(t.text(), 'az');
    },
  }),
  one('platforms/args-as-object', {
    body: { tools: [WEATHER] },
    upstream: completion({
      finish: 'tool_calls',
      message: {
        tool_calls: [{ id: 'c', type: 'function', function: { name: 'get_weather', arguments: { city: 'Obj' } } }],
      },
    }),
    async check(t) {
      await t.good();
      t.equal(t.toolPairs(), [['get_weather', { city: 'Obj' }]], 'arguments given as an object');
    },
  }),
  one('platforms/dashscope-nonstream-plain', {
    to: 'dashscope',
    upstream: dashscope({ text: 'ok' }),
    async check(t) {
      await t.good({ requests: null });
      t.equal(t.text(), 'ok', 'non-streaming call without thinking must work');
    },
  }),
  one('platforms/dashscope-budget', {
    to: 'dashscope',
    stream: true,
    body: { thinking: { type: 'enabled', budget_tokens: 1500 }, max_tokens: 4000 },
    upstream: dashscope({ reasoning: 'deep', text: 'ok' }),
    async check(t) {
      await t.good();
      t.equal(t.sent.enable_thinking, true, 'enable_thinking');
      t.equal(t.sent.thinking_budget, 1500, 'thinking_budget');
    },
  }),
  one('platforms/openrouter-reasoning-param', {
    to: 'openrouter',
    stream: true,
    body: { thinking: { type: 'enabled', budget_tokens: 3000 }, max_tokens: 9000 },
    upstream: answer({ text: 'ok' }),
    async check(t) {
      await t.good();
      const { max_tokens, effort } = t.sent.reasoning ?? {};
      const isAsked = max_tokens === 3000 || ['low', 'medium', 'high'].includes(effort ?? '');
      t.ok(isAsked, `reasoning ${JSON.stringify(t.sent.reasoning)}`);
    },
  }),
  one('platforms/ollama-text', {
    to: 'ollama',
    upstream: ollama({ text: 'local answer' }),
    async check(t) {
      await t.good();
      t.equal(t.text(), 'local answer');
      t.equal([t.usage().input_tokens, t.usage().output_tokens], [33, 5], 'usage');
    },
  }),
  one('platforms/ollama-stream', {
    to: 'ollama',
    stream: true,
    upstream: ollama({ text: 'streamed 本地 answer' }),
    async check(t) {
      await t.good();
      t.equal(t.text(), 'streamed 本地 answer');
      t.equal(t.usage().output_tokens, 5, 'usage');
    },
  }),
  one('platforms/lmstudio-stream', {
    to: 'lmstudio',
    stream: true,
    body: { tools: [WEATHER] },
    upstream: sse([
      chunk({
        role: 'assistant',
        tool_calls: [{ index: 0, id: '365174485', type: 'function', function: { name: 'get_weather', arguments: '' } }],
      }),
      chunk({ tool_calls: [{ index: 0, type: 'function', function: { name: '', arguments: '{"city' } }] }),
      chunk({ tool_calls: [{ index: 0, type: 'function', function: { name: '', arguments: '":"LM"}' } }] }),
      chunk({}, 'tool_calls'),
    ]),
    async check(t) {
      await t.good();
      t.equal(t.toolPairs(), [['get_weather', { city: 'LM' }]], 'call');
    },
  }),
  one('platforms/gzip-json', {
    upstream: (request) => {
      const whole = completion({ text: 'zipped' });
      if (!String(request.headers['accept-encoding']).includes('gzip')) return whole;
      const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
      return { headers, stream: [gzipSync(JSON.stringify(whole.json))] };
    },
    async check(t) {
      await t.good();
      t.equal(t.text(), 'zipped');
    },
  }),
];

import {
  answer,
  chunk,
  completion,
  ROLE_CHUNK,
  sse,
  toolDelta,
  usage,
  usageChunk,
} from '../../fake-platform/openai-replies.ts';
import { conversation, functionAt } from '../../support/openai-rules.ts';
import { assistant, tool, toolResult, user, WEATHER } from '../../support/request-parts.ts';
import { both, type Case, one } from '../case.ts';

/** Longer than the 64 characters that OpenAI allows, legal for Anthropic (128). */
const LONG_NAME = 'mcp__enterprise_knowledge_base_connector__search_documents_by_semantic_similarity_v2';

export const TOOL_CALLS_CASES: readonly Case[] = [
  ...both('tools/one-call', {
    body: { tools: [WEATHER] },
    upstream: answer({
      tools: [{ id: 'call_9', name: 'get_weather', args: { city: 'Zürich', days: 3, deep: { a: [1, null, true] } } }],
    }),
    async check(t) {
      await t.good();
      t.equal(t.toolPairs(), [['get_weather', { city: 'Zürich', days: 3, deep: { a: [1, null, true] } }]], 'tool call');
      t.equal(t.message.stop_reason, 'tool_use', 'stop_reason');
      t.equal(t.types(), ['tool_use'], 'no empty text block');
      t.ok(t.tools()[0]?.id, 'id');
    },
  }),
  ...both('tools/text-then-call', {
    body: { tools: [WEATHER] },
    upstream: answer({ text: 'Let me look.', tools: [{ id: 'call_1', name: 'get_weather', args: { city: 'X' } }] }),
    async check(t) {
      await t.good();
      t.equal(t.types(), ['text', 'tool_use'], 'types');
      t.equal(t.text(), 'Let me look.');
      t.equal(t.toolPairs(), [['get_weather', { city: 'X' }]], 'tools');
    },
  }),
  ...both('tools/parallel-calls', {
    body: { tools: [WEATHER] },
    upstream: answer({
      tools: [
        { id: 'c1', name: 'get_weather', args: { city: 'A' } },
        { id: 'c2', name: 'get_weather', args: { city: 'B' } },
        { id: 'c3', name: 'get_time', args: { tz: 'C' } },
      ],
    }),
    async check(t) {
      await t.good();
      t.equal(
        t.toolPairs(),
        [
          ['get_weather', { city: 'A' }],
          ['get_weather', { city: 'B' }],
          ['get_time', { tz: 'C' }],
        ],
        'calls in order',
      );
      t.equal(new Set(t.tools().map((call) => call.id)).size, 3, 'distinct ids');
    },
  }),
  ...both('tools/empty-args-object', {
    body: { tools: [tool('noargs')] },
    upstream: answer({ tools: [{ id: 'c1', name: 'noargs', args: '{}' }] }),
    async check(t) {
      await t.good();
      t.equal(t.toolPairs(), [['noargs', {}]], 'call');
    },
  }),
  ...both('tools/empty-args-string', {
    body: { tools: [tool('noargs')] },
    upstream: answer({ tools: [{ id: 'c1', name: 'noargs', args: '' }] }),
    async check(t) {
      await t.good();
      t.equal(t.toolPairs(), [['noargs', {}]], 'call');
      t.equal(t.message.stop_reason, 'tool_use', 'stop_reason');
    },
  }),
  one('tools/mcp-names', {
    body: { tools: [tool('mcp__github__create_pull_request_review'), tool('mcp__a-b__c_d')] },
    upstream: answer({ tools: [{ id: 'c1', name: 'mcp__a-b__c_d', args: {} }] }),
    async check(t) {
      await t.good();
      t.equal(functionAt(t.sent).name, 'mcp__github__create_pull_request_review', 'name');
      t.equal(t.tools()[0]?.name, 'mcp__a-b__c_d', 'name back');
    },
  }),
  one('tools/id-round-trip', {
    body: { tools: [WEATHER] },
    upstream: (_request, index) =>
      index === 0
        ? completion({ tools: [{ id: 'call_AbC-123', name: 'get_weather', args: { city: 'Q' } }] })
        : completion({ text: 'done' }),
    manual: true,
    async check(t) {
      await t.send();
      const content = t.reply.json?.content ?? [];
      const id = content.find((block) => block.type === 'tool_use')?.id;
      if (!t.ok(id, 'no tool_use in the first answer')) return;
      await t.send({ body: { messages: [user('q'), assistant(content), user([toolResult(id, 'RES')])] } });
      await t.good({ requests: 2 });
      const [, call, result] = conversation(t.sent);
      t.equal(call?.tool_calls?.[0]?.id, 'call_AbC-123', "the platform's own id comes back");
      t.equal(result?.tool_call_id, 'call_AbC-123', 'tool_call_id');
    },
  }),
  ...both('tools/finish-stop-with-calls', {
    body: { tools: [WEATHER] },
    upstream: answer({ tools: [{ id: 'c', name: 'get_weather', args: { city: 'S' } }], finish: 'stop' }),
    async check(t) {
      await t.good();
      t.equal(t.message.stop_reason, 'tool_use', "finish 'stop' with tool calls");
      t.equal(t.toolPairs(), [['get_weather', { city: 'S' }]]);
    },
  }),
  one('tools/long-name-both-ways', {
    body: { tools: [{ ...WEATHER, name: LONG_NAME }] },
    upstream: (request) =>
      completion({ tools: [{ id: 'c', name: functionAt(request.body).name ?? 'x', args: { city: 'L' } }] }),
    async check(t) {
      await t.good();
      t.equal(t.tools()[0]?.name, LONG_NAME, 'the client gets its own tool name back');
    },
  }),
  one('tools/name-and-id-in-every-chunk', {
    stream: true,
    body: { tools: [WEATHER] },
    upstream: sse([
      ROLE_CHUNK,
      chunk(toolDelta(0, 'c1', 'get_weather', '{"ci')),
      chunk(toolDelta(0, 'c1', 'get_weather', 'ty":"')),
      chunk(toolDelta(0, 'c1', 'get_weather', 'R"}')),
      chunk({}, 'tool_calls'),
    ]),
    async check(t) {
      await t.good();
      t.equal(t.toolPairs(), [['get_weather', { city: 'R' }]], 'repeated id and name are one call');
    },
  }),
  one('tools/null-and-empty-tool_calls', {
    stream: true,
    upstream: sse([
      chunk({ role: 'assistant', content: 'a', tool_calls: null }),
      chunk({ content: 'b', tool_calls: [] }),
      chunk({ content: 'c', function_call: null, tool_calls: null, refusal: null, audio: null }),
      chunk({ tool_calls: [] }, 'stop'),
    ]),
    async check(t) {
      await t.good();
      t.equal(t.types(), ['text'], 'blocks');
      t.equal(t.text(), 'abc');
    },
  }),
  ...both('tools/finish-tool_calls-without-calls', {
    body: { tools: [WEATHER] },
    upstream: answer({ text: 'only text', finish: 'tool_calls' }),
    async check(t) {
      await t.good();
      t.equal(t.message.stop_reason, 'end_turn', 'no tool_use block, so not tool_use');
      t.equal(t.text(), 'only text');
    },
  }),
  one('tools/length-cuts-args', {
    stream: true,
    body: { tools: [WEATHER] },
    upstream: sse([
      ROLE_CHUNK,
      chunk(toolDelta(0, 'c1', 'get_weather', '{"city":"Lon')),
      chunk({}, 'length'),
      usageChunk(usage(3, 4)),
    ]),
    async check(t) {
      await t.good();
      t.equal(t.message.stop_reason, 'max_tokens', 'stop_reason');
    },
  }),
  one('tools/kimi-id-shape', {
    body: { tools: [WEATHER] },
    upstream: answer({ tools: [{ id: 'functions.get_weather:0', name: 'get_weather', args: { city: 'K' } }] }),
    async check(t) {
      await t.good();
      t.ok(
        /^[a-zA-Z0-9_-]+$/.test(t.tools()[0]?.id ?? ''),
        `id ${t.tools()[0]?.id}: Anthropic demands ^[a-zA-Z0-9_-]+$ when the conversation later goes to Claude`,
      );
    },
  }),
];

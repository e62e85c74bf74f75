import { chunk, ROLE_CHUNK, sse, toolDelta, usage, usageChunk } from '../../fake-platform/openai-replies.ts';
import { WEATHER } from '../../support/request-parts.ts';
import { type Case, one } from '../case.ts';

const USAGE_CHUNK = usageChunk(usage(21, 9));

export const STREAMING_TOOLS_CASES: readonly Case[] = [
  one('streaming/tool-args-fragments', {
    stream: true,
    body: { tools: [WEATHER] },
    upstream: sse([
      ROLE_CHUNK,
      chunk(toolDelta(0, 'call_1', 'get_weather', '')),
      chunk(toolDelta(0, null, null, '{"ci')),
      chunk(toolDelta(0, null, null, 'ty":"')),
      chunk(toolDelta(0, null, null, 'S\\u00e3o')),
      chunk(toolDelta(0, null, null, ' Paulo"}')),
      chunk({}, 'tool_calls'),
      USAGE_CHUNK,
    ]),
    async check(t) {
      await t.good();
      t.equal(t.toolPairs(), [['get_weather', { city: 'São Paulo' }]], 'call');
      const j = t.reply.events.filter((e) => e.json?.delta?.type === 'input_json_delta');
      t.ok(j.length >= 2, `arguments are streamed on (${j.length} deltas), not held back to the end`);
    },
  }),
  one('streaming/tool-args-with-first-chunk', {
    stream: true,
    body: { tools: [WEATHER] },
    upstream: sse([
      ROLE_CHUNK,
      chunk(toolDelta(0, 'call_1', 'get_weather', '{"city":"Rome"}')),
      chunk({}, 'tool_calls'),
      USAGE_CHUNK,
    ]),
    async check(t) {
      await t.good();
      t.equal(t.toolPairs(), [['get_weather', { city: 'Rome' }]], 'call');
    },
  }),
  one('streaming/parallel-tools-sequential', {
    stream: true,
    body: { tools: [WEATHER] },
    upstream: sse([
      ROLE_CHUNK,
      chunk(toolDelta(0, 'a', 'f', '')),
      chunk(toolDelta(0, null, null, '{"x":1}')),
      chunk(toolDelta(1, 'b', 'g', '')),
      chunk(toolDelta(1, null, null, '{"y":2}')),
      chunk({}, 'tool_calls'),
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
        'calls',
      );
    },
  }),
  one('streaming/parallel-tools-interleaved', {
    stream: true,
    body: { tools: [WEATHER] },
    upstream: sse([
      ROLE_CHUNK,
      chunk(toolDelta(0, 'a', 'f', '')),
      chunk(toolDelta(1, 'b', 'g', '')),
      chunk(toolDelta(0, null, null, '{"x"')),
      chunk(toolDelta(1, null, null, '{"y"')),
      chunk(toolDelta(0, null, null, ':1}')),
      chunk(toolDelta(1, null, null, ':2}')),
      chunk({}, 'tool_calls'),
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
        'interleaved fragments stay with their call',
      );
    },
  }),
  one('streaming/two-tools-in-one-chunk', {
    stream: true,
    body: { tools: [WEATHER] },
    upstream: sse([
      ROLE_CHUNK,
      chunk({
        tool_calls: [
          { index: 0, id: 'a', type: 'function', function: { name: 'f', arguments: '{"x":1}' } },
          { index: 1, id: 'b', type: 'function', function: { name: 'g', arguments: '{"y":2}' } },
        ],
      }),
      chunk({}, 'tool_calls'),
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
        'calls',
      );
    },
  }),
  one('streaming/text-after-tool', {
    stream: true,
    body: { tools: [WEATHER] },
    upstream: sse([
      ROLE_CHUNK,
      chunk({ content: 'pre' }),
      chunk(toolDelta(0, 'a', 'f', '{"x":1}')),
      chunk({ content: 'post' }),
      chunk({}, 'tool_calls'),
      USAGE_CHUNK,
    ]),
    async check(t) {
      await t.good();
      t.equal(t.text(), 'prepost', 'text around the call');
      t.equal(t.toolPairs(), [['f', { x: 1 }]], 'call');
    },
  }),
  one('streaming/tool-finish-same-chunk', {
    stream: true,
    body: { tools: [WEATHER] },
    upstream: sse([
      chunk(
        {
          role: 'assistant',
          content: null,
          tool_calls: [
            { index: 0, id: 'c', type: 'function', function: { name: 'get_weather', arguments: '{"city":"One"}' } },
          ],
        },
        'tool_calls',
        { usage: usage(6, 6) },
      ),
    ]),
    async check(t) {
      await t.good();
      t.equal(t.toolPairs(), [['get_weather', { city: 'One' }]]);
      t.equal(t.message.stop_reason, 'tool_use');
    },
  }),
];

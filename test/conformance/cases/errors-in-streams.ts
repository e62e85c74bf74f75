import { chunk, data, openaiError, ROLE_CHUNK, sse, toolDelta } from '../../fake-platform/openai-replies.ts';
import { WEATHER } from '../../support/request-parts.ts';
import { type Case, GATEWAY_FAULT_TYPES, GATEWAY_FAULTS, one } from '../case.ts';

export const ERRORS_IN_STREAMS_CASES: readonly Case[] = [
  one('errors/429-stream', {
    stream: true,
    upstream: openaiError(429, 'slow down', 'requests'),
    check(t) {
      t.error(429, 'rate_limit_error', 'slow down');
    },
  }),
  one('errors/connection-reset-stream', {
    stream: true,
    upstream: { fate: 'close' },
    check(t) {
      t.error(GATEWAY_FAULTS, GATEWAY_FAULT_TYPES);
    },
  }),
  one('errors/stream-error-first', {
    stream: true,
    upstream: sse([{ error: { message: 'Model is overloaded', type: 'server_error', code: 503 } }], { done: false }),
    check(t) {
      t.streamFailed({ messagePart: 'Model is overloaded' });
    },
  }),
  one('errors/stream-error-middle', {
    stream: true,
    upstream: sse([
      ROLE_CHUNK,
      chunk({ content: 'half an ans' }),
      { error: { message: 'Upstream exploded', type: 'server_error', code: 500 } },
    ]),
    check(t) {
      t.streamFailed({ messagePart: 'Upstream exploded' });
      t.includes(t.reply.text, 'half an ans');
    },
  }),
  one('errors/stream-cut', {
    stream: true,
    upstream: (_request, _index, client) => ({
      stream: [data(ROLE_CHUNK), data(chunk({ content: 'half' })), { until: () => client.received('half') }, 'abort'],
    }),
    check(t) {
      t.streamFailed();
      t.includes(t.reply.text, 'half');
    },
  }),
  one('errors/stream-ends-without-finish', {
    stream: true,
    upstream: sse([ROLE_CHUNK, chunk({ content: 'half' })], { done: false }),
    check(t) {
      t.streamFailed();
      t.includes(t.reply.text, 'half');
    },
  }),
  one('errors/stream-cut-in-tool-args', {
    stream: true,
    body: { tools: [WEATHER] },
    upstream: (_request, _index, client) => ({
      stream: [
        data(ROLE_CHUNK),
        data(chunk(toolDelta(0, 'c1', 'get_weather', '{"city":"Pa'))),
        { until: () => client.received('Pa') },
        'abort',
      ],
    }),
    check(t) {
      t.streamFailed();
      const hasStopReason = t.reply.events.some((event) => event.json?.delta?.stop_reason);
      t.ok(!hasStopReason, 'stop_reason sent for a cut tool call');
    },
  }),
  one('errors/stream-wrong-content-type', {
    stream: true,
    upstream: { text: '<html>captive portal</html>', headers: { 'content-type': 'text/html' } },
    check(t) {
      t.streamFailed();
    },
  }),
  one('errors/stream-empty-body', {
    stream: true,
    upstream: { stream: [] },
    check(t) {
      t.streamFailed();
    },
  }),
];

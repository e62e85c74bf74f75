import { anthropicMessage, anthropicStream, event } from '../../fake-platform/anthropic-replies.ts';
import { parseSse } from '../../support/sse.ts';
import { type Case, one } from '../case.ts';

const UNKNOWN_FIELDS = anthropicMessage({
  content: [
    { type: 'text', text: 'x', citations: null },
    { type: 'future_result', blob: { a: 1 } },
  ],
  container: { id: 'c' },
  context_management: { applied_edits: [] },
  stop_details: null,
  usage: {
    input_tokens: 1,
    output_tokens: 2,
    cache_creation: { ephemeral_1h_input_tokens: 5, ephemeral_5m_input_tokens: 6 },
    server_tool_use: { web_search_requests: 1 },
    future_counter: 9,
  },
});

const ALL_BLOCKS = anthropicStream(
  [
    { type: 'thinking', thinking: 'hm', signature: 'SIGNATURE==' },
    {
      type: 'text',
      text: 'see source',
      citations: [
        {
          type: 'char_location',
          cited_text: 'c',
          document_index: 0,
          document_title: null,
          start_char_index: 0,
          end_char_index: 1,
          file_id: null,
        },
      ],
    },
    { type: 'server_tool_use', id: 'srvtoolu_1', name: 'web_search', input: { query: 'q' } },
    {
      type: 'web_search_tool_result',
      tool_use_id: 'srvtoolu_1',
      content: [{ type: 'web_search_result', url: 'https://e', title: 't', encrypted_content: 'ENC', page_age: null }],
    },
    { type: 'tool_use', id: 'toolu_1', name: 'f', input: { a: 'ü' } },
  ],
  {
    stop: 'pause_turn',
    usage: { output_tokens: 44, server_tool_use: { web_search_requests: 1, web_fetch_requests: 0 } },
  },
);

const UNKNOWN_EVENTS = anthropicStream().stream.toSpliced(3, 0, event('future_event', { n: 1 }), event('ping'));

const STOP_REASONS = ['pause_turn', 'refusal', 'model_context_window_exceeded', 'stop_sequence'];

export const PASSTHROUGH_REPLIES_CASES: readonly Case[] = [
  one('passthrough/response-unknown-fields', {
    to: 'anthropic',
    upstream: UNKNOWN_FIELDS,
    check(t) {
      t.equal(t.reply.status, 200, 'status');
      t.equal(withoutModel(t.reply.json), withoutModel(UNKNOWN_FIELDS.json), 'reply');
    },
  }),
  one('passthrough/stream-events-survive', {
    to: 'anthropic',
    stream: true,
    upstream: ALL_BLOCKS,
    check(t) {
      t.equal(t.reply.status, 200, 'status');
      t.equal(eventsOf(t.reply.text), eventsOf(ALL_BLOCKS.stream.join('')), 'event sequence');
    },
  }),
  one('passthrough/ping-and-unknown-events', {
    to: 'anthropic',
    stream: true,
    upstream: { stream: UNKNOWN_EVENTS },
    check(t) {
      t.equal(eventsOf(t.reply.text), eventsOf(UNKNOWN_EVENTS.join('')), 'event sequence');
    },
  }),
  one('passthrough/stop-reasons', {
    to: 'anthropic',
    upstream: (_request, index) => {
      const stop = STOP_REASONS[index];
      return anthropicMessage({ stop_reason: stop, stop_sequence: stop === 'stop_sequence' ? 'X' : null });
    },
    manual: true,
    async check(t) {
      const got = [];
      for (let i = 0; i < 4; i++) {
        const r = await t.send();
        got.push(r.json?.stop_reason);
        if (i === 3) t.equal(r.json?.stop_sequence, 'X', 'stop_sequence');
      }
      t.equal(got, ['pause_turn', 'refusal', 'model_context_window_exceeded', 'stop_sequence'], 'stop reasons');
    },
  }),
  one('passthrough/error-body-and-status', {
    to: 'anthropic',
    upstream: () => ({
      status: 529,
      json: { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' }, request_id: 'req_up' },
      headers: { 'request-id': 'req_up' },
    }),
    check(t) {
      t.error([529, 503], 'overloaded_error', 'Overloaded');
    },
  }),
  one('passthrough/error-details-survive', {
    to: 'anthropic',
    upstream: () => ({
      status: 400,
      json: {
        type: 'error',
        error: {
          type: 'invalid_request_error',
          message: 'messages.0: bad',
          details: { error_code: 'tool_name_conflict' },
        },
        request_id: 'req_1',
      },
    }),
    check(t) {
      t.error(400, 'invalid_request_error', 'messages.0: bad');
      t.equal(t.reply.json?.error?.details?.error_code, 'tool_name_conflict', 'error.details');
    },
  }),
  one('passthrough/rate-limit-headers', {
    to: 'anthropic',
    upstream: () => ({
      status: 429,
      json: { type: 'error', error: { type: 'rate_limit_error', message: 'rl' } },
      headers: { 'retry-after': '11', 'anthropic-ratelimit-requests-remaining': '0' },
    }),
    check(t) {
      t.error(429, 'rate_limit_error', 'rl');
      t.equal(t.reply.headers['retry-after'], '11', 'retry-after');
    },
  }),
  one('passthrough/stream-error-event', {
    to: 'anthropic',
    stream: true,
    upstream: () => {
      const x = anthropicStream();
      return {
        stream: [
          ...x.stream.slice(0, 4),
          event('error', { error: { type: 'overloaded_error', message: 'Overloaded' } }),
        ],
      };
    },
    check(t) {
      t.streamFailed({ type: 'overloaded_error', messagePart: 'Overloaded' });
    },
  }),
  one('passthrough/response-headers', {
    to: 'anthropic',
    upstream: () => ({
      ...anthropicMessage(),
      headers: {
        'request-id': 'req_UP1',
        'anthropic-ratelimit-tokens-remaining': '999',
        'anthropic-organization-id': 'org-1',
      },
    }),
    async check(t) {
      await t.good();
      t.equal(t.reply.headers['request-id'], 'req_UP1', 'request-id');
      t.equal(t.reply.headers['anthropic-ratelimit-tokens-remaining'], '999', 'rate-limit header');
    },
  }),
  one('passthrough/cut-stream', {
    to: 'anthropic',
    stream: true,
    upstream: () => {
      const x = anthropicStream();
      return { stream: [...x.stream.slice(0, 5), 40, 'abort'] };
    },
    check(t) {
      t.ok(!t.reply.events.some((e) => e.event === 'message_stop'), 'message_stop invented');
      t.ok(
        t.reply.ended !== 'end' || t.reply.events.some((e) => e.event === 'error'),
        'a cut upstream stream ends as if it were whole: neither error event nor broken connection',
      );
    },
  }),
];

/** All but the model: redwolf may name the one that it configured. */
function withoutModel(message: object = {}): object {
  const { model, ...others } = message as { model?: string };
  return others;
}

/** Name and data of each event, without the model of the message. */
function eventsOf(stream: string): unknown[] {
  return parseSse(stream).map(({ event, json }) => {
    const message = json?.message && withoutModel(json.message);
    return [event, message ? { ...json, message } : json];
  });
}

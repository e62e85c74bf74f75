import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { streamFaults } from '../../../test/support/anthropic-rules.ts';
import { parseSse, type SseEvent } from '../../../test/support/sse.ts';
import { readText, wireText } from '../../lib/wire-text.ts';
import type { BlockDelta, BlockHead, TurnEvent } from '../../turn/events.ts';
import { Fault } from '../../turn/fault.ts';
import { MessageStreamEncoder } from './stream-encode.ts';

/** What the client reads. */
function encode(events: readonly TurnEvent[]): SseEvent[] {
  const encoder = new MessageStreamEncoder({
    messageId: 'msg_1',
    model: '模型',
    estimatedInputTokens: 7,
    createdAt: 0,
    includeUsage: false,
  });
  return parseSse(readText(events.map((event) => encoder.push(event)).join('')));
}

function jsonOf(events: readonly TurnEvent[]): unknown[] {
  return encode(events).map(({ json }) => json);
}

const START: TurnEvent = { type: 'start', id: 'upstream', model: 'upstream' };
const open = (block: BlockHead): TurnEvent => ({ type: 'block-start', block });
const delta = (piece: BlockDelta): TurnEvent => ({ type: 'block-delta', delta: piece });
const CLOSE: TurnEvent = { type: 'block-stop' };
const END: readonly TurnEvent[] = [{ type: 'stop', reason: 'end_turn' }, { type: 'end' }];
const TEXT: readonly TurnEvent[] = [
  open({ type: 'text' }),
  delta({ type: 'text', text: wireText('你好 "👋"\n') }),
  CLOSE,
];
const THINKING: readonly TurnEvent[] = [
  open({ type: 'thinking' }),
  delta({ type: 'thinking', text: wireText('想') }),
  delta({ type: 'signature', signature: 'sig' }),
  CLOSE,
];
const CALL: readonly TurnEvent[] = [
  open({ type: 'tool-call', id: 'toolu_1', name: wireText('工具"') }),
  delta({ type: 'tool-input', json: '{"city":' }),
  delta({ type: 'tool-input', json: wireText('"東京"}') }),
  CLOSE,
];

describe('MessageStreamEncoder', () => {
  it('begins with a whole message_start, its tokens estimated', () => {
    assert.deepEqual(jsonOf([START]), [
      {
        type: 'message_start',
        message: {
          id: 'msg_1',
          type: 'message',
          role: 'assistant',
          model: '模型',
          content: [],
          stop_reason: null,
          stop_sequence: null,
          usage: {
            input_tokens: 7,
            cache_creation_input_tokens: 0,
            cache_read_input_tokens: 0,
            cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 0 },
            output_tokens: 0,
          },
        },
      },
    ]);
  });

  it('writes blocks with dense indexes', () => {
    assert.deepEqual(jsonOf([START, ...THINKING, ...TEXT, ...CALL]).slice(1), [
      { type: 'content_block_start', index: 0, content_block: { type: 'thinking', thinking: '', signature: '' } },
      { type: 'content_block_delta', index: 0, delta: { type: 'thinking_delta', thinking: '想' } },
      { type: 'content_block_delta', index: 0, delta: { type: 'signature_delta', signature: 'sig' } },
      { type: 'content_block_stop', index: 0 },
      { type: 'content_block_start', index: 1, content_block: { type: 'text', text: '' } },
      { type: 'content_block_delta', index: 1, delta: { type: 'text_delta', text: '你好 "👋"\n' } },
      { type: 'content_block_stop', index: 1 },
      {
        type: 'content_block_start',
        index: 2,
        content_block: { type: 'tool_use', id: 'toolu_1', name: '工具"', input: {} },
      },
      { type: 'content_block_delta', index: 2, delta: { type: 'input_json_delta', partial_json: '{"city":' } },
      { type: 'content_block_delta', index: 2, delta: { type: 'input_json_delta', partial_json: '"東京"}' } },
      { type: 'content_block_stop', index: 2 },
    ]);
  });

  it('gives the true usage with the end, the last one if there are several', () => {
    const usage = { input: 1, cacheRead: 2, cacheWrite5m: 3, cacheWrite1h: 4, output: 5, reasoning: 5 };
    const got = jsonOf([START, { type: 'usage', usage: { ...usage, output: 99 } }, { type: 'usage', usage }, ...END]);
    assert.deepEqual(got.slice(1), [
      {
        type: 'message_delta',
        delta: { stop_reason: 'end_turn', stop_sequence: null },
        usage: {
          input_tokens: 1,
          cache_creation_input_tokens: 7,
          cache_read_input_tokens: 2,
          cache_creation: { ephemeral_5m_input_tokens: 3, ephemeral_1h_input_tokens: 4 },
          output_tokens: 5,
        },
      },
      { type: 'message_stop' },
    ]);
  });

  it('shows usage that is known at the beginning', () => {
    const usage = { input: 1, cacheRead: 2, cacheWrite5m: 0, cacheWrite1h: 0, output: 0, reasoning: 0 };
    const [start] = encode([{ type: 'usage', usage }, START]);
    assert.equal(start?.json?.message?.usage?.cache_read_input_tokens, 2);
  });

  it('names the stop sequence', () => {
    const [stop] = encode([{ type: 'stop', reason: 'stop_sequence', sequence: wireText('停') }]);
    assert.deepEqual(stop?.json?.delta, { stop_reason: 'stop_sequence', stop_sequence: '停' });
  });

  it('keeps to the grammar, pings at every place included', () => {
    const events = [START, ...THINKING, ...TEXT, ...CALL, ...TEXT, ...END];
    const pinged = events.flatMap((event): TurnEvent[] => [{ type: 'ping' }, event]);
    assert.deepEqual(streamFaults(encode(pinged)), []);
    assert.equal(encode(pinged).filter(({ event }) => event === 'ping').length, events.length);
  });

  it('passes on what only its own protocol knows', () => {
    const raw = { type: 'server_tool_use', id: 'srvtoolu_1', name: 'web_search', input: {} };
    const piece = { type: 'input_json_delta', partial_json: '{}' };
    const got = jsonOf([
      START,
      open({ type: 'opaque', protocol: 'anthropic-messages', raw }),
      delta({ type: 'opaque', protocol: 'anthropic-messages', raw: piece }),
      delta({ type: 'opaque', protocol: 'openai-chat', raw: { audio: 'x' } }),
      CLOSE,
    ]);
    assert.deepEqual(got.slice(1), [
      { type: 'content_block_start', index: 0, content_block: raw },
      { type: 'content_block_delta', index: 0, delta: piece },
      { type: 'content_block_stop', index: 0 },
    ]);
  });

  it('ends with an error event, and no more', () => {
    const fault = new Fault('overloaded', 503, '太忙了 "now"');
    const events = encode([START, ...TEXT, { type: 'error', fault }]);
    assert.deepEqual(events.at(-1)?.json, {
      type: 'error',
      error: { type: 'overloaded_error', message: '太忙了 "now"' },
    });
    assert.equal(events.at(-1)?.event, 'error');
    assert.equal(events.filter(({ event }) => event === 'message_stop').length, 0);
  });

  it('writes each event for itself', () => {
    const encoder = new MessageStreamEncoder({
      messageId: 'msg_1',
      model: 'm',
      estimatedInputTokens: 0,
      createdAt: 0,
      includeUsage: false,
    });
    for (const event of [START, ...TEXT, ...END]) assert.equal(parseSse(encoder.push(event)).length, 1);
  });
});

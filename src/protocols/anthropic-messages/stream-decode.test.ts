import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fixtures } from '../../../test/fixtures/fixtures.ts';
import type { JsonObject } from '../../lib/json.ts';
import { SseReader } from '../../lib/sse-reader.ts';
import { readText, wireText } from '../../lib/wire-text.ts';
import type { TurnEvent } from '../../turn/events.ts';
import { MessageStreamDecoder } from './stream-decode.ts';

const NAMES = new Map([['short', 'the_long_name']]);

function decodeEvents(events: readonly (JsonObject | string)[], mayEnd = true): TurnEvent[] {
  const got: TurnEvent[] = [];
  const decoder = new MessageStreamDecoder({ origin: 'p', toolNames: NAMES }, (event) => got.push(event));
  for (const event of events) {
    const data = typeof event === 'string' ? event : wireText(JSON.stringify(event));
    decoder.push(typeof event === 'string' ? '' : String(event['type'] ?? ''), data);
  }
  if (mayEnd) decoder.end();
  return got;
}

function decodeFixture(name: string): TurnEvent[] {
  const fixture = fixtures('anthropic-messages', '.stream.txt').find((one) => one.name === name);
  const got: TurnEvent[] = [];
  const decoder = new MessageStreamDecoder({ origin: 'p', toolNames: NAMES }, (event) => got.push(event));
  const reader = new SseReader((event, data) => decoder.push(event, data));
  reader.push(fixture?.bytes ?? Buffer.alloc(0));
  reader.end();
  decoder.end();
  return got;
}

const START = { type: 'message_start', message: { id: 'msg_1', model: 'm', usage: { input_tokens: 5 } } };
const STOP = { type: 'message_stop' };
const delta = (stop: string | null, usage: JsonObject = {}) => ({
  type: 'message_delta',
  delta: { stop_reason: stop, stop_sequence: null },
  usage,
});
const open = (index: number, block: JsonObject) => ({ type: 'content_block_start', index, content_block: block });
const add = (index: number, piece: JsonObject) => ({ type: 'content_block_delta', index, delta: piece });
const close = (index: number) => ({ type: 'content_block_stop', index });
const types = (events: readonly TurnEvent[]) => events.map((event) => event.type);
const errorOf = (events: readonly TurnEvent[]) => {
  const last = events.at(-1);
  assert.equal(last?.type, 'error');
  return last.fault;
};

/** All text of a stream, whatever pieces it came in. */
function textOf(events: readonly TurnEvent[]): string {
  const pieces = events.flatMap((event) =>
    event.type === 'block-delta' && event.delta.type === 'text' ? [event.delta.text] : [],
  );
  return readText(pieces.join(''));
}

function inputsOf(events: readonly TurnEvent[]): string[] {
  const inputs: string[] = [];
  for (const event of events) {
    if (event.type === 'block-start' && event.block.type === 'tool-call') inputs.push('');
    if (event.type === 'block-delta' && event.delta.type === 'tool-input') {
      inputs[inputs.length - 1] += readText(event.delta.json);
    }
  }
  return inputs;
}

describe('MessageStreamDecoder', () => {
  it('reads a text', () => {
    const events = decodeFixture('text');
    assert.deepEqual(events[0], { type: 'start', id: 'msg_01', model: 'claude-sonnet-4-5-20250929' });
    assert.equal(textOf(events), 'Hello！ 你好 👋');
    assert.deepEqual(types(events.slice(-3)), ['usage', 'stop', 'end']);
    assert.deepEqual(events.at(-2), { type: 'stop', reason: 'end_turn' });
  });

  it('reads tool calls, with and without input', () => {
    const events = decodeFixture('tools');
    assert.deepEqual(inputsOf(events), ['{"location": "旧金山, CA"}', '']);
    assert.deepEqual(events.at(-2), { type: 'stop', reason: 'tool_use' });
  });

  it('gives the client its own names of tools', () => {
    const events = decodeEvents([START, open(0, { type: 'tool_use', id: 't', name: 'short', input: {} }), close(0)]);
    assert.deepEqual(events[2], { type: 'block-start', block: { type: 'tool-call', id: 't', name: 'the_long_name' } });
  });

  it('reads thinking with its signature', () => {
    const deltas = decodeFixture('thinking').flatMap((event) => (event.type === 'block-delta' ? [event.delta] : []));
    assert.deepEqual(
      deltas.map((one) => one.type),
      ['thinking', 'thinking', 'signature', 'text'],
    );
  });

  it('merges the usage: of each field the last value holds', () => {
    const usages = decodeFixture('cache-usage').flatMap((event) => (event.type === 'usage' ? [event.usage] : []));
    const first = { input: 3, cacheRead: 20000, cacheWrite5m: 200, cacheWrite1h: 1000, output: 1, reasoning: 0 };
    assert.deepEqual(usages, [first, { ...first, output: 42, reasoning: 30 }]);
  });

  it('takes an input that comes only at the end', () => {
    const events = decodeEvents([START, delta('end_turn', { input_tokens: 77, output_tokens: 3 }), STOP]);
    const usage = events.findLast((event) => event.type === 'usage');
    assert.equal(usage?.usage.input, 77);
    assert.equal(usage?.usage.output, 3);
  });

  it('keeps hosted tools and their deltas whole', () => {
    const events = decodeFixture('web-search');
    const heads = events.flatMap((event) => (event.type === 'block-start' ? [event.block.type] : []));
    assert.deepEqual(heads, ['text', 'opaque', 'opaque', 'text']);
    const opaque = events.flatMap((event) =>
      event.type === 'block-delta' && event.delta.type === 'opaque' ? [event.delta.raw] : [],
    );
    assert.equal(opaque.length, 4);
  });

  it('ignores unknown events, also one that looks like an error', () => {
    const events = decodeFixture('unknown-events');
    assert.equal(events.at(-1)?.type, 'end');
    assert.deepEqual(events.at(-2), { type: 'stop', reason: 'refusal' });
  });

  it('names the stop sequence', () => {
    assert.deepEqual(decodeFixture('stop-sequence').at(-2), { type: 'stop', reason: 'stop_sequence', sequence: 'END' });
  });

  it('puts overlapping blocks one after the other', () => {
    const events = decodeFixture('overlapping-blocks');
    assert.deepEqual(
      types(events).filter((type) => type.startsWith('block')),
      [...Array(3)].flatMap(() => ['block-start', 'block-delta', 'block-stop']),
    );
    assert.deepEqual(inputsOf(events), ['{"a":1}', '{}']);
  });

  it('closes what a platform left open', () => {
    const events = decodeEvents([
      START,
      open(0, { type: 'text', text: '' }),
      add(0, { type: 'text_delta', text: 'a' }),
      open(1, { type: 'tool_use', id: 't', name: 'f', input: {} }),
      delta('tool_use'),
      STOP,
    ]);
    const blocks = types(events).filter((type) => type.startsWith('block'));
    assert.deepEqual(blocks, ['block-start', 'block-delta', 'block-stop', 'block-start', 'block-stop']);
  });

  it('takes content that comes with the start of a block', () => {
    const events = decodeEvents([
      START,
      open(0, { type: 'text', text: 'whole' }),
      close(0),
      open(1, { type: 'tool_use', id: 't', name: 'f', input: { a: 1 } }),
      close(1),
      open(2, { type: 'tool_use', id: 'u', name: 'f', input: { b: 1 } }),
      add(2, { type: 'input_json_delta', partial_json: '{"b":1}' }),
      close(2),
      delta('tool_use'),
      STOP,
    ]);
    assert.equal(textOf(events), 'whole');
    assert.deepEqual(inputsOf(events), ['{"a":1}', '{"b":1}']);
  });

  it('opens a block that a platform forgot to open', () => {
    const events = decodeEvents([START, add(0, { type: 'text_delta', text: 'hi' }), close(0), delta('end_turn'), STOP]);
    assert.deepEqual(types(events).slice(2, 5), ['block-start', 'block-delta', 'block-stop']);
  });

  it('ignores what does not belong anywhere', () => {
    const events = decodeEvents([
      START,
      close(7),
      add(3, { type: 'input_json_delta' }),
      { type: 'content_block_delta' },
    ]);
    assert.deepEqual(types(events.slice(0, -1)), ['start', 'usage']);
  });

  it('starts once', () => {
    assert.equal(
      types(decodeEvents([START, START, delta('end_turn'), STOP])).filter((type) => type === 'start').length,
      1,
    );
  });

  it('passes pings on', () => {
    assert.equal(decodeEvents([{ type: 'ping' }], false)[0]?.type, 'ping');
  });

  it('calls a tool turn by its name where the platform names none', () => {
    const call = open(0, { type: 'tool_use', id: 't', name: 'f', input: {} });
    assert.deepEqual(decodeEvents([START, call, close(0), STOP]).at(-2), { type: 'stop', reason: 'tool_use' });
    assert.deepEqual(decodeEvents([START, delta('brand_new'), STOP]).at(-2), { type: 'stop', reason: 'end_turn' });
  });

  it('is done after its end and its error, and says nothing more', () => {
    for (const last of [STOP, { type: 'error', error: { type: 'api_error', message: 'x' } }]) {
      const got: TurnEvent[] = [];
      const decoder = new MessageStreamDecoder({ origin: 'p', toolNames: NAMES }, (event) => got.push(event));
      decoder.push('', JSON.stringify(START));
      assert.equal(decoder.isDone, false);
      decoder.push('', JSON.stringify(last));
      assert.equal(decoder.isDone, true);
      const count = got.length;
      decoder.push('', JSON.stringify(START));
      decoder.end();
      assert.equal(got.length, count);
    }
  });
});

describe('MessageStreamDecoder: broken streams', () => {
  it('gives the fault of an error event', () => {
    const fault = errorOf(decodeFixture('error-in-the-middle'));
    assert.deepEqual([fault.kind, fault.status, fault.message], ['overloaded', 529, 'Overloaded 太忙']);
  });

  it('gives an error for an end without a stop', () => {
    for (const events of [decodeFixture('cut'), decodeEvents([]), decodeEvents([{ type: 'ping' }])]) {
      const fault = errorOf(events);
      assert.deepEqual([fault.kind, fault.status], ['broken_reply', 502]);
    }
  });

  it('takes no end without message_stop for whole, not even after a stop reason', () => {
    assert.equal(errorOf(decodeFixture('no-message-stop')).kind, 'broken_reply');
  });

  it('gives an error for a stop before the start', () => {
    assert.equal(errorOf(decodeEvents([STOP])).kind, 'broken_reply');
  });

  it('gives an error for what is no JSON, or no object', () => {
    for (const data of ['{"type":', '[]', 'null', '"x"', '<html>']) {
      assert.equal(errorOf(decodeEvents([START, data])).kind, 'broken_reply', data);
    }
  });

  it('ignores the end mark of another protocol', () => {
    assert.equal(decodeEvents([START, delta('end_turn'), STOP, '[DONE]', '']).at(-1)?.type, 'end');
  });

  it('knows the errors of other platforms', () => {
    const fault = errorOf(decodeEvents([START, '{"error":{"message":"down","code":503}}']));
    assert.deepEqual([fault.kind, fault.status, fault.message], ['overloaded', 503, 'down']);
    assert.equal(errorOf(decodeEvents([{ type: 'error', error: 'plain' }])).message, 'plain');
    assert.equal(errorOf(decodeEvents([{ type: 'error' }])).kind, 'server_error');
  });
});

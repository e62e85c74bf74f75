import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { responseStreamFaults } from '../../../test/support/response-grammar.ts';
import { parseSse } from '../../../test/support/sse.ts';
import { wireText } from '../../lib/wire-text.ts';
import type { TurnEvent } from '../../turn/events.ts';
import { Fault } from '../../turn/fault.ts';
import { NO_USAGE } from '../../turn/usage.ts';
import { ResponseStreamEncoder } from './stream-encode.ts';

const CONTEXT = { messageId: 'msg_abc', model: '模型', estimatedInputTokens: 0, createdAt: 5, includeUsage: false };

const block = (head: Extract<TurnEvent, { type: 'block-start' }>['block']): TurnEvent => ({
  type: 'block-start',
  block: head,
});
const delta = (piece: Extract<TurnEvent, { type: 'block-delta' }>['delta']): TurnEvent => ({
  type: 'block-delta',
  delta: piece,
});
const STOP: TurnEvent = { type: 'block-stop' };
const TEXT = [
  block({ type: 'text' }),
  delta({ type: 'text', text: wireText('你') }),
  delta({ type: 'text', text: '!' }),
  STOP,
];
const END: TurnEvent[] = [{ type: 'stop', reason: 'end_turn' }, { type: 'end' }];

function encode(events: readonly TurnEvent[]) {
  const encoder = new ResponseStreamEncoder(CONTEXT);
  const text = events.map((event) => encoder.push(event)).join('');
  const all = parseSse(Buffer.from(text, 'latin1').toString());
  return { text, all, types: all.map(({ event }) => event?.replace('response.', '')), last: Object(all.at(-1)?.json) };
}

describe('ResponseStreamEncoder', () => {
  it('writes a text, event for event', () => {
    const { types, all, last } = encode([{ type: 'start' }, ...TEXT, ...END]);
    assert.deepEqual(types, [
      'created',
      'in_progress',
      'output_item.added',
      'content_part.added',
      'output_text.delta',
      'output_text.delta',
      'output_text.done',
      'content_part.done',
      'output_item.done',
      'completed',
    ]);
    assert.deepEqual(responseStreamFaults(all), []);
    assert.deepEqual([last.response.id, last.response.model, last.response.created_at], ['resp_abc', '模型', 5]);
    assert.equal(last.response.output[0].content[0].text, '你!');
  });

  it('writes thinking as a summary', () => {
    const thought = [
      block({ type: 'thinking' }),
      delta({ type: 'thinking', text: 'hm' }),
      delta({ type: 'signature', signature: 'S' }),
      STOP,
    ];
    const { types, all, last } = encode([{ type: 'start' }, ...thought, ...END]);
    assert.deepEqual(types.slice(2, -1), [
      'output_item.added',
      'reasoning_summary_part.added',
      'reasoning_summary_text.delta',
      'reasoning_summary_text.done',
      'reasoning_summary_part.done',
      'output_item.done',
    ]);
    assert.deepEqual(responseStreamFaults(all), []);
    assert.deepEqual(last.response.output, [
      {
        id: 'rs_abc_0',
        type: 'reasoning',
        summary: [{ type: 'summary_text', text: 'hm' }],
        encrypted_content: 'rws1.S',
      },
    ]);
  });

  it('writes calls; one without arguments gets an empty object', () => {
    const call = (id: string): TurnEvent => block({ type: 'tool-call', id, name: 'f' });
    const piece = delta({ type: 'tool-input', json: '{"a":1}' });
    const { types, all, last } = encode([{ type: 'start' }, call('1'), piece, STOP, call('2'), STOP, ...END]);
    assert.deepEqual(responseStreamFaults(all), []);
    assert.equal(types.filter((type) => type === 'function_call_arguments.done').length, 2);
    assert.deepEqual(
      last.response.output.map((item: Record<string, unknown>) => [item['id'], item['call_id'], item['arguments']]),
      [
        ['fc_abc_0', '1', '{"a":1}'],
        ['fc_abc_1', '2', '{}'],
      ],
    );
  });

  it('makes one message of texts in a row', () => {
    const { last } = encode([{ type: 'start' }, ...TEXT, ...TEXT, ...END]);
    assert.deepEqual(
      last.response.output.map((item: { content: { text: string }[] }) => item.content.map(({ text }) => text)),
      [['你!你!']],
    );
  });

  it('leaves out what nobody can read', () => {
    const raw = { type: 'server_tool_use' };
    const { all, last } = encode([
      { type: 'start' },
      block({ type: 'opaque', protocol: 'anthropic-messages', raw }),
      STOP,
      ...END,
    ]);
    assert.deepEqual(last.response.output, []);
    assert.deepEqual(responseStreamFaults(all), []);
  });

  it('ends an item that was cut off as incomplete', () => {
    const cut: TurnEvent[] = [{ type: 'stop', reason: 'max_tokens' }, { type: 'end' }];
    const { last, types } = encode([{ type: 'start' }, ...TEXT, ...cut]);
    assert.equal(types.at(-1), 'incomplete');
    assert.equal(last.response.output[0].status, 'incomplete');
    assert.deepEqual(last.response.incomplete_details, { reason: 'max_output_tokens' });
  });

  it('gives the last usage', () => {
    const usage = { ...NO_USAGE, input: 1, cacheRead: 2, cacheWrite1h: 3, output: 4, reasoning: 1 };
    const { last } = encode([
      { type: 'start' },
      { type: 'usage', usage: NO_USAGE },
      ...TEXT,
      { type: 'usage', usage },
      ...END,
    ]);
    assert.deepEqual(last.response.usage, {
      input_tokens: 6,
      input_tokens_details: { cached_tokens: 2, cache_write_tokens: 3 },
      output_tokens: 4,
      output_tokens_details: { reasoning_tokens: 1 },
      total_tokens: 10,
    });
  });

  it('says nothing after a failure', () => {
    const fault = new Fault('rate_limit', 429, '慢');
    const { types, last } = encode([{ type: 'start' }, ...TEXT, { type: 'error', fault }, ...END]);
    assert.equal(types.at(-1), 'failed');
    assert.deepEqual(last.response.error, { code: 'rate_limit_exceeded', message: '慢' });
  });

  it('begins before it tells of a failure, as the `openai` package demands', () => {
    const { types, all } = encode([{ type: 'error', fault: new Fault('server_error', 502, 'x') }]);
    assert.deepEqual(types, ['created', 'in_progress', 'failed']);
    assert.deepEqual(responseStreamFaults(all), []);
  });

  it('goes on where a relayed stream broke off: its id, its numbers, no second beginning', () => {
    const encoder = new ResponseStreamEncoder({ ...CONTEXT, messageId: 'gen-7', eventsSent: 5 });
    const [failed, ...others] = parseSse(encoder.push({ type: 'error', fault: new Fault('server_error', 502, 'x') }));
    const { type, sequence_number, response } = Object(failed?.json);
    assert.deepEqual([type, sequence_number, response.id, others.length], ['response.failed', 5, 'gen-7', 0]);
  });

  it('keeps the connection alive by a comment', () => {
    assert.match(encode([{ type: 'ping' }]).text, /^: .*\n\n$/);
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { turnFaults } from '../../../test/support/turn-grammar.ts';
import type { BlockDelta, TurnEvent } from '../events.ts';
import { Fault } from '../fault.ts';
import type { StopReason, TurnReply } from '../reply.ts';
import type { Block } from '../request.ts';
import { CallReader } from './call-reader.ts';
import { replyWithCalls } from './reply.ts';

const LS = '<tool_call>\n{"name": "Bash", "arguments": {"command": "ls"}}\n</tool_call>';

function read(events: readonly TurnEvent[]): TurnEvent[] {
  const given: TurnEvent[] = [];
  const reader = new CallReader((event) => given.push(event));
  for (const event of events) reader.push(event);
  return given;
}

const block = (type: 'text' | 'thinking', ...deltas: BlockDelta[]): TurnEvent[] => [
  { type: 'block-start', block: { type } },
  ...deltas.map((delta): TurnEvent => ({ type: 'block-delta', delta })),
  { type: 'block-stop' },
];
const text = (what: string): BlockDelta => ({ type: 'text', text: what });
const reply = (content: readonly Block[], stop: StopReason = 'end_turn'): TurnReply => ({ content, stop });

/** Calls of a reply, which get ids of their own. */
function callsOf({ content }: TurnReply) {
  return content.flatMap((one) => (one.type === 'tool-call' ? [one] : []));
}

describe('the events of a stream', () => {
  it('are text and calls in blocks of their own', () => {
    const whole = read([
      { type: 'start' },
      ...block('text', text('a '), text(LS), text('b')),
      { type: 'stop', reason: 'end_turn' },
      { type: 'end' },
    ]);
    assert.deepEqual(turnFaults(whole), []);
    assert.deepEqual(
      whole.map((event) => (event.type === 'block-start' ? event.block.type : event.type)),
      [
        'start',
        'text',
        'block-delta',
        'block-stop',
        'tool-call',
        'block-delta',
        'block-stop',
        'text',
        'block-delta',
        'block-stop',
        'stop',
        'end',
      ],
    );
  });

  it('pass as they are where there is no text', () => {
    const raw = { type: 'citations_delta' };
    const others: TurnEvent[] = [
      { type: 'start' },
      ...block('thinking', { type: 'thinking', text: LS }, { type: 'signature', signature: 's' }),
      { type: 'ping' },
      { type: 'block-start', block: { type: 'tool-call', id: 'own', name: 'f' } },
      { type: 'block-delta', delta: { type: 'tool-input', json: LS } },
      { type: 'block-stop' },
      ...block('text', { type: 'opaque', protocol: 'anthropic-messages', raw }, text('x')),
      { type: 'error', fault: new Fault('overloaded', 503, 'x') },
    ];
    assert.deepEqual(read(others), others);
  });

  it('have no block for a text of which only calls are left', () => {
    const types = read(block('text', text(`\n${LS}\n`))).map(({ type }) => type);
    assert.deepEqual(types, ['block-start', 'block-delta', 'block-stop']);
    assert.deepEqual(read(block('text')), []);
  });

  it('find a call that is cut by thinking nowhere, but one in the next text', () => {
    const events = read([...block('text', text('<tool_call>')), ...block('thinking'), ...block('text', text(LS))]);
    assert.deepEqual(
      events.flatMap((event) => (event.type === 'block-start' ? [event.block.type] : [])),
      ['text', 'thinking', 'tool-call'],
    );
  });
});

describe('a whole reply', () => {
  it('has calls with ids of their own', () => {
    const whole = replyWithCalls({
      ...reply([{ type: 'text', text: LS + LS }]),
      id: 'r',
      extra: { protocol: 'openai-chat', fields: {} },
    });
    const [first, second] = callsOf(whole);
    assert.deepEqual([first?.name, first?.input], ['Bash', { kind: 'text', text: '{"command": "ls"}' }]);
    assert.match(first?.id ?? '', /^toolu_[0-9a-f]{32}$/);
    assert.notEqual(first?.id, second?.id);
    assert.deepEqual([whole.stop, whole.id, whole.extra?.protocol], ['tool_use', 'r', 'openai-chat']);
  });

  it('stops for its calls, but not where it was cut off or refused', () => {
    const stops = (stop: StopReason, what: string) => replyWithCalls(reply([{ type: 'text', text: what }], stop)).stop;
    assert.deepEqual(
      (['end_turn', 'stop_sequence', 'max_tokens', 'refusal'] as const).map((stop) => stops(stop, LS)),
      ['tool_use', 'tool_use', 'max_tokens', 'refusal'],
    );
    assert.equal(stops('end_turn', 'x'), 'end_turn');
  });

  it('keeps the arguments that it was cut off in', () => {
    const cut = replyWithCalls(reply([{ type: 'text', text: LS.slice(0, 48) }], 'max_tokens'));
    assert.deepEqual(callsOf(cut)[0]?.input, { kind: 'text', text: '{"comm' });
  });
});

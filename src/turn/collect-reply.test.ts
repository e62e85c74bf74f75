import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { turnFaults } from '../../test/support/turn-grammar.ts';
import { ReplyCollector } from './collect-reply.ts';
import type { TurnEvent } from './events.ts';
import { Fault } from './fault.ts';
import type { TurnReply } from './reply.ts';
import { replayReply } from './reply-events.ts';
import type { Block } from './request.ts';
import type { Usage } from './usage.ts';

function replayed(reply: TurnReply): TurnEvent[] {
  const events: TurnEvent[] = [];
  replayReply(reply, (event) => events.push(event));
  return events;
}

function collected(events: readonly TurnEvent[]): TurnReply {
  const collector = new ReplyCollector();
  for (const event of events) collector.push(event);
  return collector.reply();
}

/** The same deltas, each cut into single characters. */
function cut(events: readonly TurnEvent[]): TurnEvent[] {
  return events.flatMap((event): TurnEvent[] => {
    if (event.type !== 'block-delta') return [event];
    const { delta } = event;
    if (delta.type === 'text' || delta.type === 'thinking')
      return [...delta.text].map((text) => ({ type: 'block-delta', delta: { type: delta.type, text } }));
    if (delta.type !== 'tool-input') return [event];
    return [...delta.json].map((json) => ({ type: 'block-delta', delta: { type: 'tool-input', json } }));
  });
}

const USAGE: Usage = { input: 1, cacheRead: 2, cacheWrite5m: 3, cacheWrite1h: 4, output: 5, reasoning: 6 };
const RAW = { type: 'server_tool_use', id: 'srvtoolu_1', name: 'web_search', input: { query: 'x' } };

function record<Shape>(shape: { [Name in keyof Shape]: fc.Arbitrary<Shape[Name]> }): fc.Arbitrary<Shape> {
  return fc.record(shape, { noNullPrototype: true });
}

const block: fc.Arbitrary<Block> = fc.oneof(
  record({ type: fc.constant('text'), text: fc.string({ minLength: 1 }) }),
  record({ type: fc.constant('thinking'), text: fc.string(), signature: fc.string() }),
  record({
    type: fc.constant('tool-call'),
    id: fc.string({ minLength: 1 }),
    name: fc.string({ minLength: 1 }),
    input: record({ kind: fc.constant('text'), text: fc.string() }),
  }),
  fc.constant<Block>({ type: 'opaque', protocol: 'anthropic-messages', raw: RAW }),
);
const reply: fc.Arbitrary<TurnReply> = fc.record(
  {
    content: fc.array(block, { maxLength: 5 }),
    stop: fc.constantFrom('end_turn', 'max_tokens', 'tool_use', 'stop_sequence'),
    stopSequence: fc.string(),
    id: fc.string(),
    model: fc.string(),
    usage: fc.constant(USAGE),
  },
  { requiredKeys: ['content', 'stop'], noNullPrototype: true },
);

describe('replayReply and ReplyCollector', () => {
  it('are inverses, however finely the pieces are cut', () => {
    fc.assert(
      fc.property(reply, (whole) => {
        assert.deepEqual(collected(replayed(whole)), whole);
        assert.deepEqual(collected(cut(replayed(whole))), whole);
      }),
    );
  });

  it('keep to the grammar of the neutral stream', () => {
    fc.assert(fc.property(reply, (whole) => assert.deepEqual(turnFaults(replayed(whole)), [])));
  });
});

describe('replayReply', () => {
  const blocksOf = (...content: Block[]) => collected(replayed({ content, stop: 'end_turn' })).content;

  it('writes an input that is a value as JSON', () => {
    assert.deepEqual(blocksOf({ type: 'tool-call', id: 'a', name: 'f', input: { kind: 'value', value: { a: [1] } } }), [
      { type: 'tool-call', id: 'a', name: 'f', input: { kind: 'text', text: '{"a":[1]}' } },
    ]);
  });

  it('leaves out empty text, and what no model answers with', () => {
    const image: Block = { type: 'image', source: { kind: 'url', url: 'https://example.com/a.png' } };
    const result: Block = { type: 'tool-result', callId: 'a', content: [], form: 'absent' };
    const document: Block = { type: 'document', source: { kind: 'text', text: 'x' } };
    const content: Block[] = [{ type: 'text', text: '' }, image, result, document];
    assert.deepEqual(replayed({ content, stop: 'end_turn' }), replayed({ content: [], stop: 'end_turn' }));
  });

  it('gives no piece of an input that is empty', () => {
    const call: Block = { type: 'tool-call', id: 'a', name: 'f', input: { kind: 'text', text: '' } };
    const types = replayed({ content: [call], stop: 'tool_use' }).map(({ type }) => type);
    assert.deepEqual(types, ['start', 'block-start', 'block-stop', 'stop', 'end']);
  });

  it('gives thinking a signature even if it is empty', () => {
    const events = replayed({ content: [{ type: 'thinking', text: '', signature: '' }], stop: 'end_turn' });
    assert.deepEqual(events[2], { type: 'block-delta', delta: { type: 'signature', signature: '' } });
  });
});

describe('ReplyCollector', () => {
  const START: TurnEvent = { type: 'start' };
  const STOP: TurnEvent = { type: 'stop', reason: 'end_turn' };

  it('takes the last usage', () => {
    const last = { ...USAGE, output: 50 };
    const events: TurnEvent[] = [START, { type: 'usage', usage: USAGE }, STOP, { type: 'usage', usage: last }];
    assert.deepEqual(collected(events), { content: [], stop: 'end_turn', usage: last });
  });

  it('throws the fault that the stream ended with, whatever came before', () => {
    const fault = new Fault('overloaded', 503, 'x');
    const second = new Fault('server_error', 502, 'y');
    const events: TurnEvent[] = [START, STOP, { type: 'error', fault }, { type: 'error', fault: second }];
    assert.throws(() => collected(events), fault);
  });

  it('throws for a stream without a stop', () => {
    for (const events of [[], [START], [START, { type: 'end' } satisfies TurnEvent]]) {
      assert.throws(() => collected(events), { name: 'Fault', kind: 'broken_reply', status: 502 });
    }
  });

  it('has no use for pings and deltas without a block', () => {
    const delta: TurnEvent = { type: 'block-delta', delta: { type: 'text', text: 'x' } };
    const block: TurnEvent[] = [{ type: 'block-start', block: { type: 'text' } }, delta, { type: 'block-stop' }];
    const events: TurnEvent[] = [{ type: 'ping' }, START, delta, { type: 'block-stop' }, ...block, delta, STOP];
    assert.deepEqual(collected(events).content, [{ type: 'text', text: 'x' }]);
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fixtures } from '../../../test/fixtures/fixtures.ts';
import { turnFaults } from '../../../test/support/turn-grammar.ts';
import { SseReader } from '../../lib/sse-reader.ts';
import { readText } from '../../lib/wire-text.ts';
import { ReplyCollector } from '../../turn/collect-reply.ts';
import type { TurnEvent } from '../../turn/events.ts';
import type { TurnReply } from '../../turn/reply.ts';
import { readOrigin } from '../../turn/thinking-origin.ts';
import { decodeReply } from './reply-decode.ts';
import { ResponseStreamDecoder } from './stream-decode.ts';

const CONTEXT = { origin: 'up', toolNames: new Map([['short', 'a long name']]) };

function events(text: string | Buffer): TurnEvent[] {
  const all: TurnEvent[] = [];
  const decoder = new ResponseStreamDecoder(CONTEXT, (event) => all.push(event));
  const reader = new SseReader((name, data) => decoder.push(name, data));
  reader.push(Buffer.from(text));
  reader.end();
  decoder.end();
  return all;
}

function recorded(name: string): TurnEvent[] {
  const bytes = fixtures('openai-responses', '.stream.txt').find((fixture) => fixture.name === name)?.bytes;
  assert.ok(bytes !== undefined);
  return events(bytes);
}

function replyOf(all: readonly TurnEvent[]): TurnReply {
  const collector = new ReplyCollector();
  for (const event of all) collector.push(event);
  return collector.reply();
}

/** Blocks as short texts. */
function blocks({ content }: TurnReply): string[] {
  return content.map((block) => {
    if (block.type === 'tool-call')
      return `${block.name}(${block.input.kind === 'text' ? readText(block.input.text) : ''})`;
    return 'text' in block ? `${block.type} ${readText(block.text)}` : block.type;
  });
}

function faultOf(all: readonly TurnEvent[]) {
  const last = all.at(-1);
  assert.ok(last?.type === 'error');
  return last.fault;
}

describe('ResponseStreamDecoder', () => {
  const EXPECTED: readonly (readonly [string, readonly string[], string])[] = [
    ['text', ['text Hi! 你好 👋'], 'end_turn'],
    ['tools', ['text I look.', 'f({"a":1})', 'g()'], 'tool_use'],
    ['reasoning', ['thinking thinking\n\nmore', 'f({})'], 'tool_use'],
    ['encrypted-only', ['thinking ', 'text ok'], 'end_turn'],
    ['incomplete', ['text It was'], 'max_tokens'],
    ['refusal', ['text No.'], 'refusal'],
    ['overlapping', ['f({"a":1})', 'g({"b":2})'], 'tool_use'],
    ['hosted-and-custom', ['opaque', 'apply_patch({"input":"*** 补丁"})'], 'tool_use'],
    ['only-completed', ['thinking so', 'text whole', 'f({"a":1})'], 'tool_use'],
    ['items-without-deltas', ['text Hello', 'text  World'], 'end_turn'],
  ];
  for (const [name, expected, stop] of EXPECTED) {
    it(`reads ${name}`, () => {
      const all = recorded(name);
      const reply = replyOf(all);
      assert.deepEqual(turnFaults(all), []);
      assert.deepEqual(blocks(reply), expected);
      assert.equal(reply.stop, stop);
    });
  }

  it('counts cached input once', () => {
    const { usage } = replyOf(recorded('text'));
    assert.deepEqual([usage?.input, usage?.cacheRead, usage?.output], [32, 5, 11]);
  });

  it('loses nothing of a message whose pieces came before its turn', () => {
    const all = recorded('interleaved');
    assert.deepEqual(turnFaults(all), []);
    assert.deepEqual(blocks(replyOf(all)), ['thinking Let me 看。', 'text One, 二, three.']);
  });

  it('remembers who made the reasoning, and what it has to get back', () => {
    const [thought] = replyOf(recorded('reasoning')).content;
    assert.ok(thought?.type === 'thinking');
    const details = { id: 'rs_1', encrypted_content: 'gAAAAABo' };
    assert.deepEqual(readOrigin(thought.signature), { platform: 'up', field: 'encrypted_content', details });
  });

  it('tells the failure of a response', () => {
    const fault = faultOf(recorded('failed'));
    assert.equal(fault.status, 502);
    assert.match(fault.message, /出错了/);
    assert.equal(faultOf(recorded('error-event')).kind, 'rate_limit');
  });

  it('never invents an end', () => {
    assert.equal(faultOf(recorded('cut')).kind, 'broken_reply');
    assert.equal(faultOf(events('')).kind, 'broken_reply');
    assert.equal(faultOf(events('data: {"type":"response.completed"\n\n')).kind, 'broken_reply');
    assert.equal(faultOf(events('data: 5\n\n')).kind, 'broken_reply');
  });

  it('reads an error in the shape of other platforms', () => {
    const fault = faultOf(events('data: {"error":{"message":"context length exceeded","code":400}}\n\n'));
    assert.equal(fault.kind, 'context_overflow');
  });

  it('gives tools their own names back', () => {
    const item = { type: 'function_call', call_id: 'call_abcdefgh1234', name: 'short', arguments: '{}' };
    const done = { type: 'response.completed', response: { status: 'completed', output: [item] } };
    assert.deepEqual(blocks(replyOf(events(`data: ${JSON.stringify(done)}\n\n`))), ['a long name({})']);
  });

  it('takes nothing after the end', () => {
    const all = recorded('text');
    assert.equal(all.filter((event) => event.type === 'end').length, 1);
    assert.equal(all.at(-1)?.type, 'end');
  });
});

describe('decodeReply', () => {
  const decode = (body: unknown) => decodeReply(Buffer.from(JSON.stringify(body)), CONTEXT);

  it('throws the fault in a response', () => {
    const error = { code: 'rate_limit_exceeded', message: 'Slow down.' };
    assert.throws(() => decode({ status: 'failed', error, output: [] }), { kind: 'rate_limit', status: 429 });
  });

  for (const body of [[], 5, 'x', {}, { output: 'x' }]) {
    it(`refuses what is no response: ${JSON.stringify(body)}`, () => {
      assert.throws(() => decode(body), { kind: 'broken_reply' });
    });
  }

  it('refuses what is no JSON', () => {
    assert.throws(() => decodeReply(Buffer.from('<html>'), CONTEXT), { kind: 'broken_reply' });
  });
});

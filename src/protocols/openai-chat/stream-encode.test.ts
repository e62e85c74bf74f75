import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SseReader } from '../../lib/sse-reader.ts';
import { readText, wireText } from '../../lib/wire-text.ts';
import type { TurnEvent } from '../../turn/events.ts';
import { Fault } from '../../turn/fault.ts';
import { ChatStreamDecoder } from './stream-decode.ts';
import { ChatStreamEncoder } from './stream-encode.ts';

function encodeText(events: readonly TurnEvent[], includeUsage = false): string {
  const encoder = new ChatStreamEncoder({
    messageId: 'msg_1',
    model: '模型',
    estimatedInputTokens: 0,
    createdAt: 17,
    includeUsage,
  });
  return events.map((event) => encoder.push(event)).join('');
}

/** The data of all events, parsed; `[DONE]` as it is. */
function encode(events: readonly TurnEvent[], includeUsage = false) {
  const got: ReturnType<typeof JSON.parse>[] = [];
  const reader = new SseReader((name, data) => {
    assert.equal(name, '');
    got.push(data === '[DONE]' ? data : JSON.parse(readText(data)));
  });
  reader.push(Buffer.from(encodeText(events, includeUsage), 'latin1'));
  reader.end();
  return got;
}

const text = (value: string): TurnEvent => ({ type: 'block-delta', delta: { type: 'text', text: wireText(value) } });
const openText: TurnEvent = { type: 'block-start', block: { type: 'text' } };
const close: TurnEvent = { type: 'block-stop' };
const openCall = (id: string): TurnEvent => ({ type: 'block-start', block: { type: 'tool-call', id, name: 'f' } });
const input = (json: string): TurnEvent => ({ type: 'block-delta', delta: { type: 'tool-input', json } });
const USAGE = { input: 1, cacheRead: 2, cacheWrite5m: 0, cacheWrite1h: 0, output: 3, reasoning: 1 };
const END: TurnEvent[] = [{ type: 'usage', usage: USAGE }, { type: 'stop', reason: 'end_turn' }, { type: 'end' }];

describe('ChatStreamEncoder', () => {
  it('writes the role, the pieces, the finish and the end', () => {
    const got = encode([{ type: 'start' }, openText, text('你'), text('好'), close, ...END]);
    assert.deepEqual(got[0], {
      id: 'chatcmpl-1',
      object: 'chat.completion.chunk',
      created: 17,
      model: '模型',
      choices: [{ index: 0, delta: { role: 'assistant', content: '' }, logprobs: null, finish_reason: null }],
    });
    assert.deepEqual(
      got.slice(1, 4).map((chunk) => chunk.choices[0]),
      [
        { index: 0, delta: { content: '你' }, logprobs: null, finish_reason: null },
        { index: 0, delta: { content: '好' }, logprobs: null, finish_reason: null },
        { index: 0, delta: {}, logprobs: null, finish_reason: 'stop' },
      ],
    );
    assert.deepEqual(got.slice(4), ['[DONE]']);
  });

  it('gives the usage only to a client that wants it', () => {
    const got = encode([{ type: 'start' }, ...END], true);
    assert.equal(got[0].usage, null);
    const last = got.at(-2);
    assert.deepEqual(last.choices, []);
    assert.equal(last.usage.prompt_tokens, 3);
    assert.equal(last.usage.completion_tokens, 3);
    assert.equal(encode([{ type: 'start' }, ...END]).length, 3);
  });

  it('numbers tool calls and completes one without input', () => {
    const got = encode([
      { type: 'start' },
      openCall('a'),
      input('{"x":'),
      input('1}'),
      close,
      openCall('b'),
      close,
      ...END,
    ]);
    const calls = got.flatMap((chunk) => (chunk.choices?.[0].delta.tool_calls ?? []) as object[]);
    assert.deepEqual(calls, [
      { index: 0, id: 'a', type: 'function', function: { name: 'f', arguments: '' } },
      { index: 0, function: { arguments: '{"x":' } },
      { index: 0, function: { arguments: '1}' } },
      { index: 1, id: 'b', type: 'function', function: { name: 'f', arguments: '' } },
      { index: 1, function: { arguments: '{}' } },
    ]);
    assert.equal(got.at(-2).choices[0].finish_reason, 'tool_calls');
  });

  function thinking(signature: string) {
    const piece = (words: string) => ({ type: 'block-delta', delta: { type: 'thinking', text: words } }) as const;
    return encode([
      { type: 'start' },
      { type: 'block-start', block: { type: 'thinking' } },
      piece('h'),
      piece('m'),
      { type: 'block-delta', delta: { type: 'signature', signature } },
      close,
      ...END,
    ]).map((chunk) => chunk.choices?.[0].delta);
  }

  it('writes thinking as reasoning, and its proof where its maker wants it back', () => {
    const [, first, second, proof] = thinking('S');
    assert.deepEqual([first, second], [{ reasoning_content: 'h' }, { reasoning_content: 'm' }]);
    const detail = { type: 'reasoning.text', text: 'hm', signature: 'S', format: 'anthropic-claude-v1', index: 0 };
    assert.deepEqual(proof, { reasoning_details: [detail] });
  });

  it('writes no proof that redwolf made itself', () => {
    assert.equal(thinking('').length, 5);
    assert.equal(thinking('rw1.WyJwIiwiZiJd').length, 5);
  });

  it('writes thinking that is withheld', () => {
    const raw = { type: 'redacted_thinking', data: 'BLOB' };
    const opaque = { type: 'block-start', block: { type: 'opaque', protocol: 'anthropic-messages', raw } } as const;
    const [, chunk] = encode([{ type: 'start' }, opaque, close, ...END]);
    const detail = { type: 'reasoning.encrypted', data: 'BLOB', format: 'anthropic-claude-v1', index: 0 };
    assert.deepEqual(chunk.choices[0].delta, { reasoning_details: [detail] });
  });

  it('keeps texts apart that something stands between, and only those', () => {
    const got = encode([
      { type: 'start' },
      openText,
      text('a'),
      close,
      openText,
      text('b'),
      close,
      openCall('t'),
      close,
      openText,
      text('c'),
      close,
      ...END,
    ]);
    const content = got.map((chunk) => chunk.choices?.[0].delta.content ?? '').join('');
    assert.equal(content, 'ab\n\nc');
  });

  it('leaves out what only Anthropic knows', () => {
    const raw = { type: 'server_tool_use' };
    const got = encode([
      { type: 'start' },
      { type: 'block-start', block: { type: 'opaque', protocol: 'anthropic-messages', raw } },
      { type: 'block-delta', delta: { type: 'opaque', protocol: 'anthropic-messages', raw: {} } },
      close,
      ...END,
    ]);
    assert.equal(got.length, 3);
  });

  it('writes pings as comments', () => {
    assert.equal(encodeText([{ type: 'ping' }]), ': keep-alive\n\n');
  });

  it('says an error and nothing after it', () => {
    const error: TurnEvent = { type: 'error', fault: new Fault('overloaded', 529, '太忙') };
    const got = encode([{ type: 'start' }, openText, text('half'), error, close, ...END, error]);
    assert.deepEqual(got.at(-1), {
      error: { message: '太忙', type: 'server_error', param: null, code: 'overloaded' },
    });
    assert.equal(got.length, 3);
  });

  it('says nothing after its end', () => {
    const events: TurnEvent[] = [{ type: 'start' }, ...END];
    assert.equal(encodeText([...events, openText, text('late'), ...END]), encodeText(events));
  });

  it('begins also where the start was left out', () => {
    assert.equal(encode([openText, text('x'), close, ...END])[0].choices[0].delta.role, 'assistant');
    assert.equal(encode(END).length, 3);
  });

  it('is understood by the decoder', () => {
    const events: TurnEvent[] = [
      { type: 'start', id: 'chatcmpl-1', model: wireText('模型') },
      openText,
      text('a'),
      close,
      openCall('call_0000000001'),
      input('{"x":1}'),
      close,
      { type: 'usage', usage: USAGE },
      { type: 'stop', reason: 'tool_use' },
      { type: 'end' },
    ];
    const got: TurnEvent[] = [];
    const decoder = new ChatStreamDecoder({ origin: 'p', toolNames: new Map() }, (event) => got.push(event));
    const reader = new SseReader((name, data) => decoder.push(name, data));
    reader.push(Buffer.from(encodeText(events, true), 'latin1'));
    reader.end();
    decoder.end();
    assert.deepEqual(got, events);
  });
});

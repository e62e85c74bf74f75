import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fixtures } from '../../../test/fixtures/fixtures.ts';
import { ORIGIN, summary } from '../../../test/support/decode-chat.ts';
import { wireText } from '../../lib/wire-text.ts';
import type { TurnEvent } from '../../turn/events.ts';
import { Fault } from '../../turn/fault.ts';
import { readOrigin } from '../../turn/thinking-origin.ts';
import { JSON_LINES } from '../framing.ts';
import { decodeReply } from './reply-decode.ts';
import { OllamaStreamDecoder } from './stream-decode.ts';

const CONTEXT = { origin: ORIGIN, toolNames: new Map([['short', 'long']]) };

/** What the client shall see of each fixture: its blocks, and why the reply stopped. */
const EXPECTED: Readonly<Record<string, readonly string[]>> = {
  cut: ['broken_reply 502: The connection to the platform ended before its reply was complete.'],
  'cut-in-a-line': ['broken_reply 502: The platform sent a line of a stream that is no JSON object.'],
  error: ['server_error 502: an error was encountered while running the model: 显存不足'],
  'error-with-status': [
    'context_overflow 400: the prompt is longer than the context length currently available to the model; shorten the prompt',
  ],
  length: ['text: so far', 'max_tokens'],
  loaded: ['broken_reply 502: The platform loaded or unloaded the model, and answered nothing.'],
  text: ['text: Hallo 你好 👋', 'end_turn'],
  'text-after-tools': ['text: I look.', 'call f: {"a":1}', 'call g: {"b":2}', 'text: Done.', 'tool_use'],
  'think-tags': ['thinking: Hm', 'text: Yes', 'end_turn'],
  'thinking-and-tools': [
    'thinking: Two cities.',
    'call get_weather: {"city":"Zürich","days":[1,null]}',
    'call get_weather: {"city":"東京"}',
    'tool_use',
  ],
  'tools-without-ids': ['call f: {}', 'call f: {"a":"}"}', 'tool_use'],
  whole: ['thinking: Hm.', 'text: All at once.', 'end_turn'],
};

function decode(bytes: Buffer): TurnEvent[] {
  const events: TurnEvent[] = [];
  const decoder = new OllamaStreamDecoder(CONTEXT, (event) => events.push(event));
  const reader = JSON_LINES.reader((name, data) => decoder.push(name, data));
  reader.push(bytes);
  reader.end();
  decoder.end();
  return events;
}

function lines(...objects: readonly unknown[]): Buffer {
  return Buffer.from(objects.map((object) => `${JSON.stringify(object)}\n`).join(''));
}

const DONE = { message: { role: 'assistant', content: '' }, done: true, done_reason: 'stop' };
const STREAMS = fixtures('ollama-chat', '.stream.txt');

describe('OllamaStreamDecoder with what Ollama sends', () => {
  for (const { name, bytes } of STREAMS) it(name, () => assert.deepEqual(summary(decode(bytes)), EXPECTED[name]));
});

function idsOf(name: string): string[] {
  const bytes = STREAMS.find((fixture) => fixture.name === name)?.bytes ?? Buffer.alloc(0);
  return decode(bytes).flatMap((event) =>
    event.type === 'block-start' && event.block.type === 'tool-call' ? [event.block.id] : [],
  );
}

describe('ids of tool calls', () => {
  it('are kept where they are good', () =>
    assert.deepEqual(idsOf('thinking-and-tools'), ['call_a1b2c3d4', 'call_e5f6g7h8']));

  for (const name of ['tools-without-ids', 'text-after-tools']) {
    it(`are made where they are missing or the same: ${name}`, () => {
      const ids = idsOf(name);
      assert.equal(new Set(ids).size, 2);
      for (const id of ids) assert.match(id, /^[a-zA-Z0-9_-]+$/);
    });
  }
});

describe('OllamaStreamDecoder', () => {
  it('counts what came from the cache apart', () => {
    const text = STREAMS.find(({ name }) => name === 'text')?.bytes ?? Buffer.alloc(0);
    const usage = decode(text).find((event) => event.type === 'usage')?.usage;
    assert.deepEqual(usage, { input: 10, cacheRead: 16, cacheWrite5m: 0, cacheWrite1h: 0, output: 12, reasoning: 0 });
  });

  it('has no usage where there are no counts', () => {
    assert.equal(
      decode(lines(DONE)).find((event) => event.type === 'usage'),
      undefined,
    );
  });

  it('gives tools their own names back', () => {
    const call = { function: { name: 'short', arguments: {} } };
    const events = decode(lines({ message: { tool_calls: [call] } }, DONE));
    assert.deepEqual(summary(events), ['call long: {}', 'tool_use']);
  });

  it('signs thinking with the platform that made it', () => {
    const events = decode(lines({ message: { thinking: 'x' } }, DONE));
    const signature = events.flatMap((event) =>
      event.type === 'block-delta' && event.delta.type === 'signature' ? [event.delta.signature] : [],
    );
    assert.equal(readOrigin(signature[0] ?? '')?.platform, ORIGIN);
  });

  it('takes arguments that came as a text or not at all', () => {
    const calls = [{ function: { name: 'f', arguments: '{"a":1}' } }, { function: { name: 'f', arguments: null } }];
    assert.deepEqual(summary(decode(lines({ message: { tool_calls: [...calls, null, {}] } }, DONE))), [
      'call f: {"a":1}',
      'call f: {}',
      'tool_use',
    ]);
  });

  it('ends at done, whatever follows', () =>
    assert.deepEqual(summary(decode(lines({ message: { content: 'a' } }, DONE, { error: 'late' }))), [
      'text: a',
      'end_turn',
    ]));

  for (const [name, line] of [
    ['a list', []],
    ['a text', 'x'],
    ['null', null],
  ] as const) {
    it(`breaks off at ${name}`, () =>
      assert.match(summary(decode(lines({ message: { content: 'a' } }, line)))[0] ?? '', /^broken_reply 502/));
  }
});

describe('decodeReply', () => {
  const whole = { model: 'm', message: { role: 'assistant', content: 'hé', thinking: 't' }, done: true, eval_count: 2 };
  const kinds = (body: Buffer) => decodeReply(body, CONTEXT).content.map((block) => block.type);

  it('reads one object, however it is spaced', () => {
    const reply = decodeReply(Buffer.from(JSON.stringify(whole, null, 2)), CONTEXT);
    assert.deepEqual(reply.content.at(-1), { type: 'text', text: wireText('hé') });
    assert.deepEqual([reply.stop, reply.model, reply.usage?.output], ['end_turn', 'm', 2]);
  });

  it('reads the lines of a stream that nobody asked for', () =>
    assert.deepEqual(kinds(lines({ message: { thinking: 'a' } }, { message: { content: 'b' } }, DONE)), [
      'thinking',
      'text',
    ]));

  for (const [name, body] of [
    ['nothing', ''],
    ['a page', '<html></html>'],
    ['null', 'null'],
    ['a reply that is not done', '{"message":{"content":"a"}}'],
    ['no UTF-8', Buffer.from([0x22, 0xff, 0x22])],
  ] as const) {
    it(`refuses ${name}`, () =>
      assert.throws(
        () => decodeReply(Buffer.from(body), CONTEXT),
        (fault) => fault instanceof Fault && fault.kind === 'broken_reply',
      ));
  }

  it('throws the fault in a successful reply', () =>
    assert.throws(() => decodeReply(Buffer.from('{"error":"boom"}'), CONTEXT), {
      kind: 'server_error',
      message: 'boom',
    }));
});

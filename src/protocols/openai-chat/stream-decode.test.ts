import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fixtures } from '../../../test/fixtures/fixtures.ts';
import { decodeBytes, decodeChunks, delta, finish, ORIGIN, summary } from '../../../test/support/decode-chat.ts';
import { wireText } from '../../lib/wire-text.ts';
import type { TurnEvent } from '../../turn/events.ts';
import { readOrigin, type ThinkingOrigin } from '../../turn/thinking-origin.ts';

/** What the client shall see of each fixture: its blocks, and why the reply stopped. */
const EXPECTED: Readonly<Record<string, readonly string[]>> = {
  'arguments-in-odd-forms': [
    'call f: {"a":{"b":"你"}}',
    'call f: {"a": "你"}',
    'call f: ',
    'call f: ',
    'call f: ',
    'tool_use',
  ],
  cut: ['broken_reply 502: The connection to the platform ended before its reply was complete.'],
  dashscope: ['thinking: 先看文件', 'text: 我来读。', 'call Read: {"file_path": "/tmp/笔记.txt"}', 'tool_use'],
  'error-chunk': ['server_error 502: Provider disconnected 断开'],
  'gemini-no-index': ['call get_weather: {"city":"東京"}', 'call get_weather: {"city":"Oslo"}', 'tool_use'],
  'half-surrogates': ['text: a👋 你', 'call f: ', 'call f: {"a":"👋"}', 'tool_use'],
  'interleaved-tools': ['text: Both.', 'call f: {"a":1}', 'call g: {"b":"}"}', 'text: while calling', 'tool_use'],
  'kimi-usage-in-choice': ['call Read: {"file_path":"a"}', 'call Read: {"file_path":"b"}', 'tool_use'],
  'length-cut': ['call Write: {"content":"half', 'max_tokens'],
  'minimax-whole-at-the-end': ['text: Hello', 'end_turn'],
  'mistral-parts': ['thinking: I see.', "text: Oui, c'est ça.", 'end_turn'],
  'no-done': ['text: whole', 'end_turn'],
  'ollama-same-index': [
    'thinking: Two cities.',
    'call get_weather: {"city":"Paris"}',
    'call get_weather: {"city":"Rome"}',
    'tool_use',
  ],
  openrouter: ['thinking: Hm', 'text: Yes', 'end_turn'],
  'openrouter-details': ['thinking: I see', 'call f: {}', 'thinking: ', 'tool_use'],
  reasoning: ['thinking: Let me 想一想', 'text: 42', 'end_turn'],
  text: ['text: Hello！ 你好 👋', 'end_turn'],
  'think-tags': ['thinking: \nLet me see', 'text: A <think> is a tag.</think>', 'end_turn'],
  tools: ['call get_weather: {"location":"Bogotá"}', 'call f: {}', 'tool_use'],
  'vllm-reasoning': ['thinking: Hm', 'call f: {"a":1}', 'tool_use'],
  'vllm-stop-sequence': ['text: One, two', 'stop_sequence 停'],
};

function originsOf(events: readonly TurnEvent[]): (ThinkingOrigin | undefined)[] {
  return events.flatMap((event) => {
    const isSignature = event.type === 'block-delta' && event.delta.type === 'signature';
    return isSignature ? [readOrigin(event.delta.signature)] : [];
  });
}

describe('ChatStreamDecoder with what platforms send', () => {
  for (const { name, bytes } of fixtures('openai-chat', '.stream.txt')) {
    it(name, () => assert.deepEqual(summary(decodeBytes(bytes)), EXPECTED[name]));
  }
});

describe('ChatStreamDecoder gives', () => {
  it('arguments that can be written, though halves of a character met in them', () => {
    const [half] = fixtures('openai-chat', 'half-surrogates.stream.txt');
    const pieces = decodeBytes(half?.bytes ?? Buffer.alloc(0)).flatMap((event) => {
      return event.type === 'block-delta' && event.delta.type === 'tool-input' ? [event.delta.json] : [];
    });
    assert.deepEqual(pieces, [wireText('{"a":"👋"}')]);
  });

  it('text at once after a fragment of a call that says nothing', () => {
    const events = decodeChunks(delta({ tool_calls: [{ index: 0, id: '' }] }), delta({ content: 'a' }));
    assert.deepEqual(
      events.map(({ type }) => type),
      ['start', 'block-start', 'block-delta', 'error'],
    );
  });
});

describe('ChatStreamDecoder: where thinking came from', () => {
  const CASES: readonly (readonly [string, object, readonly unknown[]])[] = [
    ['reasoning_content', { reasoning_content: 'x' }, [{ platform: ORIGIN, field: 'reasoning_content' }]],
    ['reasoning', { reasoning: 'x' }, [{ platform: ORIGIN, field: 'reasoning' }]],
    ['parts of the content', { content: [{ type: 'thinking', thinking: 'x' }] }, [{ platform: ORIGIN, field: '' }]],
    ['tags in the text', { content: '<think>x</think>' }, [{ platform: ORIGIN, field: '' }]],
    [
      'details without text, which have to come back all the same',
      { reasoning_details: [{ type: 'reasoning.encrypted', data: 'x', index: 0 }] },
      [
        {
          platform: ORIGIN,
          field: 'reasoning_details',
          details: [{ type: 'reasoning.encrypted', data: 'x', index: 0 }],
        },
      ],
    ],
  ];
  for (const [name, fields, expected] of CASES) {
    it(`is in the signature: ${name}`, () => {
      const events = decodeChunks(delta(fields), delta({ content: 'hi' }), finish());
      assert.deepEqual(originsOf(events), expected);
      assert.deepEqual(summary(events).slice(1), ['text: hi', 'end_turn']);
    });
  }

  it('has the details of its own block only', () => {
    const detail = (text: string) => ({ reasoning_details: [{ type: 'reasoning.text', text, index: 0 }] });
    const events = decodeChunks(
      delta(detail('a')),
      delta({ content: 'x' }),
      delta(detail('b')),
      delta({ content: 'y' }),
      finish(),
    );
    const texts = originsOf(events).map((origin) => JSON.stringify(origin?.details));
    assert.deepEqual(texts, [
      '[{"type":"reasoning.text","text":"a","index":0}]',
      '[{"type":"reasoning.text","text":"b","index":0}]',
    ]);
  });
});

const FAULTS: readonly (readonly [string, readonly (object | string)[], string])[] = [
  ['no chunk at all', [], 'broken_reply 502: The connection to the platform ended before its reply was complete.'],
  ['an end without a reply', ['[DONE]'], 'broken_reply 502: The platform answered with an empty reply.'],
  [
    'a reply of no choices',
    [{ choices: [] }, '[DONE]'],
    'broken_reply 502: The platform answered with an empty reply.',
  ],
  [
    'no end',
    [delta({ content: 'a' })],
    'broken_reply 502: The connection to the platform ended before its reply was complete.',
  ],
  [
    'data that is no JSON',
    [delta({ content: 'a' }), '{"choices":'],
    'broken_reply 502: The platform sent a piece of a stream that is not JSON.',
  ],
  ['data that is no object', ['5'], 'broken_reply 502: The platform sent something that is no reply.'],
  ['an error in a chunk', [{ error: { message: '太忙了', code: 429 } }], 'rate_limit 429: 太忙了'],
  [
    'an error in a choice',
    [{ choices: [{ index: 0, delta: {}, error: { message: 'x', code: 503 } }] }],
    'overloaded 503: x',
  ],
  [
    'an error as the reason',
    [delta({ content: 'a' }), finish('error')],
    'server_error 502: The platform broke off its reply.',
  ],
  [
    'no room as the reason',
    [delta({ content: 'a' }), finish('insufficient_system_resource')],
    'overloaded 503: The platform is overloaded.',
  ],
];

describe('ChatStreamDecoder ends with an error, and never invents an end', () => {
  for (const [name, chunks, expected] of FAULTS) {
    it(name, () => assert.deepEqual(summary(decodeChunks(...chunks)), [expected]));
  }

  const EVENTS: readonly (readonly [string, string])[] = [
    ['{"error":{"message":"断开","code":500}}', 'server_error 500: 断开'],
    ['{"detail":"断开"}', 'server_error 502: 断开'],
    ['"断开"', 'server_error 502: 断开'],
    ['断开', 'server_error 502: 断开'],
  ];
  for (const [data, expected] of EVENTS) {
    it(`an error event: ${data}`, () => {
      const events = decodeBytes(Buffer.from(`event: error\ndata: ${data}\n\ndata: [DONE]\n\n`));
      assert.deepEqual(summary(events), [expected]);
    });
  }

  it('with the usage that was reported until then', () => {
    const usage = { prompt_tokens: 3, completion_tokens: 1 };
    const events = decodeChunks({ ...delta({ content: 'a' }), usage });
    assert.equal(events.at(-2)?.type, 'usage');
    assert.equal(events.at(-1)?.type, 'error');
  });
});

describe('ChatStreamDecoder: usage', () => {
  const usages = (...chunks: readonly object[]) =>
    decodeChunks(...chunks).flatMap((event) =>
      event.type === 'usage' ? [[event.usage.input, event.usage.output]] : [],
    );
  const usage = (prompt: number, completion: number) => ({
    usage: { prompt_tokens: prompt, completion_tokens: completion },
  });

  it('is given once: the last one', () => {
    const chunks = [
      { ...delta({ content: 'a' }), ...usage(5, 1) },
      { ...finish(), ...usage(5, 2) },
      { choices: [], ...usage(5, 3) },
    ];
    assert.deepEqual(usages(...chunks), [[5, 3]]);
  });

  it('is not forgotten for null', () => {
    assert.deepEqual(usages({ ...delta({ content: 'a' }), ...usage(5, 1) }, { ...finish(), usage: null }), [[5, 1]]);
  });

  it('is none where none is reported', () => {
    assert.deepEqual(usages(delta({ content: 'a' }), finish()), []);
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { decodeChunks, delta, finish, fragment, summary } from '../../../test/support/decode-chat.ts';
import { turnFaults } from '../../../test/support/turn-grammar.ts';

const HIDDEN = { type: 'reasoning.encrypted', data: 'x', index: 0 };

const CHUNKS: readonly (readonly [string, readonly (object | string)[], readonly string[]])[] = [
  [
    'thinking and text in one chunk',
    [delta({ reasoning: 'a', content: 'b' }), finish()],
    ['thinking: a', 'text: b', 'end_turn'],
  ],
  [
    'all kinds in one chunk',
    [delta({ reasoning: 'a', content: 'b', tool_calls: [fragment(0, 'x', 'f', '{}')] }), finish()],
    ['thinking: a', 'text: b', 'call f: {}', 'tool_use'],
  ],
  [
    'text in the chunk that ends the reply',
    [delta({ content: 'a' }, { finish_reason: 'stop' })],
    ['text: a', 'end_turn'],
  ],
  [
    'chunks that say nothing',
    [
      delta({}),
      delta({ content: '', role: 'assistant' }),
      delta({ content: null, tool_calls: null, refusal: null }),
      { choices: [] },
      { choices: null },
      { object: 'x' },
      delta({ content: 'a' }),
      finish(),
    ],
    ['text: a', 'end_turn'],
  ],
  [
    'a delta that is null',
    [delta({ content: 'a' }), { choices: [{ index: 0, delta: null, finish_reason: 'stop' }] }],
    ['text: a', 'end_turn'],
  ],
  ['a choice without index', [{ choices: [{ delta: { content: 'a' } }] }, finish()], ['text: a', 'end_turn']],
  [
    'further choices',
    [
      { choices: [{ index: 1, delta: { content: 'b' } }] },
      {
        choices: [
          { index: 1, delta: { content: 'b' } },
          { index: 0, delta: { content: 'a' } },
        ],
      },
      finish(),
    ],
    ['text: a', 'end_turn'],
  ],
  ['nothing but the end', [finish()], ['end_turn']],
  ['an end without a reason', [delta({ content: 'a' }), '[DONE]'], ['text: a', 'end_turn']],
  [
    'what comes after the end',
    [delta({ content: 'a' }), finish(), '[DONE]', delta({ content: 'b' }), '[DONE]'],
    ['text: a', 'end_turn'],
  ],
  ['text after the reason', [finish(), delta({ content: 'a' }), finish('length')], ['text: a', 'max_tokens']],
  ['blank data', [' ', delta({ content: 'a' }), '', finish()], ['text: a', 'end_turn']],
  ['a refusal', [delta({ refusal: 'I ' }), delta({ refusal: "can't." }), finish()], ["text: I can't.", 'refusal']],
  ['a filter', [delta({ content: 'a' }), finish('content_filter')], ['text: a', 'refusal']],
  [
    'a call of the old form',
    [
      delta({ function_call: { name: 'f', arguments: '{"a"' } }),
      delta({ function_call: { arguments: ':1}' } }),
      finish('function_call'),
    ],
    ['call f: {"a":1}', 'tool_use'],
  ],
  ['a reason for calls without a call', [delta({ content: 'a' }), finish('tool_calls')], ['text: a', 'end_turn']],
  [
    'calls without a reason for them',
    [delta({ tool_calls: [fragment(0, 'x', 'f', '{}')] }), finish('stop')],
    ['call f: {}', 'tool_use'],
  ],
  [
    'calls after a length',
    [delta({ tool_calls: [fragment(0, 'x', 'f', '{')] }), finish('length')],
    ['call f: {', 'max_tokens'],
  ],
  [
    'a stop sequence that is a token',
    [delta({ content: 'a' }), { choices: [{ index: 0, delta: {}, finish_reason: 'stop', stop_reason: 2 }] }],
    ['text: a', 'end_turn'],
  ],
  ['tags that never close', [delta({ content: '<think>a' }), finish()], ['thinking: a', 'end_turn']],
  ['half a tag at the end', [delta({ content: '<thi' }), finish()], ['text: <thi', 'end_turn']],
  [
    'held text before a call',
    [delta({ content: '<' }), delta({ tool_calls: [fragment(0, 'x', 'f', '{}')] }), finish()],
    ['text: <', 'call f: {}', 'tool_use'],
  ],
  [
    'text before and after a call',
    [delta({ content: 'a' }), delta({ tool_calls: [fragment(0, 'x', 'f', '{}')] }), delta({ content: 'b' }), finish()],
    ['text: a', 'call f: {}', 'text: b', 'tool_use'],
  ],
  [
    'thinking between calls',
    [
      delta({ tool_calls: [fragment(0, 'x', 'f', '{}')] }),
      delta({ reasoning: 'a' }),
      delta({ tool_calls: [fragment(1, 'y', 'g', '{}')] }),
      finish(),
    ],
    ['call f: {}', 'thinking: a', 'call g: {}', 'tool_use'],
  ],
  [
    'blank text before a call',
    [
      delta({ content: '\n\n' }),
      delta({ tool_calls: [fragment(0, 'x', 'f', '{}')] }),
      delta({ content: ' ' }),
      finish(),
    ],
    ['call f: {}', 'tool_use'],
  ],
  [
    'blank text before text',
    [delta({ content: '\n' }), delta({ content: ' ' }), delta({ content: 'a' }), finish()],
    ['text: \n a', 'end_turn'],
  ],
  ['blank text alone', [delta({ content: '\n\n' }), finish()], ['end_turn']],
  [
    'blank text in the middle',
    [delta({ content: 'a' }), delta({ content: ' \n' }), delta({ content: 'b' }), finish()],
    ['text: a \nb', 'end_turn'],
  ],
  [
    'text and thinking in the middle of a call, in their order, after it',
    [
      delta({ tool_calls: [fragment(0, 'x', 'f', '{"a":')] }),
      delta({ content: 'b' }),
      delta({ reasoning: 'c' }),
      delta({ reasoning: 'd' }),
      delta({ tool_calls: [fragment(0, undefined, undefined, '1}')] }),
      delta({ content: 'e' }),
      delta({ tool_calls: [fragment(1, 'y', 'g', '{}')] }),
      finish(),
    ],
    ['call f: {"a":1}', 'text: b', 'thinking: cd', 'text: e', 'call g: {}', 'tool_use'],
  ],
  [
    'text while a later call waits for its rest',
    [
      delta({ tool_calls: [fragment(0, 'x', 'f', '{'), fragment(1, 'y', 'g', '{')] }),
      delta({ tool_calls: [fragment(0, '', '', '}')] }),
      delta({ content: 'a' }),
      delta({ tool_calls: [fragment(1, '', '', '}')] }),
      finish(),
    ],
    ['call f: {}', 'call g: {}', 'text: a', 'tool_use'],
  ],
  [
    'blank text between a call and text',
    [
      delta({ content: 'a' }),
      delta({ tool_calls: [fragment(0, 'x', 'f', '{}')] }),
      delta({ content: '\n' }),
      delta({ content: 'b' }),
      finish(),
    ],
    ['text: a', 'call f: {}', 'text: \nb', 'tool_use'],
  ],
  [
    'hidden thinking before a call',
    [delta({ reasoning_details: [HIDDEN] }), delta({ tool_calls: [fragment(0, 'x', 'f', '{}')] }), finish()],
    ['thinking: ', 'call f: {}', 'tool_use'],
  ],
  [
    'hidden thinking in the middle of a call',
    [
      delta({ tool_calls: [fragment(0, 'x', 'f', '{')] }),
      delta({ reasoning_details: [HIDDEN], tool_calls: [fragment(0, '', '', '}')] }),
      finish(),
    ],
    ['call f: {}', 'thinking: ', 'tool_use'],
  ],
  [
    'a reason that later chunks do not repeat',
    [delta({ content: 'a' }), finish('length'), delta({}), delta({}, { finish_reason: '' })],
    ['text: a', 'max_tokens'],
  ],
  [
    'a stop sequence beside a call',
    [delta({ tool_calls: [fragment(0, 'x', 'f', '{}')] }, { finish_reason: 'stop', stop_reason: '</x>' })],
    ['call f: {}', 'tool_use'],
  ],
  [
    'a whole reply in place of chunks',
    [{ choices: [{ index: 0, message: { role: 'assistant', content: 'a' }, finish_reason: 'stop' }] }],
    ['text: a', 'end_turn'],
  ],
];

describe('ChatStreamDecoder takes', () => {
  for (const [name, chunks, expected] of CHUNKS) {
    it(name, () => assert.deepEqual(summary(decodeChunks(...chunks)), expected));
  }

  it('no fragment for a call that is none', () => {
    const chunks = [
      delta({ tool_calls: [null, 'x', 5, []] }),
      delta({ tool_calls: 'x' }),
      delta({ tool_calls: [{ index: 0, function: null }] }),
    ];
    assert.deepEqual(summary(decodeChunks(...chunks, finish())), ['end_turn']);
  });
});

const piece = fc.constantFrom('', 'a', '\n', '<think>', '</think>', '{"a":1}', '{"a"', ':1}', '你');
const anyFragment = fc
  .record({
    index: fc.constantFrom(undefined, 0, 0, 1, 2),
    id: fc.constantFrom(undefined, '', 'x', 'y', 'call_0123456789ab'),
    name: fc.constantFrom(undefined, '', 'f', 'g'),
    args: fc.oneof(piece, fc.constantFrom(undefined, null, { a: 1 }, '[]', '"{\\"a\\":1}"')),
  })
  .map(({ index, id, name, args }) => fragment(index, id, name, args));
const anyDelta = fc.record(
  {
    content: fc.oneof(
      piece,
      fc.constant(null),
      fc.array(
        piece.map((text) => ({ type: 'text', text })),
        { maxLength: 2 },
      ),
    ),
    reasoning: piece,
    reasoning_content: piece,
    reasoning_details: fc.array(fc.record({ type: fc.constant('reasoning.text'), text: piece, index: fc.nat(1) }), {
      maxLength: 2,
    }),
    refusal: piece,
    tool_calls: fc.array(anyFragment, { maxLength: 3 }),
    function_call: fc.record({ name: fc.constantFrom('f', undefined), arguments: piece }),
  },
  { requiredKeys: [] },
);
const anyChunk = fc.oneof(
  { weight: 9, arbitrary: anyDelta.map((fields) => delta(fields)) },
  anyDelta.map((fields) => delta(fields, { finish_reason: 'stop' })),
  fc.constantFrom<object | string>(
    {},
    { choices: [] },
    { choices: [{ index: 1 }] },
    '[DONE]',
    finish(),
    finish('error'),
    { error: 'x' },
    'x',
    '{}',
  ),
);

describe('ChatStreamDecoder with any chunks in any order', () => {
  it('keeps to the grammar of the neutral stream', () => {
    fc.assert(
      fc.property(fc.array(anyChunk, { maxLength: 12 }), (chunks) => {
        assert.deepEqual(turnFaults(decodeChunks(...chunks)), []);
      }),
      { numRuns: 1_000 },
    );
  });

  it('loses no visible text', () => {
    const words = fc.constantFrom('a', 'b ', '你', '\nc', 'd\n');
    const step = fc.oneof(
      words.map((text) => ({ text, chunk: delta({ content: text }) })),
      anyFragment.map((call) => ({ text: '', chunk: delta({ tool_calls: [call] }) })),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const blocks = summary(decodeChunks(...steps.map(({ chunk }) => chunk), finish()));
        const texts = blocks.flatMap((block) => (block.startsWith('text: ') ? [block.slice('text: '.length)] : []));
        assert.equal(texts.join(''), steps.map(({ text }) => text).join(''));
      }),
      { numRuns: 1_000 },
    );
  });
});

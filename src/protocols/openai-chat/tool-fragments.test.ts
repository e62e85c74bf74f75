import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decodeFragments, type Fragment, summary } from '../../../test/support/decode-chat.ts';

const calls = (...fragments: readonly Fragment[]) => summary(decodeFragments(...fragments)).slice(0, -1);

const CASES: readonly (readonly [string, readonly Fragment[], readonly string[]])[] = [
  ['a call in one piece', [[0, 'x', 'f', '{"a":1}']], ['call f: {"a":1}']],
  [
    'a call in many pieces',
    [
      [0, 'x', 'f', ''],
      [0, undefined, undefined, '{"a"'],
      [0, '', '', ':1}'],
    ],
    ['call f: {"a":1}'],
  ],
  [
    'id and name again in each piece',
    [
      [0, 'x', 'f', '{"a"'],
      [0, 'x', 'f', ':1}'],
    ],
    ['call f: {"a":1}'],
  ],
  [
    'name, id and arguments in any order',
    [
      [0, 'x'],
      [0, undefined, 'f'],
      [0, undefined, undefined, '{}'],
    ],
    ['call f: {}'],
  ],
  [
    'arguments before the name',
    [
      [0, 'x', undefined, '{"a":'],
      [0, undefined, undefined, '1}'],
      [0, undefined, 'f'],
    ],
    ['call f: {"a":1}'],
  ],
  [
    'the id after the name',
    [
      [0, undefined, 'f', '{"a":'],
      [0, 'x', undefined, '1}'],
    ],
    ['call f: {"a":1}'],
  ],
  [
    'calls of several indexes',
    [
      [0, 'x', 'f', '{}'],
      [1, 'y', 'g', '{"a":1}'],
    ],
    ['call f: {}', 'call g: {"a":1}'],
  ],
  [
    'indexes that do not begin at 0',
    [
      [3, 'x', 'f', '{}'],
      [7, 'y', 'g', '{}'],
    ],
    ['call f: {}', 'call g: {}'],
  ],
  [
    'calls whose pieces are mixed',
    [
      [0, 'x', 'f', '{'],
      [1, 'y', 'g', '{"b"'],
      [0, '', '', '"a":1'],
      [1, '', '', ':2}'],
      [0, '', '', '}'],
    ],
    ['call f: {"a":1}', 'call g: {"b":2}'],
  ],
  [
    'a new id on a used index',
    [
      [0, 'x', 'f', '{"a":1}'],
      [0, 'y', 'f', '{"a":2}'],
    ],
    ['call f: {"a":1}', 'call f: {"a":2}'],
  ],
  [
    'a new name on a used index, without ids',
    [
      [0, '', 'f', '{"a":1}'],
      [0, '', 'g', '{"a":2}'],
    ],
    ['call f: {"a":1}', 'call g: {"a":2}'],
  ],
  [
    'a new id in each piece, without a name',
    [
      [0, 'x', 'f', '{"a":'],
      [0, 'y', '', '"}'],
      [0, 'z', '', '"}'],
    ],
    ['call f: {"a":"}"}'],
  ],
  [
    'the name again in each piece, without ids',
    [
      [0, '', 'f', '{"a"'],
      [0, '', 'f', ':1}'],
    ],
    ['call f: {"a":1}'],
  ],
  [
    'a new id after a whole call, its name later',
    [
      [0, 'x', 'f', '{}'],
      [0, 'y'],
      [0, '', 'f', '{"a":1}'],
    ],
    ['call f: {}', 'call f: {"a":1}'],
  ],
  [
    'no index: whole calls',
    [
      [undefined, 'x', 'f', '{"a":1}'],
      [undefined, 'y', 'f', '{"a":2}'],
    ],
    ['call f: {"a":1}', 'call f: {"a":2}'],
  ],
  [
    'no index and no id',
    [
      [undefined, '', 'f', '{"a":1}'],
      [undefined, '', 'f', '{"a":2}'],
    ],
    ['call f: {"a":1}', 'call f: {"a":2}'],
  ],
  [
    'no index: pieces by id',
    [
      [undefined, 'x', 'f', '{"a":'],
      [undefined, 'x', '', '1}'],
    ],
    ['call f: {"a":1}'],
  ],
  [
    'no index: pieces of the last call',
    [
      [undefined, 'x', 'f', '{"a":'],
      [undefined, '', '', '1}'],
    ],
    ['call f: {"a":1}'],
  ],
  ['arguments as an object', [[0, 'x', 'f', { a: { b: [1] } }]], ['call f: {"a":{"b":[1]}}']],
  [
    'arguments encoded twice',
    [
      [0, 'x', 'f', '"{\\"a\\"'],
      [0, '', '', ':\\"你\\"}"'],
    ],
    ['call f: {"a":"你"}'],
  ],
  [
    'a call after one that is encoded twice',
    [
      [0, 'x', 'f', '"{}"'],
      [1, 'y', 'g', '{}'],
    ],
    ['call f: {}', 'call g: {}'],
  ],
  [
    'no arguments, in all forms',
    [
      [0, 'x', 'f'],
      [1, 'y', 'f', null],
      [2, 'z', 'f', ''],
      [3, 'u', 'f', 'null'],
      [4, 'v', 'f', '[]'],
      [5, 'w', 'f', '""'],
    ],
    Array(6).fill('call f: '),
  ],
  [
    'blanks around arguments',
    [
      [0, 'x', 'f', ' \n'],
      [0, '', '', '{"a":1}'],
      [0, '', '', '\n'],
    ],
    ['call f:  \n{"a":1}\n'],
  ],
  [
    'arguments that are broken',
    [
      [0, 'x', 'f', '{"a":'],
      [1, 'y', 'g', 'rm -rf'],
    ],
    ['call f: {"a":', 'call g: rm -rf'],
  ],
  ['arguments that are a text', [[0, 'x', 'f', '"just text"']], ['call f: "just text"']],
  ['a call without a name', [[0, 'x', '', '{"a":1}']], ['call unnamed_tool: {"a":1}']],
  [
    'fragments that say nothing',
    [[0], [undefined, '', '', ''], [1, '', '', null], [2, 'x', 'f', '{}'], [2, '', '', '']],
    ['call f: {}'],
  ],
  [
    'an id and no more',
    [
      [0, 'x'],
      [1, 'y', 'f', '{}'],
    ],
    ['call f: {}'],
  ],
];

describe('ToolFragments puts together', () => {
  for (const [name, fragments, expected] of CASES) {
    it(name, () => assert.deepEqual(calls(...fragments), expected));
  }
});

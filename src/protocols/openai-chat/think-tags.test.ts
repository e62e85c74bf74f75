import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { ThinkTags } from './think-tags.ts';

/** Thinking and text of a reply that comes in these pieces. */
function read(...pieces: readonly string[]): { thinking: string; text: string } {
  const tags = new ThinkTags();
  const pushed = pieces.flatMap((piece) => tags.push(piece));
  const held = tags.end();
  assert.ok(held.every(({ text }) => text !== ''));
  const found = [...pushed, ...held];
  const join = (kind: string) => found.flatMap((piece) => (piece.kind === kind ? [piece.text] : [])).join('');
  const kinds = found.map(({ kind }) => kind);
  assert.deepEqual(kinds, kinds.toSorted().toReversed(), 'thinking comes before text');
  return { thinking: join('thinking'), text: join('text') };
}

const CASES: readonly (readonly [string, string, string])[] = [
  ['', '', ''],
  ['hello', '', 'hello'],
  ['<think>a</think>b', 'a', 'b'],
  ['\n <think>a</think>b', 'a', 'b'],
  ['<think>a</think>\n\r\n\n b', 'a', ' b'],
  ['<think></think>b', '', 'b'],
  ['<think>\n\n</think>\n\nb', '\n\n', 'b'],
  ['<think>a', 'a', ''],
  ['<think>a</thin', 'a</thin', ''],
  ['<think>a</think>', 'a', ''],
  ['<think>a <think> </thinking> b</think>c', 'a <think> </thinking> b', 'c'],
  ['<think>a</think>b<think>c</think>d', 'a', 'b<think>c</think>d'],
  ['a<think>b</think>', '', 'a<think>b</think>'],
  ['<thi', '', '<thi'],
  ['<thinking>a</thinking>', '', '<thinking>a</thinking>'],
  ['< think>a', '', '< think>a'],
  ['</think>a', '', '</think>a'],
  [' \n', '', ' \n'],
];

describe('ThinkTags', () => {
  for (const [reply, thinking, text] of CASES) {
    it(`tells thinking from text: ${JSON.stringify(reply)}`, () => {
      assert.deepEqual(read(reply), { thinking, text });
      assert.deepEqual(read(...reply), { thinking, text }, 'in single characters');
    });
  }

  it('gives the same however the reply is cut', () => {
    const token = fc.constantFrom('<think>', '</think>', '<', '</', 'th', 'ink>', '\n', ' ', 'a', '你');
    fc.assert(
      fc.property(fc.array(token, { maxLength: 8 }), fc.array(fc.nat(60), { maxLength: 5 }), (tokens, cuts) => {
        const reply = tokens.join('');
        const places = [0, ...cuts.map((cut) => Math.min(cut, reply.length)), reply.length].sort((a, b) => a - b);
        assert.deepEqual(read(...places.slice(1).map((place, at) => reply.slice(places[at], place))), read(reply));
      }),
      { numRuns: 500 },
    );
  });

  it('gives each piece as soon as it can be no tag', () => {
    const tags = new ThinkTags();
    const texts = (piece: string) => tags.push(piece).map(({ text }) => text);
    assert.deepEqual(texts('<think>a'), ['a']);
    assert.deepEqual(texts('b</'), ['b']);
    assert.deepEqual(texts('x'), ['</x']);
    assert.deepEqual(texts('</think>'), []);
    assert.deepEqual(texts('c'), ['c']);
    assert.deepEqual(texts('<'), ['<']);
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { differenceOf, isEqual } from '../../web/src/pages/call/reading/difference.ts';

function linesOf(before: unknown, after: unknown): readonly string[] {
  return differenceOf(before, after).changes.map((change) => `${change.kind} ${change.path}`);
}

describe('the difference of two values', () => {
  it('names each path once', () => {
    assert.deepEqual(
      linesOf({ a: 1, b: { c: [1, 2], d: 'x' }, gone: 0 }, { a: 1, b: { c: [1, 3], d: 'y' }, 'new one': true }),
      ['changed b.c[1]', 'changed b.d', 'removed gone', 'added ["new one"]'],
    );
    assert.deepEqual(differenceOf({ a: 1 }, { a: '1' }).changes, [
      { kind: 'changed', path: 'a', before: 1, after: '1' },
    ]);
  });

  it('takes one element more at the beginning for one change', () => {
    const messages = [{ role: 'user' }, { role: 'assistant' }];
    assert.deepEqual(linesOf({ messages }, { messages: [{ role: 'system' }, ...messages] }), ['added messages[0]']);
    assert.deepEqual(linesOf([1, 2, 3], [1, 3]), ['removed [1]']);
  });

  it('does not mind the order of fields', () => {
    assert.deepEqual(linesOf({ a: 1, b: 2 }, { b: 2, a: 1 }), []);
  });

  it('is nothing for what is equal, and something for what is not', () => {
    const value = fc.jsonValue({ maxDepth: 3 });
    fc.assert(
      fc.property(value, value, (one, other) => {
        assert.deepEqual(linesOf(one, structuredClone(one)), []);
        assert.equal(linesOf(one, other).length === 0, isEqual(one, other));
      }),
    );
  });

  it('ends early where there is too much of it', () => {
    const before = Array.from({ length: 5_000 }, (_, index) => index);
    const { changes, isCut } = differenceOf(
      before,
      before.map((index) => index + 1),
      100,
    );
    assert.equal(changes.length, 100);
    assert.equal(isCut, true);
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FlatNames } from './flat-names.ts';

describe('FlatNames', () => {
  it('puts the namespace in front, the same each time', () => {
    const names = new FlatNames([]);
    assert.equal(names.of('agents', 'spawn'), 'agents__spawn');
    assert.equal(names.of('agents', 'spawn'), 'agents__spawn');
    assert.equal(names.of('mcp__files__', 'read'), 'mcp__files__read');
  });

  it('leaves a name without a namespace as it is', () => {
    const names = new FlatNames(['f']);
    assert.deepEqual([names.of(undefined, 'f'), names.of('', 'g')], ['f', 'g']);
  });

  it('never gives a name twice', () => {
    const names = new FlatNames(['a__b']);
    const flat = [names.of('a', 'b'), names.of('a__', 'b'), names.of('a', 'b')];
    assert.deepEqual(flat, ['a__b_2', 'a__b_3', 'a__b_2']);
  });
});

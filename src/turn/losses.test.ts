import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { wireText } from '../lib/wire-text.ts';
import { Losses } from './losses.ts';

describe('Losses', () => {
  it('names each kind of field once, with the first reason', () => {
    const losses = new Losses();
    losses.add('messages[0].content[3].cache_control', 'first');
    losses.add('messages[12].content[0].cache_control', 'second');
    losses.add('top_k', 'third');
    assert.deepEqual(losses.list(), [
      { path: 'messages[].content[].cache_control', why: 'first' },
      { path: 'top_k', why: 'third' },
    ]);
  });

  it('gives text, as people read it', () => {
    const losses = new Losses();
    losses.add(wireText('扩展'), wireText('a block of type 新'));
    assert.deepEqual(losses.list(), [{ path: '扩展', why: 'a block of type 新' }]);
  });

  it('stays small whatever the client sends', () => {
    const losses = new Losses();
    for (let index = 0; index < 10_000; index++) losses.add(`x${index}${'y'.repeat(1_000)}`, 'z'.repeat(1_000));
    assert.ok(JSON.stringify(losses.list()).length < 64_000);
    assert.equal(losses.list().length, 101);
    assert.match(losses.list()[0]?.path ?? '', /^x0y+…$/);
    assert.match(losses.list().at(-1)?.why ?? '', /more than 100/);
  });
});

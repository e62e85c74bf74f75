import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { wireText } from '../lib/wire-text.ts';
import { TextSize } from './text-size.ts';

function sizeOf(...texts: string[]): TextSize {
  const size = new TextSize();
  for (const text of texts) size.add(wireText(text));
  return size;
}

describe('TextSize', () => {
  const texts: [string, string][] = [
    ['prose', 'The quick brown fox jumps over the lazy dog, and nobody knows why it would want to do that again.'],
    ['code', 'for (const candidate of candidates) {\n    if (candidate.isOpen) return candidate.target;\n}\n'],
    ['JSON', '{"type":"object","properties":{"path":{"type":"string","minLength":1}},"required":["path"]}'],
    ['numbers', 'Between 1995 and 2024 it grew from 12345 to 6789012 members.'],
  ];
  for (const [what, text] of texts) {
    it(`has about as many pieces as a tokenizer finds tokens in ${what}`, () => {
      const tokens = encode(text.repeat(20)).length;
      const { pieces, wide } = sizeOf(text.repeat(20));
      assert.equal(wide, 0);
      assert.ok(Math.abs(pieces / tokens - 1) < 0.2, `${pieces} pieces, ${tokens} tokens`);
    });
  }

  it('counts wide characters by themselves, with a little for each run', () => {
    const { pieces, wide } = sizeOf('你好，世界');
    assert.equal(pieces, 0);
    assert.ok(wide > 5 && wide < 6, String(wide));
    assert.ok(sizeOf('a你b好c世d界').wide > sizeOf('你好世界').wide);
  });

  it('takes a capital letter for the beginning of a word, and two words in one for two', () => {
    assert.equal(sizeOf('Word').pieces, sizeOf('word').pieces);
    assert.equal(sizeOf('someWord').pieces, 2 * sizeOf('word').pieces);
  });

  it('adds up', () => {
    assert.equal(sizeOf('one', 'two').pieces, sizeOf('one').pieces + sizeOf('two').pieces);
    assert.deepEqual({ ...sizeOf() }, { pieces: 0, wide: 0 });
  });
});

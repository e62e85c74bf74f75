import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { anyJson } from '../../test/support/json-text.ts';
import { joinSurrogates, parseWireJson, parseWireText, readText, wireText, writeWireJson } from './wire-text.ts';

describe('wire text', () => {
  it('holds one byte of UTF-8 in each character', () => {
    assert.equal(wireText('aé你'), 'a\u00c3\u00a9\u00e4\u00bd\u00a0');
    assert.equal(readText('a\u00c3\u00a9\u00e4\u00bd\u00a0'), 'aé你');
    assert.equal(wireText('all of this is ASCII'), 'all of this is ASCII');
  });

  it('gives every text back', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => assert.equal(readText(wireText(text)), text)));
  });
});

describe('parseWireJson and writeWireJson', () => {
  /** What a client reads in a body that was parsed and written again. */
  function again(json: string): unknown {
    return JSON.parse(writeWireJson(parseWireJson(Buffer.from(json))).toString('utf8'));
  }

  it('say the same before and after, whatever the JSON', () => {
    // -0 is a number that JSON.stringify itself cannot write.
    const expected = (json: string) => JSON.parse(JSON.stringify(JSON.parse(json)));
    fc.assert(
      fc.property(anyJson, (json) => assert.deepEqual(again(json), expected(json))),
      { numRuns: 500 },
    );
  });

  const CASES: readonly (readonly [string, string, string])[] = [
    ['text of several bytes', '"é你👋"', 'é你👋'],
    ['escapes above ASCII', '"\\u00e9\\u4f60\\ud83d\\udc4b"', 'é你👋'],
    ['escapes in upper case', '"\\u4F60\\uD83D\\uDC4B"', '你👋'],
    ['escapes and bytes together', '"你\\u597d"', '你好'],
    ['control characters', '"\\u001b[31m\\n\\u0000"', '\u001b[31m\n\0'],
    ['an escaped backslash before a u', '"C:\\\\users\\\\u4f60"', 'C:\\users\\u4f60'],
    ['an escaped backslash before an escape', '"\\\\\\u4f60"', '\\你'],
    ['a lone high surrogate', '"a\\ud83d"', 'a\ud83d'],
    ['a lone low surrogate', '"\\udc4bb"', '\udc4bb'],
    ['a high surrogate before a pair', '"\\ud83d\\ud83d\\udc4b"', '\ud83d👋'],
    ['lone surrogates beside other text', '"\\ud83d你\\u597d"', '\ud83d你好'],
    ['an escaped slash', '"<\\/think>\\u003c"', '</think><'],
  ];
  for (const [name, json, text] of CASES) it(`carry ${name}`, () => assert.equal(again(json), text));

  it('keep keys, too', () => {
    assert.deepEqual(again('{"\\u4f60":{"好":"\\u00e9"}}'), { 你: { 好: 'é' } });
  });

  it('give strings of single bytes, in which only a lone surrogate is more', () => {
    assert.equal(parseWireText('"\\u4f60\\ud83d"'), '\u00e4\u00bd\u00a0\ud83d');
    assert.equal(parseWireJson(Buffer.from('"你"')), '\u00e4\u00bd\u00a0');
  });

  it('write the bytes as they came, where nothing was escaped', () => {
    const bytes = Buffer.from('{"a":"é你👋\\n","b":[1,true,null]}');
    assert.deepEqual(writeWireJson(parseWireJson(bytes)), bytes);
  });

  it('take a byte order mark', () => {
    assert.deepEqual(parseWireJson(Buffer.from('\ufeff{"a":"你"}')), { a: wireText('你') });
  });

  it('make one character of surrogates that come together in pieces', () => {
    const text = `${parseWireText('"a\\ud83d"')}${parseWireText('"\\udc4b"')}${wireText('你')}`;
    assert.deepEqual(JSON.parse(writeWireJson({ text }).toString('utf8')), { text: 'a👋你' });
    assert.equal(joinSurrogates(text), wireText('a👋你'));
    assert.equal(joinSurrogates('\udc4b\ud83d'), '\udc4b\ud83d', 'lone ones stay');
  });

  for (const broken of ['', '{', '"', '"\\u12', '"\\uzzzz"', '{"a":\\u4f60}', "{'a':1}", '[1,]']) {
    it(`throw SyntaxError for ${JSON.stringify(broken)}`, () => {
      assert.throws(() => parseWireText(broken), SyntaxError);
    });
  }
});

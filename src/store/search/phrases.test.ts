import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { fts5Query, phrasesOf, tsQuery } from './phrases.ts';
import { tokensOf } from './tokens.ts';

const DOCUMENT = '我要退款。用Docker部署 getUserName(user_id) 的 HTTPServer2: qwen3-coder-plus, __init__ ＡＢＣ ünï x';

/** What a database does with tokens and phrases. */
function finds(document: string, question: string): boolean {
  const tokens = tokensOf([document]).split(' ');
  const isAt = (sought: readonly string[], isPrefix: boolean, at: number) =>
    sought.every((token, index) => {
      const found = tokens[at + index] ?? '';
      return isPrefix && index === sought.length - 1 ? found.startsWith(token) : found === token;
    });
  return phrasesOf(question).every((phrase) => tokens.some((_, at) => isAt(phrase.tokens, phrase.isPrefix, at)));
}

describe('a text is found', () => {
  for (const question of [
    '退款',
    '款',
    '退',
    '我要退款',
    '用docker部',
    'Docker部署',
    'docker 退款',
    'getUserName',
    'getUser',
    'user_name',
    'name',
    'coder qwen',
    'USER_ID',
    'user_i',
    'http',
    'server2',
    'qwen3-coder',
    'qwen3 plu',
    '__init__',
    'init',
    'abc',
    'ünï',
    'x',
    '"qwen3 coder plus"',
    '"要退款"',
    '"getUserName user_id"',
    'getUserName(user_id)',
  ]) {
    test(`by ${question}`, () => assert.equal(finds(DOCUMENT, question), true));
  }
  for (const question of [
    '款退',
    '退钱',
    'user idx',
    'userna',
    'do',
    '"coder qwen3"',
    '"qwen3 plus"',
    'plus qw',
    'userfoo',
    '"dock"',
  ]) {
    test(`not by ${question}`, () => assert.equal(finds(DOCUMENT, question), false));
  }
});

test('any words of a text that follow each other find it, in quotes and without', () => {
  const word = fc.constantFrom(
    '退款',
    '政策',
    '用docker部署',
    'getUserName',
    'order_id',
    'x',
    '部',
    'API2',
    'naïve',
    'ก็',
  );
  const sentence = fc.array(fc.tuple(word, fc.constantFrom(' ', '，', '\n', '-')), { minLength: 1, maxLength: 9 });
  fc.assert(
    fc.property(sentence, fc.nat(8), fc.nat(8), (pieces, from, count) => {
      const begin = from % pieces.length;
      const question = pieces
        .slice(begin, begin + 1 + count)
        .flat()
        .slice(0, -1)
        .join('');
      const document = pieces.flat().join('');
      assert.ok(finds(document, `"${question}"`));
      assert.ok(finds(document, question));
    }),
  );
});

describe('a question', () => {
  test('without a word has no phrase', () => {
    for (const question of ['', '  ', '??!', '""', '_', '"  ']) assert.deepEqual(phrasesOf(question), []);
  });

  test('of any text makes a query that can be read', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (question, key) => {
        const phrases = phrasesOf(question);
        const unquoted = fts5Query(phrases, [key]).replace(/"([^"]|"")*"/g, '');
        assert.match(unquoted, /^(tokens : ( \*)? AND )*\(key : \)$/);
        const bare = tsQuery(phrases, [key]).replace(/'([^']|'')*'/g, '');
        assert.match(bare, /^(\(( <-> )*(:\*)?\) & )*\(\)$/);
      }),
    );
  });

  test('has a bounded number of words', () => {
    assert.equal(phrasesOf('word '.repeat(1_000)).length, 16);
    assert.equal(phrasesOf('退'.repeat(1_000))[0]?.tokens.length, 64);
  });
});

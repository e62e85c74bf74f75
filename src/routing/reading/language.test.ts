import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { languageOf } from './language.ts';

describe('the language of a wish', () => {
  for (const [expected, ...texts] of [
    [
      'zh',
      '修一下这个测试',
      '帮我 fix 一下 src/gateway/attempt.ts 里的 timeout bug',
      '继续',
      'typescript 泛型 怎么 用',
    ],
    ['zh-hant', '請幫我修改這個檔案', '為什麼會這樣？'],
    [
      'en',
      'fix the build',
      'go on',
      'what does 你好 mean in English please',
      'explain `naïve` bayes',
      'rename café to coffee',
    ],
    [
      'other',
      'こんにちは、バグを直して',
      '버그를 고쳐 주세요',
      'исправь ошибку',
      'por favor corrige el error de la prueba',
      'bitte mach das nicht',
      'corrige le bug dans les tests',
      'أصلح الخطأ',
    ],
    ['none', '', '1', '?', '👍', 'src/a.ts'],
  ] as const) {
    for (const text of texts) it(`is ${expected}: ${text}`, () => assert.equal(languageOf(text), expected));
  }
});

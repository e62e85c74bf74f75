import assert from 'node:assert/strict';
import { test } from 'node:test';
import { COMMON_PASSWORDS } from './common-passwords.ts';
import { passwordProblem } from './password-rule.ts';

test('a password has six characters, of whatever alphabet, and at most 1024 bytes', () => {
  for (const good of ['horse7', '一二三四五六', '🐺🐺🐺🐺🐺🐺', 'x'.repeat(1024)]) {
    assert.equal(passwordProblem(good, 'anna'), undefined, good);
  }
  assert.match(passwordProblem('horse', 'anna') ?? '', /at least 6/);
  assert.match(passwordProblem('🐺🐺🐺', 'anna') ?? '', /at least 6/);
  assert.match(passwordProblem('x'.repeat(1025), 'anna') ?? '', /at most 1024/);
  assert.match(passwordProblem('一'.repeat(342), 'anna') ?? '', /at most 1024/);
});

test('it is none of those that are guessed first, nor the name, in any spelling', () => {
  for (const bad of ['123456', 'Password', 'REDWOLF', 'qwerty', 'ａｄｍｉｎ１２３']) {
    assert.match(passwordProblem(bad, 'anna') ?? '', /guessed/, bad);
  }
  assert.match(passwordProblem('Anna Schmidt', 'anna schmidt') ?? '', /name/);
});

test('the list is in the form in which it is compared', () => {
  assert.ok(COMMON_PASSWORDS.size > 200);
  for (const word of COMMON_PASSWORDS) assert.equal(word, word.normalize('NFKC').toLowerCase());
  for (const word of ['admin', '123456', 'password', 'redwolf']) assert.ok(COMMON_PASSWORDS.has(word), word);
});

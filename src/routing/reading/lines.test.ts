import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { divide } from './lines.ts';

/** What stays of a text as natural language, and how many lines of code and of output were in it. */
function divided(text: string): [string, number, number] {
  const { prose, code, log } = divide(text);
  return [prose, code.lines, log.lines];
}

const PYTHON =
  'from typing import List\n\ndef longest(strings: List[str]) -> str:\n    if not strings:\n        return ""\n    return max(strings, key=len)';
const CPP =
  '#include "a.hpp"\nclass Solution {\npublic:\n    int add(int a, int b) { // 加法\n        return a + b;\n    }\n};';
const TRACE =
  'Traceback (most recent call last):\n  File "app.py", line 3, in <module>\n    run()\nIndexError: pop from an empty deque';
const NODE =
  "TypeError: Cannot read properties of undefined (reading 'id')\n    at load (/src/a.ts:12:3)\n    at async run (node:internal/main:5:1)";
const TSC = 'src/a.ts(12,5): error TS2345: Argument of type string\nsrc/b.ts:3:1 - error TS1005: expected';
const LOG = '2026-01-02T03:04:05Z INFO started\n[03:04:06] listening\nERROR: no such table';
const PATCH =
  'diff --git a/a.ts b/a.ts\nindex 1234567..89abcde 100644\n--- a/a.ts\n+++ b/a.ts\n@@ -1,2 +1,2 @@\n-let a\n+let b\n context';

describe('pasted lines', () => {
  for (const [name, text, code, log] of [
    ['Python', PYTHON, 5, 0],
    ['C++', CPP, 7, 0],
    ['a fence', '```ts\nanything at all, said in words\n```', 3, 0],
    ['output in a fence', `\`\`\`\n${TRACE}\n\`\`\``, 3, 3],
    ['a patch', PATCH, 8, 0],
    ['JSON', '{\n  "name": "x",\n  "list": [1, 2]\n}', 4, 0],
    ['HTML', '<div class="a">\n  <p>hello</p>\n</div>', 3, 0],
    ['SQL', 'SELECT id, name\nFROM users\nWHERE id = 5;', 3, 0],
    ['a trace of Python', TRACE, 1, 3],
    ['a trace of Node', NODE, 0, 3],
    ['a compiler', TSC, 0, 2],
    ['a log', LOG, 0, 3],
    ['tests', 'FAIL src/a.test.ts\n  ✕ adds (3 ms)\nAssertionError: expected 1', 0, 3],
  ] as const) {
    it(`are told from what is said before them: ${name}`, () => {
      assert.deepEqual(divided(`why does this fail?\n${text}`), ['why does this fail?', code, log]);
      assert.deepEqual(divided(`帮我看看这个：\n${text}`), ['帮我看看这个：', code, log]);
    });

    it(`are told from what is said behind them: ${name}`, () => {
      assert.equal(
        divided(`${text}\n\nplease fix the cause of this, not the symptom`)[0],
        'please fix the cause of this, not the symptom',
      );
      assert.equal(divided(`${text}\n\n为什么会这样？`)[0], '为什么会这样？');
    });
  }

  it('are shown by their beginning', () => {
    const { code, log } = divide(`x\n${PYTHON}\n${NODE}`);
    assert.match(code.excerpt, /^from typing import List\ndef longest/);
    assert.match(log.excerpt, /^TypeError: Cannot read/);
    assert.ok(divide(`x\n${'let a = 1;\n'.repeat(100)}`).code.excerpt.length <= 400);
  });

  it('are counted in the middle of a long text too', () => {
    assert.deepEqual(divided(`why?\n${'  at f (/a.ts:1:2)\n'.repeat(3_000)}and how?`), ['why?\nand how?', 0, 3_000]);
  });
});

describe('what is said', () => {
  for (const text of [
    'fix foo(bar) in src/gateway/attempt.ts please\nthen run the tests',
    'import the data from the old table\nand then delete it',
    'if you can, use the existing helper\nfor the rest do as you think',
    '1. add a button\n2. make it blue\n3. write a test',
    '- the list is empty, why?\n- return an error instead of null',
    '把 getUser() 改成异步的\n然后跑一下 npm test',
    'TypeError: x is not a function 怎么办\n急',
    'what does "Error: ENOENT" mean?\nis it bad?',
    'when I click the button,\nnothing happens',
    'Note: the server is down\nUse port 8080',
    'for every user do this:\nsend a mail',
  ]) {
    it(`is no code: ${JSON.stringify(text)}`, () => assert.deepEqual(divided(text), [text, 0, 0]));
  }

  it('may be one line, whatever it looks like', () => {
    for (const text of ['TypeError: x is undefined', 'git push --force', 'const x = 1;']) {
      assert.deepEqual(divided(text), [text, 0, 0]);
    }
  });
});

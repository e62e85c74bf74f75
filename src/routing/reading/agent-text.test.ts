import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { agentText } from './agent-text.ts';

describe('the last words of an agent', () => {
  for (const [text, asks, offers] of [
    ['All done.', false, false],
    ['Which port shall it use?', true, false],
    ['**Which port?**', true, false],
    ['Shall I run the tests?', true, true],
    ['Done. Let me know if you want more.', false, true],
    ['I found two ways:\n\n1. Patch it\n2. Rewrite it\n\nWhich one do you prefer?', true, true],
    ['There are two:\n- Option A: patch\n- Option B: rewrite\n\nWhich way?', true, true],
    ['I changed:\n1. a.ts\n2. b.ts\n\nAll tests pass.', false, false],
    ['要不要我继续？', true, true],
    ['有两个方案：\n方案一：改配置\n方案二：改代码\n你选哪个？', true, true],
    ['已经改好了，可以吗', true, false],
    ['What was wrong? The path. It is fixed now, and all of the tests pass again on both platforms.', false, false],
  ] as const) {
    it(`ask or offer: ${JSON.stringify(text)}`, () => {
      const told = agentText(text);
      assert.deepEqual([told.asks, told.offers], [asks, offers]);
    });
  }

  it('are given by their end', () => {
    assert.deepEqual(agentText(`${'a'.repeat(1_000)}z  \n`).end, `${'a'.repeat(299)}z`);
  });
});

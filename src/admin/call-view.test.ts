import assert from 'node:assert/strict';
import { test } from 'node:test';
import { callRow } from '../../test/support/store.ts';
import { callJson, callView } from './call-view.ts';

test('a call as JSON text is what it looks like on the wire', () => {
  const rows = [
    callRow(),
    callRow({ decision: null, costNano: null, costNanoUsd: null, baselineNanoUsd: null, errorMessage: '"\\\n' }),
    callRow({ plan: '["up:m","up:\\"n\\""]', attempts: '[]', losses: '[{"path":"a","why":"退款"}]' }),
  ];
  for (const row of rows) {
    for (const words of [null, 'a "word"']) {
      const view = JSON.parse(JSON.stringify(callView(row, words)));
      assert.deepEqual(JSON.parse(callJson(row, words)), view);
      assert.deepEqual(JSON.parse(callJson(row, words, { costNano: 7 })), { ...view, costNano: 7 });
    }
  }
});

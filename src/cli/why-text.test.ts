import assert from 'node:assert/strict';
import { test } from 'node:test';
import { callRow } from '../../test/support/store.ts';
import type { DecisionRecord } from '../routing/smart/decision-record.ts';
import type { CallRow } from '../store/ports.ts';
import { explainedCall, whyLines } from './why-text.ts';

const DECISION: DecisionRecord = {
  source: 'classifier',
  intent: 'modify',
  scene: '代码修改',
  confidence: 0.75,
  tier: 'best',
  models: ['up:strong', 'up:weak'],
  reasons: [
    { code: 'classifier', text: 'The words are taken for "modify" (75 %).' },
    { code: 'stay', text: 'up:strong stays.' },
  ],
  alternatives: [
    { scene: '代码修改', probability: 0.75 },
    { scene: '代码解释', probability: 0.2 },
    { scene: '闲聊对话', probability: 0.001 },
  ],
  vetoes: [{ model: 'up:blind', why: 'sees no images' }],
  runnerUp: { model: 'up:weak', stayUsd: 0.01, changeUsd: 0.02 },
  probabilities: null,
};

function textOf(changes: Partial<CallRow>): string {
  return whyLines(explainedCall(callRow({ errorKind: null, errorMessage: null, losses: '[]', ...changes }))).join('\n');
}

test('a decision is told with all that spoke for and against', () => {
  const text = textOf({
    mode: 'smart_routing',
    source: 'classifier',
    decision: JSON.stringify(DECISION),
    plan: '["up:strong","up:weak"]',
    attempts: JSON.stringify([
      { platform: 'up', model: 'strong', status: 529, fault: 'overloaded', message: 'busy', ms: 5 },
      { platform: 'up', model: 'weak', status: 200, ms: 80 },
    ]),
    losses: '[{"path":"thinking","why":"not known there"}]',
    purpose: 'main',
  });
  assert.equal(
    text,
    `call_1 of 2026-09-21T14:13:20.123Z, with the key "laptop", asked for "claude-sonnet".
Kind: main: the user said something, of the subagent agent_1.
Session: session_1 (known by its header).
Mode: smart_routing.
Taken for "modify" and the scene "代码修改", 75 % sure; decided by: classifier.
What it needs: best.
  The words are taken for "modify" (75 %).
  up:strong stays.
It could have been: "代码解释" (20 %).
Out of the question: up:blind sees no images.
Next would have been up:weak. Staying with the session's model was expected to cost $0.010000, changing $0.020000.
In this order: up:strong, up:weak.
Failed: up:strong after 5 ms: overloaded: busy.
Asked: up:weak, which answered 200 after 80 ms.
Not carried over: thinking (not known there).
It read 10 tokens (2 from a cache) and wrote 5; it cost $0.000007; the baseline would have cost $0.000009.`,
  );
});

for (const [source, sentence] of [
  ['pin', /named the model itself/],
  ['priority-list', /list of models decided/],
  ['all-models', /No list of models/],
  ['claude-code', /own model was asked/],
  ['something-new', /decided by: something-new/],
  ['', /Nothing was decided/],
] as const) {
  test(`a call without a decision says why too: ${source || 'refused'}`, () => {
    assert.match(textOf({ decision: null, source }), sentence);
  });
}

test('a call that failed says how it ended', () => {
  const text = textOf({
    decision: null,
    attempts: '[]',
    outcome: 'error',
    status: 401,
    errorKind: 'authentication',
    errorMessage: 'no\u001b[31m key',
    usageSource: 'none',
    session: null,
  });
  assert.match(
    text,
    /No platform was asked\.\nIt ended with an error \(401\): authentication: no \[31m key\.\nIt used nothing\./,
  );
  assert.match(text, /Nothing tells which conversation/);
});

test('a decision of an older version is told as far as it is known', () => {
  assert.match(
    textOf({ decision: '{"reasons":[]}', source: 'classifier' }),
    /Taken for "\?" and no scene; decided by: classifier\./,
  );
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { BUCKETS, type IntentInput, intentFeatures } from './features.ts';
import { INTENTS, type Intent } from './intents.ts';
import { findKinds } from './kinds.ts';
import { loadClassifier } from './load.ts';
import { IntentModel } from './model.ts';
import { hashText, tokensOf } from './tokens.ts';

function said(prose: string, context: Partial<IntentInput> = {}): IntentInput {
  const nothing = { codeLines: 0, logLines: 0, hasImage: false, slashCommand: null, previous: null, agentText: null };
  return { prose, ...nothing, tools: [], hasFailed: false, extensions: [], ...context };
}

describe('tokens', () => {
  test('are words, single Chinese characters, and marks that say something', () => {
    const { hashes, isCjk } = tokensOf('Fix 修一下?, naïve');
    assert.equal(hashes.length, 6);
    assert.deepEqual(isCjk, [false, true, true, true, false, false]);
  });

  test('are the same in capitals and in full width', () => {
    assert.deepEqual(tokensOf('ＦＩＸ　Ｉｔ？'), tokensOf('fix it?'));
    assert.notDeepEqual(tokensOf('fix'), tokensOf('six'));
  });
});

describe('kinds of words', () => {
  const kinds = (text: string) => findKinds(tokensOf(text));

  test('are found in both languages, the longest phrase first', () => {
    assert.deepEqual(kinds('thanks'), [hashText('thanks')]);
    assert.deepEqual(kinds('谢谢'), kinds('thx'));
    assert.deepEqual(kinds('go ahead'), [hashText('yes')]);
    assert.deepEqual(kinds('怎么回事'), [hashText('why')]);
  });

  test('of unknown words are none', () => {
    assert.deepEqual(kinds('zyzzyva'), []);
    assert.deepEqual(kinds(''), []);
  });
});

describe('features', () => {
  test('are buckets, the same each time, and tell situations apart', () => {
    const alone = intentFeatures(said('yes'));
    assert.deepEqual(alone, intentFeatures(said('yes')));
    assert.ok(alone.every((bucket) => Number.isInteger(bucket) && bucket >= 0 && bucket < BUCKETS));
    const asked = intentFeatures(said('yes', { agentText: 'Shall I push it?', tools: ['Bash'], extensions: ['ts'] }));
    assert.notDeepEqual(asked, alone);
  });

  test('of a very long text are those of its beginning and end', () => {
    const long = `fix the parser ${'x '.repeat(200_000)} and run the tests`;
    assert.ok(intentFeatures(said(long)).length < 10_000);
  });
});

describe('the classifier', () => {
  const classifier = loadClassifier();
  const best = (input: IntentInput): Intent => {
    const probabilities = classifier.predict(intentFeatures(input));
    return INTENTS.reduce((a, b) => (probabilities[b] > probabilities[a] ? b : a));
  };

  for (const [text, intent] of [
    ['你好', 'chat'],
    ['thanks!', 'chat'],
    ['fix the null pointer in the login handler', 'modify'],
    ['把按钮改成蓝色，间距调大一点', 'modify'],
    ['why does this test fail only on ci?', 'explain'],
    ['这个函数是干什么的', 'explain'],
    ['commit and push', 'ops'],
    ['跑一下测试', 'ops'],
    ['write the release notes for 2.1', 'docs'],
    ['把这段翻译成英文', 'docs'],
  ] as const) {
    test(`takes "${text}" for ${intent}`, () => assert.equal(best(said(text)), intent));
  }

  test('takes "go ahead" after an offer for going on', () => {
    const offered = {
      previous: 'the tests are red',
      agentText: 'Two assertions are wrong. Shall I fix them?',
      tools: ['Read'],
    };
    assert.equal(best(said('go ahead', offered)), 'continue');
  });

  test('gives probabilities that are together one', () => {
    const sum = Object.values(classifier.predict([])).reduce((a, b) => a + b, 0);
    assert.ok(Math.abs(sum - 1) < 1e-9);
  });

  test('survives being written and read', () => {
    const again = IntentModel.fromBytes(classifier.toBytes());
    const buckets = intentFeatures(said('deploy it'));
    assert.deepEqual(again.predict(buckets), classifier.predict(buckets));
  });

  test('is not read from other bytes', () => {
    assert.throws(() => IntentModel.fromBytes(new Uint8Array(100)), RangeError);
    const damaged = classifier.toBytes().slice();
    damaged[0] = 0;
    assert.throws(() => IntentModel.fromBytes(damaged), RangeError);
  });
});

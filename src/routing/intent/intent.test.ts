import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { intentFeatures } from './features.ts';
import { type IntentInput, NOTHING_BEFORE } from './intent-input.ts';
import { INTENTS, type Intent } from './intents.ts';
import { findKinds } from './kinds.ts';
import { loadClassifier } from './load.ts';
import { IntentModel, LEAST_KNOWN } from './model.ts';
import { shapesOf } from './shapes.ts';
import { hashText, SORT, tokensOf } from './tokens.ts';

function said(prose: string, context: Partial<IntentInput> = {}): IntentInput {
  const alone = { codeLines: 0, logLines: 0, hasImage: false, slashCommand: null, ...NOTHING_BEFORE };
  return { prose, ...alone, ...context };
}

describe('tokens', () => {
  test('are words, single Chinese characters, and marks that say something', () => {
    const { hashes, sorts, lengths } = tokensOf('Fix 修一下?, naïve');
    assert.equal(hashes.length, 6);
    assert.deepEqual(sorts, [SORT.word, SORT.cjk, SORT.cjk, SORT.cjk, SORT.mark, SORT.word]);
    assert.deepEqual(lengths, [3, 1, 1, 1, 1, 5]);
  });

  test('are the same in capitals and in full width', () => {
    assert.deepEqual(tokensOf('ＦＩＸ　Ｉｔ？').hashes, tokensOf('fix it?').hashes);
    assert.notDeepEqual(tokensOf('fix'), tokensOf('six'));
  });

  test('tell numbers and names from words', () => {
    assert.deepEqual(tokensOf('12 v2 max_len ok').sorts, [SORT.number, SORT.mixed, SORT.mixed, SORT.word]);
  });

  test('stand in clauses, which neither the dots of names nor empty ones break', () => {
    assert.deepEqual(tokensOf('see a.ts, then run it. done').clauses, [0, 0, 0, 0, 1, 1, 1, 2].slice(1));
    assert.deepEqual(tokensOf('好，，改吧。\n跑').clauses, [0, 1, 1, 2]);
  });
});

describe('kinds of words', () => {
  const kinds = (text: string) => findKinds(tokensOf(text)).hashes;

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
  test('are hashes of 32 bits, the same each time, and tell situations apart', () => {
    const alone = intentFeatures(said('yes'));
    assert.deepEqual(alone, intentFeatures(said('yes')));
    assert.ok(alone.strong.every((hash) => hash === hash >>> 0));
    assert.deepEqual(alone.weak, []);
    const asked = intentFeatures(said('yes', { agentText: 'Shall I push it?', tools: ['Bash'], extensions: ['ts'] }));
    assert.notDeepEqual(asked, alone);
  });

  test('of a very long text are those of its beginning and end', () => {
    const long = `fix the parser ${'x '.repeat(200_000)} and run the tests`;
    assert.ok(intentFeatures(said(long)).strong.length < 10_000);
  });
});

describe('shapes', () => {
  test('are told by the signs of a text', () => {
    assert.deepEqual(shapesOf('fix'), []);
    assert.deepEqual(shapesOf('See PAY-2231 in src/pay.ts.'), ['ticket', 'capital first', 'full stop last', 'file ts']);
    assert.deepEqual(shapesOf('- `maxLen` of #12\n- https://a.example 🎉'), [
      'address',
      'issue',
      'code',
      'identifier',
      'emoji',
      'lines',
      'list',
    ]);
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
    const sum = Object.values(classifier.predict({ strong: [], weak: [] })).reduce((a, b) => a + b, 0);
    assert.ok(Math.abs(sum - 1) < 1e-9);
  });

  test('survives being written and read', () => {
    const again = IntentModel.fromBytes(classifier.toBytes());
    const features = intentFeatures(said('deploy it', { agentText: 'All green.', tools: ['Bash'] }));
    assert.deepEqual(again.predict(features), classifier.predict(features));
  });

  test('adds up what it knows, weak features for a quarter, and knows nothing of others', () => {
    const hashes = Uint32Array.from([7, 0xffff_ffff]);
    const weights = Int8Array.from([...INTENTS.map((_, index) => index), ...INTENTS.map(() => 8)]);
    const model = new IntentModel(
      hashes,
      weights,
      Float32Array.from(INTENTS, () => Math.sqrt(LEAST_KNOWN)),
    );
    const scores = model.scores({ strong: [7, 8, 7], weak: [0xffff_ffff, 0] });
    const expected = INTENTS.map((_, index) => 2 * index + 2);
    for (const [index, score] of scores.entries()) assert.ok(Math.abs(score - (expected[index] ?? 0)) < 1e-5);
  });

  test('is not read from other bytes', () => {
    assert.throws(() => IntentModel.fromBytes(new Uint8Array(100)), RangeError);
    const damaged = classifier.toBytes().slice();
    damaged[0] = 0;
    assert.throws(() => IntentModel.fromBytes(damaged), RangeError);
  });
});

/** What the classifier learns from, and how it learns: scripts/router. */

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { readSessions } from '../../scripts/router/corpus.ts';
import {
  countFeatures,
  type Example,
  frequentOf,
  learn,
  meanOf,
  mostTelling,
  type Origin,
  quantize,
} from '../../scripts/router/learn.ts';
import { corpusRows, plainRows, snippetRows } from '../../scripts/router/rows.ts';
import { INTENTS, type Intent } from '../../src/routing/intent/intents.ts';

const SESSIONS = `# lang: en
## a shop
>[modify] the button is too wide
| and red
@ Edit a.css; Bash npm test !failed
< One test fails. Shall I fix it?
>[continue] yes
=[explain] which one
| the old one?
=[ops, modify] run it again
@ Edit a.test.ts
< Fixed.
>[ops] push
# lang: zh-Hant
## another
< 好了。
> 謝謝
`;

let folder: string;

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'redwolf-test-'));
});

after(() => rmSync(folder, { recursive: true }));

describe('sessions', () => {
  const read = (text: string) => {
    const file = join(folder, 'shop.txt');
    writeFileSync(file, text);
    return readSessions(file, 'shop');
  };

  test('are read as turns, each with what went before it', () => {
    const [first, second] = read(SESSIONS);
    assert.deepEqual(first, {
      ...{ id: 'shop/s1.1', persona: 'shop', lang: 'en', text: 'the button is too wide\nand red' },
      ...{ previous: null, agentText: null, tools: [], label: ['modify'] },
    });
    assert.equal(second?.previous, first?.text);
    assert.equal(second?.agentText, 'One test fails. Shall I fix it?');
    assert.deepEqual(second?.tools, ['Edit a.css', 'Bash npm test !failed']);
  });

  test('have what others would have said in a place of their own, and go on without it', () => {
    const [, second, other, third, fourth] = read(SESSIONS);
    assert.equal(other?.text, 'which one\nthe old one?');
    assert.deepEqual([other?.id, third?.id], ['shop/s1.2=1', 'shop/s1.2=2']);
    assert.deepEqual(third?.label, ['ops', 'modify']);
    for (const reply of [other, third]) {
      assert.deepEqual([reply?.previous, reply?.agentText], [second?.previous, second?.agentText]);
    }
    assert.deepEqual([fourth?.id, fourth?.previous, fourth?.tools], ['shop/s1.3', 'yes', ['Edit a.test.ts']]);
  });

  test('may begin with what the agent said, and change their language', () => {
    const last = read(SESSIONS).at(-1);
    assert.deepEqual([last?.id, last?.lang, last?.previous, last?.agentText], ['shop/s2.1', 'zh-Hant', null, '好了。']);
    assert.deepEqual(last?.label, []);
  });

  test('are labelled as the passes over them say, else as their writers did', () => {
    for (const name of ['snippets', 'labels/c']) mkdirSync(join(folder, name), { recursive: true });
    writeFileSync(join(folder, 'snippets/shop.txt'), SESSIONS);
    writeFileSync(join(folder, 'labels/c/shop.tsv'), 's1.2=1\tmodify,continue\ns1.3\tdocs\n');
    const labels = snippetRows(folder).map(({ turn, labels }) => [turn.id, ...labels.map(String)]);
    assert.deepEqual(labels, [
      ['shop/s1.1', 'modify'],
      ['shop/s1.2', 'continue'],
      ['shop/s1.2=1', 'modify,continue'],
      ['shop/s1.2=2', 'ops,modify'],
      ['shop/s1.3', 'docs'],
    ]);
  });

  test('of the data are all there, with labels that exist', () => {
    const data = fileURLToPath(new URL('../../data/router', import.meta.url));
    assert.equal(corpusRows(data).length, 6_180);
    assert.ok(snippetRows(data).length > 120_000);
    assert.ok(plainRows(data).length > 3_000);
  });
});

describe('learning', () => {
  const options = { epochs: 300, rate: 0.3, seed: 1 };
  const example = (intent: Intent, ...strong: number[]): Example => ({
    features: { strong, weak: [5] },
    origin: 'session',
    target: INTENTS.map((one) => (one === intent ? 1 : 0)),
    weight: 1,
  });
  const examples = [example('ops', 1), example('ops', 1, 9), example('docs', 2), example('docs', 2)];
  // 9 was seen once.
  const frequent = frequentOf(countFeatures(examples), 2);

  test('tells apart what the examples tell apart', () => {
    const learned = learn(examples, frequent, options);
    assert.deepEqual(learned.hashes, [1, 2, 5]);
    const model = quantize(learned, 1);
    assert.ok(model.predict({ strong: [1], weak: [] }).ops > 0.8);
    assert.ok(model.predict({ strong: [2], weak: [5] }).docs > 0.8);
    const unknown = model.predict({ strong: [9], weak: [] });
    assert.ok(Math.abs(unknown.ops - 1 / INTENTS.length) < 1e-6);
  });

  test('gives the same for the same seed, and a mean of several', () => {
    const [one, other] = [learn(examples, frequent, options), learn(examples, frequent, { ...options, seed: 2 })];
    assert.deepEqual(learn(examples, frequent, options).weights, one.weights);
    const mean = meanOf([one, other]);
    assert.ok(Math.abs((mean.weights[0] ?? 0) - ((one.weights[0] ?? 0) + (other.weights[0] ?? 0)) / 2) < 1e-6);
  });

  test('learns apart what is so in one origin only', () => {
    const predictAfter = (origin: Origin) => {
      const many = Array.from({ length: 4 }, () => ({ ...example('ops', 3), origin }));
      return quantize(learn([...many, example('docs', 3)], [3, 5], options), 1).predict({ strong: [3], weak: [5] });
    };
    assert.ok(predictAfter('session').ops > 0.7);
    assert.ok(predictAfter('snippet').docs > 0.6);
  });

  test('keeps the features that say most, and of two that say the same the more frequent one', () => {
    const count = INTENTS.length;
    const weights = Float32Array.from({ length: 4 * count }, (_, at) =>
      at % count === 0 ? ([0.1, -3, 2, 2][at / count] ?? 0) : 0,
    );
    const counts = new Map([10, 20, 30, 40].map((hash) => [hash, hash]));
    assert.deepEqual(mostTelling({ hashes: [10, 20, 30, 40], weights }, counts, 2), [20, 40]);
    assert.deepEqual(mostTelling({ hashes: [10, 20, 30, 40], weights }, counts, 3), [20, 30, 40]);
  });

  test('is surer the lower the temperature', () => {
    const learned = learn(examples, frequent, options);
    const sureAt = (temperature: number) => quantize(learned, temperature).predict({ strong: [1], weak: [] }).ops;
    assert.ok(sureAt(0.5) > sureAt(1) && sureAt(1) > sureAt(3));
  });
});

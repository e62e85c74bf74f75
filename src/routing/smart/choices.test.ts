/** The small parts of a decision. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  BEST,
  CODER,
  likely,
  MIDDLE,
  MODELS,
  rankedModel,
  SMALL,
  sceneOf,
  stateOf,
} from '../../../test/support/smart-parts.ts';
import { TIERS } from '../intent/intents.ts';
import { loadClassifier } from '../intent/load.ts';
import { capableModels } from './capabilities.ts';
import { pathPattern, scoreScenes } from './choose-scene.ts';
import { projectScene, tierOfScene, unclearScene } from './projection.ts';
import { byCost, byStrength, modelOfTier } from './ranking.ts';
import { MemorySessions } from './session-memory.ts';
import { mostLikely, safeTier, strengthOf, tierOf } from './tiers.ts';

const unknown = rankedModel('unknown');
const free = rankedModel('free', 0);

describe('the ranking of models', () => {
  it('goes by price; what nobody knows the price of stands before what costs nothing, and is the last to save with', () => {
    assert.deepEqual(byStrength([free, SMALL, unknown, BEST]), [BEST, SMALL, unknown, free]);
    assert.deepEqual(byCost([unknown, BEST, free, SMALL]), [free, SMALL, BEST, unknown]);
  });

  it('has a model for each tier, however many there are', () => {
    const of = (...models: typeof MODELS) => TIERS.map((tier) => modelOfTier(models, tier));
    assert.deepEqual(of(...MODELS), [SMALL, MIDDLE, CODER, BEST]);
    assert.deepEqual(of(BEST, SMALL), [SMALL, SMALL, BEST, BEST]);
    assert.deepEqual(of(BEST), [BEST, BEST, BEST, BEST]);
    assert.equal(modelOfTier([], 'best'), undefined);
  });
});

describe('the risk', () => {
  it('is that of a tier that is too weak', () => {
    const says = likely({ chat: 0.7, explain: 0.2, modify: 0.1 });
    assert.deepEqual(
      [safeTier(says, 0.4, 'best'), safeTier(says, 0.2, 'best'), safeTier(says, 0.05, 'best')],
      ['small', 'middle', 'best'],
    );
    assert.equal(safeTier(likely({ continue: 1 }), 0.1, 'middle'), 'middle');
    assert.equal(safeTier(likely({ chat: 1 }), 0, 'best'), 'best');
  });

  it('never asks for less where less is dared', () => {
    const shares = fc.record({
      chat: fc.nat(9),
      explain: fc.nat(9),
      create: fc.nat(9),
      modify: fc.nat(9),
      continue: fc.nat(9),
    });
    fc.assert(
      fc.property(
        shares,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (all, a, b) => {
          const sum = Object.values(all).reduce((x, y) => x + y, 0) || 1;
          const says = likely(Object.fromEntries(Object.entries(all).map(([name, share]) => [name, share / sum])));
          const tier = (risk: number) => strengthOf(safeTier(says, risk, 'coder'));
          assert.ok(tier(Math.min(a, b)) >= tier(Math.max(a, b)));
        },
      ),
    );
  });

  it('knows what an intent needs', () => {
    assert.deepEqual([tierOf('plan', 'small'), tierOf('continue', 'small')], ['best', 'small']);
    assert.deepEqual(mostLikely(likely({ ops: 0.6, chat: 0.4 })).slice(0, 2), ['ops', 'chat']);
  });
});

describe('the scene', () => {
  const scenes = [sceneOf('docs'), sceneOf('ops', { keywords: ['pay'], paths: [pathPattern('payment/**')] })];
  const says = likely({ docs: 0.8, ops: 0.2 });
  const first = (words: string, files: string[] = []) => scoreScenes(scenes, says, { words, files })[0];

  it('is the one that the intent belongs to', () => {
    assert.equal(first('x')?.scene.name, 'docs');
    assert.ok(Math.abs((first('x')?.probability ?? 0) - 0.8) < 1e-9);
    assert.deepEqual(scoreScenes([], says, { words: '', files: [] }), []);
  });

  it('is the one whose keyword is said, or, less so, whose files are touched', () => {
    assert.equal(first('the PAYment')?.scene.name, 'ops');
    const both = scoreScenes(scenes, likely({ docs: 0.7, ops: 0.3 }), {
      words: '',
      files: ['/srv/redwolf/payment/a.ts'],
    });
    assert.equal(both[0]?.scene.name, 'ops');
  });

  it('has globs that hold anywhere in a path', () => {
    assert.ok(pathPattern('payment/**').test('/src/payment/api/x.ts'));
    assert.ok(pathPattern('*.sql').test('db/a.SQL'));
    assert.ok(!pathPattern('payment/*').test('/src/payment/api/x.ts'));
    assert.ok(!pathPattern('a.b').test('axb'));
  });
});

describe('a scene of the user’s own', () => {
  const classifier = loadClassifier();
  const project = (name: string, description: string) => projectScene(classifier, { name, description, examples: [] });

  it('is about what its description says', () => {
    const fixing = project('修复', '修复错误，改掉 bug');
    assert.equal(mostLikely(fixing)[0], 'modify');
    assert.equal(tierOfScene(fixing), 'best');
    assert.equal(tierOfScene(likely({ continue: 0.9, chat: 0.1 })), 'small');
  });

  it('is told to be unclear if it fits everything, or is another one’s twin, but not if it has marks', () => {
    const flat = likely({ chat: 0.25, modify: 0.25, docs: 0.25, ops: 0.25 });
    const docs = { name: 'a', intents: likely({ docs: 1 }), hasMarks: false };
    assert.match(unclearScene({ ...docs, intents: flat }, []) ?? '', /any kind of work/);
    assert.match(
      unclearScene(docs, [{ name: 'b', intents: likely({ docs: 1 }) }]) ?? '',
      /"a" and "b" cannot be told apart/,
    );
    assert.equal(unclearScene(docs, [{ name: 'b', intents: likely({ ops: 1 }) }]), undefined);
    assert.equal(unclearScene({ ...docs, intents: flat, hasMarks: true }, []), undefined);
  });
});

describe('a model that cannot', () => {
  const demands = { hasImages: true, hasTools: true, tokens: 1_000 };
  const why = (facts: object) => capableModels([rankedModel('m', 1, facts)], demands).vetoes[0]?.why;

  it('is vetoed with the reason', () => {
    assert.equal(why({ vision: false }), 'sees no images');
    assert.equal(why({ tools: false }), 'knows no tools');
    assert.match(why({ contextWindow: 1_099 }) ?? '', /needs about 1100/);
  });

  it('is one of which that is known', () => {
    for (const facts of [{}, { vision: true, contextWindow: 1_100 }, { tools: false, textTools: true }])
      assert.equal(why(facts), undefined);
    assert.deepEqual(capableModels([BEST], demands).able, [BEST]);
  });
});

describe('the memory of sessions', () => {
  it('forgets the one that was active longest ago', () => {
    const sessions = new MemorySessions(2);
    for (const name of ['a', 'b', 'a', 'c']) sessions.keep(name, stateOf());
    assert.deepEqual(
      [sessions.find('a'), sessions.find('b'), sessions.find('c')].map((one) => one !== undefined),
      [true, false, true],
    );
  });
});

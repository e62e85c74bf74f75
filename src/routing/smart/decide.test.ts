import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  BEST,
  CODER,
  likely,
  MIDDLE,
  MODELS,
  NOW,
  rankedModel,
  SMALL,
  sceneOf,
  smartOf,
  stateOf,
  wholeOf,
} from '../../../test/support/smart-parts.ts';
import type { Kind } from '../reading/reading.ts';
import { decide, decideAsJudged, type Question } from './decide.ts';

const ask = (kind: Kind, fields: Partial<Question> = {}): Question => ({
  ...{ reading: { kind }, whole: () => wholeOf('words'), state: undefined, now: NOW },
  ...fields,
});
const fixing = smartOf(likely({ modify: 1 }));
const names = ({ models }: ReturnType<typeof decide>) => models.map(({ name }) => name);

describe('a decision', () => {
  it('keeps the model of a tool loop, and reads nothing for it', () => {
    const whole = () => assert.fail('nothing is to be read');
    const decision = decide(fixing, ask('continuation', { state: stateOf({ model: MIDDLE.name }), whole }));
    assert.deepEqual(
      [decision.source, names(decision)],
      ['tool-loop', ['up:middle', 'up:best', 'up:coder', 'up:small']],
    );
  });

  it('takes the strongest for a loop that it does not know', () => {
    const decision = decide(fixing, ask('continuation'));
    assert.deepEqual([decision.source, decision.models[0]], ['default', BEST]);
  });

  it('takes the cheapest that can for what a client asks for itself', () => {
    const blind = rankedModel('blind', 0.01, { vision: false });
    const smart = { ...fixing, models: [...MODELS, blind] };
    const decision = decide(smart, ask('title', { whole: () => wholeOf('', { hasImages: true }) }));
    assert.deepEqual([decision.source, decision.models[0], decision.vetoes.length], ['side-call', SMALL, 1]);
  });

  it('lets the session’s own model sum it up', () => {
    const decision = decide(fixing, ask('compaction', { state: stateOf({ model: CODER.name }) }));
    assert.deepEqual([decision.source, decision.models[0]], ['compaction', CODER]);
    assert.equal(decide(fixing, ask('compaction')).models[0], MIDDLE);
  });

  it('follows a pinned scene, and one that a judge names', () => {
    const scene = sceneOf('docs', { models: [SMALL] });
    const smart = { ...fixing, scenes: [scene] };
    const pinned = decide(smart, ask('main', { pinnedScene: 'docs' }));
    assert.deepEqual([pinned.source, pinned.models[0], pinned.intent], ['scene-pin', SMALL, 'docs']);
    const judged = decideAsJudged(scene, smart, ask('main'));
    assert.deepEqual([judged.source, judged.scene, judged.reasons[0]?.code], ['judge', 'docs', 'judge']);
  });

  it('goes on as before where a judge says so; without a session, with the strongest', () => {
    const state = stateOf({ model: MIDDLE.name, tier: 'middle', scene: 'docs' });
    const smart = { ...fixing, scenes: [sceneOf('docs')] };
    const judged = decideAsJudged('continue', smart, ask('main', { state }));
    assert.deepEqual(
      [judged.source, judged.intent, judged.scene, judged.models[0]],
      ['judge', 'continue', 'docs', MIDDLE],
    );
    const unknown = decideAsJudged('continue', smart, ask('main'));
    assert.deepEqual([unknown.scene, unknown.models[0]], [null, BEST]);
  });

  it('takes the strongest in plan mode', () => {
    const decision = decide(
      smartOf(likely({ chat: 1 })),
      ask('main', { whole: () => wholeOf('', { isPlanning: true }) }),
    );
    assert.deepEqual([decision.source, decision.models[0]], ['plan-mode', BEST]);
  });

  it('lets what is acknowledged go on as it was', () => {
    const smart = smartOf(likely({ continue: 1 }));
    const decision = decide(smart, ask('main', { state: stateOf({ model: MIDDLE.name, tier: 'middle', scene: 'x' }) }));
    assert.deepEqual([decision.source, decision.models[0], decision.tier], ['acknowledgement', MIDDLE, 'middle']);
    assert.equal(decision.isUnsure, false);
    const perhaps = smartOf(likely({ continue: 0.3, modify: 0.25 }));
    assert.equal(decide(perhaps, ask('main', { state: stateOf() })).isUnsure, true, 'a judge may know better');
    assert.equal(decide(smart, ask('main')).models[0], BEST);
  });

  it('goes by the words, and up where they may need more', () => {
    const decision = decide(smartOf(likely({ chat: 1 })), ask('main'));
    assert.deepEqual([decision.source, decision.models[0], decision.isUnsure], ['classifier', SMALL, false]);
    const risky = decide(smartOf(likely({ chat: 0.8, modify: 0.2 })), ask('main'));
    assert.deepEqual([risky.models[0], risky.reasons.map(({ code }) => code)], [BEST, ['classifier', 'risk']]);
    const unsure = decide(smartOf(likely({ chat: 0.35, ops: 0.33, docs: 0.32 })), ask('main'));
    assert.deepEqual([unsure.isUnsure, unsure.models[0]], [true, MIDDLE]);
  });

  it('tries all models where none is known to be able', () => {
    const models = [rankedModel('a', 2, { vision: false }), rankedModel('b', 1, { vision: false })];
    const decision = decide({ ...fixing, models }, ask('main', { whole: () => wholeOf('', { hasImages: true }) }));
    assert.deepEqual([names(decision), decision.vetoes.length], [['up:a', 'up:b'], 2]);
  });
});

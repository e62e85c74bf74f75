import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { BEST, CODER, MIDDLE, MODELS, NOW, rankedModel, SMALL, stateOf } from '../../../test/support/smart-parts.ts';
import { gated } from './gate.ts';
import type { SessionState } from './session-memory.ts';

const ask = (wanted = MIDDLE, state: SessionState | undefined = stateOf(), able = MODELS) =>
  gated(wanted, able, { state, now: NOW, tier: 'middle' });
const codeOf = (...parameters: Parameters<typeof ask>) => ask(...parameters)?.reasons[0]?.code;

/** Reads nothing cheaply, so that staying is cheaper. */
const uncached = rankedModel('uncached', 1);
const dearToRead = {
  ...uncached,
  price: uncached.price && { ...uncached.price, price: { ...uncached.price.price, cacheRead: 1 } },
};

describe('the gate', () => {
  it('has nothing to weigh in a new session, on the same model, or if its model can serve no more', () => {
    assert.equal(gated(MIDDLE, MODELS, { state: undefined, now: NOW, tier: 'middle' }), undefined);
    assert.equal(ask(BEST), undefined);
    assert.equal(ask(MIDDLE, stateOf({ model: 'up:gone' })), undefined);
  });

  it('never holds back who goes up', () => {
    fc.assert(
      fc.property(
        fc.nat(300_000),
        fc.nat(1_000_000),
        fc.subarray([0, 1, 2, 3], { minLength: 2 }),
        (context, age, places) => {
          const [up, down] = places.map((place) => MODELS[place]);
          const state = stateOf({ model: down?.name ?? '', context, cached: context, lastAt: NOW - age });
          assert.equal(ask(up, state)?.model, up);
        },
      ),
    );
  });

  it('lets a session go down where that is cheaper with the way back', () => {
    const gate = ask(MIDDLE);
    assert.deepEqual([gate?.model, gate?.reasons[0]?.code], [MIDDLE, 'down']);
    assert.ok(gate?.runnerUp?.stay && gate.runnerUp.change && gate.runnerUp.change < gate.runnerUp.stay);
  });

  it('stays where reading the conversation anew costs more', () => {
    const able = [BEST, dearToRead];
    const gate = ask(dearToRead, stateOf({ context: 200_000, cached: 200_000 }), able);
    assert.deepEqual([gate?.model, gate?.reasons[0]?.code, gate?.runnerUp?.model], [BEST, 'stay', 'up:uncached']);
  });

  it('stays where a price is not known', () => {
    const unknown = rankedModel('unknown');
    assert.equal(codeOf(unknown, stateOf(), [BEST, unknown]), 'stay');
  });

  it('reopens when the cache is gone', () => {
    const able = [BEST, dearToRead];
    const state = { context: 200_000, cached: 200_000 };
    assert.equal(codeOf(dearToRead, stateOf({ ...state, lastAt: NOW - 299_999 }), able), 'stay');
    assert.equal(codeOf(dearToRead, stateOf({ ...state, lastAt: NOW - 300_000 }), able), 'cache-gone');
    assert.equal(codeOf(dearToRead, stateOf({ ...state, cached: 0 }), able), 'cache-gone');
  });

  it('counts what the other model still has cached', () => {
    const left = { model: SMALL.name, tokens: 50_000, until: NOW + 1 };
    const cost = (state: SessionState) => ask(SMALL, state)?.runnerUp?.change ?? 0;
    assert.ok(cost(stateOf({ left })) < cost(stateOf()));
    assert.equal(cost(stateOf({ left: { ...left, until: NOW } })), cost(stateOf()));
    assert.equal(cost(stateOf({ left: { ...left, model: CODER.name } })), cost(stateOf()));
  });
});

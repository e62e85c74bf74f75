import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { NOW, stateOf } from '../../../test/support/smart-parts.ts';
import { NO_USAGE } from '../../turn/usage.ts';
import { type FinishedCall, remember } from './remember.ts';

function call(fields: Partial<FinishedCall> = {}): FinishedCall {
  const usage = { ...NO_USAGE, input: 10, cacheRead: 40_000, cacheWrite5m: 12_000, output: 300 };
  return { kind: 'main', decision: { scene: 'docs', tier: 'middle' }, model: 'up:best', usage, at: NOW, ...fields };
}

describe('what is remembered of a session', () => {
  it('is who answered, for which scene, and what is cached', () => {
    const state = remember(undefined, call());
    assert.deepEqual(
      [state?.model, state?.scene, state?.tier, state?.context, state?.cached, state?.lastAt, state?.cacheMs],
      ['up:best', 'docs', 'middle', 52_310, 52_000, NOW, 300_000],
    );
  });

  it('is not changed by what a client asks for itself', () => {
    const state = stateOf();
    for (const kind of ['title', 'side', 'count', 'web_search'] as const) {
      assert.equal(remember(state, call({ kind, model: 'up:small' })), state);
      assert.equal(remember(undefined, call({ kind })), undefined);
    }
  });

  it('has no cache after a compaction, but the same model', () => {
    const left = { model: 'up:small', tokens: 9, until: NOW + 9 };
    const state = remember(stateOf({ left }), call({ kind: 'compaction', model: 'up:other' }));
    assert.deepEqual([state?.model, state?.cached, state?.context, state?.left], ['up:best', 0, 300, null]);
    assert.equal(remember(undefined, call({ kind: 'compaction' })), undefined);
  });

  it('is what a model that was left has cached, until it is gone', () => {
    const state = remember(stateOf(), call({ model: 'up:small' }));
    assert.deepEqual(state?.left, { model: 'up:best', tokens: 50_000, until: NOW + 240_000 });
    assert.deepEqual(remember(state, call({ model: 'up:small', kind: 'continuation' }))?.left, state?.left);
  });

  it('is a cache of an hour where one was written', () => {
    const usage = { ...NO_USAGE, cacheWrite1h: 100 };
    const state = remember(undefined, call({ usage }));
    assert.equal(state?.cacheMs, 3_600_000);
    assert.equal(remember(state, call())?.cacheMs, 3_600_000);
    assert.equal(remember(state, call({ model: 'up:small' }))?.cacheMs, 300_000);
  });

  it('is what turns are like, each tier by itself', () => {
    const before = stateOf({ tier: 'best', requests: 15 });
    const state = remember(before, call());
    assert.equal(state?.requests, 1);
    assert.ok((state?.turns.best.requests ?? 0) > before.turns.best.requests);
    assert.equal(state?.turns.middle.requests, before.turns.middle.requests);
    assert.ok((state?.turns.middle.output ?? 999) < 500);
    const shares = Object.values(state?.turns ?? {}).map(({ share }) => share);
    assert.ok(Math.abs(shares.reduce((sum, share) => sum + share, 0) - 1) < 1e-9);
    assert.equal(remember(state, call({ kind: 'continuation' }))?.requests, 2);
  });

  it('is how a conversation grows within a turn, and not by what is summed up', () => {
    const grows = (kind: 'main' | 'continuation', cacheRead: number) =>
      remember(stateOf(), call({ kind, usage: { ...NO_USAGE, cacheRead } }))?.growthPerRequest ?? 0;
    assert.ok(grows('continuation', 60_000) > 1_000);
    assert.ok(grows('continuation', 10) >= 0);
    assert.equal(grows('main', 60_000), 1_000);
  });
});

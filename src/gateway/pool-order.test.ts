import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { poolOrder } from './pool-order.ts';

const DRAWS = Array.from({ length: 4_000 }, (_, index) => `call_${index}`);

/** How often each position comes first. */
function shares(weights: readonly (number | undefined)[]): number[] {
  const keys = weights.map((weight) => (weight === undefined ? {} : { weight }));
  const counts = keys.map(() => 0);
  for (const draw of DRAWS) {
    const [first = -1] = poolOrder(keys, draw);
    counts[first] = (counts[first] ?? 0) + 1;
  }
  return counts.map((count) => count / DRAWS.length);
}

describe('poolOrder', () => {
  it('is the order of the pool where no key has a weight', () => {
    for (const draw of ['', 'a', 'b', 'c']) assert.deepEqual(poolOrder([{}, {}, {}], draw), [0, 1, 2]);
  });

  it('draws the first key by weight', () => {
    const [first = 0, second = 0, third = 0] = shares([3, 1, 0]);
    assert.ok(Math.abs(first - 0.75) < 0.03, String(first));
    assert.ok(Math.abs(second - 0.25) < 0.03, String(second));
    assert.equal(third, 0);
  });

  it('takes 1 for a key without a weight beside others that have one', () => {
    const [first = 0] = shares([undefined, 1]);
    assert.ok(Math.abs(first - 0.5) < 0.03, String(first));
  });

  it('lets the others follow in their order, so that each key is tried once', () => {
    for (const draw of DRAWS.slice(0, 50)) {
      const [first, ...others] = poolOrder([{ weight: 1 }, { weight: 1 }, { weight: 1 }, { weight: 0 }], draw);
      assert.deepEqual(
        others,
        [0, 1, 2, 3].filter((position) => position !== first),
      );
    }
  });

  it('draws the same key for the same call', () => {
    const keys = [{ weight: 1 }, { weight: 1 }, { weight: 1 }];
    for (const draw of DRAWS.slice(0, 50)) assert.deepEqual(poolOrder(keys, draw), poolOrder(keys, draw));
  });

  it('begins with the first key where all weights are 0', () => {
    assert.deepEqual(poolOrder([{ weight: 0 }, { weight: 0 }], 'a'), [0, 1]);
  });

  it('has nothing to draw from one key or none', () => {
    assert.deepEqual(poolOrder([{ weight: 0 }], 'a'), [0]);
    assert.deepEqual(poolOrder([], 'a'), []);
  });
});

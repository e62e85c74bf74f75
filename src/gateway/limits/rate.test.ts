import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, mock, test } from 'node:test';
import { MemoryRateCounter } from './rate.ts';

let rates: MemoryRateCounter;

// The library has no clock of its own to be given.
beforeEach(() => {
  mock.timers.enable({ apis: ['Date', 'setTimeout'], now: 1_000_000 });
  rates = new MemoryRateCounter();
});

afterEach(() => mock.timers.reset());

describe('counts per minute', () => {
  test('go up to the limit, and begin anew with the next minute', async () => {
    assert.deepEqual(await rates.take('a', 1, 2), { isAdmitted: true, resetMs: 60_000 });
    mock.timers.tick(10_000);
    assert.deepEqual(await rates.take('a', 1, 2), { isAdmitted: true, resetMs: 50_000 });
    mock.timers.tick(9_500);
    assert.deepEqual(await rates.take('a', 1, 2), { isAdmitted: false, resetMs: 40_500 });
    assert.equal(await rates.counted('a'), 2, 'what is refused is not counted');
    mock.timers.tick(40_500);
    assert.equal((await rates.take('a', 1, 2)).isAdmitted, true);
    assert.equal(await rates.counted('a'), 1);
  });

  test('a large one is let in while the limit is not reached, and then nothing is', async () => {
    assert.equal((await rates.take('a', 900, 1_000)).isAdmitted, true);
    assert.equal((await rates.take('a', 900, 1_000)).isAdmitted, true);
    assert.equal((await rates.take('a', 1, 1_000)).isAdmitted, false);
  });

  test('are corrected afterwards, and names are apart', async () => {
    await rates.take('a', 100, 1_000);
    await rates.add('a', -40);
    await rates.add('b', 7);
    assert.deepEqual([await rates.counted('a'), await rates.counted('b'), await rates.counted('c')], [60, 7, 0]);
  });

  test('of many at once exactly as many as may', async () => {
    const all = await Promise.all(Array.from({ length: 50 }, () => rates.take('a', 1, 10)));
    assert.equal(all.filter(({ isAdmitted }) => isAdmitted).length, 10);
  });
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Turns } from './turns.ts';

/** Work that the test ends, by its number. */
function setUp(atOnce: number, count: number) {
  const turns = new Turns(atOnce);
  const started: number[] = [];
  const works = Array.from({ length: count }, () => Promise.withResolvers<string>());
  const taken = works.map(({ promise }, index) =>
    turns.take(() => {
      started.push(index);
      return promise;
    }),
  );
  return { turns, started, works, taken };
}

function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

test('no more than so many run at once, and the next begins when one ends, well or not', async () => {
  const { started, works, taken } = setUp(2, 4);
  await settle();
  assert.deepEqual(started, [0, 1]);
  works[1]?.resolve('one');
  await settle();
  assert.deepEqual(started, [0, 1, 2]);
  works[0]?.reject(new Error('zero'));
  await assert.rejects(taken[0] ?? Promise.resolve(), /zero/);
  await settle();
  assert.deepEqual(started, [0, 1, 2, 3]);
  works[2]?.resolve('two');
  works[3]?.resolve('three');
  assert.deepEqual(await Promise.all(taken.slice(1)), ['one', 'two', 'three']);
});

test('places are free again when all is done', async () => {
  const { turns, works, taken } = setUp(2, 3);
  for (const { resolve } of works) resolve('done');
  await Promise.all(taken);
  let running = 0;
  const blocked = Promise.withResolvers<void>();
  const later = [1, 2].map(() =>
    turns.take(() => {
      running++;
      return blocked.promise;
    }),
  );
  await settle();
  assert.equal(running, 2);
  blocked.resolve();
  await Promise.all(later);
});

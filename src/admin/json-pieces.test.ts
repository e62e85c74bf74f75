import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jsonArray } from './json-pieces.ts';

async function read(items: readonly unknown[]): Promise<unknown> {
  return JSON.parse(Buffer.concat(await jsonArray(items, (item) => JSON.stringify(item))).toString());
}

test('an array made in pieces is the same array', async () => {
  for (const length of [0, 1, 24, 25, 26, 50, 51, 203]) {
    const items = Array.from({ length }, (_, number) => ({ number, text: '退款 "😀"' }));
    assert.deepEqual(await read(items), items);
  }
});

test('others are served in between', async () => {
  let turns = 0;
  const turn = (): void => {
    turns++;
    if (turns < 3) setImmediate(turn);
  };
  setImmediate(turn);
  await read(Array.from({ length: 100 }, (_, number) => number));
  assert.equal(turns, 3);
});

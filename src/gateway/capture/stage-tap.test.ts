import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MOST_KEPT_BYTES, StageTap } from './stage-tap.ts';

function roomFor(most: number) {
  let taken = 0;
  return {
    get taken() {
      return taken;
    },
    reserve(bytes: number): boolean {
      if (taken + bytes > most) return false;
      taken += bytes;
      return true;
    },
    release(bytes: number): void {
      taken -= bytes;
    },
  };
}

function heard(tap: StageTap): [string | undefined, number] {
  const { pieces, bytes } = tap.captured('raw', 0);
  return [pieces && Buffer.concat(pieces).toString('latin1'), bytes];
}

test('wire text and bytes are kept in their order', () => {
  const tap = new StageTap(true);
  for (const piece of ['a', 'b\xff', Buffer.from('c'), '', 'd']) tap.data(piece);
  assert.deepEqual(heard(tap), ['ab\xffcd', 5]);
});

test('of a call whose bodies are not kept only the length is', () => {
  const tap = new StageTap(false, roomFor(0));
  tap.data('abc');
  assert.deepEqual(heard(tap), [undefined, 3]);
});

test('more than the limit is counted, and cut', () => {
  const tap = new StageTap(true);
  const piece = Buffer.alloc(MOST_KEPT_BYTES - 1);
  for (const part of [piece, 'xyz', 'more']) tap.data(part);
  const { pieces = [], bytes } = tap.captured('raw', 0);
  assert.equal(bytes, MOST_KEPT_BYTES + 6);
  assert.equal(Buffer.concat(pieces).length, MOST_KEPT_BYTES);
});

test('without room the whole body is dropped, and its room given back', () => {
  const room = roomFor(4);
  const tap = new StageTap(true, room);
  for (const piece of ['abc', 'de', 'f']) tap.data(piece);
  assert.deepEqual(heard(tap), [undefined, 6]);
  assert.deepEqual([room.taken, tap.reserved], [0, 0]);
});

test('what comes when the call is over takes no room', () => {
  const room = roomFor(100);
  const tap = new StageTap(true, room);
  tap.data('abc');
  assert.deepEqual(heard(tap), ['abc', 3]);
  tap.data('late');
  assert.equal(room.taken, 3);
});

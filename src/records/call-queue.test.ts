import assert from 'node:assert/strict';
import { test } from 'node:test';
import { packedCall } from '../../test/support/body-user.ts';
import { CallQueue } from './call-queue.ts';

test('calls come out in their order, in portions, and those that were put back first', () => {
  const queue = new CallQueue();
  const [one, two, three] = [packedCall('a', ['x']), packedCall('b', ['x']), packedCall('c', ['x'])];
  const { length } = one.bytes;
  for (const call of [one, two, three]) queue.add(call);
  assert.equal(queue.bytes, 3 * length);
  assert.deepEqual(queue.take(length + 1), [one, two]);
  assert.equal(queue.bytes, length);
  queue.putBack([one, two]);
  assert.deepEqual(queue.take(1), [one], 'at least one');
  assert.deepEqual(queue.take(Number.POSITIVE_INFINITY), [two, three]);
  assert.deepEqual([queue.take(1), queue.bytes], [[], 0]);
});

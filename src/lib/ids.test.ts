import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newCallId, newClientKey } from './ids.ts';

test('call ids are UUIDs of version 7 that sort by time', (context) => {
  context.mock.timers.enable({ apis: ['Date'], now: 1_790_000_000_000 });
  const early = newCallId();
  context.mock.timers.tick(1);
  const late = newCallId();
  assert.match(early, /^call_[0-9a-f]{12}7[0-9a-f]{3}[89ab][0-9a-f]{15}$/);
  assert.equal(Number.parseInt(early.slice(5, 17), 16), 1_790_000_000_000);
  assert.ok(early < late);
});

test('no two ids or keys are the same', () => {
  const ids = new Set(Array.from({ length: 1000 }, () => newCallId()));
  assert.equal(ids.size, 1000);
  assert.match(newClientKey(), /^rw-[\w-]{43}$/);
  assert.notEqual(newClientKey(), newClientKey());
});

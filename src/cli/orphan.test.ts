import assert from 'node:assert/strict';
import { test } from 'node:test';
import { whenOrphaned } from './orphan.ts';

test('the end of the parent is noticed, once', (context) => {
  context.mock.timers.enable({ apis: ['setInterval'] });
  const host = { ppid: 7 };
  let calls = 0;
  whenOrphaned(host, () => calls++);
  context.mock.timers.tick(60_000);
  assert.equal(calls, 0);
  host.ppid = 1;
  context.mock.timers.tick(500);
  assert.equal(calls, 1);
  context.mock.timers.tick(60_000);
  assert.equal(calls, 1);
});

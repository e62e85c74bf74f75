/** A short run of the fuzzer; `npm run fuzz -- --seconds 120 --seed 7` is a long one. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz } from './fuzz.ts';

test('odd requests of nobody, of a client and of the administrator: no crash, no 500, no secret', async () => {
  const { faults, sent, statuses } = await fuzz({ seed: 1, count: 1_500, seconds: 12 });
  assert.equal(faults.join('\n\n'), '');
  assert.ok(sent > 50, `only ${sent} requests`);
  // They get past the door, too.
  for (const status of ['200', '400', '401', '404']) assert.ok(Number(statuses[status]) > 0, JSON.stringify(statuses));
});

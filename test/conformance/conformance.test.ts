/**
 * The conformance kit: what a client of Anthropic's Messages API may expect of a gateway, whatever stands behind it.
 * One test per case. README.md says how a case is written.
 */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ALL_CASES } from './cases/index.ts';
import { RedwolfPerDialect } from './redwolf-per-dialect.ts';
import { runCase } from './run-case.ts';

let target: RedwolfPerDialect;

before(async () => {
  target = await RedwolfPerDialect.start();
});

after(() => target.stop());

test('every case has a name of its own', () => {
  assert.equal(new Set(ALL_CASES.map((spec) => spec.id)).size, ALL_CASES.length);
});

for (const spec of ALL_CASES) {
  test(spec.id, async () => {
    const check = await runCase(spec, target);
    assert.equal(check.faults.join('\n'), '');
  });
}

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { clientKeyOf, targetsOf, upstreamOf } from '../../../test/support/gateway-parts.ts';
import type { KeyPolicy } from '../../config/key-policy.ts';
import { refName } from '../../routing/catalog.ts';
import type { Plan } from '../../routing/plan.ts';
import { Fault } from '../../turn/fault.ts';
import { permit, permitForwarding } from './policy.ts';

const price = { input: 1, output: 2, cacheRead: null, cacheWrite: null };
const priced = upstreamOf('a', { models: [{ id: 'm', price }] });
const unpriced = upstreamOf('b', { models: ['claude-x'] });
const local = upstreamOf('l', { type: 'ollama', models: ['q:4b'], keys: [] });

const PLAN: Plan = {
  mode: 'global_direct',
  source: 'all-models',
  targets: targetsOf(priced, unpriced, local),
  isClientsChoice: false,
};

/** The targets that are left, or why there is none. */
function left(policy: KeyPolicy, plan = PLAN): string {
  try {
    return permit(plan, clientKeyOf(policy)).targets.map(refName).join(' ');
  } catch (error) {
    assert.ok(error instanceof Fault);
    assert.deepEqual([error.kind, error.status, error.details.shouldRetry], ['permission', 403, false]);
    return error.message;
  }
}

describe('what a key may use', () => {
  const CASES: readonly (readonly [KeyPolicy, string])[] = [
    [{}, 'a:m b:claude-x l:q:4b'],
    [{ models: ['m'] }, 'a:m'],
    [{ models: ['a:m', 'q:4b'] }, 'a:m l:q:4b'],
    [{ models: ['claude-*'] }, 'b:claude-x'],
    [{ models: ['l:*'] }, 'l:q:4b'],
    [{ models: ['*'] }, 'a:m b:claude-x l:q:4b'],
    [{ models: ['claude'] }, 'This key may not use a:m, b:claude-x, l:q:4b.'],
    [{ models: [] }, 'This key may not use a:m, b:claude-x, l:q:4b.'],
    [{ platforms: ['b', 'l'] }, 'b:claude-x l:q:4b'],
    [{ platforms: ['b'], models: ['m'] }, 'This key may not use a:m, b:claude-x, l:q:4b.'],
    [{ modes: ['global_direct'] }, 'a:m b:claude-x l:q:4b'],
    [
      { modes: ['claude_code'] },
      'This key may not be used in the mode "global_direct". It may be used in: claude_code.',
    ],
    // A local model costs nothing; one without a price would make a budget in money mean nothing.
    [{ budget: { usdPerMonth: 1 } }, 'a:m l:q:4b'],
    [{ budget: { tokensPerMonth: 1 } }, 'a:m b:claude-x l:q:4b'],
    [
      { budget: { usdTotal: 1 }, platforms: ['b'] },
      'This key has a budget in money, and no price is known of b:claude-x. An administrator can set one.',
    ],
  ];
  for (const [policy, expected] of CASES) test(JSON.stringify(policy), () => assert.equal(left(policy), expected));

  test('of a pinned target: that one, or a refusal', () => {
    const pin: Plan = { ...PLAN, source: 'pin', targets: targetsOf(unpriced), isClientsChoice: true };
    assert.equal(left({ models: ['m'] }, pin), 'This key may not use b:claude-x.');
    assert.equal(left({ models: ['claude-x'] }, pin), 'b:claude-x');
  });

  test('a plan without targets stays so: nothing is configured, which is not the key', () => {
    assert.equal(left({ models: ['m'] }, { ...PLAN, targets: [] }), '');
  });
});

test('paths that cannot be counted are for keys without limits', () => {
  for (const policy of [
    { models: ['*'] },
    { scenes: ['a'] },
    { limits: { parallel: 1 } },
    { budget: { tokensTotal: 1 } },
  ]) {
    assert.throws(() => permitForwarding(PLAN, clientKeyOf(policy)), /only the paths whose calls redwolf can count/);
  }
  assert.equal(permitForwarding(PLAN, clientKeyOf({ platforms: ['a'] })).targets.length, 1);
});

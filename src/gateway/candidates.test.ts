import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { LAPTOP, targetsOf, upstreamOf } from '../../test/support/gateway-parts.ts';
import { Secret } from '../lib/secret.ts';
import type { Plan } from '../routing/plan.ts';
import type { Identity } from './call.ts';
import { candidatesFor } from './candidates.ts';

const stored = upstreamOf('stored', { keys: ['k0', 'k1'] });
const keyless = upstreamOf('keyless', { keys: [] });
const passthrough = upstreamOf('through', { type: 'anthropic', isPassthrough: true, keys: ['stray'] });

const OWN = { credential: { header: 'authorization', value: new Secret('Bearer sk-own') } };
const WITH_OWN: Identity = { ...LAPTOP, ...OWN };
const ANONYMOUS: Identity = { ...LAPTOP, ...OWN, isAnonymous: true };

function names(identity: Identity, ...upstreams: readonly (typeof stored)[]): string[] {
  const plan: Plan = {
    mode: 'global_direct',
    source: 'all-models',
    targets: targetsOf(...upstreams),
    isClientsChoice: false,
  };
  return candidatesFor(plan, identity).map(
    ({ target, credential, key }) => `${target.upstream.id}${credential} ${key?.reveal() ?? '-'}`,
  );
}

describe('a caller with a redwolf key', () => {
  test('may use every stored key, in order', () => {
    assert.deepEqual(names(LAPTOP, stored, keyless), ['stored0 k0', 'stored1 k1', 'keyless0 -']);
  });

  test('may use a passthrough platform with a credential of its own, and no stored key there', () => {
    assert.deepEqual(names(WITH_OWN, passthrough, stored), ['through0 -', 'stored0 k0', 'stored1 k1']);
  });

  test('does without the passthrough platform where it brings none', () => {
    assert.deepEqual(names(LAPTOP, passthrough, keyless), ['keyless0 -']);
  });

  test('is told what is missing where there is nothing else', () => {
    assert.throws(() => names(LAPTOP, passthrough), { status: 401, message: /takes your own credential/ });
  });
});

describe('a caller without a redwolf key', () => {
  test('gets passthrough platforms and nothing else, not even those that need no key', () => {
    assert.deepEqual(names(ANONYMOUS, stored, passthrough, keyless), ['through0 -']);
  });

  test('is told what is missing where there is none', () => {
    assert.throws(() => names(ANONYMOUS, stored, keyless), { status: 401, message: /needs a redwolf key/ });
  });
});

test('no target is no matter of keys', () => {
  assert.deepEqual(names(LAPTOP), []);
  assert.deepEqual(names(ANONYMOUS), []);
});

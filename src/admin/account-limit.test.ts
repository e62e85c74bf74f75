import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AccountLimit } from './account-limit.ts';

function setUp() {
  const clock = { now: 1 };
  const limit = new AccountLimit(() => clock.now);
  /** So many failed tries, each from an address of its own. */
  const attack = (times: number, prefix = '10.0.0') => {
    for (let i = 0; i < times; i++) limit.tried('admin', `${prefix}.${i}`);
  };
  return { clock, limit, attack };
}

test('ten failed tries from anywhere are free, then a new address waits, up to a minute', () => {
  const { limit, attack } = setUp();
  attack(9);
  assert.equal(limit.wait('admin', 'new'), 0);
  attack(1, '10.0.1');
  assert.equal(limit.wait('admin', 'new'), 1_000);
  attack(3, '10.0.2');
  assert.equal(limit.wait('admin', 'new'), 8_000);
  attack(50, '10.0.3');
  assert.equal(limit.wait('admin', 'new'), 60_000);
  assert.equal(limit.wait('other', 'new'), 0, 'other accounts are not concerned');
});

test('nobody is locked out: the own waiting time passes, however much others try', () => {
  const { clock, limit, attack } = setUp();
  attack(50);
  assert.equal(limit.wait('admin', 'new'), 60_000);
  clock.now += 30_000;
  attack(50, '10.0.1');
  assert.equal(limit.wait('admin', 'new'), 30_000);
  clock.now += 30_000;
  assert.equal(limit.wait('admin', 'new'), 0);
  limit.tried('admin', 'new');
  assert.equal(limit.wait('admin', 'new'), 60_000, 'after a wrong try it begins again');
});

test('where the user logged in before there is no waiting', () => {
  const { limit, attack } = setUp();
  limit.tried('admin', 'home');
  limit.succeeded('admin', 'home');
  attack(50);
  assert.equal(limit.wait('admin', 'home'), 0);
  assert.equal(limit.wait('admin', 'elsewhere'), 60_000);
});

test('a right password is no failed try', () => {
  const { limit } = setUp();
  for (let i = 0; i < 30; i++) {
    limit.tried('admin', `10.0.0.${i}`);
    limit.succeeded('admin', `10.0.0.${i}`);
  }
  assert.equal(limit.wait('admin', 'new'), 0);
});

test('an hour without a try clears an account', () => {
  const { clock, limit, attack } = setUp();
  attack(50);
  clock.now += 3_600_001;
  assert.equal(limit.wait('admin', 'new'), 0);
  attack(1);
  assert.equal(limit.wait('admin', 'new'), 0);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MemoryLoginLimit } from './login-limit.ts';

const MINUTE = 60_000;

function limit() {
  const clock = { now: 0 };
  return { clock, limit: new MemoryLoginLimit(() => clock.now) };
}

function tryTimes(limit: MemoryLoginLimit, address: string, times: number): number[] {
  return Array.from({ length: times }, () => limit.begin(address, address));
}

test('five tries are free, then the delay doubles up to fifteen minutes', () => {
  const { clock, limit: login } = limit();
  assert.deepEqual(tryTimes(login, '10.0.0.1', 6), [0, 0, 0, 0, 0, 1_000]);
  const delays: number[] = [];
  for (let i = 0; i < 12; i++) {
    const wait = login.begin('10.0.0.1', '10.0.0.1');
    delays.push(wait);
    clock.now += wait - 1;
    assert.equal(login.begin('10.0.0.1', '10.0.0.1'), 1, 'not a millisecond earlier');
    clock.now += 1;
    assert.equal(login.begin('10.0.0.1', '10.0.0.1'), 0);
  }
  assert.deepEqual(delays.slice(0, 4), [1_000, 2_000, 4_000, 8_000]);
  assert.deepEqual(delays.slice(-3), [512_000, 15 * MINUTE, 15 * MINUTE]);
});

test('addresses do not share their tries', () => {
  const { limit: login } = limit();
  tryTimes(login, '10.0.0.1', 5);
  assert.equal(login.begin('10.0.0.2', '10.0.0.2'), 0);
  assert.ok(login.begin('10.0.0.1', '10.0.0.1') > 0);
});

test('a right password clears the tries', () => {
  const { limit: login } = limit();
  tryTimes(login, '10.0.0.1', 5);
  login.succeeded('10.0.0.1', '10.0.0.1');
  assert.deepEqual(tryTimes(login, '10.0.0.1', 6), [0, 0, 0, 0, 0, 1_000]);
});

test('an hour without a try clears them too', () => {
  const { clock, limit: login } = limit();
  tryTimes(login, '10.0.0.1', 5);
  clock.now += 60 * MINUTE + 1;
  assert.deepEqual(tryTimes(login, '10.0.0.1', 6), [0, 0, 0, 0, 0, 1_000]);
});

test('a network of IPv6 counts as one, and a mapped IPv4 address as itself', () => {
  const { limit: login } = limit();
  for (let i = 1; i <= 5; i++) login.begin(`2001:db8:0:1:${i}::`, `2001:db8:0:1:${i}::`);
  assert.ok(login.begin('2001:DB8::1:ffff:0:0:1', '2001:DB8::1:ffff:0:0:1') > 0);
  assert.equal(login.begin('2001:db8:0:2::1', '2001:db8:0:2::1'), 0);
  tryTimes(login, '::ffff:10.0.0.1', 5);
  assert.ok(login.begin('10.0.0.1', '10.0.0.1') > 0);
  tryTimes(login, 'fe80::1%eth0', 5);
  assert.ok(login.begin('fe80::1%eth1', 'fe80::1%eth1') > 0);
});

test('memory is bounded: the address that tried first is forgotten', () => {
  const { limit: login } = limit();
  tryTimes(login, '10.0.0.1', 5);
  for (let i = 0; i < 10_000; i++) login.begin(`10.1.${i >> 8}.${i & 255}`, `10.1.${i >> 8}.${i & 255}`);
  assert.equal(login.begin('10.0.0.1', '10.0.0.1'), 0);
});

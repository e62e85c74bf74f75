import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import fc from 'fast-check';
import { FakeClock } from '../../../test/support/fake-clock.ts';
import { clientKeyOf } from '../../../test/support/gateway-parts.ts';
import type { KeyBudget } from '../../config/key-policy.ts';
import type { Amount } from '../../store/ports.ts';
import { Fault } from '../../turn/fault.ts';
import { MemoryBudgets, type Reservation } from './budget.ts';
import type { ClientKey } from './client-key.ts';

const DAY = 86_400_000;

let clock: FakeClock;
let budgets: MemoryBudgets;
/** Calls before this process began. */
let rows: { readonly at: number; readonly amount: Amount }[];
let reads: number;

beforeEach(() => {
  clock = new FakeClock();
  rows = [];
  reads = 0;
  budgets = open();
});

function open(): MemoryBudgets {
  return new MemoryBudgets(
    {
      async spent(_, from, until) {
        reads++;
        const counted = rows.filter(({ at }) => at >= from && at < until);
        return counted.reduce((sum, { amount }) => both(sum, amount), tokens(0));
      },
    },
    clock,
  );
}

function both(a: Amount, b: Amount): Amount {
  return { tokens: a.tokens + b.tokens, nanoUsd: a.nanoUsd + b.nanoUsd };
}

function tokens(count: number): Amount {
  return { tokens: count, nanoUsd: 0 };
}

function keyWith(budget: KeyBudget, resetAt: number | null = null): ClientKey {
  return clientKeyOf({ budget }, { resetAt });
}

/** The reservation, or the refusal. */
async function reserve(key: ClientKey, most: Amount): Promise<Reservation | Fault> {
  try {
    return await budgets.reserve(key, most, clock.now());
  } catch (error) {
    assert.ok(error instanceof Fault);
    return error;
  }
}

async function use(key: ClientKey, used: Amount): Promise<boolean> {
  const reservation = await reserve(key, used);
  if (reservation instanceof Fault) return false;
  reservation.settle(used);
  return true;
}

async function states(key: ClientKey) {
  return (await budgets.states(key)).map(({ period, spent, reserved }) => [period, spent, reserved]);
}

describe('a budget', () => {
  test('lets in while spent and reserved are below the limit', async () => {
    const key = keyWith({ tokensPerDay: 100 });
    const first = await reserve(key, tokens(60));
    const second = await reserve(key, tokens(60));
    assert.ok(!(first instanceof Fault) && !(second instanceof Fault), 'the second begins below the limit');
    assert.ok((await reserve(key, tokens(1))) instanceof Fault);
    first.settle(tokens(10));
    assert.deepEqual(await states(key), [['day', 10, 60]]);
    assert.equal(await use(key, tokens(5)), true);
  });

  test('gives back what was not used, once', async () => {
    const key = keyWith({ tokensTotal: 100 });
    const reservation = await reserve(key, tokens(100));
    assert.ok(!(reservation instanceof Fault));
    reservation.settle(tokens(0));
    reservation.settle(tokens(50));
    assert.deepEqual(await states(key), [['total', 0, 0]]);
  });

  test('says which limit, how much, when it resets, and that trying again is of no use', async () => {
    clock.setWallClock(Date.UTC(2026, 0, 31, 23, 0, 0));
    const key = keyWith({ usdPerMonth: 20, tokensPerDay: 1e9 });
    await use(key, { tokens: 5, nanoUsd: 19.5e9 });
    await reserve(key, { tokens: 5, nanoUsd: 0.75e9 });
    const refusal = await reserve(key, tokens(1));
    assert.ok(refusal instanceof Fault);
    assert.equal(
      refusal.message,
      'The budget of this key is used up: of $20.0000 per month, $19.5000 are spent and $0.7500 are reserved by calls that are running. It resets at 2026-02-01T00:00:00.000Z.',
    );
    assert.deepEqual(
      [refusal.kind, refusal.status, refusal.details],
      ['billing', 429, { retryAfter: '3600', shouldRetry: false }],
    );
  });

  test('in total is reset by hand alone', async () => {
    const key = keyWith({ tokensTotal: 1 });
    await use(key, tokens(1));
    const refusal = await reserve(key, tokens(1));
    assert.ok(refusal instanceof Fault);
    assert.match(refusal.message, /of 1 tokens in total, 1 tokens are spent\. It is reset by an administrator\.$/);
    assert.equal(refusal.details.retryAfter, '86400');
  });

  test('of nothing lets nothing in', async () => {
    assert.ok((await reserve(keyWith({ usdTotal: 0 }), tokens(0))) instanceof Fault);
  });
});

describe('periods of UTC', () => {
  test('a day ends at midnight, a month with its last day', async () => {
    clock.setWallClock(Date.UTC(2026, 1, 28, 23, 59, 59, 999));
    const key = keyWith({ tokensPerDay: 10, tokensPerMonth: 10, tokensTotal: 100 });
    assert.equal(await use(key, tokens(10)), true);
    assert.equal(await use(key, tokens(10)), false);
    clock.advance(1);
    assert.equal(await use(key, tokens(4)), true);
    assert.deepEqual(await states(key), [
      ['day', 4, 0],
      ['month', 4, 0],
      ['total', 14, 0],
    ]);
    clock.advance(DAY);
    assert.deepEqual(await states(key), [
      ['day', 0, 0],
      ['month', 4, 0],
      ['total', 14, 0],
    ]);
  });

  test("a call that runs over midnight is the old day's, as its row is", async () => {
    clock.setWallClock(Date.UTC(2026, 4, 1, 23));
    const key = keyWith({ tokensPerDay: 10, tokensTotal: 100 });
    const running = await reserve(key, tokens(10));
    clock.advance(2 * 3_600_000);
    assert.ok(!(running instanceof Fault));
    assert.equal(await use(key, tokens(1)), true, 'what it reserved is of yesterday');
    running.settle(tokens(9));
    assert.deepEqual(await states(key), [
      ['day', 1, 0],
      ['total', 10, 0],
    ]);
  });
});

describe('a reset', () => {
  test('counts from then on; what runs is of before', async () => {
    const budget = { tokensPerDay: 10, tokensTotal: 10 };
    await use(keyWith(budget), tokens(8));
    const running = await reserve(keyWith(budget), tokens(5));
    assert.ok(!(running instanceof Fault));
    clock.advance(1_000);
    const key = keyWith(budget, clock.now());
    assert.equal(await use(key, tokens(3)), true);
    running.settle(tokens(5));
    assert.deepEqual(await states(key), [
      ['day', 3, 0],
      ['total', 3, 0],
    ]);
  });

  test('holds after a restart too', async () => {
    const resetAt = clock.now() - 500;
    rows = [
      { at: resetAt - 1, amount: tokens(50) },
      { at: resetAt, amount: tokens(2) },
    ];
    assert.deepEqual(await states(keyWith({ tokensPerDay: 10, tokensTotal: 10 }, resetAt)), [
      ['day', 2, 0],
      ['total', 2, 0],
    ]);
  });
});

describe('what was spent before this process began', () => {
  test('counts, by the periods in which it was, and is read once', async () => {
    const now = clock.now();
    rows = [
      { at: now - 100 * DAY, amount: tokens(1) },
      { at: now - DAY, amount: tokens(20) },
      { at: now - 1, amount: tokens(300) },
    ];
    const key = keyWith({ tokensPerDay: 1_000, tokensPerMonth: 1_000, tokensTotal: 1_000 });
    await use(key, tokens(5));
    await use(key, tokens(5));
    assert.deepEqual(await states(key), [
      ['day', 310, 0],
      ['month', 330, 0],
      ['total', 331, 0],
    ]);
    assert.equal(reads, 3);
  });

  test('is of no interest for a key without a budget, whose calls count all the same', async () => {
    rows = [{ at: clock.now() - 1, amount: tokens(300) }];
    await use(clientKeyOf(), tokens(5));
    assert.equal(reads, 0);
    assert.deepEqual(await states(keyWith({ tokensPerDay: 1 })), [['day', 305, 0]]);
  });

  test('that cannot be read refuses the call, and the next one reads again', async () => {
    let isBroken = true;
    budgets = new MemoryBudgets(
      {
        async spent() {
          if (isBroken) throw new Error('the disk is gone');
          return tokens(1);
        },
      },
      clock,
    );
    const key = keyWith({ tokensPerDay: 10 });
    await assert.rejects(budgets.reserve(key, tokens(1), clock.now()), /the disk is gone/);
    isBroken = false;
    assert.equal(await use(key, tokens(1)), true);
    assert.deepEqual(await states(key), [['day', 2, 0]]);
  });
});

test('however calls begin, end and leave: at most one reservation over, and in the end nothing is reserved', async () => {
  const LIMIT = 100;
  const MOST = 17;
  const step = fc.record({ kind: fc.constantFrom('begin', 'end', 'leave'), amount: fc.integer({ min: 0, max: MOST }) });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 120 }), fc.integer({ min: 0, max: 90 }), async (steps, before) => {
      rows = [{ at: clock.now() - 1, amount: tokens(before) }];
      budgets = open();
      const key = keyWith({ tokensTotal: LIMIT });
      const running: { most: number; reservation: Reservation }[] = [];
      let used = before;
      for (const { kind, amount } of steps) {
        if (kind === 'begin') {
          const reservation = await reserve(key, tokens(amount));
          if (!(reservation instanceof Fault)) running.push({ most: amount, reservation });
          else assert.ok(used + running.reduce((sum, { most }) => sum + most, 0) >= LIMIT, 'refused with room left');
        } else {
          const ended = running.splice(amount % Math.max(1, running.length), 1)[0];
          const spent = kind === 'end' ? Math.min(amount, ended?.most ?? 0) : 0;
          ended?.reservation.settle(tokens(spent));
          used += ended === undefined ? 0 : spent;
        }
        const [state] = await budgets.states(key);
        assert.ok(state !== undefined && state.spent + state.reserved < LIMIT + MOST);
        assert.equal(state.spent, used);
      }
      for (const { reservation } of running) reservation.settle(tokens(0));
      const [state] = await budgets.states(key);
      assert.deepEqual([state?.spent, state?.reserved], [used, 0]);
    }),
    { numRuns: 200 },
  );
});

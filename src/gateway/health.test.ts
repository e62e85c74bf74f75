import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { candidateOf, candidatesOf, upstreamOf } from '../../test/support/gateway-parts.ts';
import { makeTarget } from '../routing/plan.ts';
import { Fault, type FaultKind } from '../turn/fault.ts';
import { type Candidate, MemoryHealth } from './health.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const a = candidateOf(upstreamOf('a'));
const b = candidateOf(upstreamOf('b'));
const c = candidateOf(upstreamOf('c'));

let clock: FakeClock;
let health: MemoryHealth;

beforeEach(() => {
  clock = new FakeClock();
  health = new MemoryHealth(clock);
});

function fault(kind: FaultKind, retryAfter?: string): Fault {
  return new Fault(kind, 500, kind, retryAfter === undefined ? {} : { retryAfter });
}

function order(...candidates: readonly Candidate[]): string {
  return health.order(candidates).map(nameOf).join(' ');
}

function nameOf({ target, credential }: Candidate): string {
  return credential === 0 ? target.upstream.id : `${target.upstream.id}${credential}`;
}

/** How long `a` goes last from now on, in milliseconds: found by moving the clock second by second. */
function coolDown(): number {
  for (let waited = 0; waited <= 25 * HOUR; waited += SECOND) {
    if (health.order([a, b])[0] === a) {
      health.released(a);
      return waited;
    }
    clock.advance(SECOND);
  }
  return Number.POSITIVE_INFINITY;
}

describe('a cool-down', () => {
  test('moves a target to the end of the plan and keeps it there', () => {
    assert.equal(order(a, b), 'a b');
    health.failed(a, fault('server_error'));
    assert.equal(order(a, b), 'b a');
    assert.equal(coolDown(), 5 * SECOND);
    assert.equal(order(a, b), 'a b');
  });

  test('is forgotten for a platform that was configured anew, and for no other', () => {
    const longer = candidateOf(upstreamOf('ab'));
    for (const candidate of [a, b, longer]) health.failed(candidate, fault('authentication'));
    health.failed(a, fault('rate_limit'));
    health.forget('a');
    assert.equal(order(longer, b, a), 'a ab b');
  });

  test('never empties the plan: what is ready soonest comes first', () => {
    health.failed(a, fault('rate_limit', '90'));
    health.failed(b, fault('rate_limit', '30'));
    health.failed(c, fault('rate_limit', '60'));
    assert.equal(order(a, b, c), 'b c a');
    assert.equal(order(a), 'a');
  });

  test("keeps the plan's order among those that are ready at the same time", () => {
    for (const candidate of [c, a, b]) health.failed(candidate, fault('rate_limit', '30'));
    assert.equal(order(b, c, a), 'b c a');
  });

  test('never becomes shorter by a later failure', () => {
    health.failed(a, fault('rate_limit', '60'));
    health.failed(a, fault('rate_limit', '1'));
    assert.equal(coolDown(), 60 * SECOND);
  });

  test('becomes longer by a later failure that asks for more', () => {
    health.failed(a, fault('rate_limit', '10'));
    clock.advance(5 * SECOND);
    health.failed(a, fault('rate_limit', '10'));
    assert.equal(coolDown(), 10 * SECOND);
  });

  test('does not move with the wall clock', () => {
    health.failed(a, fault('rate_limit', '30'));
    clock.setWallClock(clock.now() + HOUR);
    assert.equal(order(a, b), 'b a');
    clock.setWallClock(clock.now() - 2 * HOUR);
    assert.equal(coolDown(), 30 * SECOND);
  });

  test('lasts until the date that the platform names', () => {
    health.failed(a, fault('overloaded', new Date(clock.now() + 42 * SECOND).toUTCString()));
    assert.equal(coolDown(), 42 * SECOND);
  });

  test('is never longer than a day, whatever the platform asks for', () => {
    health.failed(a, fault('rate_limit', '1e300'));
    assert.equal(coolDown(), 24 * HOUR);
  });
});

describe('repeated failures', () => {
  test('double the cool-down, up to five minutes', () => {
    const waits: number[] = [];
    for (let failure = 0; failure < 9; failure++) {
      health.failed(a, fault('server_error'));
      waits.push(coolDown() / SECOND);
    }
    assert.deepEqual(waits, [5, 10, 20, 40, 80, 160, 300, 300, 300]);
  });

  test('a thousand of them are still a number', () => {
    for (let failure = 0; failure < 2_000; failure++) {
      health.failed(a, fault('server_error'));
      clock.advance(5 * MINUTE);
    }
    health.failed(a, fault('server_error'));
    assert.equal(coolDown(), 5 * MINUTE);
  });

  test('of calls side by side count once', () => {
    for (let call = 0; call < 20; call++) health.failed(a, fault('server_error'));
    assert.equal(coolDown(), 5 * SECOND);
  });

  test('are forgotten after one success', () => {
    health.failed(a, fault('server_error'));
    clock.advance(MINUTE);
    health.failed(a, fault('server_error'));
    health.succeeded(a);
    assert.equal(order(a, b), 'a b');
    health.failed(a, fault('server_error'));
    assert.equal(coolDown(), 5 * SECOND);
  });
});

describe('the probe of a target whose cool-down is over', () => {
  beforeEach(() => {
    health.failed(a, fault('server_error'));
    clock.advance(5 * SECOND);
  });

  test('is one call; the others go to the healthy target until it has ended', () => {
    assert.equal(order(a, b), 'a b');
    assert.equal(order(a, b), 'b a');
    assert.equal(order(a, b), 'b a');
    health.succeeded(a);
    assert.equal(order(a, b), 'a b');
    assert.equal(order(a, b), 'a b');
  });

  test('is not waited for where there is no other target', () => {
    assert.equal(order(a), 'a');
    assert.equal(order(a), 'a');
  });

  test('fails: the target cools down again, for longer', () => {
    assert.equal(order(a, b), 'a b');
    health.failed(a, fault('server_error'));
    assert.equal(coolDown(), 10 * SECOND);
  });

  test('ends without a result, since the client left: the next call may probe', () => {
    assert.equal(order(a, b), 'a b');
    health.released(a);
    assert.equal(order(a, b), 'a b');
  });

  test("ends with a fault of the request's own: the next call may probe", () => {
    assert.equal(order(a, b), 'a b');
    health.failed(a, fault('invalid_request'));
    assert.equal(order(a, b), 'a b');
  });

  test('is only asked of the first target that is ready', () => {
    health.failed(b, fault('server_error'));
    clock.advance(5 * SECOND);
    assert.equal(order(a, b, c), 'a b c');
    assert.equal(order(a, b, c), 'b c a');
  });
});

describe('what a fault says something about', () => {
  const pool = candidatesOf(upstreamOf('p', { keys: ['one', 'two'], models: ['m', 'n'] }));
  const [first, second] = pool as [Candidate, Candidate];
  const otherModel: Candidate = {
    ...first,
    target: makeTarget({ upstream: first.target.upstream, model: 'n' }, 'openai-chat'),
  };

  for (const kind of ['authentication', 'billing', 'permission'] as const) {
    test(`${kind}: the key, for every model`, () => {
      health.failed(first, fault(kind));
      assert.equal(order(first, second), 'p1 p');
      assert.deepEqual(health.order([otherModel, b]), [b, otherModel]);
    });
  }

  for (const kind of ['rate_limit', 'overloaded', 'server_error', 'timeout', 'unreachable', 'not_found'] as const) {
    test(`${kind}: this model with this key`, () => {
      health.failed(first, fault(kind));
      assert.equal(order(first, second), 'p1 p');
      assert.deepEqual(health.order([otherModel, b]), [otherModel, b]);
    });
  }

  for (const kind of ['invalid_request', 'context_overflow', 'too_large'] as const) {
    test(`${kind}: nothing of the target`, () => {
      health.failed(first, fault(kind, '60'));
      assert.equal(order(first, second), 'p p1');
    });
  }
});

test('names that clients make up do not fill the memory', () => {
  const upstream = upstreamOf('a');
  const named = (model: string): Candidate => ({
    ...a,
    target: makeTarget({ upstream, model }, 'anthropic-messages'),
  });
  health.failed(named('first'), fault('not_found'));
  for (let count = 0; count < 9_999; count++) health.failed(named(`made-up-${count}`), fault('not_found'));
  assert.deepEqual(health.order([named('first'), b])[0], b);
  health.failed(named('one-more'), fault('not_found'));
  assert.notEqual(health.order([named('first'), b])[0], b);
  assert.deepEqual(health.order([named('one-more'), b])[0], b);
});

test('what cools down can be looked at: what, why, for how long', () => {
  const model = candidateOf(upstreamOf('b'));
  health.failed(a, fault('authentication'));
  health.failed(model, fault('overloaded'));
  clock.advance(SECOND);
  assert.deepEqual(health.cooling(), [
    {
      platform: 'b',
      credential: 0,
      model: model.target.model,
      kind: 'overloaded',
      failures: 1,
      waitMs: 4 * SECOND,
    },
    { platform: 'a', credential: 0, model: null, kind: 'authentication', failures: 1, waitMs: 5 * MINUTE - SECOND },
  ]);
  clock.advance(4 * SECOND);
  assert.deepEqual(
    health.cooling().map(({ platform }) => platform),
    ['a'],
  );
});

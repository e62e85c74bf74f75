import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { callOf, candidateOf, candidatesOf, upstreamOf } from '../../test/support/gateway-parts.ts';
import { Fault, type FaultDetails, type FaultKind } from '../turn/fault.ts';
import type { AttemptOutcome } from './attempt.ts';
import type { Call } from './call.ts';
import { failover } from './failover.ts';
import { type Candidate, MemoryHealth } from './health.ts';
import { UsageMeter } from './usage-meter.ts';

const FINAL: readonly FaultKind[] = ['invalid_request', 'context_overflow', 'too_large'];
const BAD_KEY: readonly FaultKind[] = ['authentication', 'billing', 'permission'];
const TROUBLE: readonly FaultKind[] = ['overloaded', 'server_error', 'timeout', 'unreachable', 'broken_reply'];

const pool = upstreamOf('p', { keys: ['k0', 'k1', 'k2'] });
const other = upstreamOf('q');
const plan = candidatesOf(pool, other);

let clock: FakeClock;
let health: MemoryHealth;
let call: Call;
let tried: string[];

beforeEach(() => {
  clock = new FakeClock();
  health = new MemoryHealth(clock);
  call = callOf(clock);
  tried = [];
});

type Script = (name: string) => AttemptOutcome | Error;

/** Runs the candidates; what becomes of each is in the script's hands. */
function run(candidates: readonly Candidate[], script: Script): Promise<AttemptOutcome> {
  return failover(call, candidates, { health, clock }, (candidate) => ({
    candidate,
    replyStatus: 200,
    replyHeaders: { 'x-from': nameOf(candidate) },
    run: async () => {
      tried.push(nameOf(candidate));
      clock.advance(100);
      const outcome = script(nameOf(candidate));
      if (outcome instanceof Error) throw outcome;
      return outcome;
    },
  }));
}

function nameOf({ target, credential }: Candidate): string {
  return `${target.upstream.id}${credential}`;
}

function failed(kind: FaultKind, message: string = kind, details: FaultDetails = {}, status = 500): AttemptOutcome {
  return { kind: 'failed', fault: new Fault(kind, status, message, details) };
}

function faultOf(outcome: AttemptOutcome): Fault {
  assert.equal(outcome.kind, 'failed');
  return outcome.fault;
}

describe('after a fault of the first try', () => {
  const served: AttemptOutcome = { kind: 'served' };
  const failsFirst =
    (outcome: AttemptOutcome): Script =>
    (name) =>
      name === 'p0' ? outcome : served;

  for (const kind of FINAL) {
    test(`${kind}: nothing is tried, and it is told as it is`, async () => {
      const outcome = await run(plan, failsFirst(failed(kind, 'your mistake')));
      assert.deepEqual(tried, ['p0']);
      assert.equal(faultOf(outcome).message, 'your mistake');
    });
  }

  for (const kind of [...BAD_KEY, 'rate_limit'] as const) {
    test(`${kind}: the next key of the same platform`, async () => {
      assert.equal(await run(plan, failsFirst(failed(kind))), served);
      assert.deepEqual(tried, ['p0', 'p1']);
    });
  }

  for (const kind of [...TROUBLE, 'not_found'] as const) {
    test(`${kind}: the next target, with none of the platform's other keys`, async () => {
      assert.equal(await run(plan, failsFirst(failed(kind))), served);
      assert.deepEqual(tried, ['p0', 'q0']);
    });
  }

  test('a bad key is not tried with another model of the same platform', async () => {
    const twice = [...plan, ...candidatesOf(pool)];
    await run(twice, () => failed('authentication'));
    assert.deepEqual(tried, ['p0', 'p1', 'p2', 'q0']);
  });

  test('an exhausted key is tried with another model of the same platform', async () => {
    const [p0] = plan;
    const [again] = candidatesOf(pool);
    assert.ok(p0 && again);
    await run([p0, again], () => failed('rate_limit'));
    assert.deepEqual(tried, ['p0', 'p0']);
  });

  for (const outcome of [
    served,
    { kind: 'broken', fault: new Fault('timeout', 504, 'x') },
    { kind: 'aborted' },
  ] as const) {
    test(`${outcome.kind}: that is the end of it`, async () => {
      assert.equal(await run(plan, () => outcome), outcome);
      assert.deepEqual(tried, ['p0']);
    });
  }
});

describe('a conversation that is too long', () => {
  const windowOf = (id: string, contextWindow?: number) =>
    candidatesOf(upstreamOf(id)).map((candidate) => {
      const facts = { id: 'm', ...(contextWindow !== undefined && { contextWindow }) };
      return { ...candidate, target: { ...candidate.target, facts } };
    });
  const small = windowOf('s', 100);
  const others = [...windowOf('u'), ...windowOf('e', 100), ...windowOf('l', 200), ...windowOf('x', 300)];
  const tooLong = failed('context_overflow', 'too long', { overflow: { limit: 90 } }, 400);

  test('goes to the next target that is known to take more', async () => {
    const outcome = await run([...small, ...others], (name) => (name === 's0' ? tooLong : { kind: 'served' }));
    assert.deepEqual([outcome.kind, tried], ['served', ['s0', 'l0']]);
  });

  test('goes on while there are larger ones, and is told in the end', async () => {
    const outcome = await run([...small, ...others], () => tooLong);
    assert.deepEqual(tried, ['s0', 'l0', 'x0']);
    assert.equal(faultOf(outcome).kind, 'context_overflow');
  });

  test("goes by the platform's own limit where nothing is known of the model", async () => {
    await run([...windowOf('u'), ...windowOf('e', 90), ...windowOf('l', 91)], () => tooLong);
    assert.deepEqual(tried, ['u0', 'l0']);
  });

  test('is told also where the larger one fails otherwise: the client can shorten it', async () => {
    const outcome = await run([...small, ...others], (name) => (name === 's0' ? tooLong : failed('server_error')));
    assert.deepEqual(tried, ['s0', 'l0', 'x0']);
    assert.equal(faultOf(outcome).kind, 'context_overflow');
  });
});

describe('what a model cannot do', () => {
  const messages = [
    'm does not support tools',
    'These models do not support images',
    'tools is not supported by this model',
    "Unsupported parameter: 'max_tokens' is not supported with this model",
    'No endpoints found that support tool use. To learn more about provider routing, visit us',
  ];

  for (const message of messages) {
    test(`"${message.slice(0, 40)}": another model may be able to`, async () => {
      await run(plan, (name) => (name === 'p0' ? failed('invalid_request', message, {}, 400) : { kind: 'served' }));
      assert.deepEqual(tried, ['p0', 'q0']);
    });
  }

  test('is final where the client chose the model', async () => {
    call = callOf(clock, { plan: { isClientsChoice: true } });
    const outcome = await run(plan, () => failed('invalid_request', 'm does not support tools', {}, 400));
    assert.deepEqual(tried, ['p0']);
    assert.equal(faultOf(outcome).status, 400);
  });
});

describe('where the client chose the model', () => {
  beforeEach(() => {
    call = callOf(clock, { plan: { isClientsChoice: true } });
  });

  test('one that is unknown is final', async () => {
    const outcome = await run(plan, () => failed('not_found', 'no such model', {}, 404));
    assert.deepEqual(tried, ['p0']);
    assert.equal(faultOf(outcome).kind, 'not_found');
  });

  test('trouble is not: its other places are tried', async () => {
    await run(plan, (name) => (name === 'q0' ? { kind: 'served' } : failed('overloaded')));
    assert.deepEqual(tried, ['p0', 'q0']);
  });
});

describe('when all have failed', () => {
  const [p, q, r] = [candidateOf(upstreamOf('p')), candidateOf(upstreamOf('q')), candidateOf(upstreamOf('r'))];

  test('one fault is told as it is', async () => {
    const fault = new Fault('server_error', 502, 'a bad gateway');
    assert.equal(faultOf(await run([p], () => ({ kind: 'failed', fault }))), fault);
  });

  test('limits all of them: 429, with the smallest wait in the words of the platform', async () => {
    const soon = new Date(clock.now() + 20_000).toUTCString();
    const waits: Readonly<Record<string, string>> = { p0: '60', q0: soon, r0: '30' };
    const fault = faultOf(
      await run([p, q, r], (name) => failed('rate_limit', 'slow down', { retryAfter: waits[name] ?? '' }, 429)),
    );
    assert.equal(fault.status, 429);
    assert.equal(fault.kind, 'rate_limit');
    assert.equal(fault.details.retryAfter, soon);
  });

  test('limits of which nobody says how long: 429 without a wait', async () => {
    const fault = faultOf(await run([p, q], () => failed('rate_limit')));
    assert.equal(fault.status, 429);
    assert.equal(fault.details.retryAfter, undefined);
  });

  test('anything else: 503 that names every attempt, and no wait of one of them', async () => {
    const fault = faultOf(
      await run([p, q], (name) =>
        name === 'p0' ? failed('rate_limit', 'slow down', { retryAfter: '60' }) : failed('unreachable', 'nobody home'),
      ),
    );
    assert.equal(fault.status, 503);
    assert.equal(fault.kind, 'overloaded');
    assert.equal(fault.details.retryAfter, undefined);
    assert.match(fault.message, /All 2 attempts failed.*p:m: slow down.*q:m: nobody home/);
  });

  test("bad keys are ours, so the client's is not doubted", async () => {
    const fault = faultOf(await run([p, q], () => failed('authentication', 'bad key', {}, 502)));
    assert.equal(fault.status, 503);
  });

  test('a final fault wins over those before it', async () => {
    const fault = faultOf(
      await run([p, q, r], (name) =>
        name === 'p0' ? failed('server_error') : failed('context_overflow', 'too long', {}, 400),
      ),
    );
    assert.deepEqual(tried, ['p0', 'q0']);
    assert.equal(fault.message, 'too long');
  });

  test('nobody to try: 503, and trying again does not help', async () => {
    const fault = faultOf(await run([], () => failed('server_error')));
    assert.equal(fault.status, 503);
    assert.equal(fault.details.shouldRetry, false);
    assert.match(fault.message, /No model is configured/);
  });
});

describe('what is kept', () => {
  test('every attempt: its target, key, fault, headers and duration', async () => {
    await run(plan, (name) => (name === 'q0' ? { kind: 'served' } : failed('rate_limit', `limit of ${name}`)));
    assert.deepEqual(
      call.attempts.map(({ target, credential, fault, replyHeaders, milliseconds }) => ({
        at: `${target.upstream.id}${credential}`,
        fault: fault?.message,
        from: replyHeaders['x-from'],
        milliseconds,
      })),
      [
        { at: 'p0', fault: 'limit of p0', from: 'p0', milliseconds: 100 },
        { at: 'p1', fault: 'limit of p1', from: 'p1', milliseconds: 100 },
        { at: 'p2', fault: 'limit of p2', from: 'p2', milliseconds: 100 },
        { at: 'q0', fault: undefined, from: 'q0', milliseconds: 100 },
      ],
    );
  });

  test('a broken reply has its fault in the record', async () => {
    const fault = new Fault('timeout', 504, 'fell silent');
    await run(plan, () => ({ kind: 'broken', fault }));
    assert.equal(call.attempts[0]?.fault, fault);
  });

  test('what a failed attempt has used is nobody’s', async () => {
    await run(candidatesOf(other), () => {
      call.usage = new UsageMeter(10);
      return failed('server_error');
    });
    assert.equal(call.usage, undefined);
  });
});

describe('what health is told', () => {
  const [p, q] = [candidateOf(upstreamOf('p')), candidateOf(upstreamOf('q'))];
  const first = (): string => health.order([p, q]).map(nameOf)[0] ?? '';

  /** Brings `p` to where one call may probe it. */
  function halfOpen(): void {
    health.failed(p, new Fault('server_error', 500, 'x'));
    clock.advance(5_000);
  }

  test('a failure cools, a broken reply too', async () => {
    await run([p], () => failed('server_error'));
    assert.equal(first(), 'q0');
    health.succeeded(p);
    await run([p], () => ({ kind: 'broken', fault: new Fault('timeout', 504, 'x') }));
    assert.equal(first(), 'q0');
  });

  test('a success forgets', async () => {
    halfOpen();
    await run([p], () => ({ kind: 'served' }));
    assert.deepEqual([first(), first()], ['p0', 'p0']);
  });

  test('a probe whose client leaves is open to the next call', async () => {
    halfOpen();
    await run([p, q], () => ({ kind: 'aborted' }));
    assert.deepEqual(tried, ['p0']);
    assert.equal(first(), 'p0');
  });

  test('a probe with a request that cannot be encoded is open to the next call', async () => {
    halfOpen();
    const wrong = new Fault('invalid_request', 400, 'role: unknown');
    await assert.rejects(
      run([p, q], () => wrong),
      wrong,
    );
    assert.equal(first(), 'p0');
  });

  test('what cools is tried last', async () => {
    health.failed(p, new Fault('server_error', 500, 'x'));
    await run([p, q], () => failed('overloaded'));
    assert.deepEqual(tried, ['q0', 'p0']);
  });
});

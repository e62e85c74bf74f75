/**
 * What the check of a key, its policy, limits and budget costs each call, in one process and without any network:
 * the same call with and without them, in turns. `node bench/limits.ts [--calls 20000] [--rounds 7]`
 */

import { randomBytes } from 'node:crypto';
import type { KeyPolicy } from '../src/config/key-policy.ts';
import { authenticate } from '../src/gateway/authenticate.ts';
import { Call, type Identity } from '../src/gateway/call.ts';
import { KeyRing, makeKeyRecord } from '../src/gateway/key-ring.ts';
import { Limits } from '../src/gateway/limits/admit.ts';
import { MemoryBudgets } from '../src/gateway/limits/budget.ts';
import { MemoryRateCounter } from '../src/gateway/limits/rate.ts';
import { Body } from '../src/lib/body.ts';
import { systemClock } from '../src/lib/clock.ts';
import { newCallId, newClientKey } from '../src/lib/ids.ts';
import { anthropicMessages } from '../src/protocols/anthropic-messages/codec.ts';
import { route } from '../src/routing/router.ts';
import { routingOf, upstreamOf } from '../test/support/gateway-parts.ts';
import { callRow } from '../test/support/store.ts';
import { numberOption } from './args.ts';

const CALLS = numberOption('calls', 20_000);
const ROUNDS = numberOption('rounds', 7);
const KEYS = 1_000;

/** Every kind of limit, none of which is reached. */
const EVERYTHING: KeyPolicy = {
  models: ['m*', 'other'],
  platforms: ['a', 'b'],
  modes: ['global_direct'],
  limits: { requestsPerMinute: 1e9, tokensPerMinute: 1e12, parallel: 1e6 },
  budget: { tokensPerDay: 1e15, tokensPerMonth: 1e15, usdPerDay: 1e6, usdPerMonth: 1e6, usdTotal: 1e6 },
};

const price = { input: 3, output: 15, cacheRead: 0.3, cacheWrite: 3.75 };
const routing = routingOf(['a', 'b'].map((id) => upstreamOf(id, { models: [{ id: 'm', price }] })));
const message = { role: 'user', content: 'x'.repeat(50_000) };
const body = Body.of(Buffer.from(JSON.stringify({ model: 'm', max_tokens: 32_000, messages: [message] })));
const head = anthropicMessages.readHead(body);
const row = callRow();

function ringOf(policy: KeyPolicy): { ring: KeyRing; headers: Record<string, string> } {
  const ring = new KeyRing(randomBytes(32));
  const secrets = Array.from({ length: KEYS }, newClientKey);
  const settings = { policy: JSON.stringify(policy) };
  ring.load(secrets.map((secret, index) => makeKeyRecord(`key ${index}`, secret, 'created', 0, ring, settings)));
  return { ring, headers: { 'x-api-key': secrets[500] ?? '' } };
}

function callFor(identity: Identity): Call {
  const started = { startedAt: systemClock.now(), startedMonotonic: systemClock.monotonic() };
  const request = { method: 'POST', path: '/v1/messages', query: '', headers: {}, body };
  const call = new Call({
    id: newCallId(),
    endpoint: 'x',
    codec: anthropicMessages,
    request,
    head,
    identity,
    ...started,
  });
  call.plan = route(routing, { model: head.model, caller: 'anthropic-messages' });
  return call;
}

/** Microseconds per call. */
async function measure(run: () => unknown): Promise<number> {
  const started = performance.now();
  for (let count = 0; count < CALLS; count++) await run();
  return ((performance.now() - started) * 1_000) / CALLS;
}

function limited(policy: KeyPolicy): () => Promise<void> {
  const { ring, headers } = ringOf(policy);
  const budgets = new MemoryBudgets({ spent: async () => ({ tokens: 0, nanoUsd: 0 }) }, systemClock);
  const limits = new Limits({ rates: new MemoryRateCounter(), budgets, clock: systemClock });
  return async () => {
    const identity = authenticate(headers, { keys: ring, allowsAnonymous: false, now: systemClock.now() });
    const call = callFor(identity);
    const admission = await limits.admit(call);
    admission.settle(row);
  };
}

const nobody = { keyId: row.keyId, keyName: 'none', isAnonymous: false };
const ways: readonly (readonly [string, () => unknown])[] = [
  ['neither key nor limits', async () => callFor(nobody)],
  ['key check, no limits', limited({})],
  ['key check, every limit', limited(EVERYTHING)],
];

const results = new Map<string, number[]>(ways.map(([name]) => [name, []]));
for (let round = 0; round <= ROUNDS; round++) {
  for (const [name, run] of ways) {
    const time = await measure(run);
    // The first round warms up.
    if (round > 0) results.get(name)?.push(time);
  }
}

const medians = ways.map(([name]) => {
  const sorted = (results.get(name) ?? []).toSorted((a, b) => a - b);
  return { name, median: sorted[Math.floor(sorted.length / 2)] ?? 0, least: sorted[0] ?? 0, most: sorted.at(-1) ?? 0 };
});
const baseline = medians[0]?.median ?? 0;
console.log(`${CALLS} calls a round, ${ROUNDS} rounds, ${KEYS} keys; microseconds per call`);
for (const { name, median, least, most } of medians) {
  const cost = (median - baseline).toFixed(1);
  console.log(`${name.padEnd(24)} ${median.toFixed(1)} (${least.toFixed(1)} to ${most.toFixed(1)}), cost ${cost}`);
}

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { callOf, candidateOf, targetsOf, upstreamOf } from '../../test/support/gateway-parts.ts';
import { Secret } from '../lib/secret.ts';
import { Fault } from '../turn/fault.ts';
import { accountRow } from './account.ts';
import type { Call, CallResult } from './call.ts';
import { UsageMeter } from './usage-meter.ts';

const a = upstreamOf('a', { keys: ['sk-secret-one'] });
const b = upstreamOf('b', { type: 'anthropic', models: ['claude-x'] });
const OK: CallResult = { outcome: 'ok', status: 200 };
const USAGE = { input: 1, cacheRead: 2, cacheWrite5m: 3, cacheWrite1h: 4, output: 5, reasoning: 6 };

const clock = new FakeClock();

function call(): Call {
  const targets = targetsOf(a, b);
  return callOf(clock, { body: { model: 'claude-any', stream: true }, plan: { source: 'priority-list', targets } });
}

function attempted(into: Call, upstream: typeof a, fault?: Fault, milliseconds = 12.4): void {
  const { target } = candidateOf(upstream);
  into.attempts.push({
    target,
    credential: 1,
    fault,
    replyStatus: fault?.status ?? 200,
    replyHeaders: {},
    milliseconds,
  });
}

describe('the row of a call', () => {
  test('says who asked for what, who answered and what it cost', () => {
    const served = call();
    attempted(served, a, new Fault('rate_limit', 429, 'slow down'));
    attempted(served, b);
    served.losses = [{ path: 'top_k', why: 'no place for it' }];
    served.usage = new UsageMeter(0);
    served.usage.observe({ type: 'usage', usage: USAGE });
    served.firstAttemptMonotonic = served.startedMonotonic + 2;
    served.firstByteMonotonic = served.startedMonotonic + 30;
    assert.deepEqual(accountRow(served, OK, 77, undefined, served.startedMonotonic + 100), {
      id: 'call_1',
      startedAt: clock.now(),
      keyId: 'key_1',
      keyName: 'laptop',
      userId: null,
      endpoint: 'anthropic-messages',
      clientProtocol: 'anthropic-messages',
      platformProtocol: 'anthropic-messages',
      mode: 'global_direct',
      source: 'priority-list',
      scene: null,
      intent: null,
      confidence: null,
      decision: null,
      session: served.reading().session?.key ?? null,
      sessionSource: 'hash',
      agent: null,
      purpose: 'main',
      requestedModel: 'claude-any',
      platform: 'b',
      model: 'claude-x',
      isStream: true,
      outcome: 'ok',
      status: 200,
      errorKind: null,
      errorMessage: null,
      plan: '["a:m","b:claude-x"]',
      attempts: JSON.stringify([
        { platform: 'a', model: 'm', credential: 1, status: 429, fault: 'rate_limit', message: 'slow down', ms: 12 },
        { platform: 'b', model: 'claude-x', credential: 1, status: 200, ms: 12 },
      ]),
      losses: '[{"path":"top_k","why":"no place for it"}]',
      inputTokens: 1,
      cacheReadTokens: 2,
      cacheWrite5mTokens: 3,
      cacheWrite1hTokens: 4,
      outputTokens: 5,
      reasoningTokens: 6,
      usageSource: 'reported',
      costNano: null,
      costCurrency: null,
      costNanoUsd: null,
      priceSource: null,
      priceId: null,
      baselineNanoUsd: null,
      queueMs: 2,
      firstByteMs: 30,
      totalMs: 100,
      requestBytes: served.request.body.length,
      replyBytes: 77,
    });
  });

  test('of a call that nobody was asked for', () => {
    const refused = call();
    refused.plan = undefined;
    const fault = new Fault('invalid_request', 400, 'no');
    const row = accountRow(
      refused,
      { outcome: 'error', status: 400, fault },
      3,
      undefined,
      refused.startedMonotonic + 9,
    );
    assert.equal(row.mode, '');
    assert.equal(row.source, '');
    assert.equal(row.plan, '[]');
    assert.equal(row.attempts, '[]');
    assert.equal(row.platform, null);
    assert.equal(row.platformProtocol, null);
    assert.equal(row.model, null);
    assert.equal(row.errorKind, 'invalid_request');
    assert.equal(row.errorMessage, 'no');
    assert.equal(row.usageSource, 'none');
    assert.equal(row.outputTokens, 0);
    assert.equal(row.queueMs, 9);
    assert.equal(row.firstByteMs, null);
  });

  const broken = new Fault('timeout', 504, 'fell silent');
  for (const [name, result, platform] of [
    ['one platform failed: that one', { outcome: 'error', status: 504, fault: broken }, 'b'],
    ['several failed: none of them', { outcome: 'error', status: 503, fault: new Fault('overloaded', 503, 'x') }, null],
    ['the client left: the one that was asked last', { outcome: 'aborted', status: 499 }, 'b'],
  ] as const) {
    test(`names the platform where ${name}`, () => {
      const ended = call();
      attempted(ended, b, broken);
      assert.equal(accountRow(ended, result, 0, undefined, 0).platform, platform);
    });
  }

  test('holds no key and no credential', () => {
    const credential = { header: 'authorization', value: new Secret('Bearer sk-own-credential') };
    const target = targetsOf(a);
    const own = callOf(clock, {
      headers: { authorization: 'Bearer sk-own-credential' },
      identity: { ...call().identity, credential },
      plan: { targets: target },
    });
    attempted(own, a);
    assert.doesNotMatch(JSON.stringify(accountRow(own, OK, 0, undefined, 0)), /sk-/);
  });
});

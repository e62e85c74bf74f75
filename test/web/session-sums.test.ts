import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CallSessionReply } from '../../src/admin/contract/usage.ts';
import { growthOf } from '../../web/src/pages/sessions/context.ts';
import { ledgerOf } from '../../web/src/pages/sessions/ledger.ts';
import { NO_SUMS } from './no-sums.ts';

type Part = CallSessionReply['parts'][number];
type SessionCall = CallSessionReply['calls'][number];

function part(change: Partial<Part>): Part {
  return {
    purpose: 'main',
    agent: null,
    platform: 'p',
    model: 'a',
    scene: null,
    firstAt: 0,
    lastAt: 0,
    ...NO_SUMS,
    calls: 1,
    inputTokens: 10,
    ...change,
  };
}

function call(change: Partial<SessionCall>): SessionCall {
  return {
    id: 'c',
    startedAt: 0,
    purpose: 'main',
    agent: null,
    platform: 'p',
    model: 'a',
    scene: null,
    outcome: 'ok',
    contextTokens: 100,
    cacheReadTokens: 60,
    outputTokens: 1,
    usd: null,
    totalMs: 1,
    ...change,
  };
}

describe('sums of a session', () => {
  it('put models and scenes of a purpose together, subagents apart, the dearest first', () => {
    const ledger = ledgerOf([
      part({ usd: 1, scene: 'coding' }),
      part({ usd: 2, model: 'b' }),
      part({ usd: 4, purpose: 'title', model: null }),
      part({ usd: 1, agent: 'x' }),
    ]);
    assert.deepEqual(
      ledger.map(({ purpose, agent, usd, calls, share, models }) => [purpose, agent, usd, calls, share, models]),
      [
        ['title', null, 4, 1, 0.5, []],
        ['main', null, 3, 2, 0.375, ['a', 'b']],
        ['main', 'x', 1, 1, 0.125, ['a']],
      ],
    );
  });

  it('share tokens where nothing has a price', () => {
    const shares = ledgerOf([part({}), part({ purpose: 'title', inputTokens: 20, outputTokens: 10 })]);
    assert.deepEqual(
      shares.map(({ purpose, share }) => [purpose, share]),
      [
        ['title', 0.75],
        ['main', 0.25],
      ],
    );
  });

  it('follow the context of the main conversation only', () => {
    const growth = growthOf([
      call({}),
      call({ purpose: 'title' }),
      call({ agent: 'x' }),
      call({ contextTokens: 0, cacheReadTokens: 0 }),
      call({ purpose: 'compaction', contextTokens: 200 }),
    ]);
    assert.deepEqual(growth.cached, [60, 60]);
    assert.deepEqual(growth.fresh, [40, 140]);
    assert.deepEqual(growth.compactions, [1]);
  });
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { callOf } from '../../test/support/gateway-parts.ts';
import { assistant, toolResult, toolUse, user, WEATHER } from '../../test/support/request-parts.ts';
import { callRow } from '../../test/support/store.ts';
import { MemorySessions } from '../routing/smart/session-memory.ts';
import type { CallRow } from '../store/ports.ts';
import { type PastCalls, recallSession } from './recall-session.ts';
import { sessionName } from './smart-sessions.ts';

const LOOP = [user('fix it'), assistant([toolUse('t1', 'Edit')]), user([toolResult('t1', 'ok')])];

function row(model: string, startedAt: number, more: Partial<CallRow> = {}): CallRow {
  const decision = JSON.stringify({ tier: 'middle' });
  const usage = {
    inputTokens: 100,
    cacheReadTokens: 900,
    cacheWrite5mTokens: 0,
    cacheWrite1hTokens: 0,
    outputTokens: 50,
    usageSource: 'reported',
  } as const;
  return callRow({
    platform: 'up',
    model,
    startedAt,
    purpose: 'continuation',
    decision,
    agent: null,
    ...usage,
    ...more,
  });
}

/** What is remembered of a session after its next call has come. */
async function recalled(calls: readonly CallRow[] | PastCalls, messages: readonly object[] = LOOP) {
  const clock = new FakeClock();
  const sessions = new MemorySessions();
  const errors: unknown[] = [];
  const asked: string[] = [];
  const all: PastCalls = {
    async ofSession(session) {
      asked.push(session);
      return calls as readonly CallRow[];
    },
  };
  const call = callOf(clock, { headers: { 'x-claude-code-session-id': 'one' }, body: { messages, tools: [WEATHER] } });
  const done = recallSession(call, {
    clock,
    sessions,
    pastCalls: 'ofSession' in calls ? calls : all,
    logError: (_, error) => void errors.push(error),
  });
  return { clock, errors, asked, done, state: () => sessions.find(sessionName(call) ?? '') };
}

describe('a session that is looked up', () => {
  test('is as its calls left it, the newest last', async () => {
    const { done, state, asked } = await recalled([
      row('title', 5, { purpose: 'title' }),
      row('new', 4),
      row('none', 3, { decision: null }),
      row('old', 2, { purpose: 'main', scene: 'a' }),
    ]);
    await done;
    assert.deepEqual(asked, ['one']);
    assert.deepEqual([state()?.model, state()?.tier, state()?.requests], ['up:new', 'middle', 2]);
    assert.deepEqual([state()?.cached, state()?.left?.model], [900, 'up:old']);
  });

  test('is not that of a subagent', async () => {
    const { done, state } = await recalled([row('theirs', 4, { agent: 'a1' })]);
    await done;
    assert.equal(state(), undefined);
  });

  test('is not looked up for its first words', async () => {
    const { done, asked } = await recalled([row('m', 4)], [user('hi')]);
    await done;
    assert.deepEqual(asked, []);
  });

  test('stays unknown where the database fails, which is told, or takes too long', async () => {
    const failed = await recalled({ ofSession: () => Promise.reject(new Error('away')) });
    await failed.done;
    assert.deepEqual([failed.state(), failed.errors.length], [undefined, 1]);
    const slow = await recalled({ ofSession: () => new Promise(() => {}) });
    slow.clock.advance(300);
    await slow.done;
    assert.deepEqual([slow.state(), slow.errors.length], [undefined, 0]);
  });
});

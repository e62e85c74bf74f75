/** Lists of calls: what they are filtered and sorted by, page by page, and what each call looks like. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { callText } from '../support/store.ts';
import type { Loose } from './admin-client.ts';
import { call, MEMBERS_KEY, NOON, stageWith } from './calls-stage.ts';
import { codeOf } from './plane-stage.ts';

const CALLS = [
  call(1, { model: 'small', purpose: 'title', costNanoUsd: 3, totalMs: 10 }),
  call(2, {
    session: '会话/1',
    outcome: 'error',
    status: 429,
    errorKind: 'rate_limit',
    costNanoUsd: null,
    totalMs: 30,
  }),
  call(3, { keyId: MEMBERS_KEY, userId: 'user_member', agent: null, costNanoUsd: 2, totalMs: 20, outputTokens: 900 }),
  call(4, { platform: 'down', outcome: 'aborted', status: 499, costNanoUsd: 1, totalMs: 40 }),
];

describe('the list of calls', () => {
  test('comes page by page, each call once', async (context) => {
    const { admin } = await stageWith(context, CALLS);
    const seen: string[] = [];
    let query = 'limit=3';
    for (let next: string | null = ''; next !== null; query = `limit=3&after=${next}`) {
      const page: Loose = await admin.get(`/api/calls?${query}`);
      seen.push(...page.calls.map(({ id }: Loose) => id));
      next = page.next;
    }
    assert.deepEqual(seen, ['call_4', 'call_3', 'call_2', 'call_1']);
    assert.deepEqual(await admin.list('sort=oldest'), seen.toReversed());
  });

  test('is sorted by cost, duration and tokens, the largest first, page by page', async (context) => {
    const { admin } = await stageWith(context, CALLS);
    assert.deepEqual(await admin.list('sort=cost'), ['call_1', 'call_3', 'call_4', 'call_2']);
    assert.deepEqual(await admin.list('sort=duration'), ['call_4', 'call_2', 'call_3', 'call_1']);
    const first: Loose = await admin.get('/api/calls?sort=tokens&limit=1');
    assert.equal(first.calls[0].id, 'call_3');
    const rest: Loose = await admin.get(`/api/calls?sort=tokens&limit=9&after=${first.next}`);
    assert.deepEqual([rest.calls.length, rest.next], [3, null]);
  });

  for (const [query, ids] of [
    ['model=small', ['call_1']],
    ['model=small&model=m&limit=2', ['call_4', 'call_3']],
    ['platform=down', ['call_4']],
    ['purpose=title', ['call_1']],
    ['key=key_1&key=key_member&user=user_member', ['call_3']],
    [`session=${encodeURIComponent('会话/1')}`, ['call_2']],
    ['outcome=error&outcome=aborted', ['call_4', 'call_2']],
    ['status=429', ['call_2']],
    ['status=4xx', ['call_4', 'call_2']],
    ['status=2xx&sort=oldest', ['call_1', 'call_3']],
    ['agent=agent_1&status=200', ['call_1']],
    ['scene=nothing', []],
    [`scene=${encodeURIComponent('修改')}&limit=1`, ['call_4']],
    ['from=2027-01-15T12:30:00.003Z', ['call_4', 'call_3']],
    ['from=2027-01-15&until=2027-01-15T20:30:00.002%2B08:00', ['call_1']],
    ['until=2027-01-14', []],
    ['until=2027-01-15&limit=1', ['call_4']],
  ] as const) {
    test(`is filtered by ${query}`, async (context) => {
      const { admin } = await stageWith(context, CALLS);
      assert.deepEqual(await admin.list(query), ids);
    });
  }

  test('shows a member the calls of own keys, whatever is asked for', async (context) => {
    const { member } = await stageWith(context, CALLS);
    assert.deepEqual(await member.list(''), ['call_3']);
    assert.deepEqual(await member.list('key=key_1'), []);
    assert.deepEqual(await member.list('key=key_1&key=key_member&sort=cost'), ['call_3']);
    assert.equal((await member.send('/api/calls/call_1')).status, 404);
    assert.equal((await member.send('/api/calls/call_1/curl?to=redwolf')).status, 404);
    // How a platform is asked is the administrator's.
    assert.equal((await member.send('/api/calls/call_3/curl?to=platform')).status, 403);
  });

  test('is searched for what was said, by each in what they may see', async (context) => {
    const { admin, member, store } = await stageWith(context, CALLS);
    store.callTexts.add(CALLS.map((row) => callText(row, `退款 ${row.id}`, row.id === 'call_4' ? 'done' : '')));
    await store.callTexts.flush();
    const text = encodeURIComponent('退款');
    assert.deepEqual(await admin.list(`text=${text}`), ['call_4', 'call_3', 'call_2', 'call_1']);
    assert.deepEqual(await member.list(`text=${text}`), ['call_3']);
    assert.deepEqual(await member.list(`text=${text}&key=key_1`), []);
    assert.deepEqual(await admin.list(`text=done%20${text}`), ['call_4']);
    assert.deepEqual(await admin.list(`text=${text}&model=small`), ['call_1']);
    assert.deepEqual(await admin.list(`text=${text}&sort=cost&limit=2`), ['call_1', 'call_3']);
    assert.deepEqual(await admin.list('text=%3F'), []);
    assert.equal((await admin.get(`/api/calls?text=done`)).calls[0].words, '退款 call_4');
  });

  test('refuses what it does not know, and says what it knows', async (context) => {
    const { admin } = await stageWith(context, CALLS);
    for (const [query, words] of [
      ['modle=m', /Unrecognized key: .*modle/],
      ['sort=price', /sort: .*newest/],
      ['status=4', /status: a status, such as 429/],
      ['from=yesterday', /from: a day, such as 2027-01-31/],
      ['limit=0', /limit: /],
      ['limit=1&limit=2', /limit: /],
      ['after=x', /what .*next.* of the page before said/],
      ['after=W10', /what .*next.* of the page before said/],
      [`sort=cost&after=${Buffer.from('[1,"call_1"]').toString('base64url')}`, /with the same sort/],
      ['outcome=good', /outcome/],
    ] as const) {
      const answer = await admin.send(`/api/calls?${query}`);
      assert.equal(answer.status, 400, query);
      assert.equal(codeOf(answer), 'INVALID_REQUEST');
      assert.match(answer.text, words);
    }
  });
});

test('a call is shown with what its row says, read and in its units', async (context) => {
  const { admin } = await stageWith(context, [call(1, { costNanoUsd: 7_000, baselineNanoUsd: 9_500 })]);
  const [{ calls }, { call: one }]: Loose = [await admin.get('/api/calls'), await admin.get('/api/calls/call_1')];
  assert.deepEqual(calls, [one]);
  const expected = {
    startedAt: NOON + 1,
    startedAtIso: '2027-01-15T12:30:00.001Z',
    endedAtIso: '2027-01-15T12:30:00.100Z',
    plan: ['up:m'],
    attempts: [{ platform: 'up' }],
    losses: [{ path: '$', why: 'x' }],
    decision: { reasons: [] },
    session: 'session_1',
    purpose: 'continuation',
    isStream: true,
    usd: 0.000007,
    cost: 0.000047,
    costCurrency: 'CNY',
    baselineUsd: 0.0000095,
    savedUsd: 0.0000025,
    words: null,
  };
  assert.partialDeepStrictEqual(one, expected);
});

test('a call without a price, or without anything to compare, says so by null', async (context) => {
  const { admin } = await stageWith(context, [
    call(1, { costNano: null, costNanoUsd: null, decision: null }),
    call(2, { usageSource: 'none' }),
  ]);
  const [second, first]: Loose = (await admin.get('/api/calls')).calls;
  assert.deepEqual([first.usd, first.cost, first.savedUsd, first.decision], [null, null, null, null]);
  assert.equal(second.savedUsd, null);
});

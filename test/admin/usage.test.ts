/** Sums of calls and sessions as the admin plane shows them. */

import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { CallId, KeyId } from '../../src/lib/ids.ts';
import type { CallRow } from '../../src/store/ports.ts';
import { auditRow, callRow, userRow } from '../support/store.ts';
import type { Loose } from './admin-client.ts';
import { codeOf, PASSWORD, type Plane, passwords, startPlane } from './plane-stage.ts';

const NOON = Date.parse('2027-01-15T12:30:00Z');
const HOUR = 3_600_000;

function call(number: number, changes: Partial<CallRow>): CallRow {
  return callRow({ id: `call_${number}` as CallId, startedAt: NOON, agent: null, ...changes });
}

const CALLS = [
  call(1, { purpose: 'main', outputTokens: 100, costNanoUsd: 1_000_000_000, baselineNanoUsd: 3_000_000_000 }),
  call(2, { purpose: 'continuation', startedAt: NOON + HOUR, inputTokens: 50, costNanoUsd: null }),
  call(3, { purpose: 'title', startedAt: NOON + 1, model: 'small', outcome: 'error' }),
  call(4, { purpose: 'main', startedAt: NOON + 24 * HOUR, keyId: 'key_2' as KeyId, userId: 'user_2', agent: 'a1' }),
  call(5, { session: null, sessionSource: null, startedAt: NOON - 48 * HOUR }),
];

async function planeWith(context: TestContext, keysOf: readonly string[] = []): Promise<Plane> {
  const keyOwners = { keysOf: async () => keysOf as readonly KeyId[], disableKeysOf: async () => 0 };
  const plane = await startPlane(context, { keyOwners });
  for (const row of CALLS) plane.store.recorder.record(row);
  await plane.store.recorder.flush();
  return plane;
}

async function asAdmin(plane: Plane): Promise<(path: string) => Promise<Loose>> {
  const cookie = await plane.login();
  return async (path) => {
    const answer = await plane.send(path, { headers: { cookie } });
    assert.equal(answer.status, 200, answer.text);
    return answer.json;
  };
}

const SPAN = 'from=2027-01-01&until=2027-01-31';

test('sums come by up to three groups, with a total', async (context) => {
  const get = await asAdmin(await planeWith(context));
  const { from, until, total, rows } = await get(`/api/usage?${SPAN}&by=day,model`);
  assert.deepEqual([from, until], [Date.parse('2027-01-01T00:00Z'), Date.parse('2027-02-01T00:00Z')]);
  assert.deepEqual([total.calls, total.errors, total.unpriced, total.compared], [5, 1, 1, 4]);
  assert.deepEqual(
    rows.map((row: Loose) => [row.group, row.calls]),
    [
      [{ day: '2027-01-13', model: 'm' }, 1],
      [{ day: '2027-01-15', model: 'm' }, 2],
      [{ day: '2027-01-15', model: 'small' }, 1],
      [{ day: '2027-01-16', model: 'm' }, 1],
    ],
  );
  const day = rows[1];
  assert.deepEqual([day.usd, day.baselineUsd, day.savedUsd, day.outputTokens], [1, 3, 2, 105]);
  const hours = await get('/api/usage?from=2027-01-15T12:30:00Z&until=2027-01-15T13:00:00Z&by=hour');
  assert.deepEqual(
    hours.rows.map((row: Loose) => [row.group.hour, row.calls]),
    [['2027-01-15T12:00Z', 2]],
  );
  assert.deepEqual((await get(`/api/usage?${SPAN}&by=purpose&model=small&model=none`)).rows.length, 1);
  assert.deepEqual((await get(`/api/usage?${SPAN}&key=key_9`)).total.calls, 0);
});

test('what cannot be asked is said', async (context) => {
  const plane = await planeWith(context);
  const cookie = await plane.login();
  for (const query of [
    'by=colour',
    'by=day,day',
    'by=day,key,user,model',
    'from=yesterday',
    'until=2027-01-01T00:00',
  ]) {
    const answer = await plane.send(`/api/usage?${query}`, { headers: { cookie } });
    assert.deepEqual([query, answer.status, codeOf(answer)], [query, 400, 'INVALID_REQUEST']);
  }
  const unknown = await plane.send('/api/call-sessions/none', { headers: { cookie } });
  assert.deepEqual([unknown.status, codeOf(unknown)], [404, 'SESSION_UNKNOWN']);
  const odd = await plane.send('/api/call-sessions?after=7', { headers: { cookie } });
  assert.deepEqual([odd.status, codeOf(odd)], [400, 'INVALID_REQUEST']);
});

test('sessions come in pages, and one says what it was spent for and how its context grew', async (context) => {
  const get = await asAdmin(await planeWith(context));
  const first = await get(`/api/call-sessions?${SPAN}&limit=1`);
  assert.deepEqual(
    first.sessions.map((session: Loose) => [session.session, session.key, session.calls]),
    [['session_1', 'key_2', 1]],
  );
  const second = await get(`/api/call-sessions?${SPAN}&limit=2&after=${encodeURIComponent(first.next)}`);
  assert.deepEqual(
    second.sessions.map((session: Loose) => [session.key, session.calls, session.firstAt, session.lastAt]),
    [['key_1', 3, NOON, NOON + HOUR]],
  );
  assert.equal(second.next, null);
  const { parts, calls, session } = await get('/api/call-sessions/session_1?key=key_1');
  assert.deepEqual([session.calls, session.usd], [3, 1.000007]);
  assert.deepEqual(
    parts.map((part: Loose) => [part.purpose, part.model, part.calls, part.errors]),
    [
      ['main', 'm', 1, 0],
      ['title', 'small', 1, 1],
      ['continuation', 'm', 1, 0],
    ],
  );
  assert.deepEqual(
    calls.map((call: Loose) => [call.id, call.contextTokens, call.usd]),
    [
      ['call_1', 10, 1],
      ['call_3', 10, 0.000007],
      ['call_2', 59, null],
    ],
  );
  const page = await get('/api/call-sessions/session_1?key=key_1&limit=2');
  const rest = await get(`/api/call-sessions/session_1?key=key_1&limit=2&after=${encodeURIComponent(page.next)}`);
  assert.deepEqual(
    rest.calls.map((call: Loose) => call.id),
    ['call_2'],
  );
});

test('a member sees own keys only, whatever they ask for', async (context) => {
  const plane = await planeWith(context, ['key_2']);
  const passwordHash = await passwords.hash(PASSWORD);
  await plane.store.users.insert(userRow('mia', { role: 'member', passwordHash }), auditRow(1));
  const body = JSON.stringify({ name: 'mia', password: PASSWORD });
  const login = await plane.send('/api/login', { method: 'POST', body });
  assert.equal(login.status, 200, login.text);
  const cookie = login.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
  const get = async (path: string): Promise<Loose> => (await plane.send(path, { headers: { cookie } })).json;
  assert.equal((await get(`/api/usage?${SPAN}`)).total.calls, 1);
  assert.equal((await get(`/api/usage?${SPAN}&key=key_1`)).total.calls, 0);
  assert.deepEqual((await get(`/api/call-sessions?${SPAN}`)).sessions.length, 1);
  assert.deepEqual((await get(`/api/call-sessions?${SPAN}&key=key_1`)).sessions, []);
  assert.equal((await plane.send('/api/call-sessions/session_1?key=key_1', { headers: { cookie } })).status, 404);
});

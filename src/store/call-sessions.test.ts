import assert from 'node:assert/strict';
import { test } from 'node:test';
import { callRow, openTestStore, temporaryDir } from '../../test/support/store.ts';
import type { CallId, KeyId } from '../lib/ids.ts';
import type { CallSession, SessionCall } from './call-session-ports.ts';

const ALL = { from: 0, until: Number.MAX_SAFE_INTEGER };

test('pages of sessions and of their calls hold each one once, also where times are the same', async (context) => {
  const store = await openTestStore(context, await temporaryDir(context));
  const expected: string[] = [];
  for (const keyId of ['key_1', 'key_2']) {
    for (let number = 0; number < 12; number++) {
      const session = `session ${number % 6}`;
      const startedAt = 1_000 + (number % 3);
      const id = `call_${keyId}_${number}` as CallId;
      store.recorder.record(callRow({ id, keyId: keyId as KeyId, session, startedAt }));
      if (number < 6) expected.push(`${session} ${keyId}`);
    }
  }
  await store.recorder.flush();
  const seen: CallSession[] = [];
  for (let page = await store.callSessions.page({ span: ALL, limit: 5 }); page.length > 0; ) {
    seen.push(...page);
    const after = page.at(-1);
    if (after === undefined) break;
    page = await store.callSessions.page({ span: ALL, limit: 5, after });
    // Those of all keys that there are, asked for one by one, are the same in the same order.
    const keys = ['key_2', 'key_1', 'key_2', 'key_3'];
    assert.deepEqual(await store.callSessions.page({ span: ALL, limit: 5, after, keys }), page);
  }
  assert.deepEqual(seen.map(({ session, keyId }) => `${session} ${keyId}`).toSorted(), expected.toSorted());
  assert.deepEqual(
    seen.map(({ lastAt }) => lastAt),
    seen.map(({ lastAt }) => lastAt).toSorted((a, b) => b - a),
  );
  const [session] = await store.callSessions.named('session 3', ['key_2']);
  assert.ok(session !== undefined);
  const calls: SessionCall[] = [];
  for (let page = await store.callSessions.calls(session, 1); page.length > 0; ) {
    calls.push(...page);
    page = await store.callSessions.calls(session, 1, calls.at(-1));
  }
  assert.deepEqual(
    calls.map(({ id }) => id),
    ['call_key_2_3', 'call_key_2_9'],
  );
  assert.deepEqual(await store.callSessions.page({ span: ALL, limit: 5, keys: [] }), []);
  assert.equal((await store.callSessions.parts(session)).length, 1);
});

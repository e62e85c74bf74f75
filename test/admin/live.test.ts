/** Calls as they happen, as those hear of them who listen. */

import assert from 'node:assert/strict';
import { request } from 'node:http';
import { describe, type TestContext, test } from 'node:test';
import { CallFeed } from '../../src/admin/live/call-feed.ts';
import type { AdminDeps } from '../../src/admin/ports.ts';
import type { CallRow } from '../../src/store/ports.ts';
import { eventually } from '../support/eventually.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { Exchange } from '../support/http-client.ts';
import { auditRow } from '../support/store.ts';
import type { Loose } from './admin-client.ts';
import { type Browser, type CallsStage, call, MEMBERS_KEY, NOON, stageWith } from './calls-stage.ts';

interface LiveStage extends CallsStage {
  readonly feed: CallFeed;
  readonly time: FakeClock;
  /** Opens a stream, and waits until it is heard. */
  listen(browser: Browser, headers?: Record<string, string>, query?: string): Promise<Exchange>;
  /** Writes the row too, as the gateway does. */
  end(...rows: readonly CallRow[]): Promise<void>;
}

async function stage(context: TestContext, rows: readonly CallRow[] = [], feed = new CallFeed()): Promise<LiveStage> {
  const time = new FakeClock();
  time.setWallClock(NOON + 3_600_000);
  const keys = { usage: async () => undefined } as unknown as AdminDeps['keys'];
  const plane = await stageWith(context, rows, { feed, clock: time, keys });
  return {
    ...plane,
    feed,
    time,
    async listen(browser, headers = {}, query = '') {
      const url = `http://127.0.0.1:${plane.port}/api/calls/live${query}`;
      const exchange = new Exchange(url, { method: 'GET', headers: { cookie: browser.cookie, ...headers } });
      context.after(() => exchange.abort());
      await exchange.received('retry: 2000');
      return exchange;
    },
    async end(...ended) {
      for (const row of ended) {
        plane.store.recorder.record(row);
        feed.ended(row);
      }
      await plane.store.recorder.flush();
    },
  };
}

/** What was heard so far: `started call_1`, `call call_2`, `reset`. */
function heard({ text }: Exchange): readonly string[] {
  return text.split('\n\n').flatMap((event) => {
    const [, name, data] = /event: (\w+)\ndata: (.*)$/.exec(event) ?? [];
    return name === undefined ? [] : `${name} ${JSON.parse(data ?? '').id ?? ''}`.trim();
  });
}

function lastIdOf({ text }: Exchange): string {
  return /id: (\S+)\n(?![\s\S]*\nid: )/.exec(text)?.[1] ?? '';
}

describe('the live feed', () => {
  test('tells of calls as lists show them, when they begin and when they have ended', async (context) => {
    const { admin, feed, listen, end } = await stage(context);
    const { id, startedAt, keyId, keyName, endpoint } = call(1);
    const started = { id, startedAt, keyId, keyName, endpoint, requestedModel: 'claude', isStream: true };
    feed.started({ ...started, id: call(0).id });
    const live = await listen(admin);
    feed.started(started);
    await end(call(1));
    await live.received('event: call');
    assert.deepEqual(heard(live), ['started call_0', 'started call_1', 'call call_1']);
    const [, data = ''] = /event: call\ndata: (.*)\n/.exec(live.text) ?? [];
    const [listed]: Loose = (await admin.get('/api/calls')).calls;
    assert.deepEqual(JSON.parse(data), listed);
  });

  test('tells a member of own calls only', async (context) => {
    const { member, admin, listen, end } = await stage(context);
    const live = await listen(member);
    const all = await listen(admin);
    await end(call(1), call(2, { keyId: MEMBERS_KEY }), call(3));
    await all.received('call_3');
    await live.received('call_2');
    assert.deepEqual(heard(live), ['call call_2']);
  });

  test('tells what users said, once that is known', async (context) => {
    const { member, feed, listen } = await stage(context);
    const live = await listen(member);
    feed.said([
      { ...call(1), words: 'not theirs' },
      { ...call(2, { keyId: MEMBERS_KEY }), words: '' },
      { ...call(3, { keyId: MEMBERS_KEY }), words: '退款'.repeat(200) },
    ]);
    await live.received('call_3');
    const [event = ''] = live.text.split('\n\n').slice(1);
    assert.equal(event, `event: words\ndata: {"id":"call_3","words":"${'退款'.repeat(100)}"}`);
    assert.doesNotMatch(live.text, /call_[12]/);
  });

  test('is for those who may see calls', async (context) => {
    const { send, listen, admin } = await stage(context);
    assert.equal((await send('/api/calls/live')).status, 401);
    const head = await admin.send('/api/calls/live', { method: 'HEAD' });
    assert.equal(head.headers['content-type'], 'text/event-stream; charset=utf-8');
    assert.equal((await admin.send('/api/calls/live?from=2027-01-01')).status, 400);
    assert.equal((await listen(admin)).text, 'retry: 2000\n\n');
  });
});

describe('who comes back', () => {
  test('is told what was missed, from memory', async (context) => {
    const { admin, listen, end } = await stage(context);
    const first = await listen(admin);
    await end(call(1));
    await first.received('call_1');
    first.abort();
    await end(call(2), call(3));
    const second = await listen(admin, { 'last-event-id': lastIdOf(first) });
    await second.received('call_3');
    assert.deepEqual(heard(second), ['call call_2', 'call call_3']);
  });

  test('is told what was missed, from the database where it is remembered no more', async (context) => {
    const rows = [call(1), call(2, { totalMs: 50 }), call(3, { keyId: MEMBERS_KEY }), call(4)];
    const { member, admin, listen, end } = await stage(context, rows);
    const lastId = `${call(1).startedAt + 99}~call_1`;
    await end(call(5));
    const live = await listen(admin, {}, `?last=${lastId}`);
    await live.received('call_5');
    // The second had ended before the first.
    assert.deepEqual(heard(live), ['call call_3', 'call call_4', 'call call_5']);
    const own = await listen(member, { 'last-event-id': lastId });
    await own.received('call_3');
    assert.deepEqual(heard(own), ['call call_3']);
  });

  test('is told to read the list anew where too much was missed, or it is not known what', async (context) => {
    const rows = Array.from({ length: 502 }, (_, number) => call(number));
    const { admin, listen } = await stage(context, rows);
    for (const lastId of [`${call(0).startedAt}~call_x`, 'nonsense']) {
      const live = await listen(admin, { 'last-event-id': lastId });
      await live.received('reset');
      assert.deepEqual(heard(live), ['reset']);
    }
  });
});

describe('who listens', () => {
  test('is told to read the list anew where calls were deleted, and hears of none of these again', async (context) => {
    const { admin, member, listen, end } = await stage(context);
    const [live, own] = [await listen(admin), await listen(member)];
    await end(call(1), call(2));
    await live.received('call_2');
    const first = /id: (\S+~call_1)\n/.exec(live.text)?.[1] ?? '';
    const { error }: Loose = (await admin.send('/api/calls', { method: 'DELETE' })).json;
    const confirmed = `/api/calls?confirm=${error.calls}&until=${error.until}`;
    assert.equal((await admin.send(confirmed, { method: 'DELETE' })).status, 200);
    await live.received('reset');
    await own.received('reset');
    const again = await listen(admin, { 'last-event-id': first });
    await end(call(3));
    await again.received('call_3');
    assert.deepEqual(heard(again), ['call call_3']);
  });
});

describe('listening ends', () => {
  test('within seconds of a logout', async (context) => {
    const { admin, listen, time } = await stage(context);
    const live = await listen(admin);
    assert.equal((await admin.send('/api/logout', { method: 'POST' })).status, 200);
    time.advance(3_000);
    assert.equal((await live.reply).ended, 'end');
  });

  test('within seconds of the loss of the role, or of a key', async (context) => {
    const owned = new Set([MEMBERS_KEY]);
    const keyOwners = { keysOf: async () => [...owned], disableKeysOf: async () => 0 };
    const feed = new CallFeed();
    const time = new FakeClock();
    const { member, store, port } = await stageWith(context, [], { feed, clock: time, keyOwners });
    const url = `http://127.0.0.1:${port}/api/calls/live`;
    const live = new Exchange(url, { method: 'GET', headers: { cookie: member.cookie } });
    await live.received('retry');
    owned.clear();
    for (let looks = 0; looks < 5; looks++) {
      time.advance(3_000);
      await eventually('another look', () => (time.waiting > 0 ? true : undefined));
    }
    await live.received(': still here');
    feed.ended(call(1, { keyId: MEMBERS_KEY }));
    const user = (await store.users.list()).find(({ name }) => name === 'member');
    assert.ok(user !== undefined);
    const demoted = { ...user, role: 'viewer' as const, version: user.version + 1 };
    await store.users.update(demoted, auditRow(2, { id: 'audit_demote' }));
    time.advance(3_000);
    const { ended, text } = await live.reply;
    assert.equal(ended, 'end');
    assert.doesNotMatch(text, /call_1/);
    assert.equal(feed.listeners, 0);
  });

  test('cleanly when redwolf stops, and nobody can begin to', async (context) => {
    const { admin, listen, feed } = await stage(context);
    const live = await listen(admin);
    feed.ended(call(1));
    feed.close();
    const { ended } = await live.reply;
    assert.equal(ended, 'end');
    assert.deepEqual(heard(live), ['call call_1']);
    assert.equal((await admin.send('/api/calls/live')).status, 503);
  });

  test('for whoever leaves, and others may listen instead', async (context) => {
    const { admin, listen, feed, time } = await stage(context, [], new CallFeed(10, 1));
    const live = await listen(admin);
    const refused = await admin.send('/api/calls/live');
    assert.equal(refused.status, 503);
    assert.match(refused.text, /TOO_MANY_LISTENERS/);
    assert.equal(refused.headers['retry-after'], '10');
    live.abort();
    await eventually('one listener less', () => (feed.listeners === 0 ? true : undefined));
    assert.equal(time.waiting, 0);
    await listen(admin);
  });

  test('for whoever reads too slowly', async (context) => {
    const { admin, feed, port } = await stage(context);
    const headers = { cookie: admin.cookie };
    const slow = request({ host: '127.0.0.1', port, path: '/api/calls/live', headers, agent: false });
    context.after(() => slow.destroy());
    slow.on('error', () => undefined);
    // Without somebody who reads it, it stands still.
    slow.on('response', () => undefined);
    slow.end();
    await eventually('a listener', () => (feed.listeners === 1 ? true : undefined));
    const large = 'x'.repeat(200_000);
    for (let number = 0; feed.listeners > 0; number++) {
      assert.ok(number < 500, 'it is still served');
      feed.ended(call(number, { errorMessage: large }));
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
  });
});

test('a call that was heard of can be looked at before its row is written', async (context) => {
  const { admin, store, feed } = await stage(context);
  store.recorder.record(call(1));
  feed.ended(call(1));
  assert.equal((await admin.get('/api/calls/call_1')).call.id, 'call_1');
});

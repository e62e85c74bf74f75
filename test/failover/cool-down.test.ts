/** A cool-down reorders the plan and never empties it; keys of a pool cool one by one. */

import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import type { RecordedRequest, Script, ScriptedReply } from '../fake-platform/fake-platform.ts';
import { openaiError } from '../fake-platform/openai-replies.ts';
import { RedwolfHost } from '../support/redwolf-host.ts';
import { GOOD_ANSWER, Stage, story, textOfReply, WORDS } from './stage.ts';

const host = new RedwolfHost();

after(() => host.stop());

const SIDE_BY_SIDE = { concurrency: 2 };
const BROKEN = openaiError(500, 'The server had an error');

function limit(seconds: string): ScriptedReply {
  return { ...openaiError(429, 'Rate limit reached'), headers: { 'retry-after': seconds } };
}

/** The first call fails so, the others go well. */
function once(failure: ScriptedReply): Script {
  return (request, index) => (index === 0 ? failure : GOOD_ANSWER(request));
}

/** Requests with this key fail so, the others go well. */
function failsFor(key: string, failure: ScriptedReply): Script {
  return (request) => (keyOf(request) === key ? failure : GOOD_ANSWER(request));
}

function keyOf(request: RecordedRequest): string | undefined {
  return request.headers.authorization?.replace('Bearer ', '');
}

describe('cool-down', SIDE_BY_SIDE, () => {
  test('a target that failed goes last', async (t) => {
    const stage = await Stage.start(host, { a: { reply: once(limit('60')) }, b: {} });
    t.after(() => stage.close());
    await stage.ask('json');
    await stage.ask('json');
    const call = await stage.lastCall(2);
    assert.deepEqual(story(call), ['b: ok']);
    assert.equal(stage.callsOf('a'), 1);
    assert.equal(stage.callsOf('b'), 2);
  });

  test('retry-after is honoured, and then the better target is asked again', async (t) => {
    const stage = await Stage.start(host, { a: { reply: once(limit('1')) }, b: {} });
    t.after(() => stage.close());
    await stage.ask('json');
    const limitedAt = Date.now();
    while (stage.callsOf('a') === 1) {
      assert.ok(Date.now() - limitedAt < 10_000, 'the better target is never asked again');
      await wait(50);
      await stage.ask('json');
    }
    // The platform said so a moment before its reply was here.
    assert.ok(Date.now() - limitedAt > 900, 'the target was asked before its time');
  });

  test('while all targets cool, the soonest ready one is still asked', async (t) => {
    const stage = await Stage.start(host, { a: { reply: once(limit('90')) }, b: { reply: once(limit('30')) } });
    t.after(() => stage.close());
    const first = await stage.ask('json');
    const second = await stage.ask('json');
    assert.equal(first.status, 429);
    assert.equal(second.status, 200, second.text);
    assert.equal(textOfReply(second), WORDS);
    assert.deepEqual(story(await stage.lastCall(2)), ['b: ok']);
    assert.equal(stage.callsOf('a'), 1);
  });

  test('one platform only: it is asked although it cools, and its own answer is passed on', async (t) => {
    const replies = [limit('60'), BROKEN, undefined];
    const stage = await Stage.start(host, { a: { reply: (request, index) => replies[index] ?? GOOD_ANSWER(request) } });
    t.after(() => stage.close());
    const statuses: number[] = [];
    for (let call = 0; call < 3; call++) statuses.push((await stage.ask('stream')).status);
    assert.deepEqual(statuses, [429, 500, 200]);
    assert.equal(stage.callsOf('a'), 3);
  });

  test('a third target answers when two fail', async (t) => {
    const stage = await Stage.start(host, { a: { reply: 'refused' }, b: { reply: BROKEN }, c: {} });
    t.after(() => stage.close());
    const reply = await stage.ask('stream');
    assert.equal(textOfReply(reply), WORDS);
    assert.equal(reply.headers['x-redwolf-attempts'], '3');
    assert.deepEqual(story(await stage.lastCall()), ['a: unreachable', 'b: server_error', 'c: ok']);
  });

  test('a pinned model is not replaced by another one', async (t) => {
    const stage = await Stage.start(host, { a: { reply: BROKEN }, b: {} });
    t.after(() => stage.close());
    const reply = await stage.ask('stream', 'a:ma');
    assert.equal(reply.status, 500);
    assert.equal(reply.headers['x-redwolf-source'], 'pin');
    assert.equal(stage.callsOf('b'), 0);
    assert.deepEqual((await stage.lastCall()).plan, ['a:ma']);
  });
});

describe('a pool of keys', SIDE_BY_SIDE, () => {
  const pool = { api_key: undefined, api_keys: ['k1', 'k2'] };

  for (const [name, failure] of [
    ['401', openaiError(401, 'Incorrect API key provided')],
    ['402', openaiError(402, 'Insufficient Balance')],
    ['403', openaiError(403, 'not for this key')],
    ['429', limit('60')],
  ] as const) {
    test(`${name}: the next key of the same platform`, async (t) => {
      const stage = await Stage.start(host, { a: { reply: failsFor('k1', failure), entry: pool }, b: {} });
      t.after(() => stage.close());
      const reply = await stage.ask('json');
      assert.equal(reply.status, 200, reply.text);
      assert.equal(reply.headers['x-redwolf-attempts'], '2');
      assert.equal(reply.headers['x-redwolf-model'], 'a:ma');
      await stage.ask('json');
      // The second call begins with the key that works.
      assert.deepEqual(stage.platform('a').requests.map(keyOf), ['k1', 'k2', 'k2']);
      assert.equal(stage.callsOf('b'), 0);
      const [first] = await stage.redwolf.waitForCalls(2);
      assert.deepEqual(
        first?.attempts.map(({ credential }) => credential),
        [0, 1],
      );
    });
  }

  test('500: another key of the same platform would not help', async (t) => {
    const stage = await Stage.start(host, { a: { reply: BROKEN, entry: pool }, b: {} });
    t.after(() => stage.close());
    const reply = await stage.ask('json');
    assert.equal(reply.headers['x-redwolf-model'], 'b:mb');
    assert.deepEqual(stage.platform('a').requests.map(keyOf), ['k1']);
  });

  test('all keys are bad: the next target', async (t) => {
    const stage = await Stage.start(host, { a: { reply: openaiError(401, 'bad key'), entry: pool }, b: {} });
    t.after(() => stage.close());
    const reply = await stage.ask('json');
    assert.equal(textOfReply(reply), WORDS);
    assert.deepEqual(story(await stage.lastCall()), ['a: authentication', 'a: authentication', 'b: ok']);
  });
});

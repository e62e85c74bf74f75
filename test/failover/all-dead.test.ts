/** When nobody can answer: what the client is told, in which words, and that a bad platform key is never its own 401. */

import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import type { ScriptedReply } from '../fake-platform/fake-platform.ts';
import { openaiError } from '../fake-platform/openai-replies.ts';
import { RedwolfHost } from '../support/redwolf-host.ts';
import { FORMS, Stage, story } from './stage.ts';

const host = new RedwolfHost();

after(() => host.stop());

const SIDE_BY_SIDE = { concurrency: 2 };

const BAD_KEY = openaiError(401, 'Incorrect API key provided');
const BROKEN = openaiError(500, 'The server had an error');

function limit(seconds: string): ScriptedReply {
  return { ...openaiError(429, 'Rate limit reached'), headers: { 'retry-after': seconds } };
}

interface DeadRow {
  readonly name: string;
  readonly a: ScriptedReply | 'refused';
  readonly b: ScriptedReply | 'refused';
  readonly status: number;
  readonly errorType: string;
  readonly retryAfter?: string;
  readonly story: readonly string[];
}

const SEVERAL: readonly DeadRow[] = [
  {
    name: 'all limits: the smallest retry-after',
    a: limit('70'),
    b: limit('30'),
    status: 429,
    errorType: 'rate_limit_error',
    retryAfter: '30',
    story: ['a: rate_limit', 'b: rate_limit'],
  },
  {
    name: 'limits without retry-after',
    a: openaiError(429, 'slow down'),
    b: openaiError(429, 'slow down'),
    status: 429,
    errorType: 'rate_limit_error',
    story: ['a: rate_limit', 'b: rate_limit'],
  },
  {
    name: 'a limit and a broken one',
    a: limit('70'),
    b: BROKEN,
    status: 503,
    errorType: 'overloaded_error',
    story: ['a: rate_limit', 'b: server_error'],
  },
  {
    name: 'two bad keys',
    a: BAD_KEY,
    b: BAD_KEY,
    status: 503,
    errorType: 'overloaded_error',
    story: ['a: authentication', 'b: authentication'],
  },
  {
    name: 'two that cannot be reached',
    a: 'refused',
    b: 'refused',
    status: 503,
    errorType: 'overloaded_error',
    story: ['a: unreachable', 'b: unreachable'],
  },
];

describe('several targets, all dead', SIDE_BY_SIDE, () => {
  for (const row of SEVERAL) {
    for (const form of FORMS) {
      test(`${row.name} (${form})`, async (t) => {
        const stage = await Stage.start(host, { a: { reply: row.a }, b: { reply: row.b } });
        t.after(() => stage.close());
        const reply = await stage.ask(form);
        assert.equal(reply.status, row.status, reply.text);
        assert.equal(reply.json?.type, 'error');
        assert.equal(reply.json?.error?.type, row.errorType);
        assert.equal(reply.headers['retry-after'], row.retryAfter);
        assert.equal(reply.headers['x-redwolf-attempts'], '2');
        const call = await stage.lastCall();
        assert.deepEqual(story(call), row.story);
        assert.equal(call.outcome, 'error');
        assert.equal(call.status, row.status);
        assert.equal(call.usageSource, 'none');
      });
    }
  }
});

const ONE: readonly (readonly [name: string, reply: ScriptedReply | 'refused', status: number, errorType: string])[] = [
  ['refused', 'refused', 502, 'api_error'],
  ['401 for our key', BAD_KEY, 502, 'api_error'],
  ['402', openaiError(402, 'Insufficient Balance'), 402, 'billing_error'],
  ['403', openaiError(403, 'model access denied'), 403, 'permission_error'],
  ['404', openaiError(404, 'The model `ma` does not exist'), 404, 'not_found_error'],
  ['429', limit('7'), 429, 'rate_limit_error'],
  ['500', BROKEN, 500, 'api_error'],
  ['503', openaiError(503, 'try later'), 503, 'overloaded_error'],
  ['504', openaiError(504, 'too slow'), 504, 'timeout_error'],
  ['529', openaiError(529, 'Overloaded'), 529, 'overloaded_error'],
];

describe("one target: its own error, in the client's words", SIDE_BY_SIDE, () => {
  for (const [name, answer, status, errorType] of ONE) {
    test(name, async (t) => {
      const stage = await Stage.start(host, { a: { reply: answer } });
      t.after(() => stage.close());
      const reply = await stage.ask('stream');
      assert.equal(reply.status, status, reply.text);
      assert.equal(reply.json?.type, 'error');
      assert.equal(reply.json?.error?.type, errorType);
      assert.equal(reply.headers['retry-after'], name === '429' ? '7' : undefined);
      assert.equal(reply.headers['x-redwolf-attempts'], '1');
      assert.equal((await stage.lastCall()).outcome, 'error');
    });
  }
});

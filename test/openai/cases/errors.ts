/** Errors, aborts and broken streams, as an OpenAI client meets them. */

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { describe, test } from 'node:test';
import OpenAI from 'openai';
import { anthropicError, anthropicStream, event } from '../../fake-platform/anthropic-replies.ts';
import type { ScriptedReply } from '../../fake-platform/fake-platform.ts';
import { completion } from '../../fake-platform/openai-replies.ts';
import { eventually } from '../../support/eventually.ts';
import type { Reply } from '../../support/http-client.ts';
import { answers, begun, MODELS, refusal, SIDES, streamError } from '../../support/openai-sides.ts';
import { completionOf, stage, user } from './stage.ts';

/** An error in OpenAI's shape, and nothing of any other. */
function errorOf(reply: Reply) {
  const { error, ...others } = completionOf(reply);
  assert.deepEqual(Object.keys(others), [], reply.text);
  assert.equal(typeof error?.message, 'string');
  assert.equal(typeof error?.type, 'string');
  assert.ok(error?.param === null && (error.code === null || typeof error.code === 'string'), reply.text);
  assert.match(String(reply.headers['content-type']), /^application\/json/);
  return error;
}

/** What the platform answers → what the client gets: status, type and code. */
const STATUSES: readonly (readonly [number, number, string, string | null])[] = [
  [400, 400, 'invalid_request_error', null],
  [401, 502, 'server_error', null],
  [402, 402, 'insufficient_quota', 'insufficient_quota'],
  [403, 403, 'permission_error', null],
  [404, 404, 'invalid_request_error', null],
  [413, 413, 'invalid_request_error', null],
  [422, 400, 'invalid_request_error', null],
  [429, 429, 'rate_limit_error', 'rate_limit_exceeded'],
  [500, 500, 'server_error', null],
  [502, 502, 'server_error', null],
  [503, 503, 'server_error', 'overloaded'],
  [504, 504, 'server_error', 'timeout'],
  [529, 529, 'server_error', 'overloaded'],
];

describe('an error of the platform', () => {
  for (const [status, expected, type, code] of STATUSES) {
    for (const to of SIDES) {
      for (const stream of [false, true]) {
        test(`${status} of ${to}${stream ? ', for a stream' : ''}`, async () => {
          const words = `it says ${status}`;
          stage.platform.play(refusal(to, status, words));
          const reply = await stage.send(to, { stream });
          // Anthropic itself knows no 422; a platform of its kind that does is passed on.
          if (status !== 422) assert.equal(reply.status, expected, reply.text);
          else assert.ok(reply.status === 400 || reply.status === 422, reply.text);
          const error = errorOf(reply);
          assert.deepEqual([error.type, error.code], [type, code]);
          assert.match(error.message ?? '', new RegExp(words));
          assert.equal(reply.headers['x-redwolf-attempts'], '1');
        });
      }
    }
  }

  test('keeps retry-after', async () => {
    stage.platform.play({ ...anthropicError(429, 'rate_limit_error', 'slow'), headers: { 'retry-after': '17' } });
    const reply = await stage.send('claude');
    assert.equal(reply.headers['retry-after'], '17');
  });

  const CLASSES: readonly (readonly [ScriptedReply, new (...args: never[]) => Error])[] = [
    [anthropicError(400, 'invalid_request_error', 'no'), OpenAI.BadRequestError],
    [anthropicError(403, 'permission_error', 'no'), OpenAI.PermissionDeniedError],
    [anthropicError(404, 'not_found_error', 'no'), OpenAI.NotFoundError],
    [anthropicError(429, 'rate_limit_error', 'no'), OpenAI.RateLimitError],
    [anthropicError(529, 'overloaded_error', 'no'), OpenAI.InternalServerError],
    [{ fate: 'close' }, OpenAI.InternalServerError],
  ];
  for (const [reply, kind] of CLASSES) {
    test(`is the official client's ${kind.name}: ${JSON.stringify(reply).slice(0, 60)}`, async () => {
      stage.platform.play(reply);
      const asked = stage.sdk.chat.completions.create({
        model: MODELS.claude,
        messages: [{ role: 'user', content: 'x' }],
      });
      await assert.rejects(asked, kind);
    });
  }

  test('that the conversation is too long has the code that OpenAI clients know', async () => {
    const words = 'prompt is too long: 210000 tokens > 200000 maximum';
    stage.platform.play(anthropicError(400, 'invalid_request_error', words));
    const error = errorOf(await stage.send('claude'));
    assert.deepEqual([error.type, error.code], ['invalid_request_error', 'context_length_exceeded']);
  });

  for (const [name, reply] of [
    ['nothing', { text: '' }],
    ['a page of HTML', { text: '<html><body>Bad gateway</body></html>' }],
    ['null', { text: 'null' }],
    ['a list', { text: '[]' }],
    ['broken JSON', { text: '{"id":' }],
    ['a redirect', { status: 302, headers: { location: 'http://127.0.0.1:1/' }, text: '' }],
    ['an error that says 200', { json: { error: { message: 'no', code: 502 } } }],
  ] as const) {
    test(`that answers with ${name} is 502`, async () => {
      for (const to of SIDES) {
        stage.platform.play(reply);
        const got = await stage.send(to);
        assert.equal(got.status, 502, got.text);
        assert.equal(errorOf(got).type, 'server_error');
      }
    });
  }
});

describe("a client's own fault", () => {
  const BAD: readonly (readonly [string, unknown])[] = [
    ['no JSON', '{"model":'],
    ['a list', '[]'],
    ['no messages', { model: 'chat:m' }],
    ['an empty list of messages', { model: 'chat:m', messages: [] }],
    ['messages that are no list', { model: 'chat:m', messages: 'hi' }],
    ['a field twice', '{"model":"chat:m","messages":[{"role":"user","content":"x"}],"model":"ant:m"}'],
    ['a model that is no text', { model: 5, messages: [user('hi')] }],
    ['an unknown role', { model: MODELS.claude, messages: [{ role: 'robot', content: 'hi' }] }],
    ['content that is a number', { model: MODELS.claude, messages: [user(5)] }],
    [
      'a call without a name',
      { model: MODELS.claude, messages: [{ role: 'assistant', tool_calls: [{ id: 'a', function: {} }] }] },
    ],
    ['a result without its id', { model: MODELS.claude, messages: [{ role: 'tool', content: 'x' }] }],
  ];
  for (const [name, body] of BAD) {
    test(`${name} is 400, and no platform is asked`, async () => {
      stage.platform.play(answers({ text: 'x' }));
      const reply = await stage.redwolf.send('/v1/chat/completions', { body });
      assert.equal(reply.status, 400, reply.text);
      assert.equal(errorOf(reply).type, 'invalid_request_error');
      assert.equal(stage.platform.requests.length, 0);
    });
  }

  test('a wrong key is 401 with the code of a wrong key', async () => {
    const reply = await stage.send('chat', {}, { headers: { authorization: 'Bearer wrong' } });
    assert.equal(reply.status, 401);
    assert.equal(errorOf(reply).code, 'invalid_api_key');
  });

  test('no key is 401 too', async () => {
    const reply = await stage.send('chat', {}, { headers: { authorization: null } });
    assert.equal(reply.status, 401);
    assert.equal(errorOf(reply).type, 'invalid_request_error');
  });

  test('GET is 405', async () => {
    const reply = await stage.redwolf.send('/v1/chat/completions', { method: 'GET' });
    assert.equal(reply.status, 405);
    errorOf(reply);
  });
});

describe('a stream that fails after it began', () => {
  for (const to of SIDES) {
    for (const [name, rest] of [
      ['is cut', ['abort']],
      ['ends without an end', []],
      ['says an error', [streamError(to, 'no')]],
      ['sends what is no JSON', ['data: {"a\n\n']],
    ] as const) {
      test(`${to} ${name}: an error chunk is the last, and no [DONE]`, async () => {
        stage.platform.play({ stream: [...begun(to), ...rest] });
        const reply = await stage.send(to, { stream: true });
        assert.equal(reply.status, 200);
        assert.ok(reply.text.includes('begun'));
        assert.equal(reply.text.includes('[DONE]'), false);
        const last = reply.events.at(-1)?.json as { error?: { message?: string } } | undefined;
        assert.equal(typeof last?.error?.message, 'string', reply.text);
        const errors = reply.events.filter(({ data: text }) => text.startsWith('{"error"'));
        assert.equal(errors.length, 1);
      });

      test(`${to} ${name}: the official client throws`, async () => {
        stage.platform.play({ stream: [...begun(to), ...rest] });
        const messages = [{ role: 'user' as const, content: 'x' }];
        const stream = await stage.sdk.chat.completions.create({ model: MODELS[to], messages, stream: true });
        await assert.rejects(async () => {
          for await (const _ of stream);
        });
      });
    }
  }

  test('and before it began is an error with a status', async () => {
    stage.platform.play({ stream: [event('error', { error: { type: 'overloaded_error', message: 'busy' } })] });
    const reply = await stage.send('claude', { stream: true });
    assert.equal(reply.status, 529);
    assert.equal(errorOf(reply).code, 'overloaded');
  });
});

describe('a client that leaves', () => {
  for (const to of SIDES) {
    for (const stream of [false, true]) {
      test(`has ${to} stopped${stream ? ' in the middle of a stream' : ''}, and is accounted for`, async () => {
        stage.platform.play(stream ? { stream: [...begun(to), 'hang'] } : { fate: 'silence' });
        const aborted = () => stage.redwolf.calls().filter(({ outcome }) => outcome === 'aborted').length;
        const before = aborted();
        const exchange = stage.open(to, { stream });
        const request = await stage.platform.request();
        if (stream) await exchange.received('begun');
        exchange.abort();
        assert.equal((await request.closed).isComplete, false);
        await eventually('the row', () => (aborted() > before ? true : undefined));
      });
    }
  }

  test('by the official client', async () => {
    stage.platform.play({ stream: [...anthropicStream().stream.slice(0, 4), 'hang'] });
    const messages = [{ role: 'user' as const, content: 'x' }];
    const stream = await stage.sdk.chat.completions.create({ model: MODELS.claude, messages, stream: true });
    for await (const _ of stream) break;
    assert.equal((await stage.platform.requests[0]?.closed)?.isComplete, false);
  });
});

test('a slow platform does not stop a quick one', async () => {
  const slow = new EventTarget();
  stage.platform.play((request) =>
    request.path.endsWith('/messages') ? { after: once(slow, 'go'), json: {} } : completion({ text: 'quick' }),
  );
  const waiting = stage.open('claude');
  await stage.platform.request();
  const reply = await stage.send('chat');
  assert.equal(completionOf(reply).choices?.[0]?.message?.content, 'quick');
  waiting.abort();
  slow.dispatchEvent(new Event('go'));
});

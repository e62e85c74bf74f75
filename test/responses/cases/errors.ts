/** Errors, as a client of the Responses API meets them. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { anthropicError } from '../../fake-platform/anthropic-replies.ts';
import type { Reply } from '../../support/http-client.ts';
import { errorOf, openaiClient } from '../../support/openai-sdk.ts';
import { answers, MODELS, refusal, SIDES, streamError } from '../../support/openai-sides.ts';
import { stage } from './stage.ts';

/** An error in OpenAI's shape, and nothing of any other. */
function toldBy(reply: Reply) {
  const { error, ...others } = Object(reply.json);
  assert.deepEqual(Object.keys(others), [], reply.text);
  assert.deepEqual(Object.keys(error).sort(), ['code', 'message', 'param', 'type']);
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
  [429, 429, 'rate_limit_error', 'rate_limit_exceeded'],
  [500, 500, 'server_error', null],
  [503, 503, 'server_error', 'overloaded'],
  [529, 529, 'server_error', 'overloaded'],
];
for (const to of SIDES) {
  for (const [status, expected, type, code] of STATUSES) {
    test(`${status} of ${to}`, async () => {
      stage.platform.play(refusal(to, status, `it says ${status}`));
      for (const stream of [false, true]) {
        const reply = await stage.send(to, { stream });
        assert.equal(reply.status, expected, reply.text);
        const error = toldBy(reply);
        // A platform of the same protocol is passed on in its own words.
        if (to !== 'responses' || status === 401) assert.deepEqual([error.type, error.code], [type, code]);
        assert.match(error.message, new RegExp(`it says ${status}`));
      }
    });
  }

  for (const [name, reply] of [
    ['nothing', { text: '' }],
    ['a page of HTML', { text: '<html><body>Bad gateway</body></html>' }],
    ['null', { text: 'null' }],
    ['a list', { text: '[]' }],
    ['broken JSON', { text: '{"id":' }],
    ['an error that says 200', { json: { error: { message: 'no', code: 502 } } }],
    ['a broken connection', { fate: 'close' }],
  ] as const) {
    test(`${to} that answers with ${name} is 502`, async () => {
      stage.platform.play(reply);
      const got = await stage.send(to);
      assert.equal(got.status, 502, got.text);
      assert.equal(toldBy(got).type, 'server_error');
    });
  }

  test(`an error of ${to} that comes first in a stream is a status`, async () => {
    stage.platform.play({ stream: [streamError(to, 'busy')] });
    const error = await errorOf(stage.sdk.responses.create({ model: MODELS[to], input: 'Hi', stream: true }));
    assert.ok((error.status ?? 0) >= 500, `${error.status}`);
    assert.match(error.message, /busy/);
  });
}

test('an overflow, by the code that Codex knows', async () => {
  stage.platform.play(
    anthropicError(400, 'invalid_request_error', 'prompt is too long: 210000 tokens > 200000 maximum'),
  );
  const error = await errorOf(stage.sdk.responses.create({ model: MODELS.claude, input: 'Hi' }));
  assert.deepEqual([error.status, error.code], [400, 'context_length_exceeded']);
});

test('retry-after is kept', async () => {
  stage.platform.play({ ...anthropicError(429, 'rate_limit_error', 'slow'), headers: { 'retry-after': '17' } });
  assert.equal((await stage.send('claude')).headers['retry-after'], '17');
});

describe("a client's own fault", () => {
  const REFUSED: readonly (readonly [string, object, RegExp])[] = [
    ['previous_response_id', { previous_response_id: 'resp_1' }, /previous_response_id.*stores no responses.*whole/],
    ['an item reference', { input: [{ type: 'item_reference', id: 'msg_1' }] }, /input\[0\].*stores no responses/],
    ['a conversation', { conversation: 'conv_1' }, /conversation.*stores no responses/],
    ['a response in the background', { background: true }, /background/],
    ['a stored prompt', { prompt: { id: 'pmpt_1' }, input: undefined }, /prompt/],
    ['no input', { input: undefined }, /input: required/],
    ['an empty input', { input: [] }, /input: at least one/],
    ['an input that is none', { input: 5 }, /input: must be a string or a list/],
    ['an item that is none', { input: ['x'] }, /input\[0\]: must be an object/],
    ['an unknown role', { input: [{ role: 'boss', content: 'x' }] }, /input\[0\]\.role/],
    ['content that is a number', { input: [{ role: 'user', content: 5 }] }, /input\[0\]\.content/],
    ['a call without an id', { input: [{ type: 'function_call', name: 'f', arguments: '{}' }] }, /input\[0\]\.call_id/],
    ['a tool without a name', { tools: [{ type: 'function' }] }, /tools\[0\]\.name/],
    ['tools that are no list', { tools: {} }, /tools: must be a list/],
    ['messages in place of input', { input: undefined, messages: [{ role: 'user', content: 'x' }] }, /input: required/],
  ];
  for (const [what, fields, message] of REFUSED) {
    test(`${what} is refused before any platform is asked`, async () => {
      stage.platform.play(answers({ text: 'ok' }));
      const reply = await stage.send('chat', fields);
      assert.equal(reply.status, 400, reply.text);
      const error = toldBy(reply);
      assert.equal(error.type, 'invalid_request_error');
      assert.match(error.message, message);
      assert.equal(stage.platform.requests.length, 0);
    });
  }

  for (const [what, body] of [
    ['no JSON', '{"model":'],
    ['a list', '[]'],
    ['a field twice', '{"model":"chat:m","input":"x","input":"y"}'],
    ['a model that is no text', { model: 5, input: 'x' }],
  ] as const) {
    test(`${what} is 400`, async () => {
      const reply = await stage.redwolf.send('/v1/responses', { body });
      assert.equal(reply.status, 400, reply.text);
      assert.equal(toldBy(reply).type, 'invalid_request_error');
    });
  }

  test('a bad client key', async () => {
    const client = openaiClient(stage.redwolf, 'rw-wrong');
    const error = await errorOf(client.responses.create({ model: 'x', input: 'Hi' }));
    assert.deepEqual([error.status, error.code], [401, 'invalid_api_key']);
  });

  test('GET is no way to ask', async () => {
    const reply = await stage.redwolf.send('/v1/responses', { method: 'GET' });
    assert.equal(reply.status, 405);
    assert.equal(toldBy(reply).type, 'invalid_request_error');
  });
});

test('below the base of Claude Code too', async () => {
  stage.platform.play(answers({ text: 'ok' }));
  const reply = await stage.redwolf.send('/api/v1/claude-code/responses', { body: { model: 'x', input: 'Hi' } });
  assert.equal(Object(reply.json).object, 'response');
});

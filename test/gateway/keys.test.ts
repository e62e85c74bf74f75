/** Who may call, and that no credential goes where it does not belong. */

import assert from 'node:assert/strict';
import { after, before, describe, type TestContext, test } from 'node:test';
import { anthropicAnswer, anthropicError } from '../fake-platform/anthropic-replies.ts';
import { FakePlatform, type RecordedRequest, type ScriptedReply } from '../fake-platform/fake-platform.ts';
import { answer, chunk, sse } from '../fake-platform/openai-replies.ts';
import { CLIENT_KEY } from '../support/config-file.ts';
import type { Redwolf } from '../support/redwolf.ts';
import { RedwolfHost } from '../support/redwolf-host.ts';
import { startRedwolf } from '../support/redwolf-process.ts';
import { user } from '../support/request-parts.ts';

const BODY = { model: 'm', max_tokens: 9, messages: [user('hi')] };
const PLATFORM_KEY = 'key-of-the-platform';
/** As a subscriber of Anthropic has it. */
const OWN_CREDENTIAL = 'sk-ant-oat01-the-clients-own';

describe('client keys', () => {
  let platform: FakePlatform;
  let redwolf: Redwolf;

  before(async () => {
    platform = await FakePlatform.start(answer({ text: 'ok' }));
    redwolf = await startRedwolf({
      platforms: [
        {
          id: 'up',
          type: 'openai-compatible',
          base_url: `${platform.origin}/v1`,
          api_key: PLATFORM_KEY,
          models: ['m'],
        },
      ],
    });
  });

  after(async () => {
    await redwolf.stop();
    await platform.close();
  });

  const GOOD: readonly (readonly [string, Record<string, string | null>])[] = [
    ['Authorization: Bearer', { 'x-api-key': null, authorization: `Bearer ${CLIENT_KEY}` }],
    ['x-api-key', { 'x-api-key': CLIENT_KEY }],
    ['api-key', { 'x-api-key': null, 'api-key': CLIENT_KEY }],
    ['x-redwolf-key', { 'x-api-key': null, 'x-redwolf-key': CLIENT_KEY }],
  ];

  for (const [name, headers] of GOOD) {
    test(`a key is taken as ${name}, and goes no further`, async () => {
      platform.play(answer({ text: 'ok' }));
      const reply = await redwolf.send('/v1/messages', { body: BODY, headers });
      assert.equal(reply.status, 200, reply.text);
      assert.ok(!whole(platform.requests[0]).includes(CLIENT_KEY));
    });
  }

  const BAD: readonly (readonly [string, Record<string, string | null>])[] = [
    ['no key', { 'x-api-key': null }],
    ['a wrong key', { 'x-api-key': 'rw-wrong-key' }],
    ['a wrong bearer', { 'x-api-key': null, authorization: 'Bearer rw-wrong-key' }],
    ['a bearer of another scheme', { 'x-api-key': null, authorization: `Basic ${CLIENT_KEY}` }],
    ['a wrong key for redwolf beside a right one', { 'x-redwolf-key': 'rw-wrong-key' }],
    ['an empty key', { 'x-api-key': '' }],
  ];

  for (const [name, headers] of BAD) {
    test(`${name}: 401 in the client's shape, without the key`, async () => {
      platform.play(answer({ text: 'ok' }));
      const reply = await redwolf.send('/v1/messages', { body: BODY, headers });
      assert.equal(reply.status, 401);
      assert.equal(reply.json?.type, 'error');
      assert.equal(reply.json?.error?.type, 'authentication_error');
      assert.ok(!reply.text.includes('rw-wrong-key'));
      assert.equal(platform.requests.length, 0);
    });
  }

  test('cookies and other credentials of the client stay here', async () => {
    platform.play(answer({ text: 'ok' }));
    const headers = {
      cookie: 'session=secret-cookie',
      'api-key': 'second-secret',
      'proxy-authorization': 'Basic third',
    };
    await redwolf.send('/v1/messages', { body: BODY, headers });
    const sent = whole(platform.requests[0]);
    for (const secret of ['secret-cookie', 'second-secret', 'third']) assert.ok(!sent.includes(secret), secret);
  });

  const ECHO = `Incorrect API key provided: ${PLATFORM_KEY}. You can find yours on our page.`;
  const ECHOES: readonly (readonly [name: string, reply: ScriptedReply])[] = [
    ['a 400', { status: 400, json: { error: { message: ECHO } } }],
    ['a 401', { status: 401, json: { error: { message: ECHO } } }],
    ['a 403 as text', { status: 403, text: ECHO }],
    ['an error inside a 200', { json: { error: { message: ECHO, code: 400 } } }],
    ['the first event of a stream', sse([{ error: { message: ECHO } }], { done: false })],
    ['a later event of a stream', sse([chunk({ content: 'half' }), { error: { message: ECHO } }], { done: false })],
  ];

  for (const [name, reply] of ECHOES) {
    test(`a platform that echoes its key in ${name} does not give it away`, async () => {
      platform.play(reply);
      const answered = await redwolf.send('/v1/messages', { body: { ...BODY, stream: reply.stream !== undefined } });
      const call = await redwolf.waitForCall(answered.headers['x-redwolf-call-id']);
      assert.match(answered.text, /Incorrect API key/);
      assert.ok(!answered.text.includes(PLATFORM_KEY), `the client has it: ${answered.text}`);
      assert.ok(!JSON.stringify(call).includes(PLATFORM_KEY), 'the row has it');
      assert.ok(!redwolf.log.includes(PLATFORM_KEY), 'the log has it');
    });
  }

  test('no header of the client chooses where a request goes', async () => {
    platform.play(answer({ text: 'ok' }));
    const headers = {
      'x-forwarded-host': 'evil.example',
      forwarded: 'host=evil.example',
      'x-base-url': 'http://evil.example',
    };
    await redwolf.send('/v1/messages', { body: BODY, headers });
    assert.equal(platform.requests[0]?.headers.host, new URL(platform.origin).host);
  });
});

describe('auth: passthrough', () => {
  const host = new RedwolfHost();

  after(() => host.stop());

  interface Stage {
    readonly own: FakePlatform;
    readonly stored: FakePlatform;
    readonly redwolf: Redwolf;
  }

  /** A platform that takes the client's own credential, and one with a stored key after it. */
  async function stage(t: TestContext, routing: object = {}): Promise<Stage> {
    const own = await FakePlatform.start(anthropicAnswer());
    const stored = await FakePlatform.start(anthropicAnswer());
    const redwolf = await host.start({
      platforms: [
        { id: 'own', type: 'anthropic', base_url: own.origin, auth: 'passthrough', models: ['claude-up'] },
        { id: 'stored', type: 'anthropic', base_url: stored.origin, api_key: 'stored-key', models: ['claude-up'] },
      ],
      routing: { mode: 'claude_code', ...routing },
    });
    t.after(async () => {
      await redwolf.stop();
      await own.close();
      await stored.close();
    });
    return { own, stored, redwolf };
  }

  const OWN_HEADERS: readonly Record<string, string>[] = [
    { authorization: `Bearer ${OWN_CREDENTIAL}` },
    { 'x-api-key': OWN_CREDENTIAL },
  ];

  for (const own of OWN_HEADERS) {
    const [name = ''] = Object.keys(own);
    test(`the client's own ${name} goes to that platform, redwolf's key comes beside it`, async (t) => {
      const { own: platform, stored, redwolf } = await stage(t);
      const headers = { 'x-api-key': null, ...own, 'x-redwolf-key': CLIENT_KEY };
      const reply = await redwolf.send('/v1/messages', { body: BODY, headers });
      assert.equal(reply.status, 200, reply.text);
      const [request] = platform.requests;
      assert.equal(request?.headers[name], own[name]);
      assert.ok(!whole(request).includes(CLIENT_KEY));
      assert.equal(stored.requests.length, 0);
      const [call] = await redwolf.waitForCalls(1);
      assert.equal(call?.keyName, 'test');
    });
  }

  test('another platform never sees the credential, also when it takes over', async (t) => {
    const { own, stored, redwolf } = await stage(t);
    own.play(anthropicError(529, 'overloaded_error', 'Overloaded'));
    const headers = { 'x-api-key': OWN_CREDENTIAL, 'x-redwolf-key': CLIENT_KEY };
    const reply = await redwolf.send('/v1/messages', { body: BODY, headers });
    assert.equal(reply.status, 200, reply.text);
    assert.equal(stored.requests.length, 1);
    assert.equal(stored.requests[0]?.headers['x-api-key'], 'stored-key');
    assert.ok(!whole(stored.requests[0]).includes(OWN_CREDENTIAL));
  });

  test('without a key of redwolf: taken on loopback, as anonymous, and never with a stored key', async (t) => {
    const { own, stored, redwolf } = await stage(t);
    const headers = { 'x-api-key': OWN_CREDENTIAL };
    const good = await redwolf.send('/v1/messages', { body: BODY, headers });
    own.play(anthropicError(529, 'overloaded_error', 'Overloaded'));
    const failed = await redwolf.send('/v1/messages', { body: BODY, headers });
    assert.equal(good.status, 200, good.text);
    assert.equal(failed.status, 529, 'its own answer, since nobody may take over');
    assert.equal(stored.requests.length, 0);
    const calls = await redwolf.waitForCalls(2);
    assert.deepEqual(
      calls.map((call) => call.keyName),
      ['anonymous', 'anonymous'],
    );
  });

  test('an anonymous client cannot pin a platform with a stored key', async (t) => {
    const { stored, redwolf } = await stage(t);
    const body = { ...BODY, model: 'stored:claude-up' };
    const reply = await redwolf.send('/v1/messages', { body, headers: { 'x-api-key': OWN_CREDENTIAL } });
    assert.ok(reply.status === 401 || reply.status === 403, `status ${reply.status}`);
    assert.equal(stored.requests.length, 0);
  });

  test("a refusal of the client's own credential is told as it is", async (t) => {
    const { own, redwolf } = await stage(t, { claude_code_platforms: ['own'] });
    own.play(anthropicError(401, 'authentication_error', 'OAuth token has expired'));
    const headers = { 'x-api-key': OWN_CREDENTIAL, 'x-redwolf-key': CLIENT_KEY };
    const reply = await redwolf.send('/v1/messages', { body: BODY, headers });
    assert.equal(reply.status, 401);
    assert.equal(reply.json?.error?.message, 'OAuth token has expired');
  });

  test("another path of Claude Code goes there too, with the client's credential and nothing of redwolf's", async (t) => {
    const { own, stored, redwolf } = await stage(t);
    own.play({ json: { data: [] } });
    const headers = { 'x-api-key': null, authorization: `Bearer ${OWN_CREDENTIAL}`, cookie: 'a=b' };
    const path = '/api/v1/claude-code/v1/files?limit=1';
    const reply = await redwolf.send(path, { method: 'GET', headers: { ...headers, 'x-redwolf-key': CLIENT_KEY } });
    assert.equal(reply.status, 200, reply.text);
    const [request] = own.others;
    assert.equal(request?.headers.authorization, `Bearer ${OWN_CREDENTIAL}`);
    assert.ok(!whole(request).includes(CLIENT_KEY));
    assert.equal(request?.headers.cookie, undefined);
    assert.equal(stored.others.length, 0);
  });

  test("redwolf's own key is never taken for the client's credential", async (t) => {
    const { own, redwolf } = await stage(t);
    const reply = await redwolf.send('/v1/messages', { body: BODY });
    assert.ok(!own.requests.some((request) => whole(request).includes(CLIENT_KEY)));
    // The platform with the stored key may answer; the one without a credential cannot.
    assert.equal(reply.status, 200, reply.text);
    assert.equal(own.requests.length, 0);
  });
});

/** All that a platform got, as text. */
function whole(request: RecordedRequest | undefined): string {
  return `${request?.url}\n${JSON.stringify(request?.headers)}\n${request?.raw.toString()}`;
}

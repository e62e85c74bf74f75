/** Budgets of client keys from outside: many calls at once, every protocol, streams, clients that leave, a restart. */

import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { FakePlatform } from '../fake-platform/fake-platform.ts';
import { answer, chunk, ROLE_CHUNK, sse, usage } from '../fake-platform/openai-replies.ts';
import type { ConfigFile } from '../support/config-file.ts';
import { eventually } from '../support/eventually.ts';
import type { Reply } from '../support/http-client.ts';
import type { Redwolf } from '../support/redwolf.ts';
import { startRedwolf } from '../support/redwolf-process.ts';
import { user } from '../support/request-parts.ts';
import { temporaryDir } from '../support/store.ts';

/** Of the budget that ten calls use up. */
const DOLLARS = 0.01;
const NANO = 1e9;
/** At this price a call costs a tenth of the budget, and can cost no more: input is free, the output is cut. */
const PRICE = { input: 0, output: 10 };
const OUTPUT = 100;
const TENTH = OUTPUT * PRICE.output * 1_000;

let platform: FakePlatform;
let redwolf: Redwolf;

beforeEach(async () => {
  platform = await FakePlatform.start(answer({ text: 'ok', usage: usage(20, OUTPUT) }));
});

afterEach(async () => {
  await redwolf.stop();
  await platform.close();
});

function config(key: object): ConfigFile {
  const models = [{ id: 'm', price: PRICE }, 'free'];
  return {
    platforms: [{ id: 'up', type: 'openai-compatible', base_url: `${platform.origin}/v1`, api_key: 'k', models }],
    keys: [{ name: 'test', key: 'rw-test', ...key }],
  };
}

function ask(fields: object = {}): Promise<Reply> {
  return redwolf.send('/v1/messages', { body: { model: 'm', max_tokens: OUTPUT, messages: [user('hi')], ...fields } });
}

function assertUsedUp(reply: Reply): void {
  assert.equal(reply.status, 429, reply.text);
  assert.equal(reply.headers['x-should-retry'], 'false');
  assert.ok(Number(reply.headers['retry-after']) > 0);
  assert.match(reply.text, /The budget of this key is used up: of \$0\.0100/);
}

async function spentInRows(count: number): Promise<number> {
  return (await redwolf.waitForCalls(count)).reduce((sum, { costNanoUsd }) => sum + (costNanoUsd ?? 0), 0);
}

describe('a budget for ten calls', () => {
  test('lets exactly ten of 200 at once reach the platform', async () => {
    redwolf = await startRedwolf(config({ budget: { usd_per_month: DOLLARS } }));
    // None of the ten may end, and make room, before all have come.
    const { promise: arrived, resolve } = Promise.withResolvers<void>();
    platform.play((request) => ({ ...answer({ text: 'ok', usage: usage(20, OUTPUT) })(request), after: arrived }));
    const replies = Array.from({ length: 200 }, (_, index) => ask({ stream: index % 2 === 0 }));
    await eventually('190 refusals', () => (redwolf.calls().length >= 190 ? true : undefined));
    assert.equal(platform.requests.length, 10);
    resolve();
    const all = await Promise.all(replies);
    const refused = all.filter(({ status }) => status !== 200);
    assert.equal(refused.length, 190);
    for (const reply of refused) assertUsedUp(reply);
    assert.equal(platform.requests.length, 10);
    assert.equal(await spentInRows(200), DOLLARS * NANO);
    assertUsedUp(await ask());
  });

  test('counts every protocol, and tells each client in its own', async () => {
    redwolf = await startRedwolf(config({ budget: { usd_per_month: DOLLARS } }));
    const ways = [
      ['/v1/messages', { max_tokens: OUTPUT, messages: [user('hi')] }],
      ['/v1/chat/completions', { max_completion_tokens: OUTPUT, messages: [user('hi')] }],
      ['/v1/responses', { max_output_tokens: OUTPUT, input: 'hi' }],
    ] as const;
    const send = (index: number) => {
      const [path, fields] = ways[index % 3] ?? ways[0];
      return redwolf.send(path, { body: { model: 'm', stream: index % 2 === 0, ...fields } });
    };
    for (let index = 0; index < 10; index++) assert.equal((await send(index)).status, 200);
    const [messages, chat, responses] = await Promise.all([send(0), send(1), send(2)]);
    for (const reply of [messages, chat, responses]) assertUsedUp(reply);
    assert.equal(messages?.json?.error?.type, 'rate_limit_error');
    for (const reply of [chat, responses]) assert.match(reply?.text ?? '', /"code":"insufficient_quota"/);
    assert.equal(await spentInRows(13), 10 * TENTH);
  });

  test('is kept over a restart, and by a new secret', async (context) => {
    const dataDir = await temporaryDir(context);
    const file = config({ budget: { usd_total: DOLLARS } });
    redwolf = await startRedwolf(file, { dataDir });
    for (let index = 0; index < 10; index++) assert.equal((await ask()).status, 200);
    await redwolf.stop();
    const keys = [{ name: 'test', key: 'rw-another', budget: { usd_total: DOLLARS } }];
    redwolf = await startRedwolf({ ...file, keys }, { dataDir });
    const body = { model: 'm', max_tokens: OUTPUT, messages: [user('hi')] };
    assertUsedUp(await redwolf.send('/v1/messages', { body, headers: { 'x-api-key': 'rw-another' } }));
  });
});

test('a client that leaves pays for what was produced, and no more is held', async () => {
  redwolf = await startRedwolf(config({ budget: { usd_per_month: DOLLARS }, limits: { parallel: 1 } }));
  const text = 'x'.repeat(80);
  platform.play((_, index) =>
    index === 0
      ? {
          ...sse([ROLE_CHUNK, chunk({ content: text })]),
          stream: [...sse([ROLE_CHUNK, chunk({ content: text })]).stream.slice(0, 2), 'hang'],
        }
      : undefined,
  );
  const leaving = redwolf.open('/v1/messages', {
    body: { model: 'm', max_tokens: OUTPUT, stream: true, messages: [user('hi')] },
    abortWhen: (seen) => seen.includes('xxxx'),
  });
  await leaving.reply;
  const [row] = await redwolf.waitForCalls(1);
  assert.equal(row?.outcome, 'aborted');
  assert.equal(row?.costNanoUsd, 20 * PRICE.output * 1_000, '80 bytes are some 20 tokens');
  platform.play(answer({ text: 'ok', usage: usage(20, OUTPUT) }));
  assert.equal((await ask()).status, 200);
});

test('a model without a price is not for a key with a budget in money', async () => {
  redwolf = await startRedwolf(config({ budget: { usd_per_month: DOLLARS } }));
  const reply = await ask({ model: 'up:free' });
  assert.equal(reply.status, 403);
  assert.match(reply.text, /no price is known of up:free/);
  const listed = await redwolf.send('/v1/models', { method: 'GET' });
  assert.deepEqual(
    (listed.json as unknown as { data: { id: string }[] }).data.map(({ id }) => id),
    ['up:m', 'claude/up:m'],
  );
});

test('a rate lets so many through in a minute, and says when to come again', async () => {
  redwolf = await startRedwolf(config({ limits: { requests_per_minute: 3 } }));
  const replies = await Promise.all(Array.from({ length: 8 }, () => ask()));
  const refused = replies.filter(({ status }) => status === 429);
  assert.equal(refused.length, 5);
  for (const { headers } of refused) {
    assert.ok(Number(headers['retry-after']) >= 1 && Number(headers['retry-after']) <= 60);
    assert.equal(headers['x-should-retry'], undefined, 'clients may try again');
  }
  const count = { model: 'm', messages: [user('hi')] };
  assert.equal((await redwolf.send('/v1/messages/count_tokens', { body: count })).status, 200);
  assert.equal((await redwolf.waitForCalls(8)).length, 8);
});

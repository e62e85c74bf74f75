/** Client keys by the admin API and the command line, from outside. */

import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { FakePlatform } from '../fake-platform/fake-platform.ts';
import { answer, usage } from '../fake-platform/openai-replies.ts';
import type { Redwolf } from '../support/redwolf.ts';
import { runCommand } from '../support/redwolf-process.ts';
import { user } from '../support/request-parts.ts';
import { AdminClient, type Loose, startWithAdmin } from './admin-client.ts';

let platform: FakePlatform;
let redwolf: Redwolf;
let admin: AdminClient;

beforeEach(async () => {
  platform = await FakePlatform.start(answer({ text: 'ok', usage: usage(10, 5) }));
  const models = [{ id: 'm', price: { input: 100, output: 200 } }, 'other'];
  ({ redwolf, admin } = await startWithAdmin({
    platforms: [{ id: 'up', type: 'openai-compatible', base_url: `${platform.origin}/v1`, api_key: 'k', models }],
    member_keys: { budget: { tokens_total: 1_000 } },
  }));
});

afterEach(async () => {
  await redwolf.stop();
  await platform.close();
});

async function ask(secret: Loose, model = 'up:m') {
  const body = { model, max_tokens: 9, messages: [user('hi')] };
  const { status, json } = await redwolf.send('/v1/messages', { body, headers: { 'x-api-key': secret } });
  return { status, message: json?.error?.message ?? '' };
}

function create(fields: object = {}): Promise<Loose> {
  return admin.done(admin.post('/api/keys', { name: 'laptop', ...fields }));
}

describe('a key by the admin API', () => {
  test('is made, works at once, is shown this once, and changes hold for the next call', async () => {
    const { key, secret }: Loose = await create({ models: ['m'], budget: { usdPerMonth: 1 } });
    assert.match(secret, /^rw-[\w-]{43}$/);
    assert.equal((await ask(secret)).status, 200);
    assert.equal((await ask(secret, 'up:other')).status, 403);
    const listed = await admin.done(admin.get('/api/keys'));
    assert.deepEqual(
      listed.keys.map(({ name, origin }: Loose) => [name, origin]),
      [
        ['test', 'file'],
        ['laptop', 'stored'],
      ],
    );
    assert.ok(!JSON.stringify(listed).includes(secret));
    const changed = await admin.done(
      admin.patch(`/api/keys/${key.id}`, {
        models: null,
        modes: ['global_direct', 'smart_routing'],
        scenes: ['闲聊对话'],
        budget: { tokensPerDay: 1, usdPerMonth: null },
        version: 1,
      }),
    );
    assert.deepEqual([changed.key.models, changed.key.budget, changed.key.version], [null, { tokensPerDay: 1 }, 2]);
    assert.deepEqual([changed.key.modes.length, changed.key.scenes], [2, ['闲聊对话']]);
    assert.match((await ask(secret)).message, /of 1 tokens per day, 15 tokens are spent/);
    await admin.done(admin.patch(`/api/keys/${key.id}`, { enabled: false }));
    assert.match((await ask(secret)).message, /The key "laptop" is disabled/);
    await admin.done(admin.patch(`/api/keys/${key.id}`, { enabled: true, expiresAt: 1_000 }));
    assert.match((await ask(secret)).message, /The key "laptop" expired at 1970/);
  });

  test('is refused with a reason, and changed by one writer at a time', async () => {
    const { key } = await create();
    const refusals = [
      [admin.post('/api/keys', { name: 'laptop' }), 409, 'KEY_EXISTS'],
      [admin.post('/api/keys', { name: ' ' }), 400, 'KEY_NAME_INVALID'],
      [admin.post('/api/keys', { name: 'x', budgt: {} }), 400, 'INVALID_REQUEST'],
      [admin.post('/api/keys', { name: 'x', scenes: 's' }), 400, 'INVALID_REQUEST'],
      [admin.patch('/api/keys/none', {}), 404, 'KEY_UNKNOWN'],
      [admin.patch(`/api/keys/${key.id}`, { name: 'y', version: 9 }), 409, 'STALE_VERSION'],
      [admin.delete(`/api/keys/${key.id}`, { 'if-match': '"9"' }), 409, 'STALE_VERSION'],
    ] as const;
    for (const [reply, status, code] of refusals) {
      const { status: got, body } = await reply;
      assert.deepEqual([got, body.error.code], [status, code]);
    }
  });

  test('of the file is read-only, but for its counts', async () => {
    const { keys } = await admin.done(admin.get('/api/keys'));
    const [{ id }] = keys;
    for (const reply of [
      admin.patch(`/api/keys/${id}`, { enabled: false }),
      admin.delete(`/api/keys/${id}`),
      admin.post(`/api/keys/${id}/rotate`),
    ]) {
      assert.equal((await reply).body.error.code, 'KEY_READ_ONLY');
    }
    assert.ok((await admin.done(admin.post(`/api/keys/${id}/reset`))).key.resetAt > 0);
  });

  test('gets a new secret; the old one is good for as long as was asked', async () => {
    const { key, secret: first } = await create();
    const { secret: second } = await admin.done(admin.post(`/api/keys/${key.id}/rotate`, {}));
    assert.deepEqual([(await ask(first)).status, (await ask(second)).status], [200, 200]);
    const { secret: third } = await admin.done(admin.post(`/api/keys/${key.id}/rotate`, { overlapSeconds: 0 }));
    assert.match((await ask(second)).message, /was replaced by a new one/);
    assert.equal((await ask(first)).status, 401);
    assert.equal((await ask(third)).status, 200);
  });

  test('is deleted, and its calls stay; the name is free again', async () => {
    const { key, secret } = await create();
    await ask(secret);
    await admin.done(admin.delete(`/api/keys/${key.id}`));
    assert.equal((await ask(secret)).message, 'The API key is not known to this gateway.');
    assert.equal((await redwolf.waitForCalls(1))[0]?.keyName, 'laptop');
    await create();
  });

  test('tells what is spent, is reset with its history kept, and is summed', async () => {
    const { key, secret } = await create({
      budget: { usdTotal: 0.002, tokensPerMonth: 100 },
      limits: { requestsPerMinute: 9 },
    });
    await ask(secret);
    await redwolf.waitForCalls(1);
    const spent = await admin.done(admin.get(`/api/keys/${key.id}/usage`));
    assert.deepEqual(
      spent.budget.map(({ period, unit, limit, spent: used, reserved }: Loose) => [
        period,
        unit,
        limit,
        used,
        reserved,
      ]),
      [
        ['month', 'tokens', 100, 15, 0],
        ['total', 'usd', 0.002, 0.002, 0],
      ],
    );
    assert.equal(spent.budget[1].resetsAt, null);
    assert.ok(spent.budget[0].resetsAt > Date.now());
    assert.equal(spent.minute.requests, 1);
    assert.equal((await ask(secret)).status, 429);
    await admin.done(admin.post(`/api/keys/${key.id}/reset`));
    assert.equal((await ask(secret)).status, 200);
    await redwolf.waitForCalls(3);
    const statistics = await admin.done(admin.get(`/api/keys/${key.id}/statistics`));
    assert.deepEqual(statistics.summary, { calls: 3, inputTokens: 20, outputTokens: 10, usd: 0.004, unpriced: 0 });
    assert.equal(statistics.byModel.find(({ model }: Loose) => model === 'm').calls, 2);
    const overview = await admin.done(
      admin.get('/api/keys/statistics/overview?start_date=2020-01-01&end_date=2020-01-02'),
    );
    assert.deepEqual(
      overview.keys.map(({ name, calls }: Loose) => [name, calls]),
      [
        ['test', 0],
        ['laptop', 0],
      ],
    );
    assert.equal((await admin.get('/api/keys/statistics/overview?start_date=soon')).status, 400);
  });
});

test('a member sees and has own keys alone, under the policy of the gateway, and the log tells of all', async () => {
  const others = await create({ name: 'others' });
  const member = await asMember();
  assert.deepEqual((await member.done(member.get('/api/keys'))).keys, []);
  assert.equal((await member.post('/api/keys', { name: 'own', budget: { usdTotal: 5 } })).status, 403);
  const { key, secret } = await member.done(member.post('/api/keys', { name: 'own' }));
  assert.deepEqual(key.budget, { tokensTotal: 1_000 });
  assert.equal((await ask(secret)).status, 200);
  for (const { status, text } of [
    await member.get(`/api/keys/${others.key.id}`),
    await member.delete(`/api/keys/${others.key.id}`),
    await member.get(`/api/keys/${others.key.id}/statistics`),
  ]) {
    assert.equal(status, 404, text);
  }
  for (const change of [
    { budget: null },
    { limits: { parallel: 9 } },
    { models: null },
    { enabled: true },
    { owner: null },
  ]) {
    assert.equal((await member.patch(`/api/keys/${key.id}`, change)).status, 403, JSON.stringify(change));
  }
  assert.equal((await member.post(`/api/keys/${key.id}/reset`)).status, 403);
  await member.done(member.post(`/api/keys/${key.id}/rotate`, {}));
  await member.done(member.patch(`/api/keys/${key.id}`, { name: 'mine', enabled: false }));
  await member.done(member.delete(`/api/keys/${key.id}`));
  const { entries } = await admin.done(admin.get('/api/audit?action=key'));
  assert.deepEqual(
    entries.map(({ action, whoName }: Loose) => `${whoName} ${action}`),
    ['mia key.delete', 'mia key.change', 'mia key.rotate', 'mia key.create', 'admin key.create'],
  );
  assert.ok(!JSON.stringify(entries).includes(secret));
});

test('the command line does the same while the gateway runs', async () => {
  const key = (...args: string[]) => runCommand(['key', ...args, '--data-dir', redwolf.dataDir]);
  const made = await key(
    'create',
    'cli',
    '--expires',
    '30d',
    '--models',
    'm',
    '--budget-usd-month',
    '20',
    '--parallel',
    '2',
  );
  assert.equal(made.code, 0, made.output);
  const [secret = ''] = /rw-[\w-]{43}/.exec(made.output) ?? [];
  assert.equal((await ask(secret)).status, 200);
  await redwolf.waitForCalls(1);
  const shown = await key('show', 'cli');
  assert.match(shown.output, /^models +m$/m);
  assert.match(shown.output, /^parallel calls +2$/m);
  assert.match(shown.output, /^budget per month +\$0\.0020 of \$20, resets at \d{4}-/m);
  assert.ok(!shown.output.includes(secret));
  assert.equal((await key('change', 'cli', '--models', 'none', '--parallel', 'none')).code, 0);
  assert.doesNotMatch((await key('show', 'cli')).output, /^(models|parallel)/m);
  const rotated = await key('rotate', 'cli', '--overlap', '0');
  assert.match(rotated.output, /The old one is refused now/);
  assert.equal((await key('reset', 'cli')).code, 0);
  assert.equal((await key('delete', 'cli')).code, 0);
  assert.doesNotMatch((await key('list')).output, /^cli /m);
  assert.match((await key('delete', 'test')).output, /is declared in the configuration file/);
  assert.match((await key('create', 'x', '--parallel', '0')).output, /It is a whole number, at least 1, or none/);
});

async function asMember(): Promise<AdminClient> {
  const { password } = await admin.done(admin.post('/api/users', { name: 'mia', role: 'member' }));
  const first = await AdminClient.login(redwolf, { name: 'mia', password });
  const changed = 'a longer password of mia';
  await first.done(first.post('/api/change-password', { current_password: password, new_password: changed }));
  return AdminClient.login(redwolf, { name: 'mia', password: changed });
}

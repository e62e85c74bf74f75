/** The configuration that changes while redwolf runs, from outside. */

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { FakePlatform } from '../fake-platform/fake-platform.ts';
import { answer } from '../fake-platform/openai-replies.ts';
import type { ConfigFile } from '../support/config-file.ts';
import type { Redwolf } from '../support/redwolf.ts';
import { user } from '../support/request-parts.ts';
import { type AdminClient, startWithAdmin } from './admin-client.ts';

const SECRET = 'sk-very-secret-0123456789abcdefghij';

let one: FakePlatform;
let two: FakePlatform;
let redwolf: Redwolf;
let admin: AdminClient;

/** The file declares `filed`, which is `one`. */
const FILE = (): ConfigFile => ({
  platforms: [
    { id: 'filed', type: 'openai-compatible', base_url: `${one.origin}/v1`, api_key: 'sk-file', models: ['f'] },
  ],
});

beforeEach(async () => {
  one = await FakePlatform.start(answer({ text: 'one' }));
  two = await FakePlatform.start(answer({ text: 'two' }));
  ({ redwolf, admin } = await startWithAdmin(FILE()));
});

afterEach(async () => {
  await one.close();
  await two.close();
  await redwolf.stop();
});

function platform(changes: object = {}): object {
  const settings = { base_url: `${two.origin}/v1`, models: ['s'] };
  return {
    id: 'stored',
    type: 'openai-compatible',
    settings,
    credentials: [{ key: SECRET, name: 'main' }],
    ...changes,
  };
}

async function ask(model = 'any') {
  const body = { model, max_tokens: 9, messages: [user('hi')] };
  const { status, headers, json } = await redwolf.send('/v1/messages', { body });
  return { status, model: headers['x-redwolf-model'], text: json?.content?.[0]?.text };
}

describe('platforms by the admin API', () => {
  test('one that is added answers the next call, with its key; disabled it is asked no more', async () => {
    const { platform: added } = await admin.done(admin.post('/api/platforms', platform()));
    assert.deepEqual([added.origin, added.state, added.models], ['stored', 'ready', ['s']]);
    assert.deepEqual(await ask('stored:s'), { status: 200, model: 'stored:s', text: 'two' });
    assert.equal((await two.request()).headers['authorization'], `Bearer ${SECRET}`);

    await admin.done(admin.patch('/api/routing', { modelPriorityList: ['stored:s', 'filed:f'] }));
    assert.equal((await ask()).model, 'stored:s');
    await admin.done(admin.patch('/api/platforms/stored', { enabled: false }));
    assert.deepEqual(await ask(), { status: 200, model: 'filed:f', text: 'one' });
    assert.equal(two.requests.length, 2);

    await admin.done(admin.patch('/api/platforms/stored', { enabled: true }));
    assert.equal((await ask()).model, 'stored:s');
    await admin.done(admin.delete('/api/platforms/stored'));
    assert.equal((await ask()).model, 'filed:f');
    assert.equal((await admin.get('/api/platforms/stored')).status, 404);
  });

  test('what was stored holds after a restart', async () => {
    const dataDir = mkdtempSync(path.join(tmpdir(), 'redwolf-test-'));
    try {
      const first = await startWithAdmin(FILE(), { dataDir });
      await first.admin.done(first.admin.post('/api/platforms', platform()));
      await first.admin.done(first.admin.patch('/api/routing', { modelPriorityList: ['stored:s'] }));
      await first.redwolf.stop();
      const second = await startWithAdmin(FILE(), { dataDir });
      const reply = await second.redwolf.send('/v1/messages', {
        body: { model: 'x', max_tokens: 9, messages: [user('hi')] },
      });
      assert.equal(reply.headers['x-redwolf-model'], 'stored:s');
      assert.equal((await two.request()).headers['authorization'], `Bearer ${SECRET}`);
      await second.redwolf.stop();
    } finally {
      rmSync(dataDir, { recursive: true });
    }
  });

  test('a stale writer gets 409 with the current version, by the body and by If-Match', async () => {
    const { platform: added } = await admin.done(admin.post('/api/platforms', platform()));
    const seen = added.version;
    const { platform: changed } = await admin.done(
      admin.patch('/api/platforms/stored', { position: 5, version: seen }),
    );
    assert.ok(changed.version > seen);
    for (const stale of [
      await admin.patch('/api/platforms/stored', { position: 6, version: seen }),
      await admin.patch('/api/platforms/stored', { position: 6 }, { 'if-match': `"${seen}"` }),
      await admin.delete('/api/platforms/stored', { 'if-match': `"${seen}"` }),
    ]) {
      assert.equal(stale.status, 409, stale.text);
      assert.deepEqual([stale.body.error.code, stale.body.error.version], ['STALE_VERSION', changed.version]);
    }
    const now = await admin.done(admin.get('/api/platforms/stored'));
    assert.equal(now.platform.position, 5);
    assert.equal((await admin.patch('/api/platforms/stored', { position: 6 }, { 'if-match': '*' })).status, 200);
    assert.equal((await admin.patch('/api/platforms/stored', {}, { 'if-match': 'x' })).status, 400);
    const routing = await admin.done(admin.patch('/api/routing', { mode: 'claude_code' }));
    const stale = await admin.patch('/api/routing', { mode: null, version: routing.version - 1 });
    assert.equal(stale.status, 409);
  });

  test('what the file declares can only be read', async () => {
    const { platforms } = await admin.done(admin.get('/api/platforms'));
    assert.deepEqual([platforms[0].id, platforms[0].origin], ['filed', 'file']);
    for (const refused of [
      await admin.patch('/api/platforms/filed', { enabled: false }),
      await admin.delete('/api/platforms/filed'),
      await admin.patch('/api/models', { models: [{ platform: 'filed', id: 'f', enabled: false }] }),
    ]) {
      assert.deepEqual([refused.status, refused.body.error.code], [409, 'READ_ONLY'], refused.text);
    }
    const taken = await admin.post('/api/platforms', platform({ id: 'filed' }));
    assert.deepEqual([taken.status, taken.body.error.code], [409, 'PLATFORM_EXISTS']);
    assert.equal((await ask('filed:f')).status, 200);
  });

  test('a change is checked as the file is, and a wrong one changes nothing', async () => {
    for (const [changes, expected] of [
      [{ id: 'Big Letters' }, /small letters/],
      [{ id: 'claude' }, /meaning of its own/],
      [{ type: 'openai-compatable' }, /Did you mean "openai-compatible"/],
      [{ settings: {} }, /base_url: expected the platform's address/],
      [{ settings: { base_url: 'ftp://x' } }, /http:\/\/ or https/],
      [{ settings: { base_url: two.origin, timeouts: { idle: 99_999 } } }, /timeouts.idle/],
      [{ settings: { base_url: two.origin, tiemouts: {} } }, /Did you mean "timeouts"/],
      [{ settings: { base_url: two.origin, api_key: SECRET } }, /place of its own/],
      [{ type: 'openai', settings: {}, credentials: [] }, /a key, which type openai needs/],
      [{ credentials: [{ key: 'two words' }] }, /visible ASCII/],
      [{ credentials: [{ id: 'cred_1' }] }, /no credential "cred_1"/],
    ] as const) {
      const refused = await admin.post('/api/platforms', platform(changes));
      assert.equal(refused.status, 400, `${JSON.stringify(changes)} ${refused.text}`);
      assert.match(refused.body.error.message, expected);
    }
    const unknown = await admin.post('/api/platforms', { ...platform(), enabeld: true });
    assert.deepEqual([unknown.status, unknown.body.error.code], [400, 'INVALID_REQUEST']);
    assert.equal((await admin.post('/api/platforms', 'not json')).status, 400);
    const { version, platforms } = await admin.done(admin.get('/api/platforms'));
    assert.deepEqual([version, platforms.length], [0, 1]);
    assert.ok(!admin.seen.includes(SECRET));
  });

  test('a setting that is absent stays, and one that is null is cleared', async () => {
    const settings = { base_url: two.origin, models: ['s'], timeouts: { idle: 5 } };
    await admin.done(admin.post('/api/platforms', platform({ settings })));
    const first = await admin.done(admin.patch('/api/platforms/stored', { settings: { models: ['t'] } }));
    assert.deepEqual(first.platform.settings, { ...settings, models: ['t'] });
    const second = await admin.done(admin.patch('/api/platforms/stored', { settings: { timeouts: null } }));
    assert.deepEqual(second.platform.settings, { base_url: two.origin, models: ['t'] });
    assert.equal(second.platform.credentials.length, 1);
    const third = await admin.done(admin.patch('/api/platforms/stored', { credentials: null }));
    assert.deepEqual(third.platform.credentials, []);
  });

  test('a weight is taken away by null, and what is shown in place of a secret is not taken for one', async () => {
    const settings = { base_url: two.origin, models: ['s'], headers: { 'x-team': SECRET } };
    const heavy = platform({ settings, credentials: [{ key: SECRET, weight: 3 }] });
    const { platform: added } = await admin.done(admin.post('/api/platforms', heavy));
    const [{ id, weight }] = added.credentials;
    assert.equal(weight, 3);
    const weights = [];
    for (const credential of [{ id }, { id, weight: null }]) {
      const patched = await admin.done(admin.patch('/api/platforms/stored', { credentials: [credential] }));
      weights.push(patched.platform.credentials[0].weight);
    }
    assert.deepEqual(weights, [3, null]);
    for (const sentBack of [{ headers: added.settings.headers }, { proxy: 'http://[secret]@127.0.0.1:1' }]) {
      const { status, body } = await admin.patch('/api/platforms/stored', { settings: sentBack });
      assert.deepEqual([status, body.error.code], [400, 'CONFIG_INVALID']);
      assert.match(body.error.problems[0].path, /^headers\.x-team$|^proxy$/);
    }
  });

  test('another address clears the key and the headers, unless they are sent again', async () => {
    const settings = { base_url: `${two.origin}/v1`, models: ['s'], headers: { 'x-team': SECRET } };
    await admin.done(admin.post('/api/platforms', platform({ settings })));
    await ask('stored:s');
    assert.equal((await two.request()).headers['x-team'], SECRET);
    const moved = await admin.done(
      admin.patch('/api/platforms/stored', { settings: { base_url: `${one.origin}/v1` } }),
    );
    assert.deepEqual(moved.platform.credentials, []);
    assert.equal(moved.notes.length, 2, moved.notes.join());
    one.play(answer({ text: 'one' }));
    await ask('stored:s');
    const { headers } = await one.request();
    assert.deepEqual([headers['authorization'], headers['x-team']], [undefined, undefined]);

    const back = { settings: { base_url: `${two.origin}/v1` }, credentials: [{ key: SECRET }] };
    const again = await admin.done(admin.patch('/api/platforms/stored', back));
    assert.deepEqual([again.platform.credentials.length, again.notes], [1, []]);
    const kept = { settings: { base_url: `${one.origin}/v1` }, credentials: again.platform.credentials.slice(0, 1) };
    const sneaky = { ...kept, credentials: [{ id: kept.credentials[0].id }] };
    const cleared = await admin.done(admin.patch('/api/platforms/stored', sneaky));
    assert.deepEqual(cleared.platform.credentials, []);
  });

  test('a platform that needs a key and has none is not asked', async () => {
    const settings = { base_url: `${two.origin}/v1`, models: ['s'] };
    await admin.done(admin.post('/api/platforms', platform({ type: 'openai', settings })));
    const cleared = await admin.done(admin.patch('/api/platforms/stored', { credentials: null }));
    assert.equal(cleared.platform.state, 'needs_key');
    assert.equal((await ask('stored:s')).model, 'filed:f', 'the pin means nothing now');
    assert.equal(two.requests.length, 0);
  });

  test('no secret is in any answer or in the log', async () => {
    const settings = { base_url: two.origin, models: ['s'], headers: { 'x-team': SECRET } };
    await admin.done(admin.post('/api/platforms', platform({ settings })));
    const { platform: shown } = await admin.done(admin.get('/api/platforms/stored'));
    assert.deepEqual(shown.settings.headers, { 'x-team': '[secret]' });
    assert.deepEqual([shown.credentials[0].name, shown.credentials[0].hint], ['main', '…ghij']);
    await admin.patch('/api/platforms/stored', { settings: { base_url: 'nonsense' }, credentials: [{ key: SECRET }] });
    await admin.done(admin.delete('/api/platforms/stored'));
    for (const where of ['platforms', 'models', 'routing', 'settings', 'history', 'status', 'openapi.json']) {
      await admin.done(admin.get(`/api/${where}`));
    }
    assert.ok(!admin.seen.includes(SECRET) && !admin.seen.includes('sk-file'));
    assert.ok(!redwolf.log.includes(SECRET));
  });
});

describe('models, routing and history', () => {
  test('each change is an entry of the audit log, and no later one touches it', async () => {
    await admin.done(admin.post('/api/platforms', platform()));
    await admin.done(admin.patch('/api/routing', { modelPriorityList: ['stored:s'] }));
    const before = await admin.done(admin.get('/api/audit?limit=200'));
    const changes = before.entries.filter(({ configVersion }: { configVersion: unknown }) => configVersion !== null);
    const actions = changes.map(({ action, configVersion, whoName }: Record<string, unknown>) => [
      action,
      configVersion,
      whoName,
    ]);
    assert.deepEqual(actions, [
      ['routing.change', 2, 'admin'],
      ['platform.create', 1, 'admin'],
    ]);
    assert.deepEqual([changes[0].address, changes[1].before], ['127.0.0.1', { platforms: { stored: null } }]);

    await admin.done(admin.patch('/api/platforms/stored', { enabled: false }));
    await admin.done(admin.post('/api/history/1/undo'));
    const after = await admin.done(admin.get('/api/audit?limit=200'));
    assert.deepEqual(after.entries.slice(-before.entries.length), before.entries);
    const [undone] = after.entries;
    assert.deepEqual([undone.action, undone.configVersion], ['configuration.undo', 4]);
    assert.ok(!admin.seen.includes(SECRET));
  });

  test('a model that is disabled is in no list and cannot be pinned', async () => {
    await admin.done(
      admin.post('/api/platforms', platform({ settings: { base_url: two.origin, models: ['s', 't'] } })),
    );
    const off = { models: [{ platform: 'stored', id: 's', enabled: false, contextWindow: 1000 }] };
    const { models } = await admin.done(admin.patch('/api/models', off));
    assert.deepEqual([models[0].enabled, models[0].overrides], [false, { contextWindow: 1000 }]);
    assert.equal((await ask('stored:s')).status, 404);
    assert.equal((await ask('stored:t')).status, 200);
    const cleared = { models: [{ platform: 'stored', id: 's', enabled: true, contextWindow: null }] };
    assert.deepEqual((await admin.done(admin.patch('/api/models', cleared))).models[0].overrides, {});
    assert.equal((await ask('stored:s')).status, 200);
    const wrong = await admin.patch('/api/models', { models: [{ platform: 'stored', id: 's', contextWindow: -1 }] });
    assert.deepEqual([wrong.status, wrong.body.error.code], [400, 'INVALID_REQUEST']);
  });

  test('max_tokens is brought down to the output limit that the user gives, and nothing else changes', async () => {
    await admin.done(admin.post('/api/platforms', platform()));
    const limit = { models: [{ platform: 'stored', id: 's', maxOutputTokens: 5 }] };
    await admin.done(admin.patch('/api/models', limit));
    await ask('stored:s');
    assert.equal((await two.request()).body?.max_tokens, 5);
  });

  test('the mode and the lists change at once, and are checked', async () => {
    await admin.done(admin.post('/api/platforms', platform()));
    const list = await admin.done(admin.patch('/api/routing', { modelPriorityList: ['s', 'f'] }));
    assert.deepEqual([list.answers, list.readOnly], [['stored:s', 'filed:f'], []]);
    assert.equal((await ask()).model, 'stored:s');
    const none = await admin.done(admin.patch('/api/routing', { modelPriorityList: null }));
    assert.deepEqual([none.modelPriorityList, none.answers], [[], ['filed:f', 'stored:s']]);
    const claude = await admin.patch('/api/routing', { claudeCodePlatforms: ['stored'] });
    assert.match(claude.body.error.message, /does not speak anthropic-messages/);
    assert.equal((await admin.patch('/api/routing', { mode: 'smart' })).status, 400);
    await admin.done(admin.post('/api/platforms', platform({ id: 'third' })));
    const ambiguous = await admin.patch('/api/routing', { modelPriorityList: ['s'] });
    assert.match(ambiguous.body.error.message, /stored:s or third:s/);
  });

  test('undo brings back the state before a version, but no key that is gone', async () => {
    const added = await admin.done(admin.post('/api/platforms', platform()));
    await admin.done(admin.patch('/api/routing', { modelPriorityList: ['stored:s'] }));
    await admin.done(admin.patch('/api/platforms/stored', { enabled: false, settings: { models: ['t'] } }));
    const { changes, version } = await admin.done(admin.get('/api/history'));
    assert.deepEqual(
      changes.map((change: { version: number; what: string }) => [change.version, change.what]),
      [
        [3, 'Changed the platform stored: disabled.'],
        [2, 'Changed the routing.'],
        [1, 'Added the platform stored (openai-compatible).'],
      ],
    );
    const unseen = await admin.send('POST', '/api/history/2/undo', {}, { 'if-match': '"2"' });
    assert.deepEqual([unseen.status, unseen.body.error.code], [409, 'STALE_VERSION']);
    const seen = { 'if-match': `"${version}"` };
    const undone = await admin.done(admin.send('POST', `/api/history/${version}/undo`, {}, seen));
    assert.deepEqual([undone.version, undone.notes], [4, []]);
    assert.equal((await ask()).model, 'stored:s');
    assert.equal((await two.request()).headers['authorization'], `Bearer ${SECRET}`, 'the key was never gone');

    await admin.done(admin.delete('/api/platforms/stored'));
    const back = await admin.done(admin.post('/api/history/5/undo'));
    assert.match(back.notes.join(), /A key of stored is not kept/);
    const { platform: shown } = await admin.done(admin.get('/api/platforms/stored'));
    assert.deepEqual([shown.settings, shown.credentials], [added.platform.settings, []]);

    await admin.done(admin.post('/api/history/1/undo'));
    const all = await admin.done(admin.get('/api/platforms'));
    assert.equal(all.platforms.length, 1);
    assert.deepEqual((await admin.done(admin.get('/api/routing'))).modelPriorityList, []);
    for (const unknown of ['99', '0', 'x']) {
      assert.equal((await admin.post(`/api/history/${unknown}/undo`)).status, 404, unknown);
    }
  });

  test('undo takes back headers that were added, and keeps the values of those that stay', async () => {
    const settings = { base_url: two.origin, models: ['s'], headers: { 'x-team': SECRET } };
    await admin.done(admin.post('/api/platforms', platform({ settings })));
    const more = { settings: { headers: { 'x-team': SECRET, 'x-more': SECRET } } };
    await admin.done(admin.patch('/api/platforms/stored', more));
    await admin.done(admin.post('/api/history/2/undo'));
    await ask('stored:s');
    const { headers } = await two.request();
    assert.deepEqual([headers['x-team'], headers['x-more']], [SECRET, undefined]);
  });

  test('a key that is replaced is tried at once, though the former one was refused', async () => {
    await admin.done(admin.post('/api/platforms', platform()));
    await admin.done(admin.patch('/api/routing', { modelPriorityList: ['stored:s', 'filed:f'] }));
    two.play({ status: 401, json: { error: { message: 'bad key' } } });
    assert.equal((await ask()).model, 'filed:f');
    two.play(answer({ text: 'two' }));
    assert.equal((await ask()).model, 'filed:f', 'it cools down');
    await admin.done(admin.patch('/api/platforms/stored', { credentials: [{ key: 'sk-another-key' }] }));
    assert.equal((await ask()).model, 'stored:s');
  });

  test('settings change at once, are checked, and can be undone; what the file declares is read-only', async () => {
    const settings = await admin.done(admin.get('/api/settings'));
    assert.deepEqual([settings.maxBodyMb, settings.modelRefreshHours, settings.readOnly], [64, 24, []]);
    const changed = await admin.done(admin.patch('/api/settings', { maxBodyMb: 0.001, version: settings.version }));
    assert.deepEqual([changed.maxBodyMb, changed.modelRefreshHours], [0.001, 24]);
    const long = { model: 'any', max_tokens: 9, messages: [user('x'.repeat(2000))] };
    assert.equal((await redwolf.send('/v1/messages', { body: long })).status, 413);
    assert.equal((await admin.patch('/api/settings', { maxBodyMb: 9, version: settings.version })).status, 409);
    const wrong = await admin.patch('/api/settings', { modelRefreshHours: -1 });
    assert.match(wrong.body.error.message, /models.refresh_hours.*number of hours/);
    await admin.done(admin.patch('/api/settings', { modelRefreshHours: 0 }));
    const { changes } = await admin.done(admin.get('/api/history'));
    assert.equal(changes[0].what, 'Changed the settings: models.refresh_hours 0.');
    await admin.done(admin.post(`/api/history/${changed.version}/undo`));
    const undone = await admin.done(admin.get('/api/settings'));
    assert.deepEqual([undone.maxBodyMb, undone.modelRefreshHours], [64, 24]);
    assert.equal((await redwolf.send('/v1/messages', { body: long })).status, 200);

    const declared = await startWithAdmin({ ...FILE(), limits: { max_body_mb: 2 } });
    const shown = await declared.admin.done(declared.admin.get('/api/settings'));
    assert.deepEqual([shown.maxBodyMb, shown.readOnly], [2, ['maxBodyMb']]);
    const refused = await declared.admin.patch('/api/settings', { maxBodyMb: 3 });
    assert.deepEqual([refused.status, refused.body.error.code], [409, 'READ_ONLY']);
    await declared.redwolf.stop();
  });

  test('the OpenAPI document has every route of the API', async () => {
    const document = await admin.done(admin.get('/api/openapi.json'));
    assert.equal(document.openapi, '3.1.0');
    const create = document.paths['/api/platforms'].post;
    assert.deepEqual(create.requestBody.content['application/json'].schema.required, ['id', 'type']);
    assert.ok(document.paths['/api/history/{version}/undo'].post);
  });
});

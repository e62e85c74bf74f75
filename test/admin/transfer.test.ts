/** The configuration as files, the state of the gateway, and the debug level, from outside. */

import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { parse } from 'yaml';
import { anthropicAnswer, anthropicError } from '../fake-platform/anthropic-replies.ts';
import { FakePlatform } from '../fake-platform/fake-platform.ts';
import { CLIENT_KEY, type ConfigFile } from '../support/config-file.ts';
import { eventually } from '../support/eventually.ts';
import type { Redwolf } from '../support/redwolf.ts';
import { user } from '../support/request-parts.ts';
import { AdminClient, type Loose, startWithAdmin } from './admin-client.ts';

const SECRET = 'sk-very-secret-0123456789abcdefghij';
const HEADER = 'team-secret-0123456789';
const PASSWORD = 'correct horse';

let platform: FakePlatform;
let redwolf: Redwolf;
let admin: AdminClient;

before(async () => {
  platform = await FakePlatform.start((request) =>
    request.body?.['model'] === 'broken'
      ? anthropicError(401, 'authentication_error', `no such key: ${SECRET}`)
      : anthropicAnswer([{ type: 'text', text: String(request.body?.['model']) }])(request),
  );
});
after(() => platform.close());

async function start(config: ConfigFile = {}, env: Record<string, string> = {}): Promise<void> {
  ({ redwolf, admin } = await startWithAdmin(config, { env }));
}

async function addPlatforms(): Promise<void> {
  const settings = { base_url: platform.origin, models: ['one', 'two', 'broken'], headers: { 'x-team': HEADER } };
  const credentials = [{ key: SECRET, name: 'main' }];
  const type = 'anthropic-compatible';
  await admin.done(admin.post('/api/platforms', { id: 'up', type, settings, credentials }));
  await admin.done(admin.post('/api/platforms', { id: 'off', type, settings, credentials, enabled: false }));
  await admin.done(admin.patch('/api/models', { models: [{ platform: 'up', id: 'two', contextWindow: 5_000 }] }));
  await admin.done(
    admin.patch('/api/routing', {
      modelPriorityList: ['two', 'up:one'],
      scenes: [{ name: '支付', description: 'money: $' + '{HOME}' }],
    }),
  );
  await admin.done(admin.patch('/api/settings', { capture: 'metadata', retentionDays: 3, redact: ['\\d{16}'] }));
}

async function ask(model: string): Promise<Loose> {
  const { status, headers, json } = await redwolf.send('/v1/messages', {
    body: { model, max_tokens: 9, messages: [user('hi')] },
  });
  return { status, target: headers['x-redwolf-model'], text: json?.content?.[0]?.text };
}

describe('the configuration as a file', () => {
  afterEach(() => redwolf.stop());

  test('starts a gateway that routes the same, and holds no secret', async () => {
    await start();
    await addPlatforms();
    const first = await ask('any');
    const routing = await admin.done(admin.get('/api/routing'));
    const settings = await admin.done(admin.get('/api/settings'));
    const { text } = await admin.get('/api/configuration.yaml');
    assert.ok(!text.includes(SECRET) && !text.includes(HEADER), text);
    assert.match(text, /UP_API_KEYS_MAIN_KEY/);
    assert.match(text, /The platform off is left out: it is disabled\./);
    await redwolf.stop();

    const env = {
      UP_API_KEYS_MAIN_KEY: SECRET,
      UP_HEADERS_X_TEAM: HEADER,
      REDWOLF_DOLLAR: '$',
      REDWOLF_KEYS_TEST_KEY: CLIENT_KEY,
    };
    await start(parse(text), env);
    assert.deepEqual(await ask('any'), first);
    assert.equal(platform.requests.at(-1)?.headers['x-team'], HEADER);
    const again = await admin.done(admin.get('/api/routing'));
    assert.deepEqual(
      [again.mode, again.modelPriorityList, again.answers, again.scenes],
      [routing.mode, routing.modelPriorityList, routing.answers, routing.scenes],
    );
    const { models } = await admin.done(admin.get('/api/models'));
    assert.equal(models.find(({ id }: Loose) => id === 'two').effective.contextWindow, 5_000);
    const { capture, retentionDays, redact, readOnly } = await admin.done(admin.get('/api/settings'));
    assert.deepEqual({ capture, retentionDays, redact }, pick(settings, ['capture', 'retentionDays', 'redact']));
    assert.deepEqual(readOnly, ['capture', 'redact', 'retentionDays']);
    // A file that was written from a file is the same.
    const written = parse((await admin.get('/api/configuration.yaml')).text);
    assert.deepEqual(written, parse(text));
  });
});

function withSetting(backup: Loose, more: Loose): Loose {
  const [first] = backup.platforms;
  return { ...first, settings: { ...first.settings, ...more } };
}

function pick(from: Loose, names: readonly string[]): Loose {
  return Object.fromEntries(names.map((name) => [name, from[name]]));
}

describe('a backup of the configuration', () => {
  beforeEach(async () => {
    await start();
    await addPlatforms();
  });
  afterEach(() => redwolf.stop());

  const restore = (backup: Loose, query = '', headers = {}) =>
    admin.send('POST', `/api/configuration/restore${query}`, backup, headers);

  test('holds no secret, and restored at once changes nothing', async () => {
    const backup = await admin.done(admin.get('/api/configuration/backup'));
    const text = JSON.stringify(backup);
    assert.ok(!text.includes(SECRET) && !text.includes(HEADER), text);
    const { version } = await admin.done(admin.get('/api/settings'));
    const reply = await admin.done(restore(backup));
    assert.deepEqual([reply.lines, reply.notes, reply.version], [[], [], version]);
    assert.equal(reply.same, 5);
  });

  test('says what it would change, brings it back in one change, and is undone like any other', async () => {
    const backup = await admin.done(admin.get('/api/configuration/backup'));
    await admin.done(admin.delete('/api/platforms/off'));
    await admin.done(admin.post('/api/platforms', { id: 'new', type: 'ollama' }));
    await admin.done(admin.patch('/api/models', { models: [{ platform: 'up', id: 'one', enabled: false }] }));
    await admin.done(admin.patch('/api/routing', { modelPriorityList: ['up:one'] }));
    const before = await admin.done(admin.get('/api/configuration/backup'));

    const trial = await admin.done(restore(backup, '?dry_run=true'));
    const told = trial.lines.map(({ part, name, change }: Loose) => `${part} ${name} ${change}`).sort();
    assert.deepEqual(told, [
      'models up:one changed',
      'platforms new removed',
      'platforms off added',
      'routing  changed',
    ]);
    assert.deepEqual(trial.notes.sort(), [
      'A key of off is not kept; give it again.',
      'The headers and the proxy of off are not kept; set them again.',
    ]);
    assert.deepEqual(
      pick(await admin.done(admin.get('/api/configuration/backup')), ['routing']),
      pick(before, ['routing']),
    );

    const done = await admin.done(restore(backup, '', { 'if-match': String(trial.version) }));
    assert.deepEqual(done.lines, trial.lines);
    assert.equal(done.version, trial.version + 1);
    const { platforms } = await admin.done(admin.get('/api/platforms'));
    const states = platforms.map(({ id, state }: Loose) => `${id} ${state}`);
    assert.ok(states.includes('up ready') && states.includes('off disabled'), states.join());
    assert.equal((await ask('any')).target, 'up:two');

    const { changes } = await admin.done(admin.get('/api/history?limit=1'));
    assert.match(changes[0].what, /^Restored a backup of \d{4}-/);
    const { entries } = await admin.done(admin.get('/api/audit?limit=1'));
    assert.equal(entries[0].action, 'configuration.restore');
    await admin.done(admin.post(`/api/history/${changes[0].version}/undo`));
    const undone = await admin.done(admin.get('/api/configuration/backup'));
    assert.deepEqual(pick(undone, ['models', 'routing', 'settings']), pick(before, ['models', 'routing', 'settings']));
    assert.deepEqual(
      undone.platforms.map(({ id }: Loose) => id).sort(),
      before.platforms.map(({ id }: Loose) => id).sort(),
    );
  });

  test('gives no key to another type, and says that a proxy is gone where the address is the usual one', async () => {
    const settings = { models: ['chat'], proxy: `http://me:${HEADER}@127.0.0.1:1` };
    const credentials = [{ key: SECRET }];
    await admin.done(admin.post('/api/platforms', { id: 'deep', type: 'deepseek', settings, credentials }));
    const backup = await admin.done(admin.get('/api/configuration/backup'));
    assert.ok(!JSON.stringify(backup).includes(HEADER));
    const lost = [
      'A key of deep is not kept; give it again.',
      'The headers and the proxy of deep are not kept; set them again.',
    ];
    const others = backup.platforms.map((one: Loose) => (one.id === 'deep' ? { ...one, type: 'groq' } : one));
    assert.deepEqual((await admin.done(restore({ ...backup, platforms: others }, '?dry_run=true'))).notes.sort(), lost);
    await admin.done(admin.delete('/api/platforms/deep'));
    assert.deepEqual((await admin.done(restore(backup))).notes.sort(), lost);
  });

  test('is refused where it is none, of another format, wrong, or comes too late', async () => {
    const backup = await admin.done(admin.get('/api/configuration/backup'));
    const wrong: readonly (readonly [Loose, number, string, RegExp])[] = [
      [{ platforms: [] }, 400, 'NOT_A_BACKUP', /no backup/],
      [{ ...backup, format: 2 }, 400, 'BACKUP_VERSION', /format of this backup is 2, .* reads 1/],
      [{ ...backup, more: 1 }, 400, 'INVALID_REQUEST', /more/],
      [{ ...backup, settings: { users: [] } }, 400, 'INVALID_REQUEST', /settings/],
      [{ ...backup, settings: { redact: ['('] } }, 400, 'CONFIG_INVALID', /redact/],
      [{ ...backup, routing: { mode: 'fast' } }, 400, 'CONFIG_INVALID', /mode/],
      [{ ...backup, platforms: [{ ...backup.platforms[0], type: 'none' }] }, 400, 'CONFIG_INVALID', /type/],
      [{ ...backup, platforms: [withSetting(backup, { api_key: SECRET })] }, 400, 'CONFIG_INVALID', /no setting/],
      [{ ...backup, platforms: [{ ...backup.platforms[0], position: 0.5 }] }, 400, 'INVALID_REQUEST', /position/],
      [{ ...backup, createdAt: 1e300 }, 400, 'INVALID_REQUEST', /createdAt/],
    ];
    for (const [body, status, code, message] of wrong) {
      const reply = await restore(body);
      assert.deepEqual([reply.status, reply.body.error.code], [status, code], reply.text);
      assert.match(reply.body.error.message, message);
      assert.ok(!reply.text.includes(SECRET), reply.text);
    }
    const late = await restore(backup, '', { 'if-match': '1' });
    assert.deepEqual([late.status, late.body.error.code], [409, 'STALE_VERSION']);
    assert.equal((await restore(backup, '?dry_run=perhaps')).status, 400);
  });
});

describe('the state of the gateway', () => {
  beforeEach(() => start());
  afterEach(() => redwolf.stop());

  test('is told in full to administrators only', async () => {
    await addPlatforms();
    await ask('up:one');
    await ask('up:broken');
    const status = await admin.done(admin.get('/api/status'));
    const { details } = status;
    assert.equal(details.database.dialect, 'sqlite');
    assert.ok(details.database.bytes > 4_096 && details.database.bodiesBytes >= 0);
    assert.equal(details.server.port, Number(new URL(redwolf.url).port));
    assert.equal(details.server.isTls, false);
    assert.ok(details.process.memoryBytes > 10_000_000);
    assert.match(details.process.node, /^v\d+/);
    assert.deepEqual([details.runningCalls, details.recorder.lost], [0, 0]);
    const [cooling] = details.cooling;
    assert.deepEqual([cooling.platform, cooling.model, cooling.kind], ['up', null, 'authentication']);
    assert.ok(cooling.until > Date.now());
    assert.ok(!JSON.stringify(status).includes(SECRET));

    const { password } = await admin.done(admin.post('/api/users', { name: 'vera', role: 'viewer' }));
    const vera = await AdminClient.login(redwolf, { name: 'vera', password });
    await vera.done(vera.post('/api/change-password', { current_password: password, new_password: PASSWORD }));
    const seen = await vera.done(vera.get('/api/status'));
    assert.deepEqual(Object.keys(seen).sort(), Object.keys(status).sort());
    assert.equal(seen.details, null);
  });

  test('says more in the log and of losses while it is told to, and who told it', async () => {
    await addPlatforms();
    const isSaid = () => (/"msg":"call"/.test(redwolf.log) ? true : undefined);
    await ask('up:one');
    const { version } = await admin.done(admin.get('/api/settings'));
    const settings = await admin.done(admin.patch('/api/settings', { debug: true }));
    assert.deepEqual([settings.debug, settings.version], [true, version]);
    assert.equal((await admin.done(admin.get('/api/status'))).details.isDebug, true);
    const { entries } = await admin.done(admin.get('/api/audit?limit=1'));
    assert.deepEqual(
      [entries[0].action, entries[0].what],
      ['debug.turn', 'Turned the debug level on, until the next start.'],
    );
    assert.equal(isSaid(), undefined);
    await ask('up:one');
    await eventually('a line for the call', isSaid);
    const both = await admin.done(admin.patch('/api/settings', { debug: false, retentionDays: 9 }));
    assert.deepEqual([both.debug, both.retentionDays], [false, 9]);
  });
});

/** Users, their passwords and sessions, the first login, and the audit log: the plane behind a real HTTP server. */

import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { ensureAdministrator } from '../../src/admin/ensure-administrator.ts';
import type { AdminDeps } from '../../src/admin/ports.ts';
import type { KeyId } from '../../src/lib/ids.ts';
import type { UserRow } from '../../src/store/account-ports.ts';
import type { Loose } from './admin-client.ts';
import {
  type Answer,
  codeOf,
  cookieOf,
  freshDepsOn,
  PASSWORD,
  type Plane,
  passwords,
  siteOf,
  startPlane,
} from './plane-stage.ts';

const GOOD = 'a good password';

type Headers = Readonly<Record<string, string>>;

function post(plane: Plane, path: string, body: unknown, headers: Headers = {}): Promise<Answer> {
  return plane.send(path, { method: 'POST', body: JSON.stringify(body), headers });
}

function tryLogin(plane: Plane, body: unknown, headers: Headers = {}): Promise<Answer> {
  return post(plane, '/api/login', body, headers);
}

/** The header that carries the session of an answer. */
function sessionOf(answer: Answer): { readonly cookie: string } {
  assert.equal(answer.status, 200, answer.text);
  return { cookie: cookieOf(answer).split(';')[0] ?? '' };
}

function json(answer: Answer): Loose {
  assert.ok(answer.status < 300, `${answer.status} ${answer.text}`);
  return answer.json;
}

async function statusOf(plane: Plane, headers: Headers, path = '/api/status'): Promise<number> {
  return (await plane.send(path, { headers })).status;
}

/** A user that an administrator made, with the session that the user opened and the password it was opened with. */
async function makeUser(plane: Plane, admin: Headers, name: string, role: UserRow['role'] = 'member') {
  const { user, password } = json(await post(plane, '/api/users', { name, role }, admin));
  const session = sessionOf(await tryLogin(plane, { name, password }));
  return { id: String(user.id), version: Number(user.version), password: String(password), session };
}

async function actions(plane: Plane): Promise<readonly string[]> {
  return (await plane.store.audit.list(100)).map(({ action }) => action).toReversed();
}

describe('the first login', () => {
  const fresh = (context: TestContext, changes: Partial<AdminDeps> = {}) =>
    startPlane(context, changes, freshDepsOn(context));

  test('takes admin on this machine, and then nothing but a new password', async (context) => {
    const plane = await fresh(context);
    assert.deepEqual(json(await plane.send('/api/setup')), { state: 'initial' });
    const answer = await tryLogin(plane, { password: 'admin' });
    assert.equal(json(answer).mustChangePassword, true);
    const session = sessionOf(answer);
    assert.equal(codeOf(await plane.send('/api/status', { headers: session })), 'PASSWORD_CHANGE_REQUIRED');
    assert.equal(await statusOf(plane, session, '/api/session'), 200);
    const change = (current_password: string, new_password: string) =>
      post(plane, '/change-password', { current_password, new_password }, session);
    assert.equal(codeOf(await change('wrong', GOOD)), 'PASSWORD_WRONG');
    for (const bad of ['admin', 'short', 'password', 'x'.repeat(1025)]) {
      assert.equal(codeOf(await change('admin', bad)), 'PASSWORD_REFUSED', bad);
    }
    json(await change('admin', GOOD));
    assert.equal(await statusOf(plane, session), 200);
    assert.deepEqual(json(await plane.send('/api/setup')), { state: 'done' });
    assert.equal((await tryLogin(plane, { password: 'admin' })).status, 401);
    assert.equal((await tryLogin(plane, { password: GOOD })).status, 200);
  });

  test('does not take admin from elsewhere, through a proxy, under another name, or once a password is set', async (context) => {
    const plane = await fresh(context);
    for (const headers of [
      { forwarded: 'for=10.0.0.1' },
      { 'x-forwarded-for': '10.0.0.1' },
      { 'x-forwarded-proto': 'https' },
      { via: '1.1 proxy' },
      { 'x-real-ip': '10.0.0.1' },
    ]) {
      assert.equal((await tryLogin(plane, { password: 'admin' }, headers)).status, 401, JSON.stringify(headers));
      assert.deepEqual(json(await plane.send('/api/setup', { headers })), { state: 'elsewhere' });
      plane.clock.steady += 3_600_001;
    }
    const foreign = await tryLogin(plane, { password: 'admin' }, { origin: 'http://evil.example' });
    assert.equal(codeOf(foreign), 'CROSS_ORIGIN');
    assert.equal((await tryLogin(plane, { name: 'other', password: 'admin' })).status, 401);
    const everywhere = await fresh(context, { host: '0.0.0.0' });
    assert.equal((await tryLogin(everywhere, { password: 'admin' })).status, 401);
    const named = { host: '192.168.1.5:8000' };
    assert.equal((await tryLogin(everywhere, { password: 'admin' }, named)).status, 401);
    const settled = await startPlane(context);
    assert.equal((await tryLogin(settled, { password: 'admin' })).status, 401);
  });

  test('of a name of this network sees no initial password', async (context) => {
    const deps = freshDepsOn(context);
    const plane = await startPlane(context, { host: 'gateway.lan' }, deps);
    assert.equal((await tryLogin(plane, { password: 'admin' }, { host: 'gateway.lan' })).status, 401);
  });

  test('by a setup token sets the password once, and logs in', async (context) => {
    const deps = await freshDepsOn(context);
    const start = () =>
      ensureAdministrator({ ...deps, environment: {}, host: '0.0.0.0', clock: { now: () => 1 }, warn: assert.fail });
    const former = await start();
    const access = await start();
    assert.ok(typeof former === 'object' && typeof access === 'object');
    const plane = await startPlane(context, { host: '0.0.0.0' }, Promise.resolve(deps));
    assert.deepEqual(json(await plane.send('/api/setup')), { state: 'token' });
    const stored = (await plane.store.settings.get('setup_token_hash')) ?? '';
    assert.ok(stored !== '' && stored !== access.setupToken);
    const setUp = (token: string, password = GOOD) => post(plane, '/api/setup', { token, password });
    for (const token of ['', 'x', former.setupToken, stored]) {
      assert.equal(codeOf(await setUp(token)), 'SETUP_REFUSED', token);
    }
    assert.equal(codeOf(await setUp(access.setupToken, 'admin')), 'PASSWORD_REFUSED');
    const session = sessionOf(await setUp(access.setupToken));
    assert.equal(await statusOf(plane, session), 200);
    assert.equal(codeOf(await setUp(access.setupToken, 'another password')), 'SETUP_REFUSED');
    assert.equal((await tryLogin(plane, { password: GOOD })).status, 200);
    assert.equal(await start(), 'password', 'no token is made once there is a password');
    assert.deepEqual(json(await plane.send('/api/setup')), { state: 'done' });
  });
});

describe('REDWOLF_ADMIN_PASSWORD', () => {
  const starter =
    (deps: AdminDeps, warnings: string[] = []) =>
    (password: string, host = '127.0.0.1') =>
      ensureAdministrator({
        ...deps,
        environment: { REDWOLF_ADMIN_PASSWORD: password },
        host,
        clock: { now: () => 1 },
        warn: (text) => warnings.push(text),
      });

  test('rules at every start, and a new one ends the sessions', async (context) => {
    const deps = await freshDepsOn(context);
    const start = starter(deps);
    assert.equal(await start('', '127.0.0.1'), 'initial-password');
    assert.equal(await start('the first one', '0.0.0.0'), 'password');
    const plane = await startPlane(context, {}, Promise.resolve(deps));
    const session = sessionOf(await tryLogin(plane, { password: 'the first one' }));
    await start('the first one');
    assert.equal(await statusOf(plane, session), 200, 'the same password keeps them');
    await start('the second one');
    assert.equal(await statusOf(plane, session), 401);
    assert.equal((await tryLogin(plane, { password: 'the second one' })).status, 200);
  });

  test('brings admin back where it was renamed, disabled or demoted; a weak one is taken with a warning', async (context) => {
    const deps = await freshDepsOn(context);
    const warnings: string[] = [];
    const start = starter(deps, warnings);
    await start('the first one');
    assert.deepEqual(warnings, []);
    const plane = await startPlane(context, {}, Promise.resolve(deps));
    const admin = sessionOf(await tryLogin(plane, { password: 'the first one' }));
    await makeUser(plane, admin, 'chief', 'admin');
    const first = await deps.users.findByName('admin');
    const patch = JSON.stringify({ role: 'viewer' });
    json(await plane.send(`/api/users/${first?.id}`, { method: 'PATCH', body: patch, headers: admin }));
    await start('the first one');
    assert.equal((await deps.users.findByName('admin'))?.role, 'admin');
    await start('123456');
    assert.match(warnings.join(), /first that are guessed/);
    assert.ok(!warnings.join().includes('123456'));
  });
});

describe('users', () => {
  test('are made with a password that is shown once and must be changed', async (context) => {
    const plane = await startPlane(context);
    const admin = { cookie: await plane.login() };
    const anna = await makeUser(plane, admin, 'Anna', 'viewer');
    assert.match(anna.password, /^[\w-]{20}$/);
    assert.equal(codeOf(await plane.send('/api/status', { headers: anna.session })), 'PASSWORD_CHANGE_REQUIRED');
    const again = sessionOf(await tryLogin(plane, { name: 'anna', password: anna.password }));
    const change = { current_password: anna.password, new_password: GOOD };
    json(await post(plane, '/api/change-password', change, again));
    assert.deepEqual([await statusOf(plane, again), await statusOf(plane, anna.session)], [200, 401]);
    assert.equal((await tryLogin(plane, { name: 'ANNA', password: GOOD })).status, 200);
    const list = json(await plane.send('/api/users', { headers: admin }));
    const { createdAt: _, id: __, ...shown } = list.users.find(({ name }: { name: string }) => name === 'Anna');
    assert.deepEqual(shown, { name: 'Anna', role: 'viewer', enabled: true, mustChangePassword: false, version: 2 });
    assert.ok(!JSON.stringify(list).includes('hash of'));
  });

  test('have names of their own', async (context) => {
    const plane = await startPlane(context);
    const admin = { cookie: await plane.login() };
    const create = (name: string) => post(plane, '/api/users', { name, role: 'member' }, admin);
    json(await create('张三'));
    for (const name of ['ADMIN', '张三']) assert.equal(codeOf(await create(name)), 'USER_EXISTS', name);
    for (const name of ['', ' x', 'x\n', 'x'.repeat(65)]) {
      assert.equal(codeOf(await create(name)), 'USER_NAME_INVALID', name);
    }
    assert.equal((await post(plane, '/api/users', { name: 'x', role: 'root' }, admin)).status, 400);
    assert.deepEqual(plane.reported, [], 'what is the request’s own fault is no error of redwolf');
  });

  test('are changed by who has seen their version', async (context) => {
    const plane = await startPlane(context);
    const admin = { cookie: await plane.login() };
    const { id, version } = await makeUser(plane, admin, 'anna');
    const patch = (body: object, headers: Headers = {}) =>
      plane.send(`/api/users/${id}`, {
        method: 'PATCH',
        body: JSON.stringify(body),
        headers: { ...admin, ...headers },
      });
    const { user } = json(await patch({ role: 'viewer', name: 'Anne', version }));
    assert.deepEqual([user.role, user.name, user.version], ['viewer', 'Anne', version + 1]);
    for (const stale of [await patch({ role: 'admin', version }), await patch({}, { 'if-match': `"${version}"` })]) {
      const { error } = stale.json as Loose;
      assert.deepEqual([stale.status, error.code, error.version], [409, 'STALE_VERSION', version + 1]);
    }
    assert.equal((await plane.send('/api/users/none', { method: 'PATCH', body: '{}', headers: admin })).status, 404);
  });

  test('who are disabled or removed are logged out, and their keys refused', async (context) => {
    const disabledFor: string[] = [];
    const keyOwners = {
      keysOf: async (): Promise<KeyId[]> => [],
      disableKeysOf: async (id: string) => disabledFor.push(id),
    };
    const plane = await startPlane(context, { keyOwners });
    const admin = { cookie: await plane.login() };
    const anna = await makeUser(plane, admin, 'anna');
    const set = (enabled: boolean) =>
      plane.send(`/api/users/${anna.id}`, { method: 'PATCH', body: JSON.stringify({ enabled }), headers: admin });
    json(await set(false));
    assert.equal(await statusOf(plane, anna.session, '/api/session'), 401);
    assert.equal((await tryLogin(plane, { name: 'anna', password: anna.password })).status, 401);
    json(await set(true));
    const session = sessionOf(await tryLogin(plane, { name: 'anna', password: anna.password }));
    const removed = await plane.send(`/api/users/${anna.id}`, { method: 'DELETE', headers: admin });
    assert.deepEqual(json(removed), { disabledKeys: 2 });
    assert.equal(await statusOf(plane, session, '/api/session'), 401);
    assert.deepEqual(disabledFor, [anna.id, anna.id]);
  });

  test('keep an administrator: the last one is not removed, disabled or demoted', async (context) => {
    const plane = await startPlane(context);
    const admin = { cookie: await plane.login() };
    const [first] = await plane.store.users.list();
    const path = `/api/users/${first?.id}`;
    const patch = (body: object) => plane.send(path, { method: 'PATCH', body: JSON.stringify(body), headers: admin });
    assert.equal(codeOf(await patch({ role: 'member' })), 'LAST_ADMIN');
    assert.equal(codeOf(await patch({ enabled: false })), 'LAST_ADMIN');
    assert.equal(codeOf(await plane.send(path, { method: 'DELETE', headers: admin })), 'LAST_ADMIN');
    json(await patch({ name: 'chief' }));
    await makeUser(plane, admin, 'deputy', 'admin');
    json(await patch({ role: 'member' }));
    assert.equal(codeOf(await patch({ role: 'admin' })), 'FORBIDDEN', 'the role holds at once');
  });

  test('get a new password from an administrator, which ends their sessions', async (context) => {
    const plane = await startPlane(context);
    const admin = { cookie: await plane.login() };
    const anna = await makeUser(plane, admin, 'anna');
    const { password } = json(await post(plane, `/api/users/${anna.id}/reset-password`, {}, admin));
    assert.equal(await statusOf(plane, anna.session, '/api/session'), 401);
    assert.equal((await tryLogin(plane, { name: 'anna', password: anna.password })).status, 401);
    assert.equal(json(await tryLogin(plane, { name: 'anna', password })).mustChangePassword, true);
  });
});

describe('guessing', () => {
  test('names is no use: an unknown one costs the same work and gets the same answer', async (context) => {
    const hashes: string[] = [];
    const verify = async (password: string, hash: string) => {
      hashes.push(hash);
      return passwords.verify(password, hash);
    };
    const plane = await startPlane(context, { passwords: { ...passwords, verify } });
    const known = await tryLogin(plane, { name: 'admin', password: 'wrong' });
    const unknown = await tryLogin(plane, { name: 'nobody', password: 'wrong' });
    assert.deepEqual([known.status, known.text], [unknown.status, unknown.text]);
    assert.equal(hashes.length, 2);
    assert.match(hashes[1] ?? '', /^scrypt\$65536\$8\$1\$/);
  });

  test('is slowed down wherever a secret is tried', async (context) => {
    const wrong: Readonly<Record<string, object>> = {
      '/api/login': { password: 'wrong' },
      '/login': { password: 'wrong' },
      '/api/setup': { token: 'x', password: GOOD },
      '/api/change-password': { current_password: 'x', new_password: GOOD },
      '/change-password': { current_password: 'x', new_password: GOOD },
    };
    const { ROUTES } = await import('../../src/admin/routes.ts');
    for (const { path } of ROUTES.filter(({ rate }) => rate === 'guess')) {
      const plane = await startPlane(context);
      const headers = { cookie: await plane.login() };
      const statuses: number[] = [];
      for (let i = 0; i < 6; i++) statuses.push((await post(plane, path, wrong[path], headers)).status);
      assert.ok(
        statuses.slice(0, 5).every((status) => status === 401 || status === 403),
        `${path} ${statuses}`,
      );
      assert.equal(statuses[5], 429, path);
    }
  });

  test('fills neither the log nor shows in it what was typed as a name', async (context) => {
    const plane = await startPlane(context, { loginLimit: { begin: () => 0, succeeded: () => {} } });
    for (let i = 0; i < 105; i++) await tryLogin(plane, { name: 'my-secret-password', password: 'wrong' });
    const rows = await plane.store.audit.list(200, { action: 'session.login_failed' });
    assert.equal(rows.length, 100);
    assert.deepEqual([rows[0]?.whoName, rows[0]?.who, rows[0]?.address], ['unknown', null, '127.0.0.1']);
    assert.ok(!JSON.stringify(rows).includes('my-secret'));
    plane.clock.wall += 10 * 60_000;
    await tryLogin(plane, { name: 'admin', password: 'wrong' });
    const [newest] = await plane.store.audit.list(1);
    assert.deepEqual(
      [newest?.whoName, newest?.what],
      ['admin', 'Somebody failed to log in. 5 more failed before and were not written down.'],
    );
  });
});

describe('the audit log', () => {
  test('has every change with who, when, from where, before and after, and no secret', async (context) => {
    const plane = await startPlane(context);
    const admin = { cookie: await plane.login() };
    const anna = await makeUser(plane, admin, 'anna');
    const change = { current_password: anna.password, new_password: GOOD };
    json(await post(plane, '/api/change-password', change, anna.session));
    json(await post(plane, '/api/logout', {}, anna.session));
    const patch = JSON.stringify({ role: 'viewer' });
    json(await plane.send(`/api/users/${anna.id}`, { method: 'PATCH', body: patch, headers: admin }));
    const reset = json(await post(plane, `/api/users/${anna.id}/reset-password`, {}, admin));
    json(await plane.send(`/api/users/${anna.id}`, { method: 'DELETE', headers: admin }));
    assert.deepEqual((await actions(plane)).slice(1).toSorted(), [
      'password.change',
      'password.reset',
      'session.login',
      'session.login',
      'session.logout',
      'user.change',
      'user.create',
      'user.remove',
    ]);
    const { entries } = json(await plane.send('/api/audit?action=user.change', { headers: admin }));
    const [{ id: _, at, who, ...entry }] = entries;
    assert.deepEqual([at, who], [plane.clock.wall, 'user_admin']);
    assert.deepEqual(entry, {
      whoName: 'admin',
      action: 'user.change',
      what: 'Changed the user anna: role viewer.',
      before: { name: 'anna', role: 'member', enabled: true },
      after: { name: 'anna', role: 'viewer', enabled: true },
      address: '127.0.0.1',
      configVersion: null,
    });
    const all = (await plane.send('/api/audit', { headers: admin })).text;
    for (const secret of [PASSWORD, GOOD, anna.password, reset.password, admin.cookie, 'hash of']) {
      assert.ok(!all.includes(secret));
    }
  });

  test('comes in pages', async (context) => {
    const plane = await startPlane(context);
    const headers = { cookie: await plane.login() };
    for (const name of ['a', 'b', 'c']) json(await post(plane, '/api/users', { name, role: 'member' }, headers));
    const ids = new Set<string>();
    let next: string | null = '';
    for (let page = 0; next !== null; page++) {
      const before: string = next === '' ? '' : `&before=${encodeURIComponent(next)}`;
      const reply: Loose = json(await plane.send(`/api/audit?limit=2&who=admin${before}`, { headers }));
      for (const { id } of reply.entries) ids.add(id);
      next = reply.next;
      assert.ok(page < 4);
    }
    assert.equal(ids.size, 5, 'the password that the test set, the login, three users');
    for (const query of ['before=x', 'limit=0', 'from=-1', 'to=x']) {
      assert.equal((await plane.send(`/api/audit?${query}`, { headers })).status, 400, query);
    }
  });
});

describe('a session', () => {
  test('shows where it is used, by which browser, and never its token', async (context) => {
    let address = '10.0.0.1';
    const plane = await startPlane(context, { site: siteOf(() => ({ address, isSecure: false })) });
    const agent = { 'user-agent': `agent ${'x'.repeat(300)}` };
    const session = sessionOf(await tryLogin(plane, { password: PASSWORD }, agent));
    address = '10.0.0.2';
    const answer = await plane.send('/api/sessions', { headers: session });
    const [shown] = json(answer).sessions;
    assert.deepEqual([shown.address, shown.userAgent.length, shown.current], ['10.0.0.2', 200, true]);
    assert.ok(!answer.text.includes(session.cookie.replace('session_token=', '')));
    json(await plane.send(`/api/sessions/${shown.id}`, { method: 'DELETE', headers: session }));
    assert.equal(await statusOf(plane, session), 401);
  });

  test('has a cookie for TLS alone where it came over TLS', async (context) => {
    const plane = await startPlane(context, {
      site: siteOf(() => ({ address: '10.0.0.1', isSecure: true })),
    });
    const answer = await tryLogin(plane, { password: PASSWORD });
    assert.match(cookieOf(answer), /; Secure/);
    assert.doesNotMatch(cookieOf(await tryLogin(await startPlane(context), { password: PASSWORD })), /Secure/);
  });
});

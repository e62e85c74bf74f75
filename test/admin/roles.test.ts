/** Every route of the running program, called as each kind of user. */

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Access, Route } from '../../src/admin/route.ts';
import { ROUTES } from '../../src/admin/routes.ts';
import { ENDPOINTS } from '../../src/endpoints/index.ts';
import { send } from '../support/http-client.ts';
import type { Redwolf } from '../support/redwolf.ts';
import { type Account, AdminClient, type AdminReply, startWithAdmin } from './admin-client.ts';

type Kind = 'nobody' | 'must-change' | 'viewer' | 'member' | 'other member' | 'admin';

/** What each kind may call: the truth that the table of routes is held to. */
const MAY: Readonly<Record<Kind, readonly Access[]>> = {
  nobody: ['public'],
  'must-change': ['public', 'session'],
  viewer: ['public', 'session', 'viewer'],
  member: ['public', 'session', 'viewer', 'member'],
  'other member': ['public', 'session', 'viewer', 'member'],
  admin: ['public', 'session', 'viewer', 'member', 'admin'],
};

const KINDS = ['nobody', 'must-change', 'viewer', 'member', 'other member', 'admin'] as const satisfies readonly Kind[];
const REFUSALS: ReadonlySet<unknown> = new Set(['NOT_LOGGED_IN', 'PASSWORD_CHANGE_REQUIRED', 'FORBIDDEN']);
const PASSWORD = 'a password of their own';
const BASES = ['', '/api/v1/claude-code'];

let redwolf: Redwolf;
let admin: AdminClient;
const accounts = new Map<Kind, Account>();
const clients = new Map<Kind, AdminClient>();

before(async () => {
  ({ redwolf, admin } = await startWithAdmin({ platforms: [{ id: 'demo', type: 'demo' }] }));
  clients.set('nobody', AdminClient.nobody(redwolf));
  clients.set('admin', admin);
  for (const [kind, role] of [
    ['viewer', 'viewer'],
    ['member', 'member'],
    ['other member', 'member'],
    ['must-change', 'admin'],
  ] as const) {
    const { password } = await admin.done(admin.post('/api/users', { name: kind, role }));
    const client = await AdminClient.login(redwolf, { name: kind, password });
    const isChanged = kind !== 'must-change';
    const change = { current_password: password, new_password: PASSWORD };
    if (isChanged) await client.done(client.post('/api/change-password', change));
    accounts.set(kind, { name: kind, password: isChanged ? PASSWORD : password });
    clients.set(kind, client);
  }
});

after(() => redwolf.stop());

/** A call of the route with nothing in it, so that what is let in fails for another reason, or reads. */
function call(client: AdminClient, { path }: Route, method: string): Promise<AdminReply> {
  // It would have no end, but for who may not hear it.
  if (path === '/api/calls/live') return client.send(method, `${path}?until=x`);
  const address = path.replace(/:\w+/g, '999999').replace('*', 'anything/at/all');
  return client.send(method, address, method === 'GET' ? undefined : {});
}

function methodsOf({ method }: Route): readonly string[] {
  return method === 'ALL' ? ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] : [method];
}

function refusalOf({ body }: AdminReply): unknown {
  const code: unknown = body?.error?.code;
  return REFUSALS.has(code) ? code : 'let in';
}

function expected(kind: Kind, access: Access): string {
  if (MAY[kind].includes(access)) return 'let in';
  if (kind === 'nobody') return 'NOT_LOGGED_IN';
  return kind === 'must-change' ? 'PASSWORD_CHANGE_REQUIRED' : 'FORBIDDEN';
}

describe('the table of routes', () => {
  for (const kind of KINDS) {
    test(`says what ${kind} may call`, async () => {
      const client = clients.get(kind);
      assert.ok(client !== undefined);
      const endsSession = (route: Route) => route.path.endsWith('/logout');
      for (const route of ROUTES.filter((candidate) => !endsSession(candidate))) {
        for (const method of methodsOf(route)) {
          const reply = await call(client, route, method);
          assert.equal(refusalOf(reply), expected(kind, route.role), `${method} ${route.path}: ${reply.text}`);
        }
      }
      for (const route of ROUTES.filter(endsSession)) {
        const account = accounts.get(kind);
        const own: AdminClient = account === undefined ? client : await AdminClient.login(redwolf, account);
        if (kind === 'admin') continue;
        const reply = await call(own, route, 'POST');
        assert.equal(refusalOf(reply), expected(kind, route.role), `POST ${route.path}: ${reply.text}`);
        assert.equal(refusalOf(await own.get('/api/session')), 'NOT_LOGGED_IN');
      }
    });
  }

  test('says where pages of other origins are refused', async () => {
    for (const route of ROUTES) {
      for (const method of methodsOf(route)) {
        const address = route.path.replace(/:\w+/g, '999999').replace('*', 'anything/at/all');
        const reply = await admin.send(method, address, undefined, { origin: 'http://evil.example' });
        const isRefused = reply.body?.error?.code === 'CROSS_ORIGIN';
        assert.equal(isRefused, route.sameOrigin ?? method !== 'GET', `${method} ${route.path}`);
      }
    }
  });
});

describe("the clients' endpoints", () => {
  test('ask for a client key, at every address and by every method; a session is none', async () => {
    const { headers } = await send(`${redwolf.url}/api/login`, { body: accounts.get('member') });
    const cookie = String(headers['set-cookie']).split(';')[0] ?? '';
    for (const { path, methods, isPublic, isShared } of ENDPOINTS) {
      // What the admin plane has too opens with a session, but not below the clients' base.
      const bases = BASES.filter((base) => isShared !== true || base !== '');
      for (const address of bases.map((base) => redwolf.url + base + path)) {
        for (const method of methods) {
          const { status } = await send(address, {
            method,
            headers: { cookie },
            body: method === 'POST' ? {} : undefined,
          });
          assert.equal(status, isPublic === true ? 200 : 401, `${method} ${address}`);
        }
      }
    }
    for (const path of ['/v1', '/v1/none', '/api/v1/claude-code', '/api/v1/claude-code/none']) {
      assert.ok([401, 404].includes((await send(redwolf.url + path)).status), path);
    }
  });

  test('and their keys open nothing of the admin plane but what both have', async () => {
    const shared = ENDPOINTS.filter(({ isShared }) => isShared === true).map(({ path }) => path);
    for (const route of ROUTES.filter(({ role, path }) => role !== 'public' && !shared.includes(path))) {
      const path = route.path.replace(/:\w+/g, '1').replace('*', 'x');
      const { status } = await redwolf.send(path, { method: methodsOf(route)[0] ?? 'GET' });
      assert.equal(status, 401, path);
    }
  });
});

describe('a user', () => {
  test('sees and ends own sessions only; an administrator those of all', async () => {
    const member = clients.get('member');
    const account = accounts.get('other member');
    assert.ok(member !== undefined && account !== undefined);
    const other = await AdminClient.login(redwolf, account);
    const mine = await member.done(member.get('/api/sessions'));
    assert.deepEqual(
      new Set(mine.sessions.map(({ user }: { user: { name: string } }) => user.name)),
      new Set(['member']),
    );
    const { sessions } = await other.done(other.get('/api/sessions'));
    const current = sessions.find(({ current }: { current: boolean }) => current);
    assert.deepEqual([current.address, current.user.name], ['127.0.0.1', 'other member']);
    assert.equal((await member.delete(`/api/sessions/${current.id}`)).status, 404);
    assert.equal((await other.get('/api/session')).status, 200);
    const all = await admin.done(admin.get('/api/sessions'));
    assert.ok(all.sessions.length > sessions.length);
    await admin.done(admin.delete(`/api/sessions/${current.id}`));
    assert.equal((await other.get('/api/session')).status, 401);
  });

  test('who is a member sees no call as long as no key is theirs; an administrator sees all', async () => {
    const body = { model: 'demo', max_tokens: 9, messages: [{ role: 'user', content: 'hi' }] };
    const reply = await redwolf.send('/v1/messages', { body });
    await redwolf.waitForCall(reply.headers['x-redwolf-call-id']);
    assert.equal((await admin.done(admin.get('/api/calls'))).calls.length, 1);
    const member = clients.get('member');
    assert.deepEqual((await member?.get('/api/calls'))?.body, { calls: [], next: null });
  });
});

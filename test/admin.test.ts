/** The admin plane behind a real HTTP server: login, sessions, guards, files. */

import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { createAdminApp } from '../src/admin/plane.ts';
import { ROUTES } from '../src/admin/routes.ts';
import { RedwolfError } from '../src/lib/errors.ts';
import type { CallId } from '../src/lib/ids.ts';
import { codeOf, cookieOf, DETAILS, depsOn, PASSWORD, type Plane, STATUS, startPlane } from './admin/plane-stage.ts';
import { callRow } from './support/store.ts';

const DAY_MS = 24 * 60 * 60_000;

test('the table names every route of the running plane', async (context) => {
  const app = createAdminApp(await depsOn(context));
  // What checks every request comes first.
  const [guard, ...routes] = app.routes.map(({ method, path }) => `${method} ${path}`);
  assert.equal(guard, 'ALL /*');
  assert.deepEqual(
    routes,
    ROUTES.map(({ method, path }) => `${method} ${path}`),
  );
});

test('without a session every route under /api and /control is closed, known or not', async (context) => {
  const plane = await startPlane(context);
  const below = ROUTES.filter(({ path }) => /^\/(?:api|control)(?:\/|$)/.test(path));
  const open = below.filter(({ role }) => role === 'public').map(({ method, path }) => `${method} ${path}`);
  assert.deepEqual(open, ['POST /api/login', 'GET /api/setup', 'POST /api/setup']);
  const closed = below.filter(({ role }) => role !== 'public');
  assert.ok(closed.length >= 20);
  for (const { method, path } of closed) {
    for (const verb of method === 'ALL' ? ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] : [method]) {
      const answer = await plane.send(path.replace('*', 'anything/at/all'), { method: verb });
      assert.equal(answer.status, 401, `${verb} ${path}`);
      assert.equal(codeOf(answer), 'NOT_LOGGED_IN');
    }
  }
  for (const path of [
    '/api/../api/status',
    '/%61pi/status',
    '/api/status/',
    '/api/status?x',
    '/control/%63onfig',
    '//api/status',
  ]) {
    const answer = await plane.send(path);
    assert.ok(!answer.text.includes('global_direct'), path);
  }
  assert.equal((await plane.send('/logout', { method: 'POST' })).status, 401);
  for (const cookie of ['session_token=', 'session_token=x', 'session_token=undefined', 'other=1']) {
    assert.equal((await plane.send('/api/status', { headers: { cookie } })).status, 401, cookie);
  }
});

test('a login gives a session cookie, of which the store knows only a hash', async (context) => {
  const { send, store, clock } = await startPlane(context);
  for (const path of ['/api/login', '/login']) {
    const answer = await send(path, { method: 'POST', body: JSON.stringify({ password: PASSWORD }) });
    assert.equal(answer.status, 200);
    const account = { user: { id: 'user_admin', name: 'admin', role: 'admin' }, mustChangePassword: false };
    assert.deepEqual(answer.json, { authenticated: true, ...account });
    const [pair = '', ...attributes] = cookieOf(answer).split('; ');
    assert.match(pair, /^session_token=[\w-]{43}$/);
    assert.deepEqual(new Set(attributes), new Set(['Max-Age=604800', 'Path=/', 'HttpOnly', 'SameSite=Strict']));
    const token = pair.slice('session_token='.length);
    assert.ok(!JSON.stringify([await store.sessions.list(), await store.audit.list(9)]).includes(token));
    const session = await send('/api/session', { headers: { cookie: pair } });
    assert.deepEqual(session.json, { authenticated: true, expiresAt: clock.wall + 7 * DAY_MS, ...account });
  }
});

test('a session opens the routes, and what is not there is 404', async (context) => {
  const { send, login } = await startPlane(context);
  const headers = { cookie: await login() };
  assert.deepEqual((await send('/api/status', { headers })).json, { ...STATUS, readOnly: null, details: DETAILS });
  assert.deepEqual((await send('/control/config', { headers })).json, { ...STATUS, readOnly: null, details: DETAILS });
  assert.equal((await send('/api/status', { headers })).headers['cache-control'], 'no-store');
  for (const [method, path] of [
    ['GET', '/api/none'],
    ['GET', '/api'],
    ['PUT', '/api/status'],
    ['GET', '/control/none'],
  ] as const) {
    const answer = await send(path, { method, headers });
    assert.equal(answer.status, 404, path);
    assert.equal(codeOf(answer), 'NOT_FOUND');
  }
});

test('the latest calls come by a limit from 1 to 200', async (context) => {
  const { send, login, store } = await startPlane(context);
  for (let number = 0; number < 201; number++) store.recorder.record(callRow({ id: `call_${number}` as CallId }));
  await store.recorder.flush();
  const headers = { cookie: await login() };
  const count = async (query: string) => {
    const { json } = await send(`/api/calls${query}`, { headers });
    return (json as { calls: unknown[] }).calls.length;
  };
  assert.equal(await count(''), 50);
  assert.equal(await count('?limit=1'), 1);
  assert.equal(await count('?limit=200'), 200);
  for (const limit of ['0', '201', '-1', '1e2', 'x', '']) {
    assert.equal((await send(`/api/calls?limit=${limit}`, { headers })).status, 400, limit);
  }
});

test('a session ends by logout and after seven days', async (context) => {
  const { send, login, clock, store } = await startPlane(context);
  const open = async (cookie: string) => (await send('/api/session', { headers: { cookie } })).status;
  const first = await login();
  const second = await login();
  const answer = await send('/api/logout', { method: 'POST', headers: { cookie: first } });
  assert.equal(answer.status, 200);
  assert.match(cookieOf(answer), /^session_token=; Max-Age=0; Path=\/; HttpOnly; SameSite=Strict$/);
  assert.deepEqual([await open(first), await open(second), (await store.sessions.list()).length], [401, 200, 1]);
  clock.wall += 7 * DAY_MS - 1;
  assert.equal(await open(second), 200);
  clock.wall += 1;
  assert.equal(await open(second), 401);
});

test('a wrong password and a broken body are told apart, and neither opens a session', async (context) => {
  const { send, store } = await startPlane(context);
  const attempt = (body: string) => send('/api/login', { method: 'POST', body });
  const wrong = await attempt('{"password":"wrong"}');
  assert.deepEqual([wrong.status, codeOf(wrong), cookieOf(wrong)], [401, 'LOGIN_FAILED', '']);
  for (const body of ['', 'password=x', '[]', 'null', '{}', '{"password":1}', '{"password":']) {
    assert.equal((await attempt(body)).status, 400, body);
  }
  assert.equal((await store.sessions.list()).length, 0);
});

test('who guesses has to wait longer and longer, even for the right password', async (context) => {
  const { send, clock } = await startPlane(context);
  const attempt = (password: string) => send('/api/login', { method: 'POST', body: JSON.stringify({ password }) });
  for (let i = 0; i < 5; i++) assert.equal((await attempt('wrong')).status, 401);
  const refused = await attempt(PASSWORD);
  assert.deepEqual([refused.status, codeOf(refused), refused.headers['retry-after']], [429, 'TOO_MANY_TRIES', '1']);
  clock.steady += 1_000;
  assert.equal((await attempt('wrong')).status, 401);
  assert.equal((await attempt('wrong')).headers['retry-after'], '2');
  clock.steady += 2_000;
  assert.equal((await attempt(PASSWORD)).status, 200);
  assert.equal((await attempt('wrong')).status, 401, 'a login clears the delay');
});

test('tries that run at the same time count as well', async (context) => {
  const { send } = await startPlane(context);
  const attempt = () => send('/api/login', { method: 'POST', body: '{"password":"wrong"}' });
  const answers = await Promise.all(Array.from({ length: 20 }, attempt));
  assert.equal(answers.filter(({ status }) => status === 401).length, 5);
  assert.equal(answers.filter(({ status }) => status === 429).length, 15);
});

test('pages of other origins can change nothing', async (context) => {
  const { send, port, login } = await startPlane(context);
  const cookie = await login();
  const logout = async (headers: Record<string, string>) =>
    (await send('/api/logout', { method: 'POST', headers: { cookie, ...headers } })).status;
  for (const headers of [
    { origin: 'http://evil.example' },
    { origin: 'null' },
    { origin: `http://127.0.0.1:${port + 1}` },
    { origin: `http://127.0.0.1:${port}.evil.example` },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: `http://127.0.0.1:${port}`, 'sec-fetch-site': 'cross-site' },
  ]) {
    assert.equal(await logout(headers), 403, JSON.stringify(headers));
  }
  assert.equal(await logout({ origin: `http://127.0.0.1:${port}`, 'sec-fetch-site': 'same-origin' }), 200);
  const foreignLogin = await send('/login', { method: 'POST', headers: { origin: 'http://evil.example' }, body: '{}' });
  assert.equal(codeOf(foreignLogin), 'CROSS_ORIGIN');
});

test('only names of this machine are served', async (context) => {
  const loopback = await startPlane(context);
  const status = async (plane: Plane, host: string) => (await plane.send('/api/status', { headers: { host } })).status;
  for (const host of ['127.0.0.1:8000', 'localhost', 'LOCALHOST:8000', 'localhost.:8000', '[::1]:8000', '127.9.9.9']) {
    assert.equal(await status(loopback, host), 401, host);
  }
  for (const host of [
    'evil.example',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    '192.168.1.5',
    '[2001:db8::1]',
  ]) {
    const answer = await loopback.send('/', { headers: { host } });
    assert.deepEqual([answer.status, codeOf(answer)], [403, 'HOST_REFUSED'], host);
  }
  const named = await startPlane(context, { host: 'gateway.lan' });
  assert.equal(await status(named, 'gateway.lan:8000'), 401);
  assert.equal(await status(named, 'other.lan:8000'), 403);
  const everywhere = await startPlane(context, { host: '0.0.0.0' });
  assert.equal(await status(everywhere, '192.168.1.5:8000'), 401);
  assert.equal(await status(everywhere, '[2001:db8::1]:8000'), 401);
  assert.equal(await status(everywhere, 'evil.example:8000'), 403);
});

test('a body over 1 MB is refused, with and without a length', async (context) => {
  const { send } = await startPlane(context);
  const body = JSON.stringify({ password: 'x'.repeat(1024 * 1024) });
  for (const headers of [{ 'content-length': String(body.length) }, { 'transfer-encoding': 'chunked' }]) {
    const small = JSON.stringify({ password: PASSWORD });
    const fits = { ...headers, ...('content-length' in headers ? { 'content-length': String(small.length) } : {}) };
    assert.equal((await send('/login', { method: 'POST', headers: fits, body: small })).status, 200);
    const answer = await send('/api/login', { method: 'POST', headers, body });
    assert.deepEqual([answer.status, codeOf(answer)], [413, 'TOO_LARGE']);
  }
});

test('an error inside is a 500 without its details, which are reported', async (context) => {
  let failure: Error | undefined;
  const { sessions: working } = await depsOn(context);
  const find = async () => {
    throw failure;
  };
  const sessions = Object.assign(Object.create(working), { find });
  const { send, reported } = await startPlane(context, { sessions });
  const headers = { cookie: 'session_token=x' };
  failure = new Error('secret detail');
  const unexpected = await send('/api/status', { headers });
  assert.deepEqual([unexpected.status, codeOf(unexpected)], [500, 'INTERNAL']);
  assert.ok(!unexpected.text.includes('secret detail'));
  failure = new RedwolfError('DATABASE_LOCKED', 'The database is locked.');
  const expected = await send('/api/status', { headers });
  assert.deepEqual([expected.status, codeOf(expected)], [503, 'DATABASE_LOCKED']);
  assert.equal(reported.length, 2);
});

test('every answer carries the security headers', async (context) => {
  const { send, webDir } = await startPlane(context);
  writeFileSync(join(webDir, 'index.html'), '<!doctype html>');
  for (const path of ['/', '/api/status', '/none.js', '/api/none']) {
    const { headers } = await send(path);
    const policy = String(headers['content-security-policy']);
    for (const part of ["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"]) {
      assert.ok(policy.includes(part), `${path}: ${part}`);
    }
    assert.ok(!policy.includes('unsafe'));
    assert.equal(headers['x-content-type-options'], 'nosniff', path);
    assert.equal(headers['referrer-policy'], 'no-referrer', path);
    assert.equal(headers['x-frame-options'], 'DENY', path);
  }
  const refused = await send('/', { headers: { host: 'evil.example' } });
  assert.equal(refused.headers['x-content-type-options'], 'nosniff');
});

test('the files of the web page are served, and the page itself for its own routes', async (context) => {
  const { send, webDir } = await startPlane(context);
  mkdirSync(join(webDir, 'assets'));
  writeFileSync(join(webDir, 'index.html'), '<!doctype html>page');
  writeFileSync(join(webDir, 'assets/index-a1b2.js'), 'script');
  writeFileSync(join(webDir, 'favicon.svg'), '<svg/>');
  for (const path of ['/', '/login', '/calls', '/calls/call_1?x=1', '/index.html']) {
    const page = await send(path);
    assert.deepEqual([page.status, page.text], [200, '<!doctype html>page'], path);
    assert.equal(page.headers['content-type'], 'text/html; charset=utf-8');
    assert.equal(page.headers['cache-control'], 'no-cache');
  }
  const script = await send('/assets/index-a1b2.js');
  assert.equal(script.headers['content-type'], 'text/javascript; charset=utf-8');
  assert.equal(script.headers['cache-control'], 'public, max-age=31536000, immutable');
  const icon = await send('/favicon.svg');
  assert.equal(icon.headers['content-type'], 'image/svg+xml');
  const again = await send('/favicon.svg', { headers: { 'if-none-match': String(icon.headers['etag']) } });
  assert.deepEqual([again.status, again.text], [304, '']);
  const head = await send('/', { method: 'HEAD' });
  assert.deepEqual([head.status, head.text], [200, '']);
  assert.equal((await send('/assets/none.js')).status, 404);
  assert.equal((await send('/', { method: 'POST' })).status, 404);
});

test('no path leads out of the web page', async (context) => {
  const { send, webDir } = await startPlane(context);
  mkdirSync(join(webDir, '.git'));
  writeFileSync(join(webDir, '.git/config.txt'), 'hidden');
  writeFileSync(join(webDir, 'index.html'), 'page');
  const outside = `${webDir}-outside.txt`;
  writeFileSync(outside, 'outside');
  context.after(() => rmSync(outside));
  const name = outside.slice(outside.lastIndexOf('/') + 1);
  for (const path of [
    `/../${name}`,
    `/%2e%2e/${name}`,
    `/..%2f${name}`,
    `/assets/..%2f..%2f${name}`,
    `/%2e%2e%2f${name}`,
    `//${outside}`,
    `/..%5c${name}`,
    `/${name}%00.txt`,
    '/.git/config.txt',
    '/%2egit/config.txt',
    '/%ff%fe.txt',
  ]) {
    const answer = await send(path);
    assert.ok([400, 404].includes(answer.status), `${path}: ${answer.status} ${answer.text}`);
    assert.ok(!/outside|hidden/.test(answer.text.replaceAll(name, '')), path);
  }
});

test('without a build the page says what to do', async (context) => {
  const { send } = await startPlane(context);
  const answer = await send('/');
  assert.equal(answer.status, 503);
  assert.match(answer.text, /npm run build/);
});

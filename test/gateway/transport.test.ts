/** TLS, and proxies before redwolf: who the client is, what its cookie says, and which name it may call by. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { ConfigFile } from '../support/config-file.ts';
import type { Redwolf } from '../support/redwolf.ts';
import { failToStart, startRedwolf } from '../support/redwolf-process.ts';

const FIXTURES = fileURLToPath(new URL('../fixtures/tls/', import.meta.url));
const CERT = `${FIXTURES}test-only.cert.pem`;
const TLS = { cert: CERT, key: `${FIXTURES}test-only.key.pem` };
const PASSWORD = 'correct horse';
const PROXIED = { 'x-forwarded-for': '203.0.113.9', 'x-forwarded-proto': 'https' };

async function start(t: TestContext, server: object): Promise<Redwolf> {
  const file: ConfigFile = { platforms: [{ id: 'demo', type: 'demo', models: ['demo'] }], server };
  const redwolf = await startRedwolf(file, { env: { REDWOLF_ADMIN_PASSWORD: PASSWORD } });
  t.after(() => redwolf.stop());
  return redwolf;
}

interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
}

/** Logs in, by HTTP or HTTPS. */
function login(redwolf: Redwolf, headers: Record<string, string> = {}, password = PASSWORD): Promise<Answer> {
  const url = new URL('/api/login', redwolf.url);
  const { request } = url.protocol === 'https:' ? https : http;
  return new Promise((resolve, reject) => {
    const options = { method: 'POST', headers, agent: false, ca: readFileSync(CERT) };
    const sent = request(url, options, (response) => {
      response.resume();
      resolve({ status: response.statusCode ?? 0, headers: response.headers });
    });
    sent.on('error', reject);
    sent.end(JSON.stringify({ password }));
  });
}

function cookieOf({ headers }: Answer): string {
  return headers['set-cookie']?.[0] ?? '';
}

test('with a certificate redwolf speaks TLS, and its cookie goes by nothing else', async (t) => {
  const redwolf = await start(t, { tls: TLS, hsts: true });
  assert.match(redwolf.url, /^https:/);
  const answer = await login(redwolf);
  assert.equal(answer.status, 200);
  assert.match(cookieOf(answer), /; HttpOnly; Secure; SameSite=Strict/);
  assert.equal(answer.headers['strict-transport-security'], 'max-age=31536000');
});

test('a certificate that cannot be used: it says so and ends', async () => {
  const { code, output } = await failToStart({ server: { tls: { cert: CERT, key: CERT } } });
  assert.equal(code, 78);
  assert.match(output, /^The certificate .* cannot be used: /);
});

test('without TLS the cookie is not Secure, and nobody is told to come by HTTPS', async (t) => {
  const redwolf = await start(t, { hsts: true });
  const answer = await login(redwolf, PROXIED);
  assert.equal(answer.status, 200);
  assert.doesNotMatch(cookieOf(answer), /Secure/);
  assert.equal(answer.headers['strict-transport-security'], undefined);
});

test('behind a known proxy the cookie is Secure where the client spoke TLS', async (t) => {
  const redwolf = await start(t, { trusted_proxies: ['127.0.0.1'] });
  assert.match(cookieOf(await login(redwolf, PROXIED)), /; Secure/);
  assert.doesNotMatch(cookieOf(await login(redwolf, { ...PROXIED, 'x-forwarded-proto': 'http' })), /Secure/);
});

/** How many of ten tries at once, each with another header, were put off. */
async function putOff(redwolf: Redwolf, forwardedFor: (index: number) => string): Promise<number> {
  const tries = Array.from({ length: 10 }, (_, index) =>
    login(redwolf, { 'x-forwarded-for': forwardedFor(index) }, 'wrong'),
  );
  return (await Promise.all(tries)).filter(({ status }) => status === 429).length;
}

test('wrong passwords count for the client that the proxy names, whatever the client itself wrote there', async (t) => {
  const redwolf = await start(t, { trusted_proxies: ['127.0.0.1'] });
  assert.equal(await putOff(redwolf, (index) => `198.51.100.${index}, 203.0.113.9`), 5);
  assert.equal(await putOff(redwolf, (index) => `198.51.100.1, 203.0.113.${20 + index}`), 0);
});

test('without a known proxy such headers are not read', async (t) => {
  const redwolf = await start(t, {});
  assert.equal(await putOff(redwolf, (index) => `203.0.113.${index}`), 5);
});

test('the pages are served under the public name, and under no other', async (t) => {
  const redwolf = await start(t, { public_url: 'https://redwolf.example.com', trusted_proxies: ['127.0.0.1'] });
  const status = async (headers: Record<string, string>) => (await login(redwolf, headers)).status;
  assert.equal(await status({ host: 'redwolf.example.com' }), 200);
  assert.equal(await status({ host: 'redwolf.example.com', origin: 'https://redwolf.example.com' }), 200);
  assert.equal(await status({ host: 'redwolf.example.com', origin: 'https://evil.example' }), 403);
  assert.equal(await status({ host: 'evil.example' }), 403);
  assert.equal(await status({ ...PROXIED, 'x-forwarded-host': 'redwolf.example.com' }), 200);
  assert.equal(await status({ ...PROXIED, 'x-forwarded-host': 'evil.example' }), 403);
  assert.equal(
    await status({ ...PROXIED, 'x-forwarded-host': 'redwolf.example.com', origin: 'https://redwolf.example.com' }),
    200,
  );
});

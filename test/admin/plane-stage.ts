/** The admin plane behind a real HTTP server, with a store, a clock and passwords of the test's own. */

import assert from 'node:assert/strict';
import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';
import type { StatusDetails } from '../../src/admin/contract/status.ts';
import { CallFeed } from '../../src/admin/live/call-feed.ts';
import { createAdminPlane } from '../../src/admin/plane.ts';
import type { AdminDeps, Passwords } from '../../src/admin/ports.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { TrustedProxies } from '../../src/lib/request-origin.ts';
import type { Store } from '../../src/store/store.ts';
import { NO_BODIES, NO_CAPTURE_STATUS } from '../support/no-bodies.ts';
import { auditRow, openTestStore, temporaryDir } from '../support/store.ts';

export const PASSWORD = 'correct horse';

/** Fast, and as good as a hash for what is tested here. */
export const passwords: Passwords = {
  hash: async (password) => `hash of ${password}`,
  verify: async (password, hash) => hash === `hash of ${password}`,
};

/** What configures is tested in test/admin/. */
const NO_CONFIGURATION = {} as AdminDeps['configuration'];
const NO_KEYS = {} as AdminDeps['keys'];
const NO_STATISTICS = {} as AdminDeps['keyStatistics'];
const NO_PRICES = {} as AdminDeps['prices'];
const NO_IMPORTER = {} as AdminDeps['importer'];
const NO_TRANSFER = {} as AdminDeps['transfer'];
const NO_PREVIEW = {} as AdminDeps['preview'];
const NO_CHECKS = {} as AdminDeps['checks'];

/** No proxy before the plane, but requests that come as it is said. */
export function siteOf(origin: () => { readonly address: string; readonly isSecure: boolean }): AdminDeps['site'] {
  return { proxies: { originOf: ({ headers }) => ({ ...origin(), host: String(headers['host']) }) }, hsts: false };
}

export const STATUS = {
  mode: 'global_direct',
  platforms: [{ id: 'up', type: 'ollama', models: ['m'] }],
  capture: NO_CAPTURE_STATUS,
  version: '1.2.3',
  uptimeMs: 5,
};

export const DETAILS: StatusDetails = {
  dataDir: '/data',
  configFile: null,
  database: { dialect: 'sqlite', bytes: 4_096, bodiesBytes: 8_192 },
  calls: 3,
  runningCalls: 1,
  recorder: { waiting: 0, lost: 0 },
  cooling: [],
  server: { host: '127.0.0.1', port: 8_787, isTls: false },
  process: { node: 'v24', system: 'linux x64', pid: 1, memoryBytes: 1, heapBytes: 1, busy: 0 },
  isDebug: false,
  problems: [],
};

export interface Answer {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly text: string;
  readonly json: unknown;
}

export interface SendOptions {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

export interface Plane {
  readonly store: Store;
  readonly clock: { wall: number; steady: number };
  readonly reported: unknown[];
  readonly webDir: string;
  readonly port: number;
  send(path: string, options?: SendOptions): Promise<Answer>;
  /** Logs in and gives the value of the `Cookie` header. */
  login(): Promise<string>;
}

/** What a plane is made of, on a store of its own in which `admin` has the password. */
export async function depsOn(context: TestContext): Promise<AdminDeps & { readonly store: Store }> {
  const store = await openTestStore(context, await temporaryDir(context));
  await givePassword(store);
  return { ...depsWith(store, await temporaryDir(context)), store };
}

/** The same, but nobody has a password yet. */
export async function freshDepsOn(context: TestContext): Promise<AdminDeps & { readonly store: Store }> {
  const store = await openTestStore(context, await temporaryDir(context));
  return { ...depsWith(store, await temporaryDir(context)), store };
}

async function givePassword(store: Store): Promise<void> {
  const [admin] = await store.users.list();
  assert.ok(admin !== undefined);
  const passwordHash = await passwords.hash(PASSWORD);
  await store.users.update({ ...admin, passwordHash, version: admin.version + 1 }, auditRow(0));
}

function depsWith(store: Store, webDir: string): AdminDeps {
  return {
    configuration: NO_CONFIGURATION,
    checks: NO_CHECKS,
    prices: NO_PRICES,
    importer: NO_IMPORTER,
    transfer: NO_TRANSFER,
    preview: NO_PREVIEW,
    usage: store.usage,
    callSessions: store.callSessions,
    keys: NO_KEYS,
    keyStatistics: NO_STATISTICS,
    users: store.users,
    sessions: store.sessions,
    audit: store.audit,
    settings: store.settings,
    calls: store.calls,
    callPages: store.callPages,
    corrections: store.corrections,

    callTexts: store.callTexts,
    callRemoval: store.callRemoval,
    giveBack: () => store.giveBack(),
    recorder: store.recorder,
    feed: new CallFeed(),
    bodies: NO_BODIES,
    platformAddress: () => undefined,
    keyOwners: { keysOf: async () => [], disableKeysOf: async () => 0 },
    passwords,
    clock: { ...systemClock, now: () => 0, monotonic: () => 0 },
    host: '127.0.0.1',
    site: { proxies: new TrustedProxies([]), hsts: false },
    readOnly: () => undefined,
    webDir,
    status: () => STATUS,
    statusDetails: async () => DETAILS,
    debug: { isOn: false, turn: () => {} },
  };
}

export async function startPlane(
  context: TestContext,
  changes: Partial<AdminDeps> = {},
  made: Promise<AdminDeps & { readonly store: Store }> = depsOn(context),
): Promise<Plane> {
  const { store, ...basic } = await made;
  const clock = { wall: 1_800_000_000_000, steady: 0 };
  const reported: unknown[] = [];
  const deps: AdminDeps = {
    ...basic,
    clock: { ...systemClock, now: () => clock.wall, monotonic: () => clock.steady },
    report: (error) => reported.push(error),
    ...changes,
  };
  const server = createServer(createAdminPlane(deps));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  context.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const send = (path: string, options: SendOptions = {}) => sendTo(port, path, options);
  const login = async () => {
    const answer = await send('/api/login', { method: 'POST', body: JSON.stringify({ password: PASSWORD }) });
    assert.equal(answer.status, 200, answer.text);
    return cookieOf(answer).split(';')[0] ?? '';
  };
  return { store, clock, reported, webDir: deps.webDir, port, send, login };
}

/** Raw paths and headers, which fetch would tidy up. */
function sendTo(port: number, path: string, { method = 'GET', headers = {}, body }: SendOptions): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest({ host: '127.0.0.1', port, path, method, headers, agent: false }, (response) => {
      response.setEncoding('utf8');
      let text = '';
      response.on('data', (piece: string) => {
        text += piece;
      });
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json: jsonOf(text) });
      });
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function cookieOf(answer: Answer): string {
  return answer.headers['set-cookie']?.[0] ?? '';
}

export function codeOf(answer: Answer): unknown {
  const { error } = answer.json as { error: { code: unknown; message: unknown } };
  assert.equal(typeof error.message, 'string');
  return error.code;
}

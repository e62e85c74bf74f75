/** The real admin plane and the built web page, on a store of its own. */

import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SETUP_TOKEN_HASH } from '../../src/admin/ensure-administrator.ts';
import { CallFeed } from '../../src/admin/live/call-feed.ts';
import { createAdminPlane } from '../../src/admin/plane.ts';
import type { AdminDeps } from '../../src/admin/ports.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { TrustedProxies } from '../../src/lib/request-origin.ts';
import { hashSessionToken } from '../../src/lib/session-token.ts';
import type { Role } from '../../src/store/account-ports.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Store } from '../../src/store/store.ts';
import { DETAILS } from '../admin/plane-stage.ts';
import { NO_BODIES, NO_CAPTURE_STATUS } from '../support/no-bodies.ts';
import { auditRow, userRow } from '../support/store.ts';

export const PASSWORD = 'a password for tests';

/** 2026-11-20 12:00 UTC */
const NOON = Date.UTC(2026, 10, 20, 12);

export interface AdminServerOptions {
  /** What `admin` has: a password, one that must be changed, or none yet. Default: a password. */
  readonly admin?: 'password' | 'must-change' | 'new';
  /** Somebody else who may log in, with the same password. */
  readonly other?: { readonly name: string; readonly role: Role };
  /** Default: 127.0.0.1. */
  readonly host?: string;
  readonly setupToken?: string;
}

export interface AdminServer {
  readonly origin: string;
  /** Ends every session, as a change of the password does. */
  endSessions(): Promise<void>;
  stop(): Promise<void>;
}

export async function startAdminServer(options: AdminServerOptions = {}): Promise<AdminServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'redwolf-test-'));
  const store = await openStore({ dataDir, version: '0.1.0', warn: () => {} });
  await furnish(store, options);
  const server = createServer(createAdminPlane(deps(store, options)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  let stopping: Promise<void> | undefined;
  return {
    origin: `http://127.0.0.1:${port}`,
    async endSessions() {
      for (const { id } of await store.sessions.list())
        await store.sessions.remove(id, auditRow(1, { id: `audit_${id}` }));
    },
    stop() {
      stopping ??= stop(server)
        .then(() => store.close())
        .then(() => rm(dataDir, { recursive: true }));
      return stopping;
    },
  };
}

async function furnish(store: Store, { admin = 'password', other, setupToken }: AdminServerOptions): Promise<void> {
  const [first] = await store.users.list();
  if (first !== undefined && admin !== 'new') {
    const known = { passwordHash: PASSWORD, mustChangePassword: admin === 'must-change', version: first.version + 1 };
    await store.users.update({ ...first, ...known }, auditRow(0));
  }
  if (other !== undefined) {
    const { name, role } = other;
    await store.users.insert(userRow(name, { role, passwordHash: PASSWORD }), auditRow(0, { id: 'audit_other' }));
  }
  if (setupToken !== undefined) await store.settings.set(SETUP_TOKEN_HASH, hashSessionToken(setupToken));
}

function deps(store: Store, { host }: AdminServerOptions): AdminDeps {
  return {
    // No page asks for it yet.
    configuration: {} as AdminDeps['configuration'],
    checks: {} as AdminDeps['checks'],
    prices: {} as AdminDeps['prices'],
    importer: {} as AdminDeps['importer'],
    transfer: {} as AdminDeps['transfer'],
    statusDetails: async () => DETAILS,
    debug: { isOn: false, turn: () => {} },
    preview: {} as AdminDeps['preview'],
    corrections: store.corrections,
    usage: store.usage,
    callSessions: store.callSessions,
    keys: {} as AdminDeps['keys'],
    keyStatistics: {} as AdminDeps['keyStatistics'],
    users: store.users,
    sessions: store.sessions,
    audit: store.audit,
    settings: store.settings,
    keyOwners: { keysOf: async () => [], disableKeysOf: async () => 0 },
    calls: { find: async () => undefined },
    feed: new CallFeed(),
    recorder: store.recorder,
    callTexts: store.callTexts,
    callRemoval: store.callRemoval,
    giveBack: () => store.giveBack(),
    callPages: {
      page: async () => ({ calls: [], next: null }),
      marks: async () => ({ calls: [], next: null }),
    },
    bodies: NO_BODIES,
    platformAddress: () => undefined,
    passwords: {
      hash: async (password) => password,
      verify: async (password, hash) => password === hash,
    },
    clock: { ...systemClock, now: () => NOON, monotonic: () => 0 },
    host: host ?? '127.0.0.1',
    site: { proxies: new TrustedProxies([]), hsts: false },
    readOnly: () => undefined,
    webDir: fileURLToPath(new URL('../../dist/web', import.meta.url)),
    status: () => ({
      mode: 'global_direct',
      platforms: [
        { id: 'dashscope', type: 'dashscope', models: ['qwen3-coder-plus', 'qwen3-max'] },
        { id: 'openrouter', type: 'openrouter', models: ['anthropic/claude-opus-5.5'] },
        { id: 'ollama', type: 'ollama', models: [] },
      ],
      capture: NO_CAPTURE_STATUS,
      version: '0.1.0',
      uptimeMs: 93_784_000,
    }),
  };
}

function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}

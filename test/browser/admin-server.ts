/** The real admin plane and the built web page, on stores in memory. */

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { createAdminPlane } from '../../src/admin/plane.ts';
import type { AdminDeps } from '../../src/admin/ports.ts';
import type { CallId, KeyId } from '../../src/lib/ids.ts';
import { TrustedProxies } from '../../src/lib/request-origin.ts';
import type { AdminSession, AdminStore, CallRow } from '../../src/store/ports.ts';

export const PASSWORD = 'a password for tests';

/** 2026-11-20 12:00 UTC */
const NOON = Date.UTC(2026, 10, 20, 12);

export interface AdminServer {
  readonly origin: string;
  /** The rows that the page is shown; a test may change them. */
  readonly calls: CallRow[];
  /** Ends every session, as a change of the password does. */
  endSessions(): Promise<void>;
  stop(): Promise<void>;
}

export async function startAdminServer(): Promise<AdminServer> {
  const calls: CallRow[] = [];
  const admin = new MemoryAdminStore();
  const server = createServer(createAdminPlane(deps(admin, calls)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    calls,
    endSessions: () => admin.deleteAllSessions(),
    stop: () => stop(server),
  };
}

/** A row of a call that went well; `changes` make another one of it. */
export function callRow(changes: Partial<CallRow> = {}): CallRow {
  return {
    id: `call_${Math.random()}` as CallId,
    startedAt: NOON,
    keyId: 'key_1' as KeyId,
    keyName: 'laptop',
    endpoint: 'anthropic-messages',
    clientProtocol: 'anthropic-messages',
    platformProtocol: 'openai-chat',
    mode: 'global_direct',
    source: 'priority-list',
    requestedModel: 'claude-opus-5-5',
    platform: 'dashscope',
    model: 'qwen3-coder-plus',
    isStream: true,
    outcome: 'ok',
    status: 200,
    errorKind: null,
    errorMessage: null,
    plan: '["dashscope:qwen3-coder-plus"]',
    attempts: '[]',
    losses: '[]',
    inputTokens: 1_200,
    cacheReadTokens: 18_300,
    cacheWrite5mTokens: 0,
    cacheWrite1hTokens: 0,
    outputTokens: 412,
    reasoningTokens: 0,
    usageSource: 'reported',
    queueMs: 1,
    firstByteMs: 640,
    totalMs: 8_420,
    requestBytes: 52_000,
    replyBytes: 3_400,
    ...changes,
  };
}

function deps(admin: AdminStore, calls: readonly CallRow[]): AdminDeps {
  return {
    // No page asks for it yet.
    configuration: {} as AdminDeps['configuration'],
    checks: {} as AdminDeps['checks'],
    admin,
    calls: { latest: async (limit) => calls.slice(0, limit) },
    passwords: {
      hash: async (password) => password,
      verify: async (password, hash) => password === hash,
    },
    clock: { now: () => NOON, monotonic: () => 0 },
    host: '127.0.0.1',
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
      version: '0.1.0',
      uptimeMs: 93_784_000,
    }),
  };
}

function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}

class MemoryAdminStore implements AdminStore {
  readonly #sessions = new Map<string, AdminSession>();

  async passwordHash(): Promise<string> {
    return PASSWORD;
  }

  async setPasswordHash(): Promise<void> {}

  async insertSession(session: AdminSession): Promise<void> {
    this.#sessions.set(session.tokenHash, session);
  }

  async findSession(tokenHash: string): Promise<AdminSession | undefined> {
    return this.#sessions.get(tokenHash);
  }

  async deleteSession(tokenHash: string): Promise<void> {
    this.#sessions.delete(tokenHash);
  }

  async deleteAllSessions(): Promise<void> {
    this.#sessions.clear();
  }
}

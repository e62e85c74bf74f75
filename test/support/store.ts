import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { CallId, KeyId } from '../../src/lib/ids.ts';
import type { AuditRow, SessionRow, UserRow } from '../../src/store/account-ports.ts';
import type { CallText } from '../../src/store/call-text-ports.ts';
import { openStore, type StoreOptions } from '../../src/store/open-store.ts';
import type { CallRow, KeyRecord } from '../../src/store/ports.ts';
import { tokensOf } from '../../src/store/search/tokens.ts';
import type { Store } from '../../src/store/store.ts';
import { isOnPostgres, testDatabaseUrl } from './postgres.ts';

/** A new directory that is removed after the test. */
export async function temporaryDir(context: TestContext): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'redwolf-test-'));
  context.after(() => rm(dir, { recursive: true, force: true }));
  return dir;
}

/** A store in `dataDir`, or on PostgreSQL one that belongs to it; closed after the test. Warnings are collected in `warnings`. */
export async function openTestStore(
  context: TestContext,
  dataDir: string,
  options: Partial<StoreOptions> & { readonly warnings?: string[] } = {},
): Promise<Store> {
  const warn = (message: string): void => {
    options.warnings?.push(message);
  };
  const database = isOnPostgres ? { databaseUrl: await testDatabaseUrl(context, dataDir) } : {};
  const store = await openStore({ dataDir, version: '0.1.0', warn, ...database, ...options });
  context.after(() => store.close());
  return store;
}

/** A call with a different value in every column. */
export function callRow(changes: Partial<CallRow> = {}): CallRow {
  return {
    id: 'call_1' as CallId,
    startedAt: 1_790_000_000_123,
    keyId: 'key_1' as KeyId,
    keyName: 'laptop',
    userId: 'user_1',
    endpoint: 'anthropic-messages',
    clientProtocol: 'anthropic',
    platformProtocol: 'openai',
    mode: 'global_direct',
    source: 'priority-list',
    scene: '修改',
    intent: 'modify',
    confidence: 0.75,
    decision: '{"reasons":[]}',
    session: 'session_1',
    sessionSource: 'header',
    agent: 'agent_1',
    purpose: 'continuation',
    requestedModel: 'claude-sonnet',
    platform: 'up',
    model: 'm',
    isStream: true,
    outcome: 'ok',
    status: 200,
    errorKind: 'none',
    errorMessage: '出错了',
    plan: '["up:m"]',
    attempts: '[{"platform":"up"}]',
    losses: '[{"path":"$","why":"x"}]',
    inputTokens: 1,
    cacheReadTokens: 2,
    cacheWrite5mTokens: 3,
    cacheWrite1hTokens: 4,
    outputTokens: 5,
    reasoningTokens: 6,
    usageSource: 'reported',
    costNano: 47_000,
    costCurrency: 'CNY',
    costNanoUsd: 7_000,
    priceSource: 'file',
    priceId: 'file:1/2/null/null',
    baselineNanoUsd: 9_000,
    queueMs: 0.25,
    firstByteMs: 12.5,
    totalMs: 99,
    requestBytes: 1000,
    replyBytes: 2000,
    ...changes,
  };
}

/** Newest first. @param keys only calls with one of these; without it all */
export async function latestCalls(
  { callPages }: Pick<Store, 'callPages'>,
  limit: number,
  keys?: readonly KeyId[],
): Promise<readonly CallRow[]> {
  const filter = keys === undefined ? {} : { columns: { keyId: keys } };
  return (await callPages.page({ filter, sort: 'newest', limit })).calls;
}

/** What was said in a call, as the records tell it. */
export function callText({ id, startedAt, keyId }: CallRow, words: string, answer = ''): CallText {
  return { id, startedAt, keyId, words, answer, tokens: tokensOf([words, answer]) };
}

/** A client key whose hash is made of its name. */
export function keyRecord(name: string, changes: Partial<KeyRecord> = {}): KeyRecord {
  return {
    id: `key_${name}` as KeyId,
    name,
    hash: `hash of ${name}`,
    prefix: 'rw-abcd',
    origin: 'created',
    isEnabled: true,
    createdAt: 1_790_000_000_000,
    owner: null,
    expiresAt: null,
    policy: '{}',
    previousHash: null,
    previousUntil: null,
    resetAt: null,
    deletedAt: null,
    version: 1,
    ...changes,
  };
}

/** An entry of the audit log of the moment `at`. */
export function auditRow(at: number, changes: Partial<AuditRow> = {}): AuditRow {
  return {
    id: `audit_${at}`,
    at,
    who: 'user_admin',
    whoName: 'admin',
    action: 'user.change',
    what: 'Changed something.',
    stateBefore: null,
    stateAfter: '{"role":"member"}',
    address: '10.0.0.9',
    configVersion: null,
    ...changes,
  };
}

/** An enabled member. */
export function userRow(name: string, changes: Partial<UserRow> = {}): UserRow {
  return {
    id: `user_${name}`,
    name,
    nameKey: name,
    role: 'member',
    passwordHash: `hash of ${name}`,
    mustChangePassword: false,
    isEnabled: true,
    createdAt: 1_790_000_000_000,
    version: 1,
    ...changes,
  };
}

/** A session that began at `createdAt`. */
export function sessionRow(id: string, userId: string, createdAt = 0, changes: Partial<SessionRow> = {}): SessionRow {
  const times = { createdAt, expiresAt: createdAt + 200 };
  return { id, userId, tokenHash: `hash of ${id}`, ...times, address: '10.0.0.9', userAgent: 'curl', ...changes };
}

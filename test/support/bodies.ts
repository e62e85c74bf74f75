import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { CallId, KeyId } from '../../src/lib/ids.ts';
import { type BodyPlace, BodyStore, type BodyStoreOptions } from '../../src/records/body-store.ts';
import { openPostgresTables } from '../../src/records/dialect/postgres-tables.ts';
import { openSqliteTables } from '../../src/records/dialect/sqlite-tables.ts';
import type { CapturedCall, CapturedStage } from '../../src/records/ports.ts';
import type { BodyTables } from '../../src/records/tables.ts';
import type { BodyPolicy } from '../../src/records/worker-messages.ts';
import { isOnPostgres, testDatabaseUrl } from './postgres.ts';
import { temporaryDir } from './store.ts';

/** Without redaction and without an end. */
export const KEEP_ALL: BodyPolicy = { redact: [], retention: { days: 0, bytes: 0 } };

/** Where the bodies of a data directory are, in the dialect of this run; the same place for the same directory. */
export async function bodyPlace(context: TestContext, dataDir: string): Promise<BodyPlace> {
  return isOnPostgres ? { databaseUrl: await testDatabaseUrl(context, dataDir) } : { file: join(dataDir, 'bodies.db') };
}

/** The tables of such a place; closed after the test. The directory need not be there on a server. */
export async function openBodyTables(context: TestContext, dataDir: string): Promise<BodyTables> {
  const place = await bodyPlace(context, dataDir);
  const opened =
    'file' in place
      ? openSqliteTables({ kind: 'file', file: place.file, openedAt: 0, busyTimeoutMs: 1_000 })
      : await openPostgresTables({ kind: 'postgres', url: place.databaseUrl.reveal() });
  assert.ok('tables' in opened, JSON.stringify(opened));
  context.after(() => opened.tables.close());
  return opened.tables;
}

/** A store that keeps all, in a place of its own where none is given; closed after the test. */
export async function openTestBodies(context: TestContext, options: Partial<BodyStoreOptions> = {}) {
  const place = options.place ?? (await bodyPlace(context, await temporaryDir(context)));
  const warnings: string[] = [];
  const warn = (text: string) => void warnings.push(text);
  const store = await BodyStore.open({ place, policy: KEEP_ALL, warn, retryDelaysMs: [5], ...options });
  context.after(() => store.close());
  return { store, place, warnings };
}

/** A call as the gateway hands it over. */
export function capturedCall(
  id: string,
  stages: readonly CapturedStage[],
  fields: Partial<CapturedCall> = {},
): CapturedCall {
  return { id: id as CallId, keyId: 'key_1' as KeyId, startedAt: 5, stages, secrets: [], reserved: 0, ...fields };
}

/** The client's request with this body. */
export function stageOf(body: string | Buffer, fields: Partial<CapturedStage> = {}): CapturedStage {
  const piece = Buffer.from(body);
  return { stage: 'request', attempt: 0, head: { headers: {} }, pieces: [piece], bytes: piece.length, ...fields };
}

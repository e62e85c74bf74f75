/** Reads the rows of calls from redwolf's database, from outside and without disturbing it. */

import { existsSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** An attempt as the row of its call tells it. */
export interface AttemptRecord {
  readonly platform: string;
  readonly model: string;
  readonly credential: number;
  /** Of the platform's reply; null if none came. */
  readonly status: number | null;
  /** Absent if it went well. */
  readonly fault?: string;
  readonly ms: number;
}

/** The row of one call, with its JSON columns read. */
export interface CallRecord {
  readonly id: string;
  readonly keyName: string;
  readonly endpoint: string;
  readonly clientProtocol: string;
  readonly platformProtocol: string | null;
  readonly mode: string;
  readonly source: string;
  readonly scene: string | null;
  readonly intent: string | null;
  readonly confidence: number | null;
  /** JSON. */
  readonly decision: string | null;
  readonly session: string | null;
  readonly sessionSource: string | null;
  readonly agent: string | null;
  readonly purpose: string;
  readonly requestedModel: string;
  readonly platform: string | null;
  readonly model: string | null;
  readonly isStream: number;
  readonly outcome: string;
  readonly status: number;
  readonly errorKind: string | null;
  readonly errorMessage: string | null;
  readonly plan: readonly string[];
  readonly attempts: readonly AttemptRecord[];
  readonly losses: readonly { readonly path: string; readonly why: string }[];
  readonly inputTokens: number;
  readonly cacheReadTokens: number;
  readonly cacheWrite5mTokens: number;
  readonly cacheWrite1hTokens: number;
  readonly outputTokens: number;
  readonly reasoningTokens: number;
  readonly usageSource: string;
  readonly costNano: number | null;
  readonly costCurrency: string | null;
  readonly costNanoUsd: number | null;
  readonly priceSource: string | null;
  readonly priceId: string | null;
  readonly queueMs: number;
  readonly firstByteMs: number | null;
  readonly totalMs: number;
  readonly requestBytes: number;
  readonly replyBytes: number;
}

/** The rows of all calls in a data dir, in the order in which they were written. */
export function readCalls(dataDir: string): CallRecord[] {
  const file = path.join(dataDir, 'redwolf.db');
  if (!existsSync(file)) return [];
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    return database.prepare('SELECT * FROM calls ORDER BY rowid').all().map(callRecord);
  } finally {
    database.close();
  }
}

function callRecord(row: Record<string, unknown>): CallRecord {
  const entries = Object.entries(row).map(([column, value]) => [camelCase(column), value]);
  const record: Record<string, unknown> = Object.fromEntries(entries);
  for (const column of ['plan', 'attempts', 'losses']) record[column] = JSON.parse(String(record[column]));
  return record as unknown as CallRecord;
}

function camelCase(column: string): string {
  return column.replace(/_([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase());
}

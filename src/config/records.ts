/** What is kept of calls, and for how long. */

import type { CaptureLevel } from './key-policy.ts';
import type { RecordsEntry } from './schema.ts';

export interface RecordsConfig {
  /** Of keys that say nothing of it. */
  readonly capture: CaptureLevel;
  /** Regular expressions: what matches in a body or a header is not stored. */
  readonly redact: readonly string[];
  /** Of bodies; 0: for ever. */
  readonly retentionDays: number;
  /** Of bodies, on disk; 0: without a limit. */
  readonly retentionGib: number;
  /** Of the rows of calls; 0: for ever. What they add up to stays. */
  readonly retentionCallDays: number;
}

/** Filled in where a file says nothing. */
export function toRecords({ capture, redact, retention }: RecordsEntry): RecordsConfig {
  return {
    capture: capture ?? 'full',
    redact: redact ?? [],
    retentionDays: retention?.days ?? 30,
    retentionGib: retention?.gib ?? 5,
    retentionCallDays: retention?.call_days ?? 365,
  };
}

/** Where each of them stands in the file. */
export const RECORDS_PLACES = {
  capture: 'capture',
  redact: 'redact',
  retentionDays: 'retention.days',
  retentionGib: 'retention.gib',
  retentionCallDays: 'retention.call_days',
} as const satisfies Record<keyof RecordsConfig, string>;

/** Those that the file declares from it, the others from what was stored. */
export function declaredFirst(
  declared: RecordsConfig,
  stored: RecordsConfig,
  isDeclared: ReadonlySet<string>,
): RecordsConfig {
  const of = (name: keyof RecordsConfig) => (isDeclared.has(RECORDS_PLACES[name]) ? declared : stored);
  return {
    capture: of('capture').capture,
    redact: of('redact').redact,
    retentionDays: of('retentionDays').retentionDays,
    retentionGib: of('retentionGib').retentionGib,
    retentionCallDays: of('retentionCallDays').retentionCallDays,
  };
}

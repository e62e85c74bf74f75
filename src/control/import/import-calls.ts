import type { CallRow, CallStore } from '../../store/ports.ts';
import { importedRow, type RowParts } from './call-rows.ts';
import type { KeySpending } from './key-spending.ts';
import { type OldCall, oldCalls } from './old-calls.ts';
import type { OldDatabase } from './old-database.ts';
import type { ImportReport } from './report.ts';
import type { Watermark } from './watermark.ts';

export interface ImportCallsParts extends RowParts {
  readonly calls: Pick<CallStore, 'add' | 'knownIds'>;
  readonly spending: KeySpending;
  readonly report: ImportReport;
  readonly watermark: Watermark;
  readonly isDryRun: boolean;
  /** Told of each call with its row, whether the row is new or not. */
  readonly each: (call: OldCall, row: CallRow) => Promise<void>;
}

/**
 * Brings in the calls that are not here, in pages, each wholly or not at all: an import that was broken off goes on where it
 * ended when it is begun anew. Rejects as the store and the database do.
 */
export async function importCalls(database: OldDatabase, parts: ImportCallsParts): Promise<void> {
  const counts = { recorded: 0, logged: 0, present: 0, others: 0, timeless: 0 };
  for await (const page of oldCalls(database)) {
    const rows = new Map<CallRow['id'], readonly [OldCall, CallRow]>();
    for (const call of page) {
      if (call === 'timeless') counts.timeless++;
      else if (!isCall(call)) counts.others++;
      else {
        const row = importedRow(call, parts);
        if (rows.has(row.id)) counts.present++;
        else rows.set(row.id, [call, row]);
        note(parts, call, row);
      }
    }
    const known = await parts.calls.knownIds([...rows.keys()]);
    const isFresh = ([{ endedAt }, { id }]: readonly [OldCall, CallRow]) =>
      !known.has(id) && endedAt > parts.watermark.importedUntil;
    const fresh = [...rows.values()].filter(isFresh);
    if (!parts.isDryRun) await parts.calls.add(fresh.map(([, row]) => row));
    for (const [call, row] of rows.values()) await parts.each(call, row);
    counts.present += rows.size - fresh.length;
    counts.recorded += fresh.filter(([{ hasRecord }]) => hasRecord).length;
    counts.logged += fresh.filter(([{ hasRecord }]) => !hasRecord).length;
  }
  if (!parts.isDryRun) await parts.watermark.save();
  tell(parts.report, counts);
}

function tell(
  report: ImportReport,
  counts: Readonly<Record<'recorded' | 'logged' | 'present' | 'others' | 'timeless', number>>,
): void {
  report.imported('calls', 'recorded calls', undefined, counts.recorded);
  report.imported('calls', 'calls of the log of usage', 'their records are gone there', counts.logged);
  report.present('calls', 'calls', undefined, counts.present);
  report.skipped('calls', 'requests', 'they asked no model: no POST, or a count of tokens', counts.others);
  report.skipped('calls', 'calls', 'their time cannot be read', counts.timeless);
}

/** As here, where what is only passed on, and a count of tokens, have no row; there some counts were whole calls. */
function isCall({ method, path, inputTokens, outputTokens }: OldCall): boolean {
  if (method !== 'POST' && method !== '') return false;
  return !path.endsWith('/count_tokens') || inputTokens + outputTokens > 0;
}

function note({ spending, watermark }: ImportCallsParts, { isLogged, endedAt }: OldCall, row: CallRow): void {
  const tokens = row.inputTokens + row.outputTokens;
  watermark.note(endedAt);
  spending.add(row.keyId, { startedAt: row.startedAt, tokens, isLogged });
}

import { auditEntry } from '../../admin/audit-entry.ts';
import type { Actor } from '../../admin/ports.ts';
import type { KeyPolicy } from '../../config/key-policy.ts';
import { type KeyRing, makeKeyRecord } from '../../gateway/key-ring.ts';
import type { KeyRecord, KeyStore } from '../../store/ports.ts';
import { keyView } from '../key-policy.ts';
import type { KeySpending } from './key-spending.ts';
import type { OldKey } from './old-keys.ts';
import type { ImportReport } from './report.ts';

export interface ImportKeysParts {
  readonly keys: Pick<KeyStore, 'list' | 'insertAll'>;
  readonly ring: Pick<KeyRing, 'hashOf'>;
  /** What the imported calls of each key used. */
  readonly spending: KeySpending;
  readonly report: ImportReport;
  readonly who: Actor;
  /** UTC milliseconds. */
  readonly now: number;
  readonly isDryRun: boolean;
}

/** Brings in the keys that are not here, all or none, each with its entry in the audit log. Rejects as the store does. */
export async function importKeys(olds: readonly OldKey[], parts: ImportKeysParts): Promise<void> {
  const { keys, report, who, now, isDryRun } = parts;
  const names = new Set((await keys.list()).map(({ name }) => name));
  const records: KeyRecord[] = [];
  for (const old of olds) {
    const refusal = REFUSALS[old.state];
    if (old.state === 'present') report.present('keys', old.name);
    else if (refusal !== undefined) report.skipped('keys', old.name, refusal);
    else {
      const { record, why } = recordOf(old, freeName(report.hide(old.name), names), parts);
      names.add(record.name);
      records.push(record);
      report.imported('keys', record.name, why);
    }
  }
  if (isDryRun) return;
  await keys.insertAll(
    records.map((record) => {
      const what = `Made the key "${record.name}", imported from the original redwolf.`;
      return [record, auditEntry(who, now, { action: 'key.create', what, after: keyView(record, now) })];
    }),
  );
}

const REFUSALS: Readonly<Partial<Record<OldKey['state'], string>>> = {
  deleted: 'it was imported before, and deleted here',
  repeated: 'it stands there a second time',
  unusable: 'it never opened anything: a key there begins with lxs_',
};

function recordOf(old: OldKey, name: string, { ring, spending, report, now }: ImportKeysParts) {
  const budget = spending.budgetOf(old, now);
  const policy: KeyPolicy = budget === undefined ? {} : { budget: { tokensTotal: budget.tokensTotal } };
  const isEnabled = old.isEnabled && budget?.isUsedUp !== true;
  const settings = { expiresAt: old.expiresAt, isEnabled, policy: JSON.stringify(policy) };
  const made = makeKeyRecord(name, old.secret, 'created', old.createdAt ?? now, ring, settings);
  const whys = [
    ...(old.doubt === undefined ? [] : [`${old.doubt}, so that it is disabled`]),
    ...(old.isEnabled && budget?.isUsedUp === true ? ['it has used all its tokens, so that it is disabled'] : []),
    ...(name === report.hide(old.name) ? [] : [`it was called ${old.name}`]),
  ];
  const why = whys.length === 0 ? undefined : whys.join('; ');
  return { record: { ...made, id: old.id, resetAt: budget?.resetAt ?? null }, why };
}

/** Two keys of one name could not be told apart. */
function freeName(name: string, taken: ReadonlySet<string>): string {
  let free = name;
  for (let number = 1; taken.has(free); number++)
    free = number === 1 ? `${name} (imported)` : `${name} (imported ${number})`;
  return free;
}

import { auditEntry } from '../admin/audit-entry.ts';
import type { Actor } from '../admin/ports.ts';
import { resealed } from '../control/state.ts';
import { RedwolfError } from '../lib/errors.ts';
import {
  adoptNextMasterKey,
  type KeyPlaces,
  type MasterKey,
  NEXT_VARIABLE,
  nextMasterKeys,
  writeNextMasterKey,
} from '../lib/master-key.ts';
import type { ConfigurationStore } from '../store/configuration-ports.ts';
import type { SettingStore } from '../store/ports.ts';
import { openVault, rekeyed, type Vault } from '../store/vault.ts';

/** The files of the master key; a test puts others there, which fail where it says. */
export interface KeyFiles {
  writeNext(dataDir: string): Promise<MasterKey>;
  adoptNext(dataDir: string): Promise<void>;
}

export interface RotationParts extends KeyPlaces {
  readonly store: { readonly settings: SettingStore; readonly configuration: ConfigurationStore };
  readonly now: () => number;
  /** For the audit log. */
  readonly actor: Actor;
  readonly files?: KeyFiles;
}

const FILES: KeyFiles = { writeNext: writeNextMasterKey, adoptNext: adoptNextMasterKey };
const TRIES = 5;

/**
 * Exchanges the master key: everything that is sealed is sealed anew under another one, in one transaction with the value
 * by which the key is recognised. Whatever breaks off, either `master.key` or `master.key.new` opens everything. To be
 * called by one process at a time: see `withRotationLock`.
 *
 * Rejects with RedwolfError: MASTER_KEY_KEPT where no new one was given, and as `openVault` and the store do.
 *
 * @returns where the new key is
 */
export async function rotateMasterKey(parts: RotationParts): Promise<string> {
  const { store, dataDir, environment, files = FILES } = parts;
  const { settings } = store;
  await finishRotation(parts);
  const vault = await openVault({ dataDir, environment, settings });
  const isInFile = environment[NEXT_VARIABLE] === undefined || environment[NEXT_VARIABLE] === '';
  if (isInFile && environment['REDWOLF_MASTER_KEY']) throw kept(NO_NEW_KEY);
  const next = isInFile ? await files.writeNext(dataDir) : (await nextMasterKeys(parts))[0];
  if (next === undefined || rekeyed(vault, next).vault.check === vault.check) throw kept(SAME_KEY);
  await reseal(parts, vault, next);
  if (isInFile) await files.adoptNext(dataDir);
  return isInFile ? `${dataDir}/master.key` : NEXT_VARIABLE;
}

/** Gives a new key its place that was broken off before it had it. True if there was one. */
export async function finishRotation(parts: Omit<RotationParts, 'actor' | 'now'>): Promise<boolean> {
  const { store, dataDir, environment, files = FILES } = parts;
  const { masterKey } = await openVault({ dataDir, environment, settings: store.settings });
  if (!masterKey.isNext) return false;
  await files.adoptNext(dataDir);
  return true;
}

async function reseal({ store, now, actor }: RotationParts, vault: Vault, masterKey: MasterKey): Promise<void> {
  const { vault: next, values } = rekeyed(vault, masterKey);
  for (let attempt = 1; ; attempt++) {
    const stored = await store.configuration.load();
    // A version of its own: whoever still seals under the old key can write no more, and is told to look again.
    const entry = auditEntry(actor, now(), { action: 'master-key.rotate', what: 'The master key was exchanged.' });
    const history = { ...entry, configVersion: stored.version + 1, stateBefore: '{}', stateAfter: '{}' };
    try {
      return await store.configuration.commit({
        history,
        ...resealed(stored, vault.sealer, next.sealer),
        putValues: values,
      });
    } catch (error) {
      const isOvertaken = error instanceof RedwolfError && error.code === 'CONFIG_CHANGED';
      if (!isOvertaken || attempt === TRIES) throw error;
    }
  }
}

const NO_NEW_KEY = `The master key comes from REDWOLF_MASTER_KEY. Give the new one in ${NEXT_VARIABLE}: "openssl rand -base64 32" makes one.`;
const SAME_KEY = `The key in ${NEXT_VARIABLE} is the one in use already. Set REDWOLF_MASTER_KEY to it, or give another one.`;

function kept(message: string): RedwolfError {
  return new RedwolfError('MASTER_KEY_KEPT', `${message} Nothing was changed.`);
}

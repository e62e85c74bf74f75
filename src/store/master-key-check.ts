import { timingSafeEqual } from 'node:crypto';
import { RedwolfError } from '../lib/errors.ts';
import { loadMasterKey, type MasterKey, type MasterKeyOptions } from '../lib/master-key.ts';
import type { SettingStore } from './ports.ts';

const SETTING = 'master_key_check';

export type UnlockOptions = Omit<MasterKeyOptions, 'mayCreate'> & { readonly settings: SettingStore };

/**
 * The master key, after it was seen to be the one that the database was made with. For a new database, a value to
 * recognise it by is kept there; a sub-key of its own, which tells nothing of the others.
 *
 * Rejects with RedwolfError MASTER_KEY_WRONG, having changed nothing; and as `loadMasterKey` does.
 */
export async function unlockMasterKey({ settings, ...options }: UnlockOptions): Promise<MasterKey> {
  const expected = await settings.get(SETTING);
  const masterKey = await loadMasterKey({ ...options, mayCreate: expected === undefined });
  const check = masterKey.derive('check');
  if (expected === undefined) await settings.set(SETTING, check.toString('hex'));
  else if (!isSame(check, Buffer.from(expected, 'hex'))) throw wrongKey(masterKey);
  return masterKey;
}

function isSame(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

function wrongKey(masterKey: MasterKey): RedwolfError {
  return new RedwolfError(
    'MASTER_KEY_WRONG',
    `The master key in ${masterKey.source} is not the one that the database was made with: no client key would be recognised and no stored platform key could be read. Put the former master key back. Nothing was changed.`,
  );
}

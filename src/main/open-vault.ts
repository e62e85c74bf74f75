import { randomBytes } from 'node:crypto';
import { RedwolfError } from '../lib/errors.ts';
import type { KeyPlaces } from '../lib/master-key.ts';
import { Sealer } from '../lib/seal.ts';
import type { Store } from '../store/store.ts';
import { openVault, type Vault } from '../store/vault.ts';
import { finishRotation } from './rotate-master-key.ts';

/** What is needed of a vault, and why it is closed if it is. */
export interface OpenedVault extends Pick<Vault, 'sealer' | 'pepper' | 'check'> {
  /** Whole sentences. Then it opens nothing, and nothing may be written. */
  readonly closed?: string;
}

/**
 * The vault of a gateway, which starts without it too: whoever runs it shall see on its pages what is wrong.
 *
 * Rejects as `openVault` does, but for MASTER_KEY_WRONG.
 */
export async function openVaultOrNone(places: KeyPlaces, store: Store): Promise<OpenedVault> {
  try {
    const vault = await openVault({ ...places, settings: store.settings });
    if (vault.masterKey.isNext) await finish(places, store);
    return vault;
  } catch (error) {
    if (!(error instanceof RedwolfError) || error.code !== 'MASTER_KEY_WRONG') throw error;
    return { sealer: new Sealer(randomBytes(32)), pepper: randomBytes(32), check: '', closed: error.message };
  }
}

/** An exchange was broken off. If another process is about it just now, it is that one's affair. */
async function finish(places: KeyPlaces, store: Store): Promise<void> {
  const { withRotationLock } = await import('../store/rotation-lock.ts');
  await withRotationLock(places.dataDir, () => finishRotation({ ...places, store })).catch(() => undefined);
}

import { messageOf } from '../lib/errors.ts';
import type { KeyPlaces } from '../lib/master-key.ts';
import type { Sealer } from '../lib/seal.ts';
import type { Store } from '../store/store.ts';
import { currentCheck, openVault } from '../store/vault.ts';
import type { OpenedVault } from './open-vault.ts';

export interface WatchPorts extends KeyPlaces {
  readonly store: Pick<Store, 'settings'>;
  /** Reads what is sealed anew. */
  readonly reload: (sealer: Sealer) => Promise<void>;
  readonly warn: (sentence: string) => void;
}

/** Follows the master key that another process exchanges. What was opened before stays open, so that calls go on. */
export class MasterKeyWatch {
  readonly #ports: WatchPorts;
  #check: string;
  #problem: string | undefined;

  /** @param vault the one of the start; one that is closed stays so until another start */
  constructor({ check, closed }: OpenedVault, ports: WatchPorts) {
    this.#check = check;
    this.#problem = closed;
    this.#ports = ports;
  }

  /** Why nothing can be changed now, in whole sentences; undefined where all is well. */
  get problem(): string | undefined {
    return this.#problem;
  }

  /** To be called when another process has written to the database. */
  async look(): Promise<void> {
    const { store, reload, warn, ...places } = this.#ports;
    if ((await currentCheck(store.settings)) === this.#check) return;
    try {
      const { check, sealer } = await openVault({ ...places, settings: store.settings });
      await reload(sealer);
      this.#check = check;
      this.#problem = undefined;
    } catch (error) {
      if (this.#problem === undefined) warn(`${EXCHANGED} (${messageOf(error)})`);
      this.#problem = EXCHANGED;
      throw error;
    }
  }
}

const EXCHANGED =
  'The master key was exchanged, and this process does not have the new one. Calls go on; nothing can be changed before redwolf is started again with it.';

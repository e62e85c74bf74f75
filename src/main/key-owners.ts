import type { KeyOwners } from '../admin/ports.ts';
import type { KeyId } from '../lib/ids.ts';
import type { KeyRecord, KeyStore } from '../store/ports.ts';

/** Which client keys belong to whom: the record's `owner` is the id of a user. A key without one belongs to nobody. */
export class StoredKeyOwners implements KeyOwners {
  readonly #keys: Pick<KeyStore, 'list' | 'setEnabled'>;
  readonly #onChange: () => Promise<void>;

  /** @param onChange told when keys were disabled, so that what is in memory follows */
  constructor(keys: Pick<KeyStore, 'list' | 'setEnabled'>, onChange: () => Promise<void>) {
    this.#keys = keys;
    this.#onChange = onChange;
  }

  async keysOf(userId: string): Promise<readonly KeyId[]> {
    return (await this.#keys.list()).filter((key) => ownerOf(key) === userId).map(({ id }) => id);
  }

  async disableKeysOf(userId: string): Promise<number> {
    const ids = await this.keysOf(userId);
    for (const id of ids) await this.#keys.setEnabled(id, false);
    if (ids.length > 0) await this.#onChange();
    return ids.length;
  }
}

function ownerOf(key: KeyRecord): unknown {
  return 'owner' in key ? key.owner : null;
}

import type { KeyOwners } from '../admin/ports.ts';
import type { KeyId } from '../lib/ids.ts';
import type { KeyStore } from '../store/ports.ts';

/** Which client keys belong to whom: the record's `owner` is the id of a user. A key without one belongs to nobody. */
export class StoredKeyOwners implements KeyOwners {
  readonly #keys: Pick<KeyStore, 'list' | 'update'>;
  readonly #onChange: () => Promise<void>;

  /** @param onChange told when keys were disabled, so that what is in memory follows */
  constructor(keys: Pick<KeyStore, 'list' | 'update'>, onChange: () => Promise<void>) {
    this.#keys = keys;
    this.#onChange = onChange;
  }

  async keysOf(userId: string): Promise<readonly KeyId[]> {
    return (await this.#keys.list()).filter(({ owner }) => owner === userId).map(({ id }) => id);
  }

  async disableKeysOf(userId: string): Promise<number> {
    const keys = (await this.#keys.list()).filter(({ owner }) => owner === userId);
    for (const { id, version } of keys) await this.#keys.update(id, version, { isEnabled: false });
    if (keys.length > 0) await this.#onChange();
    return keys.length;
  }
}

import { RedwolfError } from '../lib/errors.ts';
import type { KeyId } from '../lib/ids.ts';
import type { Database } from './database.ts';
import { DatabaseFailure } from './failure.ts';
import type { KeyRecord, KeyStore } from './ports.ts';
import type { Tables } from './tables.ts';

/** The client keys. */
export class KeyTable implements KeyStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async list(): Promise<readonly KeyRecord[]> {
    const rows = await this.#database.query
      .selectFrom('clientKeys')
      .selectAll()
      .orderBy('createdAt')
      .orderBy('id')
      .execute();
    return rows.map((row) => ({ ...row, isEnabled: row.isEnabled !== 0 }));
  }

  async insert(key: KeyRecord): Promise<void> {
    try {
      await this.#insertion(key).execute();
    } catch (error) {
      if (error instanceof DatabaseFailure && error.reason === 'unique') throw keyExists(`The key ${key.name}`, error);
      throw error;
    }
  }

  async setEnabled(id: KeyId, isEnabled: boolean): Promise<void> {
    const update = this.#database.query.updateTable('clientKeys').set({ isEnabled: Number(isEnabled) });
    await update.where('id', '=', id).execute();
  }

  async declare(keys: readonly KeyRecord[]): Promise<void> {
    refuseEqualKeys(keys);
    const present = await this.list();
    const created = new Set(present.filter(isCreated).map(({ hash }) => hash));
    const declared = present.filter((key) => !isCreated(key));
    const wanted = keepIdentities(
      keys.filter(({ hash }) => !created.has(hash)),
      declared,
    );
    await this.#database.batch([
      this.#database.query.deleteFrom('clientKeys').where('origin', '=', 'config'),
      ...wanted.map((key) => this.#insertion(key)),
    ]);
  }

  #insertion(key: KeyRecord) {
    return this.#database.query.insertInto('clientKeys').values(toRow(key));
  }
}

function toRow(key: KeyRecord): Tables['clientKeys'] {
  return { ...key, isEnabled: Number(key.isEnabled) };
}

function isCreated(key: KeyRecord): boolean {
  return key.origin === 'created';
}

/** The declared keys under the ids that they had at the last start, so that the calls of each stay together. */
function keepIdentities(keys: readonly KeyRecord[], declared: readonly KeyRecord[]): KeyRecord[] {
  const byName = new Map(declared.map((key) => [key.name, key]));
  return keys.map((key) => {
    const before = byName.get(key.name);
    // Of two keys with one name the first has the old id.
    byName.delete(key.name);
    return before === undefined ? key : { ...key, id: before.id, createdAt: before.createdAt };
  });
}

function refuseEqualKeys(keys: readonly KeyRecord[]): void {
  const names = new Map<string, string>();
  for (const { hash, name } of keys) {
    const other = names.get(hash);
    if (other !== undefined) throw keyExists(`The key ${name} of the configuration (the same as ${other})`);
    names.set(hash, name);
  }
}

function keyExists(which: string, cause?: Error): RedwolfError {
  return new RedwolfError('KEY_EXISTS', `${which} exists already. Give each name a key of its own.`, { cause });
}

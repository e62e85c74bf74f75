import type { Compilable } from 'kysely';
import { RedwolfError } from '../lib/errors.ts';
import type { KeyId } from '../lib/ids.ts';
import type { AuditRow } from './account-ports.ts';
import { auditInsertion } from './audit.ts';
import type { Database } from './database.ts';
import { DatabaseFailure } from './failure.ts';
import type { KeyChange, KeyRecord, KeyStore } from './ports.ts';
import type { Tables } from './tables.ts';
import { nextVersion } from './versions.ts';

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
      .where('deletedAt', 'is', null)
      .orderBy('createdAt')
      .orderBy('id')
      .execute();
    return rows.map((row) => ({ ...row, isEnabled: row.isEnabled !== 0 }));
  }

  async isEmpty(): Promise<boolean> {
    const any = await this.#database.query.selectFrom('clientKeys').select('id').limit(1).execute();
    return any.length === 0;
  }

  async insert(key: KeyRecord, entry?: AuditRow): Promise<void> {
    try {
      await this.#database.batch([this.#insertion(key), ...this.#auditing(entry)]);
    } catch (error) {
      if (error instanceof DatabaseFailure && error.reason === 'unique') throw keyExists(`The key ${key.name}`, error);
      throw error;
    }
  }

  async insertAll(keys: readonly (readonly [KeyRecord, AuditRow])[]): Promise<void> {
    const statements = keys.flatMap(([key, entry]) => [this.#insertion(key), ...this.#auditing(entry)]);
    try {
      if (statements.length > 0) await this.#database.batch(statements);
    } catch (error) {
      if (error instanceof DatabaseFailure && error.reason === 'unique') throw keyExists('One of these keys', error);
      throw error;
    }
  }

  async takenIds(ids: readonly KeyId[]): Promise<ReadonlySet<KeyId>> {
    // PostgreSQL has no empty lists.
    if (ids.length === 0) return new Set();
    const rows = await this.#database.query.selectFrom('clientKeys').select('id').where('id', 'in', ids).execute();
    return new Set(rows.map(({ id }) => id));
  }

  async update(id: KeyId, seen: number, { isEnabled, ...change }: KeyChange, entry?: AuditRow): Promise<boolean> {
    const update = this.#database.query
      .updateTable('clientKeys')
      .set({ ...change, ...(isEnabled !== undefined && { isEnabled: Number(isEnabled) }), version: nextVersion(seen) })
      .where('id', '=', id)
      .where('deletedAt', 'is', null);
    try {
      await this.#database.batch([update, ...this.#auditing(entry)]);
      return true;
    } catch (error) {
      if (error instanceof DatabaseFailure && error.reason === 'constraint') return false;
      throw error;
    }
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

  #auditing(entry: AuditRow | undefined): Compilable[] {
    return entry === undefined ? [] : [auditInsertion(this.#database, entry)];
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

/** The declared keys under the ids that they had at the last start, so that calls and budgets of each stay together. */
function keepIdentities(keys: readonly KeyRecord[], declared: readonly KeyRecord[]): KeyRecord[] {
  const byName = new Map(declared.map((key) => [key.name, key]));
  return keys.map((key) => {
    const before = byName.get(key.name);
    // Of two keys with one name the first has the old id.
    byName.delete(key.name);
    if (before === undefined) return key;
    const { id, createdAt, resetAt, version } = before;
    return { ...key, id, createdAt, resetAt, version };
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

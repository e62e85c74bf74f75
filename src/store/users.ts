import { type Compilable, sql } from 'kysely';
import { RedwolfError } from '../lib/errors.ts';
import type { AuditRow, EndedSessions, UserRow, UserStore } from './account-ports.ts';
import { auditInsertion } from './audit.ts';
import type { Database } from './database.ts';
import { DatabaseFailure } from './failure.ts';
import type { Tables } from './tables.ts';
import { nextVersion } from './versions.ts';

/** The people who may log in. */
export class UserTable implements UserStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async list(): Promise<readonly UserRow[]> {
    const rows = await this.#all().orderBy('createdAt').orderBy('id').execute();
    return rows.map(fromRow);
  }

  async find(id: string): Promise<UserRow | undefined> {
    const row = await this.#all().where('id', '=', id).executeTakeFirst();
    return row && fromRow(row);
  }

  async findByName(nameKey: string): Promise<UserRow | undefined> {
    const row = await this.#all().where('nameKey', '=', nameKey).executeTakeFirst();
    return row && fromRow(row);
  }

  insert(user: UserRow, entry: AuditRow): Promise<void> {
    const insertion = this.#database.query.insertInto('users').values(toRow(user));
    return this.#write(user, [auditInsertion(this.#database, entry), insertion]);
  }

  update(user: UserRow, entry: AuditRow, sessions: EndedSessions = 'none'): Promise<void> {
    const { id, version, ...values } = toRow(user);
    const update = this.#database.query.updateTable('users').set({ ...values, version: nextVersion(version - 1) });
    return this.#write(user, [
      auditInsertion(this.#database, entry),
      update.where('id', '=', id),
      this.#requireAdministrator(),
      ...this.#endSessions(id, sessions),
    ]);
  }

  remove(user: UserRow, entry: AuditRow): Promise<void> {
    const { query } = this.#database;
    const { id, version } = user;
    return this.#write(user, [
      auditInsertion(this.#database, entry),
      query
        .updateTable('users')
        .set({ version: nextVersion(version) })
        .where('id', '=', id),
      this.#requireAdministrator(id),
      query.deleteFrom('users').where('id', '=', id),
      ...this.#endSessions(id, 'all'),
    ]);
  }

  #all() {
    return this.#database.query.selectFrom('users').selectAll();
  }

  /** Fails, and with it the whole batch, where nobody is left who could administer; `leaving` does not count. */
  #requireAdministrator(leaving = ''): Compilable {
    const enabled = this.#all().where('isEnabled', '=', 1).where('id', '!=', leaving);
    const administrators = enabled.where('role', '=', 'admin');
    const update = this.#database.query.updateTable('users').set({ version: sql<number>`null` });
    return update.where(({ not, exists }) => not(exists(administrators)));
  }

  #endSessions(userId: string, sessions: EndedSessions): Compilable[] {
    if (sessions === 'none') return [];
    const removal = this.#database.query.deleteFrom('sessions').where('userId', '=', userId);
    return [sessions === 'all' ? removal : removal.where('id', '!=', sessions.others)];
  }

  async #write({ name }: UserRow, queries: readonly Compilable[]): Promise<void> {
    try {
      await this.#database.batch(queries);
    } catch (error) {
      if (!(error instanceof DatabaseFailure)) throw error;
      if (error.reason === 'unique') throw userExists(name, error);
      if (error.reason === 'constraint') throw userChanged(name, error);
      throw error;
    }
  }
}

function fromRow(row: Tables['users']): UserRow {
  return { ...row, isEnabled: row.isEnabled !== 0, mustChangePassword: row.mustChangePassword !== 0 };
}

function toRow(user: UserRow): Tables['users'] {
  return { ...user, isEnabled: Number(user.isEnabled), mustChangePassword: Number(user.mustChangePassword) };
}

function userExists(name: string, cause: Error): RedwolfError {
  return new RedwolfError('USER_EXISTS', `There is a user "${name}" already. Choose another name.`, { cause });
}

function userChanged(name: string, cause: Error): RedwolfError {
  const message = `Somebody else changed the users at the same moment, and nothing was done to "${name}". Look at it again and try again.`;
  return new RedwolfError('USER_CHANGED', message, { cause });
}

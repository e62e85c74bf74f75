import type { Database } from './database.ts';
import type { AdminSession, AdminStore } from './ports.ts';

/** The administrator's password and the browser's sessions. */
export class AdminTable implements AdminStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async passwordHash(): Promise<string | undefined> {
    const row = await this.#database.query.selectFrom('admin').select('passwordHash').executeTakeFirst();
    return row?.passwordHash;
  }

  async setPasswordHash(hash: string): Promise<void> {
    await this.#database.query
      .insertInto('admin')
      .values({ id: 1, passwordHash: hash })
      .onConflict((conflict) => conflict.column('id').doUpdateSet({ passwordHash: hash }))
      .execute();
  }

  async insertSession(session: AdminSession): Promise<void> {
    // Sessions that ran out are of no use to anyone, and this is when their number would grow.
    const sweep = this.#database.query.deleteFrom('adminSessions').where('expiresAt', '<=', session.createdAt);
    const insertion = this.#database.query.insertInto('adminSessions').values(session);
    await this.#database.batch([sweep, insertion]);
  }

  async findSession(tokenHash: string): Promise<AdminSession | undefined> {
    return this.#database.query
      .selectFrom('adminSessions')
      .selectAll()
      .where('tokenHash', '=', tokenHash)
      .executeTakeFirst();
  }

  async deleteSession(tokenHash: string): Promise<void> {
    await this.#database.query.deleteFrom('adminSessions').where('tokenHash', '=', tokenHash).execute();
  }

  async deleteAllSessions(): Promise<void> {
    await this.#database.query.deleteFrom('adminSessions').execute();
  }
}

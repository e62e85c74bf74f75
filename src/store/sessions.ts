import type { AuditRow, SessionRow, SessionStore } from './account-ports.ts';
import { auditInsertion } from './audit.ts';
import type { Database } from './database.ts';

/** Who is logged in. */
export class SessionTable implements SessionStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async insert(session: SessionRow, entry: AuditRow): Promise<void> {
    const { query } = this.#database;
    // Sessions that ran out are of no use to anyone, and this is when their number would grow.
    const sweep = query.deleteFrom('sessions').where('expiresAt', '<=', session.createdAt);
    const insertion = query.insertInto('sessions').values(session);
    await this.#database.batch([sweep, insertion, auditInsertion(this.#database, entry)]);
  }

  find(tokenHash: string): Promise<SessionRow | undefined> {
    const sessions = this.#database.query.selectFrom('sessions').selectAll();
    return sessions.where('tokenHash', '=', tokenHash).executeTakeFirst();
  }

  list(userId?: string): Promise<readonly SessionRow[]> {
    const newest = this.#database.query
      .selectFrom('sessions')
      .selectAll()
      .orderBy('createdAt', 'desc')
      .orderBy('id', 'desc');
    return (userId === undefined ? newest : newest.where('userId', '=', userId)).execute();
  }

  async setAddress(id: string, address: string): Promise<void> {
    await this.#database.query.updateTable('sessions').set({ address }).where('id', '=', id).execute();
  }

  async remove(id: string, entry: AuditRow): Promise<void> {
    const removal = this.#database.query.deleteFrom('sessions').where('id', '=', id);
    await this.#database.batch([removal, auditInsertion(this.#database, entry)]);
  }
}

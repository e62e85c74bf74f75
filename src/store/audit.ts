import type { Compilable, ExpressionBuilder } from 'kysely';
import type { AuditFilter, AuditLog, AuditRow } from './account-ports.ts';
import type { Database } from './database.ts';
import type { Tables } from './tables.ts';

type Conditions = ExpressionBuilder<Tables, 'auditLog'>;

/** Who changed what. Rows are only ever added. */
export class AuditTable implements AuditLog {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async append(row: AuditRow): Promise<void> {
    await this.#database.batch([auditInsertion(this.#database, row)]);
  }

  async list(limit: number, { who, action, from, to, before }: AuditFilter = {}): Promise<readonly AuditRow[]> {
    let rows = this.#database.query.selectFrom('auditLog').selectAll().orderBy('at', 'desc').orderBy('id', 'desc');
    if (who !== undefined) rows = rows.where((is) => is.or([is('who', '=', who), is('whoName', '=', who)]));
    // `user` is every action of users: names are in lower case, and `/` is what comes after `.`.
    if (action !== undefined) {
      const isBelow = (is: Conditions) => is.and([is('action', '>', `${action}.`), is('action', '<', `${action}/`)]);
      rows = rows.where((is) => is.or([is('action', '=', action), isBelow(is)]));
    }
    if (from !== undefined) rows = rows.where('at', '>=', from);
    if (to !== undefined) rows = rows.where('at', '<', to);
    if (before !== undefined) {
      const { at, id } = before;
      rows = rows.where((is) => is.or([is('at', '<', at), is.and([is('at', '=', at), is('id', '<', id)])]));
    }
    return rows.limit(limit).execute();
  }
}

/** The entry as a part of the change that it tells of: both are written, or neither. */
export function auditInsertion({ query }: Database, row: AuditRow): Compilable {
  return query.insertInto('auditLog').values(row);
}

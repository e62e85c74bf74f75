import { sql } from 'kysely';
import type { CallMark } from './call-page-ports.ts';
import type { CallRemoval } from './call-removal-ports.ts';
import type { Database } from './database.ts';

/** Deletes rows of calls, some hundred at once. */
export class CallRemovalTable implements CallRemoval {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async remove(calls: readonly CallMark[]): Promise<readonly string[]> {
    if (calls.length === 0) return [];
    const { query } = this.#database;
    const kept = new Set(await this.#needed(calls));
    const gone = calls.filter(({ id }) => !kept.has(id));
    if (gone.length > 0) {
      const ids = gone.map(({ id }) => id);
      const rows = query.deleteFrom('calls').where('id', 'in', ids);
      await this.#database.batch([rows, ...this.#emptySessions(gone)]);
    }
    return [...kept];
  }

  /** Ids of calls by which what a key spent before its reset is known. */
  async #needed(calls: readonly CallMark[]): Promise<readonly string[]> {
    const rows = await this.#database.query
      .selectFrom('calls')
      .innerJoin('clientKeys', (join) => join.on(sql`calls.key_id`, '=', sql`client_keys.id`))
      .select('calls.id')
      .where(
        'calls.id',
        'in',
        calls.map(({ id }) => id),
      )
      .where(sql<boolean>`client_keys.reset_at / 3600000 = calls.started_at / 3600000`)
      .where(sql<boolean>`calls.started_at < client_keys.reset_at`)
      .execute();
    return rows.map(({ id }) => id);
  }

  /** Deletes the sessions of these calls that have no call any more. */
  #emptySessions(calls: readonly CallMark[]) {
    const { query } = this.#database;
    const sessions = new Map(
      calls.flatMap(({ session, keyId }) =>
        session === null ? [] : [[JSON.stringify([session, keyId]), { session, keyId }]],
      ),
    );
    return [...sessions.values()].flatMap(({ session, keyId }) =>
      (['sessionUsage', 'sessionTotals'] as const).map((table) =>
        query
          .deleteFrom(table)
          .where('session', '=', session)
          .where('keyId', '=', keyId)
          .where(({ not, exists, selectFrom }) =>
            not(
              exists(
                selectFrom('calls')
                  .select('calls.id')
                  .where('calls.session', '=', session)
                  .where('calls.keyId', '=', keyId),
              ),
            ),
          ),
      ),
    );
  }
}

import { type ExpressionBuilder, sql } from 'kysely';
import type { CallSession, CallSessionPart, CallSessions, SessionCall, SessionQuestion } from './call-session-ports.ts';
import type { Database } from './database.ts';
import type { Tables } from './tables.ts';

const CONTEXT = sql<number>`input_tokens + cache_read_tokens + cache_write_5m_tokens + cache_write_1h_tokens`;

/** Reads the sessions that the database keeps the sums of (migration 0006). */
export class CallSessionTables implements CallSessions {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Each key's own along its index: along that of several keys all of their sessions would have to be sorted. */
  async page(question: SessionQuestion): Promise<readonly CallSession[]> {
    const { limit, keys } = question;
    if (keys === undefined) return await this.#pageOf(question, undefined).execute();
    const pages = await Promise.all([...new Set(keys)].map((key) => this.#pageOf(question, key).execute()));
    return pages.flat().sort(inOrder).slice(0, limit);
  }

  #pageOf({ span, limit, after }: SessionQuestion, key: string | undefined) {
    let page = this.#database.query
      .selectFrom('sessionTotals')
      .selectAll()
      .where('lastAt', '>=', span.from)
      .where('lastAt', '<', span.until)
      .orderBy('lastAt', 'desc')
      .orderBy('session')
      .orderBy('keyId')
      .limit(limit);
    if (key !== undefined) page = page.where('keyId', '=', key);
    if (after !== undefined) page = page.where('lastAt', '<=', after.lastAt).where((is) => isAfter(is, after));
    return page;
  }

  async named(session: string, keys?: readonly string[]): Promise<readonly CallSession[]> {
    if (keys?.length === 0) return [];
    const found = this.#database.query
      .selectFrom('sessionTotals')
      .selectAll()
      .where('session', '=', session)
      .orderBy('lastAt', 'desc');
    return await (keys === undefined ? found : found.where('keyId', 'in', keys)).execute();
  }

  async deleteEmpty(before: number, most: number): Promise<number> {
    const { query } = this.#database;
    const empty = await query
      .selectFrom('sessionTotals')
      .select(['session', 'keyId'])
      .where('lastAt', '<', before)
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('calls')
              .select('calls.id')
              .whereRef('calls.session', '=', 'sessionTotals.session')
              .where(sql<boolean>`calls.key_id = session_totals.key_id`),
          ),
        ),
      )
      .orderBy('lastAt')
      .limit(most)
      .execute();
    if (empty.length === 0) return 0;
    // One statement for all: to write a text for each took the main thread longer than the database.
    const pairs = sql.join(empty.map(({ session, keyId }) => sql`(${session}, ${keyId})`));
    await this.#database.batch(
      (['sessionUsage', 'sessionTotals'] as const).map((table) =>
        query.deleteFrom(table).where(sql<boolean>`(session, key_id) in (values ${pairs})`),
      ),
    );
    return empty.length;
  }

  async parts({ session, keyId }: Pick<CallSession, 'session' | 'keyId'>): Promise<readonly CallSessionPart[]> {
    return await this.#database.query
      .selectFrom('sessionUsage')
      .selectAll()
      .where('session', '=', session)
      .where('keyId', '=', keyId)
      .orderBy('firstAt')
      .orderBy('purpose')
      .execute();
  }

  async calls(
    { session, keyId }: Pick<CallSession, 'session' | 'keyId'>,
    limit: number,
    after?: { readonly startedAt: number; readonly id: string },
  ): Promise<readonly SessionCall[]> {
    const page = this.#database.query
      .selectFrom('calls')
      .select([
        'id',
        'startedAt',
        'purpose',
        'agent',
        'platform',
        'model',
        'scene',
        'outcome',
        CONTEXT.as('contextTokens'),
      ])
      .select(['cacheReadTokens', 'outputTokens', 'costNanoUsd', 'totalMs'])
      .where('session', '=', session)
      .where(sql<string>`key_id`, '=', keyId)
      .orderBy('startedAt')
      .orderBy('id')
      .limit(limit);
    if (after === undefined) return await page.execute();
    return await page
      .where('startedAt', '>=', after.startedAt)
      .where((is) => is.or([is('startedAt', '>', after.startedAt), is(sql<string>`id`, '>', after.id)]))
      .execute();
  }
}

/** As the database sorts a page. */
function inOrder(a: CallSession, b: CallSession): number {
  if (a.lastAt !== b.lastAt) return b.lastAt - a.lastAt;
  if (a.session !== b.session) return a.session < b.session ? -1 : 1;
  return a.keyId < b.keyId ? -1 : 1;
}

function isAfter(is: ExpressionBuilder<Tables, 'sessionTotals'>, after: NonNullable<SessionQuestion['after']>) {
  return is.or([
    is('lastAt', '<', after.lastAt),
    is('session', '>', after.session),
    is.and([is('session', '=', after.session), is('keyId', '>', after.keyId)]),
  ]);
}

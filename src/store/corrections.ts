import { sql } from 'kysely';
import type { AuditRow } from './account-ports.ts';
import { auditInsertion } from './audit.ts';
import type { CorrectionPage, CorrectionRow, Corrections, CorrectionText } from './correction-ports.ts';
import type { Database } from './database.ts';

/** Rows of one statement: databases bind a limited number of values. */
const ROWS_AT_ONCE = 500;

/** What calls should have been taken for. */
export class CorrectionTable implements Corrections {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async find(callId: string): Promise<CorrectionRow | undefined> {
    return await this.#all().where('callId', '=', callId).executeTakeFirst();
  }

  async put(row: CorrectionRow, entry: AuditRow): Promise<void> {
    const { callId, ...values } = row;
    const insertion = this.#database.query
      .insertInto('corrections')
      .values(row)
      .onConflict((conflict) => conflict.column('callId').doUpdateSet(values));
    await this.#database.batch([auditInsertion(this.#database, entry), insertion]);
  }

  async remove(callId: string, entry: AuditRow): Promise<void> {
    const removal = this.#database.query.deleteFrom('corrections').where('callId', '=', callId);
    await this.#database.batch([auditInsertion(this.#database, entry), removal]);
  }

  async page({ keys, limit, after }: CorrectionPage): Promise<readonly CorrectionRow[]> {
    // PostgreSQL has no empty lists.
    if (keys?.length === 0) return [];
    let page = this.#all().orderBy('at', 'desc').orderBy('callId', 'desc').limit(limit);
    if (keys !== undefined) page = page.where('keyId', 'in', keys);
    if (after !== undefined) {
      const { at, callId } = after;
      page = page.where('at', '<=', at).where((is) => is.or([is('at', '<', at), is('callId', '<', callId)]));
    }
    return await page.execute();
  }

  async texts(calls: readonly string[]): Promise<ReadonlyMap<string, CorrectionText>> {
    if (calls.length === 0 || !(await this.#hasTexts())) return new Map();
    // What the user said before is that of the last call with words in the same conversation.
    const { rows } = await sql<CorrectionText & { readonly callId: string }>`
      select own.call_id, own.words, (
        select earlier.words from calls before join call_texts earlier on earlier.call_id = before.id
        where before.session = one.session and before.key_id = one.key_id
          and before.started_at < one.started_at and before.purpose = 'main' and earlier.words <> ''
        order by before.started_at desc limit 1
      ) as previous_words
      from call_texts own left join calls one on one.id = own.call_id
      where own.call_id in (${sql.join(calls)})`.execute(this.#database.query);
    return new Map(rows.map(({ callId, words, previousWords }) => [callId, { words, previousWords }]));
  }

  async add(rows: readonly CorrectionRow[], entry: AuditRow): Promise<number> {
    const { query } = this.#database;
    const parts = chunked(rows);
    const known = new Set<string>();
    for (const part of parts) for (const id of await this.#known(part)) known.add(id);
    const added = new Set(rows.map(({ callId }) => callId).filter((id) => !known.has(id))).size;
    if (added === 0) return 0;
    const insertions = parts.map((part) =>
      query
        .insertInto('corrections')
        .values(part)
        .onConflict((conflict) => conflict.column('callId').doNothing()),
    );
    await this.#database.batch([auditInsertion(this.#database, entry), ...insertions]);
    return added;
  }

  #all() {
    return this.#database.query.selectFrom('corrections').selectAll();
  }

  async #known(rows: readonly CorrectionRow[]): Promise<readonly string[]> {
    const ids = rows.map(({ callId }) => callId);
    const found = await this.#database.query
      .selectFrom('corrections')
      .select('callId')
      .where('callId', 'in', ids)
      .execute();
    return found.map(({ callId }) => callId);
  }

  /** Texts of calls are kept only by a redwolf that finds calls by them. */
  async #hasTexts(): Promise<boolean> {
    const question =
      this.#database.dialect === 'sqlite'
        ? sql<object>`select 1 as found from sqlite_schema where name = 'call_texts'`
        : sql<object>`select 1 as found where to_regclass('call_texts') is not null`;
    const { rows } = await question.execute(this.#database.query);
    return rows.length > 0;
  }
}

function chunked(rows: readonly CorrectionRow[]): readonly (readonly CorrectionRow[])[] {
  const count = Math.ceil(rows.length / ROWS_AT_ONCE);
  return Array.from({ length: count }, (_, index) => rows.slice(index * ROWS_AT_ONCE, (index + 1) * ROWS_AT_ONCE));
}

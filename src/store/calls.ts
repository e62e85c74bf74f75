import { type RawBuilder, sql } from 'kysely';
import type { CallId, KeyId } from '../lib/ids.ts';
import type { Database } from './database.ts';
import type { CallRow, CallStore, CallUsage, NewCost, Span } from './ports.ts';
import type { Tables } from './tables.ts';
import type { RowValues } from './worker-messages.ts';

/** Every field of a call's row, in the order of the columns. The compiler finds a missing one. */
const FIELDS = {
  id: true,
  startedAt: true,
  keyId: true,
  keyName: true,
  userId: true,
  endpoint: true,
  clientProtocol: true,
  platformProtocol: true,
  mode: true,
  source: true,
  scene: true,
  intent: true,
  confidence: true,
  decision: true,
  session: true,
  sessionSource: true,
  agent: true,
  purpose: true,
  requestedModel: true,
  platform: true,
  model: true,
  isStream: true,
  outcome: true,
  status: true,
  errorKind: true,
  errorMessage: true,
  plan: true,
  attempts: true,
  losses: true,
  inputTokens: true,
  cacheReadTokens: true,
  cacheWrite5mTokens: true,
  cacheWrite1hTokens: true,
  outputTokens: true,
  reasoningTokens: true,
  usageSource: true,
  costNano: true,
  costCurrency: true,
  costNanoUsd: true,
  priceSource: true,
  priceId: true,
  baselineNanoUsd: true,
  queueMs: true,
  firstByteMs: true,
  totalMs: true,
  requestBytes: true,
  replyBytes: true,
} as const satisfies Record<keyof CallRow, true>;

const FIELD_NAMES = Object.keys(FIELDS).filter((name): name is keyof CallRow => name in FIELDS);

/** What `usagePage` reads. */
const USAGE_FIELDS = [
  'id',
  'startedAt',
  'keyId',
  'platform',
  'model',
  'inputTokens',
  'cacheReadTokens',
  'cacheWrite5mTokens',
  'cacheWrite1hTokens',
  'outputTokens',
  'reasoningTokens',
  'usageSource',
  'costNano',
  'costCurrency',
  'costNanoUsd',
  'priceSource',
  'priceId',
  'baselineNanoUsd',
] as const satisfies readonly (keyof CallUsage)[];

/** Reads the calls, and rates them anew. */
export class CallTable implements CallStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async usagePage(
    { from, until }: Span,
    limit: number,
    after?: Pick<CallUsage, 'startedAt' | 'id'>,
  ): Promise<readonly CallUsage[]> {
    const page = this.#database.query
      .selectFrom('calls')
      .select(USAGE_FIELDS)
      .where('startedAt', '>=', from)
      .where('startedAt', '<', until)
      .orderBy('startedAt')
      .orderBy('id')
      .limit(limit);
    if (after === undefined) return await page.execute();
    const { startedAt, id } = after;
    return await page
      .where('startedAt', '>=', startedAt)
      .where((is) => is.or([is('startedAt', '>', startedAt), is('id', '>', id)]))
      .execute();
  }

  async deleteBefore(time: number, most: number): Promise<number> {
    const { query } = this.#database;
    const isCountedByRows = query
      .selectFrom('clientKeys')
      .select('clientKeys.id')
      .where(sql<boolean>`client_keys.id = calls.key_id`)
      .where(sql<boolean>`client_keys.reset_at / 3600000 = calls.started_at / 3600000`);
    const oldest = query
      .selectFrom('calls')
      .select('id')
      .where('startedAt', '<', time)
      .where(({ not, exists }) => not(exists(isCountedByRows)))
      .orderBy('startedAt')
      .limit(most);
    const { numDeletedRows } = await query.deleteFrom('calls').where('id', 'in', oldest).executeTakeFirstOrThrow();
    return Number(numDeletedRows);
  }

  async setCosts(costs: readonly NewCost[]): Promise<void> {
    const { query } = this.#database;
    await this.#database.batch(
      costs.map(({ id, ...cost }) => query.updateTable('calls').set(cost).where('id', '=', id)),
    );
  }

  async add(rows: readonly CallRow[]): Promise<void> {
    if (rows.length === 0) return;
    const { query } = this.#database;
    const values = rows.map((row) => ({ ...row, isStream: Number(row.isStream) }));
    const insertion = query.insertInto('calls').values(values);
    await this.#database.batch([insertion.onConflict((conflict) => conflict.column('id').doNothing())]);
  }

  async knownIds(ids: readonly CallId[]): Promise<ReadonlySet<CallId>> {
    if (ids.length === 0) return new Set();
    const rows = await this.#database.query.selectFrom('calls').select('id').where('id', 'in', ids).execute();
    return new Set(rows.map(({ id }) => id));
  }

  async find(id: string, keys?: readonly KeyId[]): Promise<CallRow | undefined> {
    if (keys?.length === 0) return undefined;
    // An id is what any text may be: what is none is simply not found.
    const one = this.#database.query
      .selectFrom('calls')
      .selectAll()
      .where('id', '=', id as CallId);
    const row = await (keys === undefined ? one : one.where('keyId', 'in', keys)).executeTakeFirst();
    return row && toCall(row);
  }
}

/** A row as the rest of redwolf sees it. */
export function toCall(row: Tables['calls']): CallRow {
  return { ...row, isStream: row.isStream !== 0 };
}

/** SQL text that inserts one call; the values are those of `callValues`. A call that is there already stays as it is. */
export function callInsertSql(database: Database): string {
  const columns = sql.join(FIELD_NAMES.map((name) => sql.ref(name)));
  const values = sql.join(FIELD_NAMES.map((): RawBuilder<null> => sql`${null}`));
  return sql`insert into calls (${columns}) values (${values}) on conflict (id) do nothing`.compile(database.query).sql;
}

/**
 * The row's values in the order of the columns. A value of a type that no column takes becomes null, so that the
 * database refuses that row and no other.
 */
export function callValues(row: CallRow): RowValues {
  return FIELD_NAMES.map((name) => toColumn(row[name]));
}

function toColumn(value: unknown): string | number | null {
  if (typeof value === 'string' || typeof value === 'number') return value;
  return typeof value === 'boolean' ? Number(value) : null;
}

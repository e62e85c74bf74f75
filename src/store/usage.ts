import { type RawBuilder, sql } from 'kysely';
import type { KeyId } from '../lib/ids.ts';
import type { Database } from './database.ts';
import type { Amount, Span, UsageDimension, UsageQuestion, UsageStore, UsageSum, UsageSums } from './ports.ts';

const HOUR_MS = 3_600_000;
const HOURS_PER_DAY = 24;

/** The compiler finds a missing one. */
const NO_USAGE_SUMS: UsageSums = {
  calls: 0,
  errors: 0,
  aborted: 0,
  unpriced: 0,
  withoutUsage: 0,
  inputTokens: 0,
  cacheReadTokens: 0,
  cacheWrite5mTokens: 0,
  cacheWrite1hTokens: 0,
  outputTokens: 0,
  reasoningTokens: 0,
  nanoUsd: 0,
  compared: 0,
  comparedNanoUsd: 0,
  baselineNanoUsd: 0,
};

const SUM_NAMES = Object.keys(NO_USAGE_SUMS).filter((name): name is keyof UsageSums => name in NO_USAGE_SUMS);

const TOKENS = sql`input_tokens + cache_read_tokens + cache_write_5m_tokens + cache_write_1h_tokens + output_tokens`;

/** The sums by day, narrowest first; the last one knows every dimension (migrations 0006 and 0010). */
const DAY_TABLES: readonly (readonly [string, readonly UsageDimension[]])[] = [
  ['usage_day_scenes', ['day', 'model', 'platform', 'purpose', 'scene']],
  ['usage_day_keys', ['day', 'keyId', 'userId', 'platform', 'model']],
  ['usage_days', ['day', 'keyId', 'userId', 'platform', 'model', 'scene', 'purpose']],
];

/** Sums over the calls. The database keeps them by hour and by day; here they are only read. */
export class UsageTable implements UsageStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async spent(keyId: KeyId, from: number, until: number): Promise<Amount> {
    if (from >= until) return { tokens: 0, nanoUsd: 0 };
    const [first, last] = [Math.floor(from / HOUR_MS), Math.ceil(until / HOUR_MS)];
    // Whole hours without what lies outside at both ends: rows inside may have been deleted.
    const [whole, ...outside] = await Promise.all([
      this.#spentByHours(keyId, first, last),
      this.#spentByRows(keyId, first * HOUR_MS, from),
      this.#spentByRows(keyId, until, last * HOUR_MS),
    ]);
    return outside.reduce((a, b) => ({ tokens: a.tokens - b.tokens, nanoUsd: a.nanoUsd - b.nanoUsd }), whole);
  }

  async usage({ span, by, where = {} }: UsageQuestion): Promise<readonly UsageSum[]> {
    const sources = sourcesOf(span, by, where).map((source) => summed(source, by));
    const [only] = sources;
    const groups = by.map((_, index) => sql.ref(groupName(index)));
    // Each by itself first: what is in the order of the groups then need not be sorted together with what is not.
    const all = sources.length === 1 && only !== undefined ? only : summed(together(sources, groups), by);
    const { rows } = await sql<UsageSums & Readonly<Record<string, string | number>>>`
      ${all} ${groups.length === 0 ? sql`` : sql`order by ${sql.join(groups)}`}
    `.execute(this.#database.query);
    return rows.map((row) => ({ ...pick(row), group: by.map((_, index) => String(row[groupName(index)])) }));
  }

  async #spentByRows(keyId: KeyId, from: number, until: number): Promise<Amount> {
    if (from >= until) return { tokens: 0, nanoUsd: 0 };
    return await this.#database.query
      .selectFrom('calls')
      .select([total(TOKENS).as('tokens'), total(sql`cost_nano_usd`).as('nanoUsd')])
      .where('keyId', '=', keyId)
      .where('startedAt', '>=', from)
      .where('startedAt', '<', until)
      .executeTakeFirstOrThrow();
  }

  async #spentByHours(keyId: KeyId, first: number, last: number): Promise<Amount> {
    const span = { from: first * HOUR_MS, until: last * HOUR_MS };
    const [sum] = await this.usage({ span, by: [], where: { keyId: [keyId] } });
    if (sum === undefined) return { tokens: 0, nanoUsd: 0 };
    const { inputTokens, cacheReadTokens, cacheWrite5mTokens, cacheWrite1hTokens, outputTokens, nanoUsd } = sum;
    return {
      tokens: inputTokens + cacheReadTokens + cacheWrite5mTokens + cacheWrite1hTokens + outputTokens,
      nanoUsd,
    };
  }
}

/** Rows to add up, and what their dimensions are called there. */
interface Source {
  readonly rows: RawBuilder<unknown>;
  readonly nameOf: (dimension: UsageDimension, index: number) => RawBuilder<unknown>;
}

/** Whole days from the days, what is left at both ends from the hours; only hours where these are asked for. */
function sourcesOf(
  { from, until }: Span,
  by: readonly UsageDimension[],
  where: NonNullable<UsageQuestion['where']>,
): readonly Source[] {
  const [first, last] = [Math.floor(from / HOUR_MS), Math.ceil(until / HOUR_MS)];
  const [firstDay, lastDay] = [Math.ceil(first / HOURS_PER_DAY), Math.floor(last / HOURS_PER_DAY)];
  const condition = conditionOf(where);
  const hours = (begin: number, end: number): Source => ({
    rows: sql`usage_hours where hour >= ${begin} and hour < ${end} ${condition}`,
    nameOf: (dimension) => (dimension === 'day' ? sql`hour / 24` : sql.ref(dimension)),
  });
  if (by.includes('hour') || firstDay >= lastDay) return [hours(first, last)];
  const table = sql.table(dayTableOf([...by, ...Object.keys(where)]));
  const days: Source = {
    rows: sql`${table} where day >= ${firstDay} and day < ${lastDay} ${condition}`,
    nameOf: (dimension) => sql.ref(dimension),
  };
  const ends = [
    [first, firstDay * HOURS_PER_DAY],
    [lastDay * HOURS_PER_DAY, last],
  ] as const;
  return [days, ...ends.filter(([begin, end]) => begin < end).map(([begin, end]) => hours(begin, end))];
}

function together(sums: readonly RawBuilder<unknown>[], groups: readonly RawBuilder<unknown>[]): Source {
  return { rows: sql`(${sql.join(sums, sql` union all `)}) as sums`, nameOf: (_, index) => groups[index] ?? sql`null` };
}

/** One row for each group that there is. */
function summed({ rows, nameOf }: Source, by: readonly UsageDimension[]): RawBuilder<unknown> {
  const groups = by.map((dimension, index) => sql`${nameOf(dimension, index)} as ${sql.ref(groupName(index))}`);
  const sums = SUM_NAMES.map((name) => sql`${total(sql.ref(name))} as ${sql.ref(name)}`);
  const grouping = by.map((_, index) => sql.raw(String(index + 1)));
  return sql`select ${sql.join([...groups, ...sums])} from ${rows}
    ${grouping.length === 0 ? sql`having count(*) > 0` : sql`group by ${sql.join(grouping)}`}`;
}

/** @param dimensions what is asked by and for */
function dayTableOf(dimensions: readonly string[]): string {
  const found = DAY_TABLES.find(([, known]) => dimensions.every((name) => known.some((one) => one === name)));
  if (found === undefined) throw new RangeError(`no sums by ${dimensions.join(', ')}`);
  return found[0];
}

/** PostgreSQL has no empty lists; no call has a value that is null. */
function conditionOf(where: NonNullable<UsageQuestion['where']>): RawBuilder<unknown> {
  const conditions = Object.entries(where).map(
    ([dimension, values]) => sql`and ${sql.ref(dimension)} in (${values.length === 0 ? sql`null` : sql.join(values)})`,
  );
  return conditions.length === 0 ? sql`` : sql.join(conditions, sql` `);
}

/** Without the columns of the groups. */
function pick(row: UsageSums): UsageSums {
  const sums: Record<keyof UsageSums, number> = { ...NO_USAGE_SUMS };
  for (const name of SUM_NAMES) sums[name] = row[name];
  return sums;
}

function groupName(index: number): string {
  return `group${index}`;
}

function total(column: RawBuilder<unknown>): RawBuilder<number> {
  return sql<number>`coalesce(sum(${column}), 0)`;
}

import { type RawBuilder, sql } from 'kysely';
import type { CallFilter, CallPosition, TimeSort } from './call-page-ports.ts';
import type { Database } from './database.ts';
import { fts5Query, type Phrase, tsQuery } from './search/phrases.ts';

/** Numbers that a millisecond has; see migration 0007. */
const NUMBERS_PER_MS = 2048;
const LAST_MS = Math.floor(Number.MAX_SAFE_INTEGER / NUMBERS_PER_MS);
/** Texts in which PostgreSQL may look for the places of words at once: some hundred milliseconds. */
const MOST_READ = 5_000;

/** A call whose texts hold what is sought. */
export interface Hit {
  readonly callId: string;
  readonly startedAt: number;
}

export interface Hits {
  readonly hits: readonly Hit[];
  /** Null: there are no more. */
  readonly next: CallPosition | null;
}

export interface Search {
  readonly phrases: readonly Phrase[];
  /** Only calls of these keys; undefined: of all. The index knows it, so that others' calls need not be looked at. */
  readonly keys: readonly string[] | undefined;
  readonly filter: Pick<CallFilter, 'from' | 'until'>;
}

interface HitsQuestion {
  readonly sort: TimeSort;
  readonly limit: number;
  readonly after?: CallPosition | undefined;
}

/** Calls that are found, in the order of time, behind a position; fewer than asked for where it would take too long. */
export async function hitsOf(
  database: Database,
  { phrases, keys, filter }: Search,
  { sort, limit, after }: HitsQuestion,
): Promise<Hits> {
  const sought: Sought = { phrases, keys, span: await spanBehind(database, filter, sort, after) };
  const horizon = await horizonOf(database, sought, sort);
  const span = horizon === undefined ? sought.span : upTo(sought.span, sort, horizon);
  const { rows } = await sql<Hit>`
    select call_id, started_at from ${found(database, { ...sought, span })}
    ${inOrder(numberColumn(database), sort)} limit ${limit}
  `.execute(database.query);
  const last = rows.at(-1);
  if (rows.length === limit && last !== undefined) {
    return { hits: rows, next: { startedAt: last.startedAt, id: last.callId } };
  }
  return { hits: rows, next: horizon === undefined ? null : { startedAt: horizon, id: null } };
}

/** What is sought, with the numbers among which it is looked: the last one is exclusive. */
interface Sought extends Pick<Search, 'phrases' | 'keys'> {
  readonly span: readonly [number, number];
}

/** Texts that have all words, wherever they stand, but no more than `most`. */
async function countLoosely(database: Database, sought: Sought, most: number): Promise<number> {
  const { rows } = await sql<{ readonly count: number }>`
    select count(*) as count from (select 1 from ${found(database, sought, true)} limit ${most}) as few
  `.execute(database.query);
  return rows[0]?.count ?? 0;
}

/**
 * PostgreSQL's index knows which texts have all words, but not where, so that these texts have to be read. Where they are
 * many, it is looked only at so many at once. @returns the last moment of them; undefined where all are looked at
 */
async function horizonOf(database: Database, sought: Sought, sort: TimeSort): Promise<number | undefined> {
  if (database.dialect === 'sqlite' || sought.phrases.every(({ tokens }) => tokens.length === 1)) return undefined;
  if ((await countLoosely(database, sought, MOST_READ + 1)) <= MOST_READ) return undefined;
  const { rows } = await sql<{ readonly startedAt: number }>`
    select started_at from call_texts where ${isWithin(sql`number`, sought.span)}
    ${inOrder(sql`number`, sort)} limit 1 offset ${MOST_READ}
  `.execute(database.query);
  return rows[0]?.startedAt;
}

/** Tables and conditions; the index of the texts is what leads. @param isLoose it is enough that all words are there */
function found(database: Database, { phrases, keys, span }: Sought, isLoose = false): RawBuilder<unknown> {
  const within = isWithin(numberColumn(database), span);
  return database.dialect === 'sqlite'
    ? sql`call_search cross join call_texts on number = call_search.rowid
        where call_search match ${fts5Query(phrases, keys)} and ${within}`
    : sql`call_texts where tokens @@ ${tsQuery(phrases, keys, isLoose)}::tsquery and ${within}`;
}

/** Of the index: it gives its entries in the order of these. */
function numberColumn({ dialect }: Database): RawBuilder<unknown> {
  return dialect === 'sqlite' ? sql`call_search.rowid` : sql`number`;
}

function isWithin(number: RawBuilder<unknown>, [least, most]: Sought['span']): RawBuilder<unknown> {
  return sql`${number} >= ${least} and ${number} < ${most}`;
}

function inOrder(number: RawBuilder<unknown>, sort: TimeSort): RawBuilder<unknown> {
  return sql`order by ${number} ${sort === 'newest' ? sql`desc` : sql`asc`}`;
}

function spanOf({ from = 0, until = LAST_MS }: CallFilter): Sought['span'] {
  return [numberAt(from), numberAt(until)];
}

/**
 * The numbers behind a position. Of a call that is gone, or a whole moment: behind all of that moment. Numbers and no
 * subquery, so that PostgreSQL knows how many these are.
 */
async function spanBehind(
  { query }: Database,
  filter: CallFilter,
  sort: TimeSort,
  after: CallPosition | undefined,
): Promise<Sought['span']> {
  const [least, most] = spanOf(filter);
  if (after === undefined) return [least, most];
  const { startedAt, id } = after;
  const call = query
    .selectFrom('callTexts')
    .select('number')
    .where('callId', '=', id ?? '');
  const number = (await call.executeTakeFirst())?.number;
  if (sort === 'newest') return [least, Math.min(most, number ?? numberAt(startedAt))];
  return [Math.max(least, number === undefined ? numberAt(startedAt + 1) : number + 1), most];
}

function upTo([least, most]: Sought['span'], sort: TimeSort, moment: number): Sought['span'] {
  return sort === 'newest' ? [numberAt(moment), most] : [least, numberAt(moment + 1)];
}

/** The first number of a moment. */
function numberAt(moment: number): number {
  return Math.floor(Math.min(moment, LAST_MS)) * NUMBERS_PER_MS;
}

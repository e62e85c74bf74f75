import { type SelectQueryBuilder, sql } from 'kysely';
import { RedwolfError } from '../lib/errors.ts';
import type {
  CallFilter,
  CallMark,
  CallPage,
  CallPageQuestion,
  CallPages,
  CallPosition,
  CallSort,
  TimeSort,
} from './call-page-ports.ts';
import {
  byTime,
  byValue,
  type CallQuery,
  type Lead,
  leadOf,
  leavesSomething,
  ledCalls,
  restOf,
  sortValue,
} from './call-query.ts';
import { toCall } from './calls.ts';
import type { Database } from './database.ts';
import type { CallRow } from './ports.ts';
import { phrasesOf } from './search/phrases.ts';
import type { Tables } from './tables.ts';
import { type Hit, hitsOf, type Search } from './text-search.ts';

/** Rows that one page looks at: some twenty milliseconds of the database's thread, which others wait for. */
const MOST_LOOKED_AT = 5_000;
/** Rows that are sorted for one page: some hundred milliseconds. */
const MOST_SORTED = 10_000;
/** Calls that are found by their texts and looked up for one page. */
const MOST_FOUND = 1_500;
/** Each time the index begins anew at the first text that has the word. */
const HITS_AT_ONCE = 500;
const MOST_FOUND_SORTED = 2_000;

/** Calls in the order of time, and down to where all of them are known. */
interface Stretch<Row> {
  /** One more than asked for where there are more. */
  readonly rows: readonly Row[];
  /** The last moment that was looked at; undefined where it was looked to the end. */
  readonly horizon: number | undefined;
}

type Select<Row> = (query: CallQuery) => SelectQueryBuilder<Tables, 'calls', Row>;
type TimeQuestion = CallPageQuestion & { readonly sort: TimeSort };
type Placed = Pick<CallRow, 'id' | 'startedAt'>;

const NOTHING = { calls: [], next: null };

/** Reads lists of calls, each along an index. */
export class CallPageTable implements CallPages {
  readonly #database: Database;
  readonly #mostLookedAt: number;
  readonly #mostSorted: number;
  readonly #mostFound: number;

  constructor(database: Database, mostLookedAt = MOST_LOOKED_AT, mostSorted = MOST_SORTED, mostFound = MOST_FOUND) {
    this.#database = database;
    this.#mostFound = mostFound;
    this.#mostLookedAt = mostLookedAt;
    this.#mostSorted = mostSorted;
  }

  async page(question: CallPageQuestion): Promise<CallPage<CallRow>> {
    const { sort } = question;
    if (isEmpty(question.filter)) return NOTHING;
    if (sort !== 'newest' && sort !== 'oldest') return this.#sortedPage(question, sort);
    const { calls, next } = await this.#page({ ...question, sort }, (query) => query.selectAll());
    return { calls: calls.map(toCall), next };
  }

  async marks(question: CallPageQuestion & { readonly sort: TimeSort }): Promise<CallPage<CallMark>> {
    if (isEmpty(question.filter)) return NOTHING;
    return await this.#page(question, (query) => query.select(['id', 'startedAt', 'keyId', 'session']));
  }

  async #page<Row extends Placed>(question: TimeQuestion, select: Select<Row>): Promise<CallPage<Row>> {
    const search = searchOf(question.filter);
    if (search !== undefined) return this.#found(question, search, select);
    const lead = leadOf(question.filter);
    const leads = lead?.values.map((value) => ({ ...lead, values: [value] })) ?? [undefined];
    const stretches = await Promise.all(leads.map((each) => this.#stretch(question, each, select)));
    return joined(stretches, question);
  }

  /** Along the index of the texts: calls are looked up as they are found. */
  async #found<Row extends Placed>(
    { filter, sort, limit, after }: TimeQuestion,
    search: Search,
    select: Select<Row>,
  ): Promise<CallPage<Row>> {
    const rows: Row[] = [];
    let place = after;
    // Where nothing is sorted out, the first ones are enough.
    let most = limit + 1;
    for (let looked = 0; looked < this.#mostFound; looked += most) {
      if (looked > 0) most = HITS_AT_ONCE;
      const found = await hitsOf(this.#database, search, { sort, limit: most, after: place });
      rows.push(...(await this.#lookUp(found.hits, filter, select)));
      const last = rows[limit - 1];
      if (rows.length > limit && last !== undefined) return { calls: rows.slice(0, limit), next: placeOf(last) };
      if (found.next === null || found.hits.length < most) return { calls: rows, next: found.next };
      place = found.next;
    }
    return { calls: rows, next: place ?? null };
  }

  /** The calls of hits, in their order; without those that are none of the filter's, or have no row. */
  async #lookUp<Row extends Placed>(
    hits: readonly Hit[],
    filter: CallFilter,
    select: Select<Row>,
  ): Promise<readonly Row[]> {
    if (hits.length === 0) return [];
    const ids = hits.map(({ callId }) => callId);
    const rows: readonly Row[] = await select(restOf(this.#ofIds(ids), filter, undefined)).execute();
    const byId = new Map<string, Row>(rows.map((row) => [row.id, row]));
    return ids.flatMap((id) => byId.get(id) ?? []);
  }

  /** Along one value of the lead, on which an index is in the order of time. */
  async #stretch<Row extends Placed>(
    { filter, sort, limit, after }: TimeQuestion,
    lead: Lead | undefined,
    select: Select<Row>,
  ): Promise<Stretch<Row>> {
    const bounded = behind(filter, sort, after);
    const horizon = leavesSomething(filter, lead) ? await this.#horizon(bounded, sort, lead) : undefined;
    const within = horizon === undefined ? bounded : upTo(bounded, sort, horizon);
    const calls = byTime(restOf(ledCalls(this.#database, within, lead), filter, lead), sort, after);
    return { rows: await select(calls.limit(limit + 1)).execute(), horizon };
  }

  /** Where so many calls were passed as may be looked at: only the index is read for it. */
  async #horizon(filter: CallFilter, sort: TimeSort, lead: Lead | undefined): Promise<number | undefined> {
    const last = await ledCalls(this.#database, filter, lead)
      .select('startedAt')
      .orderBy('startedAt', sort === 'newest' ? 'desc' : 'asc')
      .limit(1)
      .offset(this.#mostLookedAt)
      .executeTakeFirst();
    return last?.startedAt;
  }

  async #sortedPage(
    { filter, limit, after }: CallPageQuestion,
    sort: Exclude<CallSort, TimeSort>,
  ): Promise<CallPage<CallRow>> {
    const search = searchOf(filter);
    const lead = search === undefined ? leadOf(filter) : undefined;
    const led = search === undefined ? await this.#fewLed(filter, lead) : await this.#fewFound(search);
    const calls = byValue(restOf(led, filter, lead), sort, after);
    const rows = await calls
      .selectAll()
      .limit(limit + 1)
      .execute();
    const page = rows.slice(0, limit).map(toCall);
    const last = rows.length > limit ? page.at(-1) : undefined;
    if (last === undefined) return { calls: page, next: null };
    return { calls: page, next: { ...placeOf(last), value: sortValue(last, sort) } };
  }

  async #fewLed(filter: CallFilter, lead: Lead | undefined): Promise<CallQuery> {
    const led = ledCalls(this.#database, filter, lead);
    const most = this.#mostSorted;
    const few = led.select(sql<number>`1`.as('one')).limit(most + 1);
    const counted = this.#database.query.selectFrom(few.as('few')).select(sql<number>`count(*)`.as('count'));
    if ((await counted.executeTakeFirstOrThrow()).count > most) throw tooWide(most);
    return led;
  }

  async #fewFound(search: Search): Promise<CallQuery> {
    const most = Math.min(this.#mostSorted, MOST_FOUND_SORTED);
    const { hits, next } = await hitsOf(this.#database, search, { sort: 'newest', limit: most + 1 });
    if (next !== null) throw tooWide(most);
    return this.#ofIds(hits.map(({ callId }) => callId));
  }

  #ofIds(ids: readonly string[]): CallQuery {
    return this.#database.query.selectFrom('calls').where(sql<string>`id`, 'in', ids.length === 0 ? [''] : ids);
  }
}

function tooWide(most: number): RedwolfError {
  return new RedwolfError(
    'SORT_TOO_WIDE',
    `More than ${most} calls would have to be sorted. Choose a shorter time, a session or a key, or sort by time.`,
  );
}

/** PostgreSQL has no empty lists; and a text without a word is in no call. */
function isEmpty(filter: CallFilter): boolean {
  return (
    Object.values(filter.columns ?? {}).some((values) => values.length === 0) || searchOf(filter)?.phrases.length === 0
  );
}

function searchOf(filter: CallFilter): Search | undefined {
  if (filter.text === undefined) return undefined;
  return { phrases: phrasesOf(filter.text), keys: filter.columns?.keyId, filter };
}

function placeOf({ startedAt, id }: Placed): CallPosition {
  return { startedAt, id };
}

/** The filter's time without what lies before a position. */
function behind(filter: CallFilter, sort: TimeSort, after: CallPosition | undefined): CallFilter {
  if (after === undefined) return filter;
  const { startedAt } = after;
  if (sort === 'newest') return { ...filter, until: Math.min(filter.until ?? Number.MAX_SAFE_INTEGER, startedAt + 1) };
  return { ...filter, from: Math.max(filter.from ?? 0, startedAt) };
}

/** The filter's time up to a moment, all of which belongs to it. */
function upTo(filter: CallFilter, sort: TimeSort, moment: number): CallFilter {
  return sort === 'newest' ? { ...filter, from: moment } : { ...filter, until: moment + 1 };
}

/** One page of several stretches: no further than to where all of them are known. */
function joined<Row extends Placed>(stretches: readonly Stretch<Row>[], { sort, limit }: TimeQuestion): CallPage<Row> {
  const sign = sort === 'newest' ? -1 : 1;
  const ends = stretches.filter(({ rows }) => rows.length <= limit).flatMap(({ horizon }) => horizon ?? []);
  const end = ends.length === 0 ? undefined : sign * Math.min(...ends.map((moment) => sign * moment));
  const rows = stretches
    .flatMap((stretch) => stretch.rows)
    .filter(({ startedAt }) => end === undefined || sign * startedAt <= sign * end)
    .sort((a, b) => sign * (a.startedAt - b.startedAt || (a.id < b.id ? -1 : 1)));
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  if (last !== undefined) return { calls: rows.slice(0, limit), next: placeOf(last) };
  return { calls: rows, next: end === undefined ? null : { startedAt: end, id: null } };
}

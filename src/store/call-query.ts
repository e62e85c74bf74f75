import { type RawBuilder, type SelectQueryBuilder, sql } from 'kysely';
import type { CallFilter, CallPosition, CallSort, FilterColumn, TimeSort } from './call-page-ports.ts';
import type { Database } from './database.ts';
import type { CallRow } from './ports.ts';
import type { Tables } from './tables.ts';

/** Values of one column that an index leads to. */
export interface Lead {
  readonly column: FilterColumn;
  readonly values: readonly string[];
}

/** The columns with an index of their own, the ones that say most first. */
const LEADS: readonly FilterColumn[] = [
  'session',
  'agent',
  'userId',
  'keyId',
  'scene',
  'model',
  'platform',
  'outcome',
  'purpose',
];
const FAILURES: readonly string[] = ['error', 'aborted'];
const LEAST_FAILURE = 400;
/** They are most calls, so that their index would cost more than it helps: the calls of a time are looked through. */
const FREQUENT_PURPOSES: readonly string[] = ['main', 'continuation'];

/** An index is used only where the database sees that its condition holds, so that it stands in the text of the query. */
const INDEX_CONDITIONS: Partial<Readonly<Record<FilterColumn, RawBuilder<boolean>>>> = {
  outcome: sql`outcome <> 'ok'`,
  purpose: sql`purpose <> 'main' and purpose <> 'continuation'`,
};

/**
 * What leads to the calls of a filter: of all its columns the one that leaves least to look through. Undefined: time
 * alone.
 */
export function leadOf(filter: CallFilter): Lead | undefined {
  for (const column of LEADS) {
    const values = filter.columns?.[column] ?? impliedValues(filter, column);
    if (values !== undefined && isLed(column, values)) return { column, values };
  }
  return undefined;
}

/** A status of 400 or more is that of a call which did not end well. */
function impliedValues({ status }: CallFilter, column: FilterColumn): readonly string[] | undefined {
  return column === 'outcome' && status !== undefined && status[0] >= LEAST_FAILURE ? FAILURES : undefined;
}

function isLed(column: FilterColumn, values: readonly string[]): boolean {
  if (column === 'outcome') return values.every((value) => FAILURES.includes(value));
  return column !== 'purpose' || !values.some((value) => FREQUENT_PURPOSES.includes(value));
}

/** True if calls that the lead leads to may be none of the filter's. */
export function leavesSomething(filter: CallFilter, lead: Lead | undefined): boolean {
  return (
    filter.status !== undefined ||
    LEADS.some((column) => filter.columns?.[column] !== undefined && column !== lead?.column)
  );
}

export type CallQuery = SelectQueryBuilder<Tables, 'calls', object>;

/** Calls of a time that the lead leads to, in any order, and no other condition. */
export function ledCalls(database: Database, { from, until }: CallFilter, lead: Lead | undefined): CallQuery {
  let calls: CallQuery = database.query.selectFrom('calls');
  if (lead !== undefined) {
    calls =
      lead.values.length === 1 ? calls.where(lead.column, '=', one(lead)) : calls.where(lead.column, 'in', lead.values);
    const condition = INDEX_CONDITIONS[lead.column];
    if (condition !== undefined) calls = calls.where(condition);
  }
  // Without any condition SQLite reads the rows, not the index.
  if (from !== undefined || lead === undefined) calls = calls.where('startedAt', '>=', from ?? 0);
  return until === undefined ? calls : calls.where('startedAt', '<', until);
}

/**
 * The filter's other conditions. Each is written so that no index serves it: the database must not be led astray from
 * the index of the lead, along which the amount of work is known.
 */
export function restOf(calls: CallQuery, filter: CallFilter, lead: Lead | undefined): CallQuery {
  let rest = calls;
  for (const column of LEADS) {
    const values = filter.columns?.[column];
    if (values === undefined || column === lead?.column) continue;
    rest = rest.where(sql<string>`coalesce(${sql.ref(column)}, '')`, 'in', values);
  }
  if (filter.status === undefined) return rest;
  const [least, most] = filter.status;
  return rest.where('status', '>=', least).where('status', '<=', most);
}

/** In the order of time, behind a position. */
export function byTime(calls: CallQuery, sort: TimeSort, after: CallPosition | undefined): CallQuery {
  const direction = sort === 'newest' ? 'desc' : 'asc';
  const ordered = calls.orderBy('startedAt', direction).orderBy('id', direction);
  if (after === undefined) return ordered;
  const { startedAt, id } = after;
  const [beyond, atOrBeyond] = sort === 'newest' ? (['<', '<='] as const) : (['>', '>='] as const);
  if (id === null) return ordered.where('startedAt', beyond, startedAt);
  return ordered
    .where('startedAt', atOrBeyond, startedAt)
    .where((is) => is.or([is('startedAt', beyond, startedAt), is(sql<string>`id`, beyond, id)]));
}

type ValueSort = Exclude<CallSort, TimeSort>;

const SORT_VALUES: Readonly<Record<ValueSort, RawBuilder<number>>> = {
  cost: sql`coalesce(cost_nano_usd, -1)`,
  duration: sql`total_ms`,
  tokens: sql`input_tokens + cache_read_tokens + cache_write_5m_tokens + cache_write_1h_tokens + output_tokens`,
};

/** What a call is sorted by. One without a price comes last. */
export function sortValue(row: CallRow, sort: ValueSort): number {
  if (sort === 'cost') return row.costNanoUsd ?? -1;
  if (sort === 'duration') return row.totalMs;
  const cached = row.cacheReadTokens + row.cacheWrite5mTokens + row.cacheWrite1hTokens;
  return row.inputTokens + cached + row.outputTokens;
}

/** The largest first, and of those that are the same the newest, behind a position. */
export function byValue(calls: CallQuery, sort: ValueSort, after: CallPosition | undefined): CallQuery {
  const value = SORT_VALUES[sort];
  const ordered = calls.orderBy(value, 'desc').orderBy('startedAt', 'desc').orderBy('id', 'desc');
  if (after?.value === undefined) return ordered;
  const { startedAt, id, value: last } = after;
  return ordered.where((is) =>
    is.or([
      is(value, '<', last),
      is.and([is(value, '=', last), is('startedAt', '<', startedAt)]),
      is.and([is(value, '=', last), is('startedAt', '=', startedAt), is(sql<string>`id`, '<', id ?? '')]),
    ]),
  );
}

function one({ values }: Lead): string {
  return values[0] ?? '';
}

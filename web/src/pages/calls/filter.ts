/** What a filter means: for the gateway, and for calls that the page hears of by itself. */

import type { CallView } from '../../../../src/admin/contract/calls.ts';
import type { LiveEvents } from '../../../../src/admin/contract/live.ts';
import type { QueryValues } from '../../api/client.ts';
import { type CallsSearch, LISTS, type ListName, type Span } from './search.ts';

const HOUR_MS = 60 * 60 * 1_000;
const DAY_MS = 24 * HOUR_MS;

const SPAN_MS: Readonly<Record<Span, number>> = {
  '1h': HOUR_MS,
  '24h': DAY_MS,
  '7d': 7 * DAY_MS,
  '30d': 30 * DAY_MS,
};

/** The query of the gateway for a filter, without an order. */
export function filterQueryOf({ last, sort: _, ...rest }: CallsSearch, now: number): QueryValues {
  const from = last === undefined ? rest.from : new Date(now - SPAN_MS[last]).toISOString();
  return { ...rest, from };
}

/** The same with the order. */
export function queryOf(search: CallsSearch, now: number): QueryValues {
  return { ...filterQueryOf(search, now), sort: search.sort };
}

/** Whether anything is left out. */
export function isFiltered({ sort: _, ...filters }: CallsSearch): boolean {
  return Object.values(filters).some((value) => value !== undefined);
}

/** Whether the page can tell by itself which new calls belong into the list, and where. */
export function isTellable({ text, sort }: CallsSearch): boolean {
  return text === undefined && sort === undefined;
}

/** What a filter on a list looks at. */
const COLUMNS: Readonly<Record<ListName, (call: CallView) => string | null>> = {
  key: (call) => call.keyId,
  user: (call) => call.userId,
  model: (call) => call.model,
  platform: (call) => call.platform,
  scene: (call) => call.scene,
  purpose: (call) => call.purpose,
  agent: (call) => call.agent,
  session: (call) => call.session,
};

/** Whether a call that has ended fits a filter, as the gateway would find it; of its text nothing is asked. */
export function fits(search: CallsSearch, call: CallView): boolean {
  return (
    fitsTime(search, call.startedAt) &&
    LISTS.every((name) => search[name]?.includes(COLUMNS[name](call) ?? '') !== false) &&
    search.outcome?.includes(call.outcome) !== false &&
    fitsStatus(search.status, call.status)
  );
}

/** Whether a call that is running surely fits: of most things nothing is known yet. */
export function fitsRunning(search: CallsSearch, call: LiveEvents['started']): boolean {
  const { last: _last, from: _from, until: _until, key, ...others } = search;
  return fitsTime(search, call.startedAt) && key?.includes(call.keyId) !== false && !isFiltered(others);
}

function fitsTime({ from, until }: CallsSearch, startedAt: number): boolean {
  if (from !== undefined && startedAt < Date.parse(from)) return false;
  if (until === undefined) return true;
  // A day belongs to the span of which it is the end.
  return startedAt < Date.parse(until) + (until.includes('T') ? 0 : DAY_MS);
}

function fitsStatus(wanted: string | undefined, status: number): boolean {
  if (wanted === undefined) return true;
  return wanted.endsWith('xx') ? Math.floor(status / 100) === Number(wanted[0]) : status === Number(wanted);
}

/** One value of a filter, as a chip shows it. */
export interface FilterPart {
  readonly name: ListName | 'outcome' | 'status' | 'text';
  readonly value: string;
}

/** All values of a filter but its time, each on its own. */
export function partsOf(search: CallsSearch): readonly FilterPart[] {
  const names = [...LISTS, 'outcome', 'status', 'text'] as const;
  return names.flatMap((name) => {
    const value = search[name];
    if (value === undefined) return [];
    return typeof value === 'string' ? [{ name, value }] : value.map((one) => ({ name, value: one }));
  });
}

/** The filter with one more value; in a list it stands beside those that are there. */
export function withPart(search: CallsSearch, { name, value }: FilterPart): CallsSearch {
  if (name === 'status' || name === 'text') return { ...search, [name]: value };
  const values: readonly string[] = search[name] ?? [];
  return values.includes(value) ? search : { ...search, [name]: [...values, value] };
}

/** The filter without that value. */
export function withoutPart(search: CallsSearch, { name, value }: FilterPart): CallsSearch {
  const { [name]: values, ...rest } = search;
  if (values === undefined || typeof values === 'string') return rest;
  const kept = values.filter((one) => one !== value);
  return kept.length === 0 ? rest : { ...rest, [name]: kept };
}

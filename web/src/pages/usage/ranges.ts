/** Spans of time as the page offers them: in the browser's zone, from whole hours to whole hours, as sums are kept. */

import type { Range } from './search.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Bars are hours up to this length, beyond it days. */
const MOST_HOURS = 48;
/** Up to this length days are put together from hours, so that they are those of the browser's zone. */
const MOST_LOCAL_DAYS = 15;
const MOST_DAYS = 366;

/** What a bar of a chart stands for. The gateway's own days are those of UTC. */
export type Grain = 'hour' | 'localDay' | 'utcDay';

export interface Times {
  readonly from: number;
  /** Exclusive. */
  readonly until: number;
}

export interface UsageSpan extends Times {
  readonly grain: Grain;
  /** As long before it, at the same time of the day. */
  readonly before: Times;
}

interface Chosen {
  readonly range?: Range;
  readonly from?: string;
  readonly until?: string;
}

/** The span of a choice. What is no whole choice, such as a custom range without days, is the last seven days. */
export function spanOf(chosen: Chosen, now: number): UsageSpan {
  const end = Math.floor(now / HOUR_MS) * HOUR_MS + HOUR_MS;
  const { range = '7d' } = chosen;
  if (range === '24h') return withGrain({ from: end - DAY_MS, until: end }, 1);
  if (range === 'month') return monthSpan(now, end);
  if (range === 'custom' && problemOf(chosen) === undefined) return customSpan(chosen, end);
  const days = range === 'today' ? 1 : range === '30d' ? 30 : range === '90d' ? 90 : 7;
  return withGrain({ from: dayOf(now, 1 - days), until: end }, days);
}

/** Why two days are no range; undefined if they are one. */
export function problemOf({ from = '', until = '' }: Chosen): 'missing' | 'order' | 'long' | undefined {
  const [first, last] = [localDay(from), localDay(until)];
  if (Number.isNaN(first) || Number.isNaN(last)) return 'missing';
  if (last < first) return 'order';
  return last - first > MOST_DAYS * DAY_MS ? 'long' : undefined;
}

/** When the bars of a span begin. */
export function startsOf({ from, until, grain }: UsageSpan): readonly number[] {
  const starts: number[] = [];
  const first = startOf(from, grain);
  for (let at = first; at < until; at = grain === 'localDay' ? dayOf(at, 1) : at + lengthOf(grain)) starts.push(at);
  return starts;
}

/** The beginning of the bar to which the group of a row belongs. */
export function startOfGroup(group: { readonly hour?: string; readonly day?: string }, grain: Grain): number {
  return startOf(Date.parse(group.hour ?? group.day ?? ''), grain);
}

/** What the gateway puts sums together by for such bars. */
export function groupOf(grain: Grain): 'hour' | 'day' {
  return grain === 'utcDay' ? 'day' : 'hour';
}

/** As an input for days has it. */
export function dayText(at: number): string {
  const date = new Date(at);
  const two = (part: number) => String(part).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

function startOf(at: number, grain: Grain): number {
  return grain === 'localDay' ? dayOf(at, 0) : Math.floor(at / lengthOf(grain)) * lengthOf(grain);
}

function lengthOf(grain: Grain): number {
  return grain === 'hour' ? HOUR_MS : DAY_MS;
}

function monthSpan(now: number, end: number): UsageSpan {
  const date = new Date(now);
  const from = new Date(date.getFullYear(), date.getMonth(), 1).getTime();
  const earlier = new Date(date.getFullYear(), date.getMonth() - 1, 1).getTime();
  const times = { from, until: end };
  return { ...times, grain: grainOf(times), before: { from: earlier, until: Math.min(from, earlier + end - from) } };
}

function customSpan({ from = '', until = '' }: Chosen, end: number): UsageSpan {
  const first = localDay(from);
  const last = dayOf(localDay(until), 1);
  return withGrain(
    { from: first, until: first < end ? Math.min(last, end) : last },
    Math.round((last - first) / DAY_MS),
  );
}

function withGrain(times: Times, days: number): UsageSpan {
  const before = { from: shifted(times.from, -days), until: shifted(times.until, -days) };
  return { ...times, grain: grainOf(times), before };
}

function grainOf({ from, until }: Times): Grain {
  if (until - from <= MOST_HOURS * HOUR_MS) return 'hour';
  return until - from <= MOST_LOCAL_DAYS * DAY_MS ? 'localDay' : 'utcDay';
}

/** The same time of the day so many days later. */
function shifted(at: number, days: number): number {
  const date = new Date(at);
  date.setDate(date.getDate() + days);
  return date.getTime();
}

/** When the day of a moment begins in the browser's zone, or one so many days later. */
function dayOf(at: number, later: number): number {
  const date = new Date(at);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + later).getTime();
}

function localDay(text: string): number {
  return Date.parse(`${text}T00:00:00`);
}

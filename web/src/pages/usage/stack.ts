/** Sums of calls as a stacked chart shows them. */

import type { UsageReply, UsageSumsView } from '../../../../src/admin/contract/usage.ts';
import { type Grain, startOfGroup } from './ranges.ts';
import type { Dimension, Measure } from './search.ts';

/** More could not be told apart. */
const MOST_SERIES = 7;

export type TokenSums = Pick<
  UsageSumsView,
  'inputTokens' | 'cacheReadTokens' | 'cacheWrite5mTokens' | 'cacheWrite1hTokens' | 'outputTokens'
>;

export interface StackSeries {
  /** What its calls have in common; null: all that have no series of their own. */
  readonly value: string | null;
  /** One for each bar. */
  readonly amounts: readonly number[];
  readonly total: number;
}

interface StackQuestion {
  readonly rows: UsageReply['rows'];
  readonly dimension: Dimension;
  readonly measure: Measure;
  readonly grain: Grain;
  /** When the bars begin. */
  readonly starts: readonly number[];
}

/** The largest series first; what is beyond the seventh is put together as the last one. */
export function stackOf({ rows, dimension, measure, grain, starts }: StackQuestion): readonly StackSeries[] {
  const places = new Map(starts.map((start, place) => [start, place]));
  const amounts = new Map<string, number[]>();
  for (const { group, ...sums } of rows) {
    const place = places.get(startOfGroup(pickTime(group), grain));
    if (place === undefined) continue;
    const value = group[dimension] ?? '';
    const own = amounts.get(value) ?? starts.map(() => 0);
    own[place] = (own[place] ?? 0) + measured(sums, measure);
    amounts.set(value, own);
  }
  const all = [...amounts].map(([value, own]) => seriesOf(value, own)).filter(({ total }) => total > 0);
  all.sort((a, b) => b.total - a.total);
  return all.length <= MOST_SERIES
    ? all
    : [...all.slice(0, MOST_SERIES), together(all.slice(MOST_SERIES), starts.length)];
}

/** What a measure says of sums. */
export function measured(sums: Omit<UsageSumsView, 'group'>, measure: Measure): number {
  if (measure === 'cost') return sums.usd;
  return measure === 'calls' ? sums.calls : inputTokensOf(sums) + sums.outputTokens;
}

/** All that went in, whether it came out of a cache or not. */
export function inputTokensOf(sums: Omit<TokenSums, 'outputTokens'>): number {
  return sums.inputTokens + sums.cacheReadTokens + cacheWriteOf(sums);
}

export function cacheWriteOf(sums: Pick<TokenSums, 'cacheWrite5mTokens' | 'cacheWrite1hTokens'>): number {
  return sums.cacheWrite5mTokens + sums.cacheWrite1hTokens;
}

/** How much more or less it is than before, as a share; undefined where there is nothing to compare with. */
export function changeOf(now: number, before: number): number | undefined {
  return before === 0 ? undefined : (now - before) / Math.abs(before);
}

function pickTime({ hour, day }: UsageReply['rows'][number]['group']) {
  return { ...(hour !== undefined && { hour }), ...(day !== undefined && { day }) };
}

function seriesOf(value: string | null, amounts: readonly number[]): StackSeries {
  return { value, amounts, total: amounts.reduce((sum, amount) => sum + amount, 0) };
}

function together(series: readonly StackSeries[], length: number): StackSeries {
  const sumAt = (place: number) => series.reduce((sum, { amounts }) => sum + (amounts[place] ?? 0), 0);
  return seriesOf(
    null,
    Array.from({ length }, (_, place) => sumAt(place)),
  );
}

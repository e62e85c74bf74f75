/** What the page shows, as files. Names of columns are the same in every language, as programs read them. */

import type { UsageSumsView } from '../../../../src/admin/contract/usage.ts';
import { csvOf } from '../../lib/csv.ts';
import { dayText, type Grain, type Times } from './ranges.ts';
import type { Dimension, Measure } from './search.ts';
import type { StackSeries } from './stack.ts';

interface Bars {
  readonly grain: Grain;
  readonly starts: readonly number[];
  readonly dimension: Dimension;
  readonly measure: Measure;
}

const MEASURE_NAMES: Readonly<Record<Measure, string>> = { cost: 'cost_usd', tokens: 'tokens', calls: 'calls' };

/** The bars of a chart: a record for each of them and each series. */
export function seriesCsv(
  series: readonly StackSeries[],
  { starts, dimension, measure }: Bars,
  titleOf: (value: string | null) => string,
): string {
  const records = starts.flatMap((start, place) =>
    series.map(({ value, amounts }) => [new Date(start).toISOString(), titleOf(value), rounded(amounts[place] ?? 0)]),
  );
  return csvOf(['starts_at', dimension, MEASURE_NAMES[measure]], records);
}

const SUM_COLUMNS: readonly (readonly [name: string, of: (sums: UsageSumsView) => number])[] = [
  ['calls', ({ calls }) => calls],
  ['errors', ({ errors }) => errors],
  ['aborted', ({ aborted }) => aborted],
  ['unpriced', ({ unpriced }) => unpriced],
  ['input_tokens', ({ inputTokens }) => inputTokens],
  ['cache_read_tokens', ({ cacheReadTokens }) => cacheReadTokens],
  ['cache_write_5m_tokens', ({ cacheWrite5mTokens }) => cacheWrite5mTokens],
  ['cache_write_1h_tokens', ({ cacheWrite1hTokens }) => cacheWrite1hTokens],
  ['output_tokens', ({ outputTokens }) => outputTokens],
  ['reasoning_tokens', ({ reasoningTokens }) => reasoningTokens],
  ['cost_usd', ({ usd }) => rounded(usd)],
  ['compared_calls', ({ compared }) => compared],
  ['baseline_usd', ({ baselineUsd }) => rounded(baselineUsd)],
  ['saved_usd', ({ savedUsd }) => rounded(savedUsd)],
];

interface PartSums extends UsageSumsView {
  readonly value: string;
  readonly title: string;
}

/** The table of a dimension. */
export function partsCsv(parts: readonly PartSums[], dimension: Dimension): string {
  const names = [dimension, `${dimension}_name`, ...SUM_COLUMNS.map(([name]) => name)];
  return csvOf(
    names,
    parts.map((part) => [part.value, part.title, ...SUM_COLUMNS.map(([, of]) => of(part))]),
  );
}

/** `redwolf-cost-model-2027-01-25-2027-01-31.csv`. */
export function fileName({ from, until }: Times, what: string): string {
  return `redwolf-${what}-${dayText(from)}-${dayText(until - 1)}.csv`;
}

/** To the billionth, as sums are: what is beyond it comes of adding them up. */
function rounded(amount: number): number {
  return Math.round(amount * 1e9) / 1e9;
}

import { useQuery } from '@tanstack/react-query';
import { usageQuery } from '../../api/queries.ts';
import { groupOf, type Times, type UsageSpan } from './ranges.ts';
import type { Dimension, UsageFilter } from './search.ts';

const AGAIN_MS = 30_000;

export function useTotals(times: Times, filter: UsageFilter) {
  return useSums(times, filter, '');
}

/** Sums for each value of a dimension. */
export function useParts(times: Times, filter: UsageFilter, by: Dimension) {
  return useSums(times, filter, by);
}

/** The same for each bar of a chart. */
export function useSeries(span: UsageSpan, filter: UsageFilter, by: Dimension) {
  return useSums(span, filter, `${groupOf(span.grain)},${by}`);
}

function useSums({ from, until }: Times, filter: UsageFilter, by: string) {
  return useQuery({ ...usageQuery({ ...timesQuery({ from, until }), ...filter, by }), refetchInterval: AGAIN_MS });
}

/** As the gateway is asked for a span. */
export function timesQuery({ from, until }: Times) {
  return { from: new Date(from).toISOString(), until: new Date(until).toISOString() };
}

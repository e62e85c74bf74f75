import type { Language } from '../../i18n/translate.ts';
import { formatCost } from '../../lib/figures.ts';
import { formatCount } from '../../lib/format.ts';
import type { ChartData } from '../../ui/chart-types.ts';
import type { Grain } from './ranges.ts';
import type { Measure } from './search.ts';
import { placeOf } from './span-text.ts';
import type { StackSeries } from './stack.ts';

/** What is put together of what is left has the last colour, a quiet one. */
export const OTHERS_COLOUR = 8;

interface Bars {
  readonly grain: Grain;
  readonly starts: readonly number[];
}

/** A stack as a chart. */
export function chartOf(
  series: readonly StackSeries[],
  { grain, starts }: Bars,
  titleOf: (value: string | null) => string,
  language: Language,
): ChartData {
  return {
    kind: 'bars',
    places: starts.map((start) => placeOf(start, grain, language)),
    series: series.map(({ value, amounts }, index) => ({
      id: value ?? 'others',
      title: titleOf(value),
      colour: value === null ? OTHERS_COLOUR : index + 1,
      amounts,
    })),
  };
}

export function formatMeasure(amount: number, measure: Measure): string {
  return measure === 'cost' ? formatCost(amount) : formatCount(amount);
}

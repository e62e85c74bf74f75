import type { ChartData } from './chart-types.ts';
import { classes } from './classes.ts';

interface ChartTableProps {
  readonly label: string;
  readonly data: ChartData;
  readonly placeTitle: string;
  readonly totalTitle: string;
  readonly format: (amount: number) => string;
  /** It is always there for a screen reader. */
  readonly isSeen: boolean;
}

const NUMBER = 'px-3 text-right tabular-nums last:pr-0';

/** The figures of a chart. */
export function ChartTable({ label, data, placeTitle, totalTitle, format, isSeen }: ChartTableProps) {
  const { places, series, marks } = data;
  const marked = new Set(marks?.places);
  return (
    <section
      aria-label={label}
      tabIndex={isSeen ? 0 : undefined}
      className={isSeen ? 'max-h-96 overflow-auto' : 'sr-only'}
    >
      <table className="w-full border-collapse" aria-label={label}>
        <thead className="sticky top-0 bg-card">
          <tr className="text-sm text-quiet">
            <th scope="col" className="pr-3 pb-2 text-left font-medium">
              {placeTitle}
            </th>
            {series.map(({ id, title }) => (
              <th key={id} scope="col" className={classes(NUMBER, 'pb-2 font-medium whitespace-nowrap')}>
                {title}
              </th>
            ))}
            <th scope="col" className={classes(NUMBER, 'pb-2 font-medium')}>
              {totalTitle}
            </th>
          </tr>
        </thead>
        <tbody>
          {places.map(({ long }, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a place is its number
            <tr key={place} className="border-t border-line">
              <th scope="row" className="py-1.5 pr-3 text-left font-normal whitespace-nowrap">
                {long}
                {marked.has(place) && ` · ${marks?.title}`}
              </th>
              {series.map(({ id, amounts }) => (
                <td key={id} className={NUMBER}>
                  {format(amounts[place] ?? 0)}
                </td>
              ))}
              <td className={classes(NUMBER, 'font-medium')}>
                {format(series.reduce((sum, { amounts }) => sum + (amounts[place] ?? 0), 0))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

import { Swatch } from './chart-legend.tsx';
import type { ChartData, Pointed } from './chart-types.ts';

interface TipProps {
  readonly data: ChartData;
  readonly hidden: ReadonlySet<string>;
  readonly format: (amount: number) => string;
  readonly pointed: Pointed;
  readonly totalTitle: string;
}

/** The figures of the place that is pointed at. The table has them for those who do not point. */
export function ChartTip({ data, hidden, format, pointed, totalTitle }: TipProps) {
  const { place, left } = pointed;
  const isRight = place >= data.places.length / 2;
  const shown = data.series.filter(({ id, amounts }) => !hidden.has(id) && (amounts[place] ?? 0) > 0).toReversed();
  const total = shown.reduce((sum, { amounts }) => sum + (amounts[place] ?? 0), 0);
  return (
    <div
      aria-hidden="true"
      className="pointer-events-none absolute top-2 z-10 grid max-w-72 gap-1 rounded-lg border border-line bg-card p-2.5 text-sm shadow-lg"
      style={isRight ? { right: `calc(100% - ${left - 12}px)` } : { left: left + 12 }}
    >
      <p className="font-medium">{data.places[place]?.long}</p>
      {shown.map(({ id, title, colour, amounts }) => (
        <p key={id} className="flex min-w-0 items-center gap-1.5">
          <Swatch colour={colour} />
          <span className="min-w-0 flex-1 truncate pr-3">{title}</span>
          <span className="tabular-nums">{format(amounts[place] ?? 0)}</span>
        </p>
      ))}
      {shown.length !== 1 && (
        <p className="flex justify-between gap-4 border-t border-line pt-1 font-medium">
          <span>{totalTitle}</span>
          <span className="tabular-nums">{format(total)}</span>
        </p>
      )}
    </div>
  );
}

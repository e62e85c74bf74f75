import type { ChartData } from './chart-types.ts';
import { classes } from './classes.ts';

interface LegendProps {
  readonly data: ChartData;
  readonly hidden: ReadonlySet<string>;
  readonly onToggle: (id: string) => void;
}

/** Which colour is which series. */
export function ChartLegend({ data: { series, marks }, hidden, onToggle }: LegendProps) {
  return (
    <div className="flex flex-wrap gap-x-1 gap-y-1">
      {series.map(({ id, title, colour }) => (
        <button
          key={id}
          type="button"
          aria-pressed={!hidden.has(id)}
          onClick={() => onToggle(id)}
          className={classes(
            'inline-flex min-h-7 max-w-full items-center gap-1.5 rounded-md px-2 text-sm hover:bg-wash',
            hidden.has(id) && 'text-quiet line-through',
          )}
        >
          <Swatch colour={hidden.has(id) ? undefined : colour} />
          <span className="truncate">{title}</span>
        </button>
      ))}
      {marks !== undefined && marks.places.length > 0 && (
        <span className="inline-flex min-h-7 items-center gap-1.5 px-2 text-sm">
          <span aria-hidden="true" className="h-3.5 w-0 border-l-2 border-dashed border-warn" />
          {marks.title}
        </span>
      )}
    </div>
  );
}

/** The colour of a series; undefined: of none. */
export function Swatch({ colour }: { readonly colour: number | undefined }) {
  return (
    <span
      aria-hidden="true"
      className={classes('size-3 shrink-0 rounded-sm', colour === undefined && 'border border-line')}
      style={colour === undefined ? {} : { background: `var(--series-${colour})` }}
    />
  );
}

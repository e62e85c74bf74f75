/** A stacked chart with its legend, and the same figures as a table. What draws it is loaded when the first one is seen. */

import { lazy, Suspense, useState } from 'react';
import { ChartLegend } from './chart-legend.tsx';
import { ChartTable } from './chart-table.tsx';
import { ChartTip } from './chart-tip.tsx';
import type { ChartData, Pointed } from './chart-types.ts';

interface ChartProps {
  /** All that it says, for those who do not see it. */
  readonly label: string;
  readonly data: ChartData;
  /** What the places are, for the head of the table. */
  readonly placeTitle: string;
  readonly totalTitle: string;
  readonly format: (amount: number) => string;
  /** The table in place of the picture. */
  readonly isTable: boolean;
}

const Canvas = lazy(async () => ({ default: (await import('./chart-canvas.tsx')).ChartCanvas }));

/** Shows amounts over time. Each series can be taken out by its button in the legend. */
export function Chart({ label, data, placeTitle, totalTitle, format, isTable }: ChartProps) {
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const [pointed, setPointed] = useState<Pointed>();
  const toggle = (id: string) =>
    setHidden((ids) => (ids.has(id) ? new Set([...ids].filter((one) => one !== id)) : new Set([...ids, id])));
  const table = { label, data, placeTitle, totalTitle, format };
  if (isTable) return <ChartTable {...table} isSeen />;
  return (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-3">
      <div className="relative h-72 min-w-0" role="img" aria-label={label}>
        <Suspense>
          <Canvas data={data} hidden={hidden} format={format} onPoint={setPointed} />
        </Suspense>
        {pointed !== undefined && (
          <ChartTip data={data} hidden={hidden} format={format} pointed={pointed} totalTitle={totalTitle} />
        )}
      </div>
      <ChartLegend data={data} hidden={hidden} onToggle={toggle} />
      <ChartTable {...table} isSeen={false} />
    </div>
  );
}

import { useEffect, useRef, useState } from 'react';
import Plot from 'uplot';
import { optionsOf, stackedData } from './chart-options.ts';
import { readPaint } from './chart-paint.ts';
import type { ChartData, Pointed } from './chart-types.ts';

interface CanvasProps {
  readonly data: ChartData;
  readonly hidden: ReadonlySet<string>;
  readonly format: (amount: number) => string;
  readonly onPoint: (pointed: Pointed | undefined) => void;
}

/** Draws the chart into the place that it has, anew when its size or the theme changes. */
export function ChartCanvas({ data, hidden, format, onPoint }: CanvasProps) {
  const place = useRef<HTMLDivElement>(null);
  const theme = useThemeChanges();
  // biome-ignore lint/correctness/useExhaustiveDependencies: colours are read anew when the theme has changed
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const size = () => ({ width: element.clientWidth, height: element.clientHeight });
    const shown = { ...data, series: data.series.filter(({ id }) => !hidden.has(id)) };
    const options = optionsOf({ data: shown, paint: readPaint(element), format, onPoint });
    const plot = new Plot({ ...options, ...size() }, stackedData(shown), element);
    const observer = new ResizeObserver(() => plot.setSize(size()));
    observer.observe(element);
    return () => {
      observer.disconnect();
      plot.destroy();
      onPoint(undefined);
    };
  }, [data, hidden, format, onPoint, theme]);
  return <div ref={place} className="absolute inset-0" />;
}

/** Counts how often the theme has changed: by the user's choice, or by the system's. */
function useThemeChanges(): number {
  const [changes, setChanges] = useState(0);
  useEffect(() => {
    const again = () => setChanges((count) => count + 1);
    const system = matchMedia('(prefers-color-scheme: dark)');
    system.addEventListener('change', again);
    const choice = new MutationObserver(again);
    choice.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
    return () => {
      system.removeEventListener('change', again);
      choice.disconnect();
    };
  }, []);
  return changes;
}

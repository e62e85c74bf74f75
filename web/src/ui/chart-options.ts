import Plot from 'uplot';
import type { Paint } from './chart-paint.ts';
import type { ChartData, Pointed } from './chart-types.ts';

/** Of a label below the chart, in pixels. */
const LABEL_WIDTH = 64;
const LETTER_WIDTH = 7;

interface ChartQuestion {
  readonly data: ChartData;
  readonly paint: Paint;
  readonly format: (amount: number) => string;
  readonly onPoint: (pointed: Pointed | undefined) => void;
}

type Options = Omit<Plot.Options, 'width' | 'height'>;

/**
 * Numbers of places, then what the series add up to from the lowest one on. The whole is drawn first, so that each series
 * covers what is not its own of the one before.
 */
export function stackedData({ places, series }: ChartData): Plot.AlignedData {
  const sums: number[][] = [];
  for (const { amounts } of series) {
    const below = sums.at(-1);
    sums.push(places.map((_, place) => (below?.[place] ?? 0) + (amounts[place] ?? 0)));
  }
  return [places.map((_, place) => place), ...sums.toReversed()];
}

/** All of uPlot's but the size. */
export function optionsOf({ data, paint, format, onPoint }: ChartQuestion): Options {
  const { places } = data;
  const lastPlace = places.length - 1;
  return {
    padding: [12, 4, 0, 0],
    legend: { show: false },
    cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
    scales: {
      x: { time: false, range: () => [-0.5, lastPlace + 0.5] },
      y: { range: (_, _least, most) => [0, most > 0 ? most * 1.05 : 1] },
    },
    axes: [placeAxis(data, paint), amountAxis(paint, format)],
    series: [{}, ...data.series.toReversed().map(({ colour }) => lookOf(data.kind, paint.series(colour)))],
    hooks: {
      setCursor: [({ cursor: { idx, left = -1 }, over }) => onPoint(pointedAt(idx, left + over.offsetLeft, left))],
      draw: [(plot) => drawMarks(plot, data.marks?.places ?? [], paint)],
    },
  };
}

function pointedAt(place: number | null | undefined, left: number, inside: number): Pointed | undefined {
  return place == null || inside < 0 ? undefined : { place, left };
}

function lookOf(kind: ChartData['kind'], colour: string): Plot.Series {
  const { bars, stepped } = Plot.paths;
  const paths = kind === 'bars' ? bars?.({ size: [0.8, 56, 1], radius: 0.06 }) : stepped?.({ align: 1 });
  return { fill: colour, width: 0, points: { show: false }, ...(paths !== undefined && { paths }) };
}

function placeAxis({ places }: ChartData, paint: Paint): Plot.Axis {
  return {
    stroke: paint.quiet,
    font: paint.font,
    grid: { show: false },
    ticks: { show: false },
    size: 28,
    splits: (plot) => everySoOften(places.length, plot.bbox.width / devicePixelRatio),
    values: (_, splits) => splits.map((place) => places[place]?.short ?? ''),
  };
}

/** Places that have room for their words. */
function everySoOften(length: number, width: number): number[] {
  const step = Math.max(1, Math.ceil(length / Math.max(1, Math.floor(width / LABEL_WIDTH))));
  return Array.from({ length: Math.ceil(length / step) }, (_, index) => index * step);
}

function amountAxis(paint: Paint, format: (amount: number) => string): Plot.Axis {
  return {
    stroke: paint.quiet,
    font: paint.font,
    grid: { stroke: paint.line, width: 1 },
    ticks: { show: false },
    space: 44,
    size: (_, values) => 14 + LETTER_WIDTH * Math.max(2, ...(values ?? []).map((value) => value?.length ?? 0)),
    values: (_, splits) => splits.map(format),
  };
}

function drawMarks(plot: Plot, marks: readonly number[], paint: Paint): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.strokeStyle = paint.warn;
  ctx.lineWidth = 2 * devicePixelRatio;
  ctx.setLineDash([4 * devicePixelRatio, 3 * devicePixelRatio]);
  for (const place of marks) {
    const x = plot.valToPos(place, 'x', true);
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
  }
  ctx.restore();
}

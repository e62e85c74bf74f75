/** What a chart shows. */

export interface ChartSeries {
  readonly id: string;
  readonly title: string;
  /** Number of its colour, from 1 to 8. */
  readonly colour: number;
  /** One for each place. */
  readonly amounts: readonly number[];
}

export interface ChartData {
  /** Areas are for more places than bars could be told apart. */
  readonly kind: 'bars' | 'area';
  /** From left to right: the words below it, and its whole name. */
  readonly places: readonly { readonly short: string; readonly long: string }[];
  /** The lowest one first. */
  readonly series: readonly ChartSeries[];
  /** Places with a line of their own. */
  readonly marks?: { readonly title: string; readonly places: readonly number[] };
}

export interface Pointed {
  readonly place: number;
  /** In pixels of the chart, from its left. */
  readonly left: number;
}

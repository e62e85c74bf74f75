/** What the page of usage shows, in its address. */

export const RANGES = ['today', '24h', '7d', '30d', '90d', 'month', 'custom'] as const;
export type Range = (typeof RANGES)[number];

/** What sums are put together by. */
export const DIMENSIONS = ['model', 'platform', 'key', 'user', 'scene', 'purpose'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

export const MEASURES = ['cost', 'tokens', 'calls'] as const;
export type Measure = (typeof MEASURES)[number];

/** Only calls that have these values. */
export type UsageFilter = Partial<Readonly<Record<Dimension, string>>>;

export interface UsageSearch extends UsageFilter {
  /** 7d without it. */
  readonly range?: Range;
  /** Of a custom range: its first and its last day, those of the browser's zone. */
  readonly from?: string;
  readonly until?: string;
  /** The model without it. */
  readonly by?: Dimension;
  /** The cost without it. */
  readonly measure?: Measure;
  /** The chart's figures in its place. */
  readonly view?: 'table';
}

type Raw = Readonly<Record<string, unknown>>;

/** Reads it; what it does not know is left out. */
export function readUsageSearch(search: Raw): UsageSearch {
  const range = RANGES.find((name) => name === search['range']);
  const by = DIMENSIONS.find((name) => name === search['by']);
  const measure = MEASURES.find((name) => name === search['measure']);
  return {
    ...(range !== undefined && { range }),
    ...(range === 'custom' && { ...day('from', search), ...day('until', search) }),
    ...(by !== undefined && { by }),
    ...(measure !== undefined && { measure }),
    ...(search['view'] === 'table' && { view: 'table' }),
    ...readFilter(search),
  };
}

/** The part of it that leaves calls out. */
export function readFilter(search: Raw): UsageFilter {
  const given = DIMENSIONS.map((name) => [name, textOf(search[name])] as const).filter(([, value]) => value !== '');
  return Object.fromEntries(given);
}

function day(name: 'from' | 'until', search: Raw) {
  const text = textOf(search[name]);
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) ? { [name]: text } : {};
}

/** The router reads `429` in an address as a number. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, 500) : typeof value === 'number' ? String(value) : '';
}

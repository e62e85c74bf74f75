/** The filter of the list of calls, in its address. */

export const SPANS = ['1h', '24h', '7d', '30d'] as const;
export type Span = (typeof SPANS)[number];

export const OUTCOMES = ['ok', 'error', 'aborted'] as const;
type Outcome = (typeof OUTCOMES)[number];

export const SORTS = ['newest', 'oldest', 'cost', 'duration', 'tokens'] as const;
export type Sort = (typeof SORTS)[number];

/** Filters of which several values may be given: one of them is enough. */
export const LISTS = ['key', 'user', 'model', 'platform', 'scene', 'purpose', 'agent', 'session'] as const;
export type ListName = (typeof LISTS)[number];

export interface CallsSearch extends Partial<Readonly<Record<ListName, readonly string[]>>> {
  /** Up to now; then there is no `from` and no `until`. */
  readonly last?: Span;
  /** A day, or a time with its zone. */
  readonly from?: string;
  readonly until?: string;
  readonly outcome?: readonly Outcome[];
  /** 429, or 4xx. */
  readonly status?: string;
  readonly text?: string;
  /** Newest first without it. */
  readonly sort?: Exclude<Sort, 'newest'>;
}

type Raw = Readonly<Record<string, unknown>>;

/** Reads it; what it does not know is left out. */
export function readCallsSearch(search: Raw): CallsSearch {
  const last = SPANS.find((span) => span === search['last']);
  const sort = SORTS.find((name) => name === search['sort']);
  const lists = LISTS.map((name) => [name, textsOf(search[name])] as const).filter(([, values]) => values.length > 0);
  const outcome = OUTCOMES.filter((name) => textsOf(search['outcome']).includes(name));
  const status = textOf(search['status']);
  return {
    ...(last === undefined ? timesOf(search) : { last }),
    ...Object.fromEntries(lists),
    ...(outcome.length > 0 && { outcome }),
    ...(/^[1-5](\d\d|xx)$/.test(status) && { status }),
    ...(textOf(search['text']) !== '' && { text: textOf(search['text']) }),
    ...(sort !== undefined && sort !== 'newest' && { sort }),
  };
}

function timesOf(search: Raw): Pick<CallsSearch, 'from' | 'until'> {
  const [from, until] = [textOf(search['from']), textOf(search['until'])];
  return { ...(isTime(from) && { from }), ...(isTime(until) && { until }) };
}

/** What the gateway takes for a time. */
export function isTime(text: string): boolean {
  return /^\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d))?$/.test(text) && !Number.isNaN(Date.parse(text));
}

function textsOf(value: unknown): readonly string[] {
  const texts = (Array.isArray(value) ? value : [value]).map(textOf).filter((text) => text !== '');
  return [...new Set(texts)].slice(0, 100);
}

/** The router reads `429` in an address as a number. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, 1_000) : typeof value === 'number' ? String(value) : '';
}

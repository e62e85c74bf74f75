/** What the page of usage shows, in its address. */
export interface UsageSearch {
  readonly range?: string;
}

export function readUsageSearch(search: Readonly<Record<string, unknown>>): UsageSearch {
  const { range } = search;
  return typeof range === 'string' ? { range } : {};
}

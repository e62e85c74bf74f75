/** The filter of the list, in its address. */
export interface CallsSearch {
  readonly text?: string;
}

/** Reads it; what it does not know is left out. */
export function readCallsSearch(search: Readonly<Record<string, unknown>>): CallsSearch {
  const { text } = search;
  return typeof text === 'string' ? { text } : {};
}

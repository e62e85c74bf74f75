/** The filter of the list of sessions, in its address. */
export interface SessionsSearch {
  readonly key?: string;
}

export function readSessionsSearch(search: Readonly<Record<string, unknown>>): SessionsSearch {
  const { key } = search;
  return typeof key === 'string' ? { key } : {};
}

/** A session is one of a client key. */
export interface SessionSearch {
  readonly key: string;
}

export function readSessionSearch(search: Readonly<Record<string, unknown>>): SessionSearch {
  const { key } = search;
  return { key: typeof key === 'string' ? key : '' };
}

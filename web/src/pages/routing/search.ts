export const PARTS = ['priority', 'claude', 'smart', 'try', 'corrections'] as const;

/** A part of the page. */
export type RoutingPart = (typeof PARTS)[number];

/** Which part is open, in the page's address; without it, that of the mode. */
export interface RoutingSearch {
  readonly part?: RoutingPart;
}

/** Reads it; what it does not know is left out. */
export function readRoutingSearch(search: Readonly<Record<string, unknown>>): RoutingSearch {
  const part = PARTS.find((one) => one === search['part']);
  return part === undefined ? {} : { part };
}

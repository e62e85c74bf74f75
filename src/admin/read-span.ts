import type { AdminContext } from './context.ts';
import { AdminError } from './errors.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;
const DEFAULT_DAYS = 30;

/**
 * Two days of the query as a span of time, in UTC milliseconds; the last day belongs to it. Without them the last 30 days.
 *
 * Throws AdminError INVALID_REQUEST.
 */
export function readSpan(context: AdminContext, now: number, first: string, last: string) {
  const end = readDay(context, last);
  const until = end === undefined ? now + 1 : end + DAY_MS;
  return { from: readDay(context, first) ?? until - DEFAULT_DAYS * DAY_MS, until };
}

function readDay(context: AdminContext, name: string): number | undefined {
  const text = context.req.query(name);
  if (text === undefined) return undefined;
  const time = Date.parse(text);
  if (/^\d{4}-\d\d-\d\d(T.*)?$/.test(text) && !Number.isNaN(time)) return Math.floor(time / DAY_MS) * DAY_MS;
  throw new AdminError(400, 'INVALID_REQUEST', `"${name}" is a day, such as 2027-01-31.`);
}

import type { AdminContext } from './context.ts';
import { AdminError } from './errors.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;
const DEFAULT_DAYS = 30;
const DAY = /^\d{4}-\d\d-\d\d$/;
const TIME = /^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:?\d\d)$/i;

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

/**
 * `from` and `until` of the query as a span: times of ISO 8601 with a zone, or days of UTC; `until` is exclusive, but as a
 * day it belongs to it. Without them the last 30 days.
 *
 * Throws AdminError INVALID_REQUEST.
 */
export function readTimes(context: AdminContext, now: number): { readonly from: number; readonly until: number } {
  const until = readTime(context, 'until') ?? now + 1;
  return { from: readTime(context, 'from') ?? until - DEFAULT_DAYS * DAY_MS, until };
}

/** @param name of the value in the query */
function readTime(context: AdminContext, name: 'from' | 'until'): number | undefined {
  const text = context.req.query(name);
  return text === undefined ? undefined : timeOf(text, name);
}

/**
 * A time of ISO 8601 with a zone, or a day of UTC, in milliseconds: its beginning as `from`, its end as `until`.
 *
 * Throws AdminError INVALID_REQUEST.
 */
export function timeOf(text: string, name: 'from' | 'until'): number {
  const time = Date.parse(text);
  if (DAY.test(text) && !Number.isNaN(time)) return name === 'until' ? time + DAY_MS : time;
  if (TIME.test(text) && !Number.isNaN(time)) return time;
  throw new AdminError(
    400,
    'INVALID_REQUEST',
    `"${name}" is a day, such as 2027-01-31, or a time with its zone, such as 2027-01-31T18:00:00Z.`,
  );
}

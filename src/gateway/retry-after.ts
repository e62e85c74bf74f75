// Every form of a date has a time of day; Date.parse also makes dates of other words, and of years long gone.
const TIME_OF_DAY = /\d:\d\d/;

/**
 * A `retry-after` header in milliseconds from now: seconds, or an HTTP date (RFC 9110 §10.2.3). Undefined if there is
 * none or it cannot be read.
 *
 * @param now UTC milliseconds
 */
export function retryAfterMs(value: string | undefined, now: number): number | undefined {
  if (value === undefined || value.trim() === '') return undefined;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1_000);
  const date = TIME_OF_DAY.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

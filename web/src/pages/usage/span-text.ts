import type { Language } from '../../i18n/translate.ts';
import type { Grain, Times } from './ranges.ts';

/** A span as people write it, in the browser's zone. */
export function spanText({ from, until }: Times, language: Language): string {
  const moment = new Intl.DateTimeFormat(language, {
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  return `${moment.format(from)} – ${moment.format(until)}`;
}

/** The words of a bar: those that have room below it, and all of them. */
export function placeOf(
  start: number,
  grain: Grain,
  language: Language,
): { readonly short: string; readonly long: string } {
  const day: Intl.DateTimeFormatOptions = { month: 'short', day: 'numeric' };
  const zone: Intl.DateTimeFormatOptions = grain === 'utcDay' ? { timeZone: 'UTC' } : {};
  const hour: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };
  const text = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(language, { ...options, ...zone }).format(start);
  if (grain === 'hour') return { short: text(hour), long: text({ ...day, ...hour }) };
  return {
    short: text({ month: 'numeric', day: 'numeric' }),
    long: text({ ...day, weekday: 'short', year: 'numeric' }),
  };
}

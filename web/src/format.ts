import type { ApiError } from './api.ts';
import type { Language, Translate } from './i18n/translate.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A span of time in its two largest units. */
export function formatSpan(ms: number, t: Translate): string {
  const part = (unit: number, within: number) => Math.floor((ms % within) / unit);
  if (ms >= DAY) return t('duration.days', { days: Math.floor(ms / DAY), hours: part(HOUR, DAY) });
  if (ms >= HOUR) return t('duration.hours', { hours: part(HOUR, DAY), minutes: part(MINUTE, HOUR) });
  if (ms >= MINUTE) return t('duration.minutes', { minutes: part(MINUTE, HOUR), seconds: part(SECOND, MINUTE) });
  return t('duration.seconds', { seconds: Math.floor(ms / SECOND) });
}

/** How long a call took: `840 ms`, `12.3 s`, `2 min 5 s`. */
export function formatDuration(ms: number, t: Translate): string {
  if (ms < SECOND) return t('duration.milliseconds', { milliseconds: Math.round(ms) });
  if (ms < MINUTE) return t('duration.seconds', { seconds: (ms / SECOND).toFixed(1) });
  return formatSpan(ms, t);
}

/** The time of day; with the date unless it is today's. */
export function formatTime(at: number, language: Language, now: number): string {
  const isToday = new Date(at).toDateString() === new Date(now).toDateString();
  const date: Intl.DateTimeFormatOptions = isToday ? {} : { month: 'numeric', day: 'numeric' };
  return new Intl.DateTimeFormat(language, {
    ...date,
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  }).format(at);
}

/** `1,234` below ten thousand, then `12.3k`: the same in both languages, as token counts are read side by side. */
export function formatCount(count: number): string {
  if (count < 10_000) return count.toLocaleString('en');
  if (count < 1_000_000) return `${(count / 1000).toFixed(1)}k`;
  return `${(count / 1_000_000).toFixed(2)}M`;
}

/** Why a request failed, as a part of a sentence. */
export function formatReason(error: ApiError, t: Translate): string {
  return error.status === 0 ? t('reason.network') : t('reason.status', { status: error.status });
}

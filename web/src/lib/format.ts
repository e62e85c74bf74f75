import { ApiError } from '../api/client.ts';
import type { Language, Translate } from '../i18n/translate.ts';

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

/** Date and time in full, with the zone. */
export function formatMoment(at: number, language: Language): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'long', hourCycle: 'h23' }).format(at);
}

/** A day. */
export function formatDay(at: number, language: Language): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium' }).format(at);
}

/** `just now`, `5 minutes ago`, `in 3 days`; beyond a month the day. */
export function formatAgo(at: number, now: number, language: Language, t: Translate): string {
  const ms = at - now;
  const size = Math.abs(ms);
  if (size < MINUTE) return t('time.now');
  if (size > 30 * DAY) return formatDay(at, language);
  const [unit, length] =
    size < HOUR ? (['minute', MINUTE] as const) : size < DAY ? (['hour', HOUR] as const) : (['day', DAY] as const);
  return new Intl.RelativeTimeFormat(language).format(Math.trunc(ms / length), unit);
}

/** `1,234` below ten thousand, then `12.3k`: the same in both languages, as token counts are read side by side. */
export function formatCount(count: number): string {
  if (count < 10_000) return count.toLocaleString('en');
  // What would be rounded to a thousand thousands is a million.
  if (count < 999_950) return `${(count / 1000).toFixed(1)}k`;
  return `${(count / 1_000_000).toFixed(2)}M`;
}

const SIGNS: Readonly<Record<string, string>> = { USD: '$', CNY: '¥' };

/** An amount with its sign: to the cent from one on, below it as many digits as tell something. */
export function formatMoney(amount: number, currency = 'USD'): string {
  const sign = SIGNS[currency] ?? `${currency} `;
  const size = Math.abs(amount);
  if (size === 0) return `${sign}0`;
  const digits = size >= 1 ? 2 : Math.min(8, 2 - Math.floor(Math.log10(size)));
  const text = size.toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: digits });
  return `${amount < 0 ? '−' : ''}${sign}${text}`;
}

/** `12 %`, of a share from 0 to 1. */
export function formatShare(share: number): string {
  return `${(share * 100).toFixed(share > 0 && share < 0.1 ? 1 : 0)} %`;
}

const KIB = 1024;

/** `12 B`, `3.4 KiB`, `1.20 GiB`. */
export function formatBytes(bytes: number): string {
  if (bytes < KIB) return `${bytes} B`;
  if (bytes < KIB ** 2) return `${(bytes / KIB).toFixed(1)} KiB`;
  if (bytes < KIB ** 3) return `${(bytes / KIB ** 2).toFixed(1)} MiB`;
  return `${(bytes / KIB ** 3).toFixed(2)} GiB`;
}

/** Why a request failed: the gateway's own words where it gave any. */
export function formatFailure(error: unknown, t: Translate): string {
  if (!(error instanceof ApiError)) return error instanceof Error ? error.message : String(error);
  if (error.reason !== '') return error.reason;
  return error.status === 0 ? t('reason.network') : t('reason.status', { status: error.status });
}

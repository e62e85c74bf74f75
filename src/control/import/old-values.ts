/** Values of the original's database: any value may stand in any column, and what cannot be read is undefined. */

import type { Json } from '../../lib/json.ts';
import type { OldRow, OldValue } from './worker-messages.ts';

const MOST_MILLISECONDS = 8.64e15;
/** SQLAlchemy writes UTC without a zone: `2025-08-11 09:30:00.123456`. */
const TIME = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(\.\d{1,9})?(Z|[+-]\d\d:\d\d)?$/;

/** Without blanks around it, and what PostgreSQL takes for no text; empty where there is none. */
export function textOf(value: OldValue | undefined): string {
  return value === null || value === undefined ? '' : String(value).replaceAll('\0', '').trim();
}

/** Undefined where it is none that can be counted with. */
export function wholeNumberOf(value: OldValue | undefined): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : undefined;
}

/** @param absent what null means there */
export function flagOf(value: OldValue | undefined, absent: boolean): boolean {
  return value === null || value === undefined ? absent : value === 1 || value === 'true';
}

/** UTC milliseconds. */
export function timeOf(value: OldValue | undefined): number | undefined {
  const [, day, time, fraction = '', zone = 'Z'] = TIME.exec(textOf(value)) ?? [];
  if (day === undefined || time === undefined) return undefined;
  const milliseconds = Date.parse(`${day}T${time}${fraction.slice(0, 4)}${zone}`);
  return milliseconds >= 0 && milliseconds <= MOST_MILLISECONDS ? milliseconds : undefined;
}

/** Undefined where it is no JSON. */
export function jsonOf(value: OldValue | undefined): Json | undefined {
  try {
    return JSON.parse(textOf(value));
  } catch {
    return undefined;
  }
}

/** By which rows are told apart in lists. */
export function idOf({ id }: OldRow): string {
  return textOf(id);
}

/** What the form of a key holds, and what is sent of it. */

import type { KeyCreate, KeyView } from '../../../../src/admin/contract/keys.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;

export const LIMITS = ['requestsPerMinute', 'tokensPerMinute', 'parallel'] as const;
export const BUDGETS = [
  'tokensPerDay',
  'tokensPerMonth',
  'tokensTotal',
  'usdPerDay',
  'usdPerMonth',
  'usdTotal',
] as const;
export const RESTRICTIONS = ['platforms', 'modes', 'scenes'] as const;
export const EXPIRIES = ['same', 'never', '7', '30', '180', '365', 'day'] as const;
type NumberName = (typeof LIMITS)[number] | (typeof BUDGETS)[number];
export type RestrictionName = (typeof RESTRICTIONS)[number];
export type Expiry = (typeof EXPIRIES)[number];
export type Capture = NonNullable<KeyView['capture']> | 'default';

export interface KeyValues {
  readonly name: string;
  /** Id of a user; empty: nobody's. */
  readonly owner: string;
  readonly expiry: Expiry;
  /** Where `expiry` is `day`: such as 2027-01-31. */
  readonly expiryDay: string;
  /** As they are typed; empty: no limit. */
  readonly numbers: Readonly<Record<NumberName, string>>;
  /** A model or a pattern in each line; empty: all. */
  readonly models: string;
  /** Null: all. */
  readonly restrictions: Readonly<Record<RestrictionName, readonly string[] | null>>;
  readonly capture: Capture;
}

/** What the form begins with. */
export function valuesOf(key: KeyView | undefined): KeyValues {
  const number = (name: NumberName) => String({ ...key?.limits, ...key?.budget }[name] ?? '');
  const names = [...LIMITS, ...BUDGETS];
  return {
    name: key?.name ?? '',
    owner: key?.owner ?? '',
    expiry: key === undefined ? 'never' : 'same',
    expiryDay: '',
    numbers: Object.fromEntries(names.map((name) => [name, number(name)])) as Record<NumberName, string>,
    models: (key?.models ?? []).join('\n'),
    restrictions: { platforms: key?.platforms ?? null, modes: key?.modes ?? null, scenes: key?.scenes ?? null },
    capture: key?.capture ?? 'default',
  };
}

/** Numbers that are none, or too small; money may have a fraction. */
export function wrongNumbers({ numbers }: KeyValues): readonly NumberName[] {
  const isRight = (name: NumberName, text: string) =>
    text.trim() === '' || (name.startsWith('usd') ? /^\d+(\.\d+)?$/ : /^[1-9]\d*$/).test(text.trim());
  return [...LIMITS, ...BUDGETS].filter((name) => !isRight(name, numbers[name]));
}

/** What is sent. @param now UTC in milliseconds */
export function requestOf(values: KeyValues, now: number): KeyCreate {
  const { name, owner, numbers, models, restrictions, capture } = values;
  const number = (field: NumberName) => (numbers[field].trim() === '' ? null : Number(numbers[field]));
  const some = (fields: readonly NumberName[]) => Object.fromEntries(fields.map((field) => [field, number(field)]));
  const lines = models.split('\n').map((line) => line.trim());
  const listed = lines.filter((line) => line !== '');
  return {
    name: name.trim(),
    owner: owner === '' ? null : owner,
    ...expiryOf(values, now),
    models: listed.length === 0 ? null : listed,
    platforms: listOf(restrictions.platforms),
    modes: listOf(restrictions.modes) as KeyCreate['modes'],
    scenes: listOf(restrictions.scenes),
    limits: some(LIMITS),
    budget: some(BUDGETS),
    capture: capture === 'default' ? null : capture,
  };
}

function listOf(list: readonly string[] | null): string[] | null {
  return list === null ? null : [...list];
}

function expiryOf({ expiry, expiryDay }: KeyValues, now: number): Pick<KeyCreate, 'expiresAt'> {
  if (expiry === 'same') return {};
  if (expiry === 'never') return { expiresAt: null };
  // Until the end of that day, where the user is.
  if (expiry === 'day') return expiryDay === '' ? {} : { expiresAt: new Date(`${expiryDay}T23:59:59.999`).getTime() };
  return { expiresAt: now + Number(expiry) * DAY_MS };
}

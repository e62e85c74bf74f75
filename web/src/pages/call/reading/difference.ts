/** What two JSON values have not in common. */

import { isFields } from './fields.ts';

export interface Change {
  readonly kind: 'added' | 'removed' | 'changed';
  /** Such as `messages[2].content`. */
  readonly path: string;
  /** Undefined where it was added. */
  readonly before: unknown;
  /** Undefined where it was removed. */
  readonly after: unknown;
}

export interface Difference {
  readonly changes: readonly Change[];
  /** There are more; they are not looked for. */
  readonly isCut: boolean;
}

const MOST_CHANGES = 500;

/**
 * Compares two values. Lists are compared by position, but what stands equal at both ends of them is left out first, so that
 * one element more at the beginning is one change. @param most how many changes are looked for
 */
export function differenceOf(before: unknown, after: unknown, most = MOST_CHANGES): Difference {
  const changes: Change[] = [];
  compare('', before, after, changes, most);
  return { changes: changes.slice(0, most), isCut: changes.length > most };
}

function compare(path: string, before: unknown, after: unknown, changes: Change[], most: number): void {
  if (changes.length > most || Object.is(before, after)) return;
  if (Array.isArray(before) && Array.isArray(after)) compareLists(path, before, after, changes, most);
  else if (isFields(before) && isFields(after)) {
    for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
      const place = nameIn(path, name);
      if (!Object.hasOwn(after, name))
        changes.push({ kind: 'removed', path: place, before: before[name], after: undefined });
      else if (!Object.hasOwn(before, name))
        changes.push({ kind: 'added', path: place, before: undefined, after: after[name] });
      else compare(place, before[name], after[name], changes, most);
    }
  } else changes.push({ kind: 'changed', path, before, after });
}

function compareLists(
  path: string,
  before: readonly unknown[],
  after: readonly unknown[],
  changes: Change[],
  most: number,
): void {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && isEqual(before[start], after[start])) start++;
  let end = 0;
  while (end < shorter - start && isEqual(before[before.length - 1 - end], after[after.length - 1 - end])) end++;
  const [lastBefore, lastAfter] = [before.length - end, after.length - end];
  for (let index = start; index < Math.max(lastBefore, lastAfter); index++) {
    const place = `${path}[${index}]`;
    if (index >= lastAfter) changes.push({ kind: 'removed', path: place, before: before[index], after: undefined });
    else if (index >= lastBefore) changes.push({ kind: 'added', path: place, before: undefined, after: after[index] });
    else compare(place, before[index], after[index], changes, most);
    if (changes.length > most) return;
  }
}

/** Tells whether two values are the same; the order of fields does not count. */
export function isEqual(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((value, index) => isEqual(value, other[index]));
  }
  if (!isFields(one) || !isFields(other)) return false;
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => Object.hasOwn(other, name) && isEqual(one[name], other[name]))
  );
}

function nameIn(path: string, name: string): string {
  if (!/^[\p{L}_$][\p{L}\p{N}_$-]*$/u.test(name)) return `${path}[${JSON.stringify(name)}]`;
  return path === '' ? name : `${path}.${name}`;
}

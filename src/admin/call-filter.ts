import { z } from 'zod';
import type { CallFilter, CallPosition, CallSort, FilterColumn } from '../store/call-page-ports.ts';
import type { CallsQuery } from './contract/calls.ts';
import { AdminError } from './errors.ts';
import { timeOf } from './read-span.ts';

export type FilterQuery = Omit<CallsQuery, 'sort' | 'limit' | 'after'>;

/**
 * The calls that a query asks for and its sender may see.
 *
 * @param visible keys that the caller may see; undefined: all
 */
export function filterOf(query: FilterQuery, visible: readonly string[] | undefined): CallFilter {
  const { from, until, status, key, user, text, ...others } = query;
  const columns: Partial<Record<FilterColumn, readonly string[]>> = {
    ...given('session', others.session),
    ...given('agent', others.agent),
    ...given('scene', others.scene),
    ...given('model', others.model),
    ...given('platform', others.platform),
    ...given('purpose', others.purpose),
    ...given('outcome', others.outcome),
    ...given('userId', user),
    ...given('keyId', visibleOf(key, visible)),
  };
  return {
    ...(from !== undefined && { from: timeOf(from, 'from') }),
    ...(until !== undefined && { until: timeOf(until, 'until') }),
    ...(status !== undefined && { status: statusesOf(status) }),
    ...(text !== undefined && { text }),
    columns,
  };
}

function given(column: FilterColumn, values: readonly string[] | undefined) {
  // Twice the same would be found twice.
  return values !== undefined && { [column]: [...new Set(values)] };
}

function visibleOf(
  keys: readonly string[] | undefined,
  visible: readonly string[] | undefined,
): readonly string[] | undefined {
  return keys === undefined || visible === undefined ? (keys ?? visible) : keys.filter((key) => visible.includes(key));
}

function statusesOf(status: string): readonly [number, number] {
  if (!status.endsWith('xx')) return [Number(status), Number(status)];
  const least = Number(status[0]) * 100;
  return [least, least + 99];
}

const position = z.union([
  z.tuple([z.number(), z.string().nullable()]),
  z.tuple([z.number(), z.string().nullable(), z.number()]),
]);

/** A position as clients carry it from page to page. */
export function cursorOf({ startedAt, id, value }: CallPosition): string {
  const parts = value === undefined ? [startedAt, id] : [startedAt, id, value];
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

/** The inverse of `cursorOf`. Throws AdminError INVALID_REQUEST, also for a cursor of another order. */
export function positionOf(cursor: string, sort: CallSort): CallPosition {
  const found = position.safeParse(parsed(Buffer.from(cursor, 'base64url').toString()));
  const [startedAt, id, value] = found.data ?? [];
  const isByTime = sort === 'newest' || sort === 'oldest';
  if (startedAt === undefined || id === undefined || (value === undefined) !== isByTime) {
    throw new AdminError(400, 'INVALID_REQUEST', '"after" is what "next" of the page before said, with the same sort.');
  }
  return value === undefined ? { startedAt, id } : { startedAt, id, value };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

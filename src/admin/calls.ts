/** Lists of calls: `/api/calls`. */

import { setImmediate } from 'node:timers/promises';
import type { KeyId } from '../lib/ids.ts';
import type { CallRow } from '../store/ports.ts';
import { cursorOf, filterOf, positionOf } from './call-filter.ts';
import { callJson } from './call-view.ts';
import type { AdminContext, AdminParts } from './context.ts';
import { callsQuery } from './contract/calls.ts';
import { readQuery } from './read-query.ts';

const DEFAULT_LIMIT = 50;
/** Half a millisecond. */
const CALLS_AT_ONCE = 25;

/**
 * A page of calls, newest first if nothing else is asked for. An administrator sees all, a member the calls of their own
 * keys. A viewer sees none: the text of an error may quote what somebody wrote.
 */
export async function listCalls(context: AdminContext, parts: AdminParts): Promise<Response> {
  const { sort = 'newest', limit = DEFAULT_LIMIT, after, ...filter } = readQuery(context, callsQuery);
  const { calls, next } = await parts.callPages.page({
    filter: filterOf(filter, await visibleKeys(context, parts)),
    sort,
    limit,
    after: after === undefined ? undefined : positionOf(after, sort),
  });
  const words = await parts.callTexts.words(calls.map(({ id }) => id));
  const json = await jsonOf(calls, words, next === null ? null : cursorOf(next));
  return context.body(json, 200, { 'content-type': 'application/json' });
}

/** The reply's bytes (CallsReply), made in pieces between which others are served: a page of 200 is some milliseconds of work. */
async function jsonOf(
  calls: readonly CallRow[],
  words: ReadonlyMap<string, string>,
  next: string | null,
): Promise<Uint8Array<ArrayBuffer>> {
  const texts: string[] = [];
  for (const row of calls) {
    if (texts.length > 0 && texts.length % CALLS_AT_ONCE === 0) await setImmediate();
    texts.push(callJson(row, words.get(row.id) ?? null));
  }
  return Buffer.from(`{"calls":[${texts.join(',')}],"next":${JSON.stringify(next)}}`);
}

/** Keys whose calls the caller may see; undefined: all. */
export async function visibleKeys(
  { var: { user } }: AdminContext,
  { keyOwners }: AdminParts,
): Promise<readonly KeyId[] | undefined> {
  return user.role === 'admin' ? undefined : keyOwners.keysOf(user.id);
}

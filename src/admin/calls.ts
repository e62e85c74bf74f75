/** Lists of calls: `/api/calls`. */

import type { KeyId } from '../lib/ids.ts';
import { cursorOf, filterOf, positionOf } from './call-filter.ts';
import { callJson } from './call-view.ts';
import type { AdminContext, AdminParts } from './context.ts';
import { callsQuery } from './contract/calls.ts';
import { answerJson, jsonArray } from './json-pieces.ts';
import { readQuery } from './read-query.ts';

const DEFAULT_LIMIT = 50;

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
  const list = await jsonArray(calls, (row) => callJson(row, words.get(row.id) ?? null));
  const end = `,"next":${JSON.stringify(next === null ? null : cursorOf(next))}}`;
  // A CallsReply.
  return answerJson(context, [Buffer.from('{"calls":'), ...list, Buffer.from(end)]);
}

/** Keys whose calls the caller may see; undefined: all. */
export async function visibleKeys(
  { var: { user } }: AdminContext,
  { keyOwners }: AdminParts,
): Promise<readonly KeyId[] | undefined> {
  return user.role === 'admin' ? undefined : keyOwners.keysOf(user.id);
}

/** Counting and deleting calls: `/api/calls/count`, `DELETE /api/calls`, `DELETE /api/calls/:id`. */

import type { AuditRow } from '../store/account-ports.ts';
import type { CallFilter } from '../store/call-page-ports.ts';
import { auditEntry } from './audit-entry.ts';
import { findCall } from './call.ts';
import type { Deleted } from './call-deletion.ts';
import { type FilterQuery, filterOf } from './call-filter.ts';
import { visibleKeys } from './calls.ts';
import type { AdminContext, AdminParts } from './context.ts';
import { type CountReply, countQuery, type DeletedReply, deleteQuery } from './contract/calls.ts';
import { AdminError } from './errors.ts';
import { readQuery } from './read-query.ts';
import { whoIs } from './who.ts';

/** How many calls the filters of the list find, up to a moment that may be given again. */
export async function countCalls(context: AdminContext, parts: AdminParts): Promise<Response> {
  const filter = await pastCalls(context, parts, readQuery(context, countQuery));
  const reply: CountReply = { calls: await parts.deletion.count(filter), until: timeOf(filter) };
  return context.json(reply);
}

/**
 * Deletes the calls that the filters of the list find; without any, all of them: rows, bodies and what was said. Sums stay.
 * `confirm` is their number as it was counted; 409 with the number where it is another one. A member deletes calls of own
 * keys.
 */
export async function deleteCalls(context: AdminContext, parts: AdminParts): Promise<Response> {
  const { confirm, ...query } = readQuery(context, deleteQuery);
  const filter = await pastCalls(context, parts, query);
  const calls = await parts.deletion.count(filter);
  if (confirm !== calls) {
    const until = timeOf(filter);
    const message = `This deletes ${calls} calls for ever. Repeat it with confirm=${calls} and until=${until} to have it done.`;
    throw new AdminError(409, 'CONFIRM_COUNT', message, {}, { calls, until });
  }
  const settled = new Set<string>();
  const done = await parts.deletion.remove(filter, async (page) => {
    await settle(context, parts, page, settled);
  });
  await parts.audit.append(entryOf(context, parts, done, query));
  if (done.deleted > 0) parts.feed.reset();
  return context.json(done satisfies DeletedReply);
}

export async function deleteCall(context: AdminContext, parts: AdminParts): Promise<Response> {
  const call = await findCall(context, parts);
  await settle(context, parts, [call], new Set());
  const done = await parts.deletion.removeThese([call]);
  const what =
    done.deleted === 1 ? `Deleted the call ${call.id}.` : `Deleted what is kept of the call ${call.id}, but its row.`;
  const deed = { action: 'call.delete', what };
  await parts.audit.append(auditEntry(whoIs(context), parts.clock.now(), deed));
  return context.json(done satisfies DeletedReply);
}

/** Calls that began up to now, so that what is counted does not grow. */
async function pastCalls(context: AdminContext, parts: AdminParts, query: FilterQuery): Promise<CallFilter> {
  const filter = filterOf(query, await visibleKeys(context, parts));
  const now = parts.clock.now() + 1;
  return { ...filter, until: Math.min(filter.until ?? now, now) };
}

function timeOf({ until = 0 }: CallFilter): string {
  return new Date(until).toISOString();
}

/** What keys spent before the start is read when it is first needed, in part from rows: that has to be before they go. */
async function settle(
  context: AdminContext,
  { keys }: AdminParts,
  calls: readonly { readonly keyId: string }[],
  settled: Set<string>,
): Promise<void> {
  const manager = { ...whoIs(context), role: context.var.user.role };
  for (const { keyId } of calls) {
    if (settled.has(keyId)) continue;
    settled.add(keyId);
    // A key that is no more has no budget either.
    await keys.usage(keyId, manager).catch(() => undefined);
  }
}

/** Without the text that was searched for: that may be as private as what it found. */
function entryOf(context: AdminContext, parts: AdminParts, done: Deleted, { text, ...query }: FilterQuery): AuditRow {
  const filter = { ...query, ...(text !== undefined && { text: true }) };
  // The moment up to which calls were counted is no choice among them.
  const isAll = Object.keys(filter).every((name) => name === 'until');
  const scope = isAll ? 'all calls' : 'calls by a filter';
  return auditEntry(whoIs(context), parts.clock.now(), {
    action: 'call.delete',
    what: `Deleted ${scope}: ${done.deleted} of them.`,
    before: { filter, ...done },
  });
}

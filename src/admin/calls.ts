import type { KeyId } from '../lib/ids.ts';
import type { AdminContext, AdminParts } from './context.ts';
import type { CallsReply } from './contract.ts';
import { AdminError } from './errors.ts';

const DEFAULT_LIMIT = 50;
const LARGEST_LIMIT = 200;

/**
 * `?limit=1..200`: the latest rows, newest first. An administrator sees all, a member the calls of their own keys. A viewer
 * sees none: the text of an error may quote what somebody wrote.
 */
export async function listCalls(context: AdminContext, parts: AdminParts): Promise<Response> {
  const limit = readLimit(context.req.query('limit'));
  const keys = await visibleKeys(context, parts);
  return context.json({ calls: await parts.calls.latest(limit, keys) } satisfies CallsReply);
}

/** Keys whose calls the caller may see; undefined: all. */
export async function visibleKeys(
  { var: { user } }: AdminContext,
  { keyOwners }: AdminParts,
): Promise<readonly KeyId[] | undefined> {
  return user.role === 'admin' ? undefined : keyOwners.keysOf(user.id);
}

function readLimit(text: string | undefined): number {
  if (text === undefined) return DEFAULT_LIMIT;
  const limit = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (limit >= 1 && limit <= LARGEST_LIMIT) return limit;
  throw new AdminError(400, 'INVALID_REQUEST', `"limit" is a whole number from 1 to ${LARGEST_LIMIT}.`);
}

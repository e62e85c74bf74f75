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
  const { user } = context.var;
  const keys = user.role === 'admin' ? undefined : await parts.keyOwners.keysOf(user.id);
  return context.json({ calls: await parts.calls.latest(limit, keys) } satisfies CallsReply);
}

function readLimit(text: string | undefined): number {
  if (text === undefined) return DEFAULT_LIMIT;
  const limit = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (limit >= 1 && limit <= LARGEST_LIMIT) return limit;
  throw new AdminError(400, 'INVALID_REQUEST', `"limit" is a whole number from 1 to ${LARGEST_LIMIT}.`);
}

import type { AdminContext, AdminParts } from './context.ts';
import type { CallsReply } from './contract.ts';
import { AdminError } from './errors.ts';

const DEFAULT_LIMIT = 50;
const LARGEST_LIMIT = 200;

/** `?limit=1..200`: the latest rows, newest first. */
export async function listCalls(context: AdminContext, parts: AdminParts): Promise<Response> {
  const limit = readLimit(context.req.query('limit'));
  return context.json({ calls: await parts.calls.latest(limit) } satisfies CallsReply);
}

function readLimit(text: string | undefined): number {
  if (text === undefined) return DEFAULT_LIMIT;
  const limit = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (limit >= 1 && limit <= LARGEST_LIMIT) return limit;
  throw new AdminError(400, 'INVALID_REQUEST', `"limit" is a whole number from 1 to ${LARGEST_LIMIT}.`);
}

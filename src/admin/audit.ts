import type { AuditRow } from '../store/account-ports.ts';
import type { AdminContext, AdminParts } from './context.ts';
import type { AuditView } from './contract/accounts.ts';
import { AdminError } from './errors.ts';
import { readNumber } from './read-request.ts';

const DEFAULT_LIMIT = 50;
const LARGEST_LIMIT = 200;
const LATEST_TIME = 8.64e15;

/**
 * `?limit=1..200&before=NEXT&who=&action=&from=&to=`, newest first. `who` is an id or a name; `action` a whole one or what
 * stands before its full stop; `from` and `to` (exclusive) are UTC in milliseconds since 1970; `before` is `next` of the
 * page before.
 */
export async function listAudit(context: AdminContext, { audit }: AdminParts): Promise<Response> {
  const limit = readNumber(context, 'limit', 1, LARGEST_LIMIT) ?? DEFAULT_LIMIT;
  const who = context.req.query('who');
  const action = context.req.query('action');
  const from = readNumber(context, 'from', 0, LATEST_TIME);
  const to = readNumber(context, 'to', 0, LATEST_TIME);
  const before = readCursor(context.req.query('before'));
  const filter = {
    ...(who !== undefined && { who }),
    ...(action !== undefined && { action }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(before !== undefined && { before }),
  };
  // One more shows whether there is a next page.
  const rows = await audit.list(limit + 1, filter);
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  return context.json({ entries: page.map(auditView), next: last === undefined ? null : `${last.at}~${last.id}` });
}

function readCursor(text: string | undefined): Pick<AuditRow, 'at' | 'id'> | undefined {
  if (text === undefined) return undefined;
  const [, at, id] = /^(\d{1,16})~(\w{1,64})$/.exec(text) ?? [];
  if (at !== undefined && id !== undefined) return { at: Number(at), id };
  throw new AdminError(400, 'INVALID_REQUEST', '"before" is the "next" of the page before.');
}

function auditView({ stateBefore, stateAfter, ...row }: AuditRow): AuditView {
  return { ...row, before: parsed(stateBefore), after: parsed(stateAfter) };
}

function parsed(state: string | null): unknown {
  return state === null ? null : JSON.parse(state);
}

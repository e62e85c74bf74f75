/** Sessions: `/api/sessions`. A user sees and ends their own; an administrator everybody's. */

import type { SessionRow } from '../store/account-ports.ts';
import type { AdminContext, AdminParts } from './context.ts';
import type { SessionView } from './contract/accounts.ts';
import { AdminError } from './errors.ts';
import { whoIs } from './who.ts';

export async function listSessions(context: AdminContext, parts: AdminParts): Promise<Response> {
  const { session: current } = context.var;
  const names = new Map((await parts.accounts.list()).map(({ id, name }) => [id, name]));
  const now = parts.clock.now();
  const sessions = (await visibleSessions(context, parts))
    .filter(({ expiresAt }) => expiresAt > now)
    .map(({ id, userId, createdAt, expiresAt, address, userAgent }): SessionView => {
      const user = { id: userId, name: names.get(userId) ?? '' };
      return { id, user, createdAt, expiresAt, address, userAgent, current: id === current.id };
    });
  return context.json({ sessions });
}

export async function revokeSession(context: AdminContext, parts: AdminParts): Promise<Response> {
  const id = context.req.param('id');
  const session = (await visibleSessions(context, parts)).find((candidate) => candidate.id === id);
  // Somebody else's is not there either, for who may not see it.
  if (session === undefined) throw new AdminError(404, 'SESSION_UNKNOWN', `There is no session "${id}".`);
  const owner = await parts.users.find(session.userId);
  const what = `Ended a session of ${owner?.name ?? session.userId}.`;
  await parts.logins.close(session, whoIs(context), 'session.revoke', what);
  return context.json({ revoked: true });
}

function visibleSessions(context: AdminContext, { sessions }: AdminParts): Promise<readonly SessionRow[]> {
  const { user } = context.var;
  return sessions.list(user.role === 'admin' ? undefined : user.id);
}

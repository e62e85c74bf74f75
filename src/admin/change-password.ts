import type { AdminContext, AdminParts } from './context.ts';
import { changePasswordRequest } from './contract/accounts.ts';
import { AdminError } from './errors.ts';
import { guarded } from './guarded.ts';
import { isFromThisMachine } from './initial-password.ts';
import { readRequest } from './read-request.ts';
import { whoIs } from './who.ts';

/** `{"current_password", "new_password"}`, in the original's words. Ends all other sessions of the user. */
export async function changePassword(context: AdminContext, parts: AdminParts): Promise<Response> {
  const body = await readRequest(context, changePasswordRequest);
  const { user, session, origin } = context.var;
  const isLocal = isFromThisMachine(context.env.incoming, parts.host);
  const isKnown = await guarded(context, parts, user.nameKey, async () => {
    const { isRight } = await parts.accounts.authenticate(user.name, body.current_password, isLocal);
    if (isRight) return true;
    await parts.failedLogins.note(user.name, origin.address, 'change the password');
    return undefined;
  });
  if (isKnown === undefined) throw new AdminError(403, 'PASSWORD_WRONG', 'The current password is wrong.');
  if (body.new_password === body.current_password) {
    throw new AdminError(400, 'PASSWORD_REFUSED', 'The new password is the current one. Choose another one.');
  }
  await parts.accounts.choosePassword(whoIs(context), user, body.new_password, { others: session.id });
  return context.json({ changed: true });
}

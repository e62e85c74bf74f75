/** Users: `/api/users`. */

import type { UserRow } from '../store/account-ports.ts';
import type { AdminContext, AdminParts } from './context.ts';
import { type UserView, userCreate, userPatch } from './contract/accounts.ts';
import { mustChangePassword } from './initial-password.ts';
import { readRequest, seenVersion } from './read-request.ts';
import { whoIs } from './who.ts';

export async function listUsers(context: AdminContext, { accounts }: AdminParts): Promise<Response> {
  return context.json({ users: (await accounts.list()).map(userView) });
}

export async function createUser(context: AdminContext, { accounts }: AdminParts): Promise<Response> {
  const { name, role } = await readRequest(context, userCreate);
  const { user, password } = await accounts.create(whoIs(context), name, role);
  return context.json({ user: userView(user), password }, 201);
}

export async function patchUser(context: AdminContext, { accounts }: AdminParts): Promise<Response> {
  const { version, ...changes } = await readRequest(context, userPatch);
  const user = await accounts.change(whoIs(context), idOf(context), changes, seenVersion(context, version));
  return context.json({ user: userView(user) });
}

/** Makes a random password, to be changed at the next login. */
export async function resetPassword(context: AdminContext, { accounts }: AdminParts): Promise<Response> {
  const { user, password } = await accounts.resetPassword(whoIs(context), await accounts.find(idOf(context)));
  return context.json({ user: userView(user), password });
}

/** `If-Match` says what the writer has seen. */
export async function removeUser(context: AdminContext, { accounts }: AdminParts): Promise<Response> {
  const seen = seenVersion(context, undefined);
  return context.json({ disabledKeys: await accounts.remove(whoIs(context), idOf(context), seen) });
}

function userView(user: UserRow): UserView {
  const { id, name, role, isEnabled, createdAt, version } = user;
  return { id, name, role, enabled: isEnabled, mustChangePassword: mustChangePassword(user), createdAt, version };
}

function idOf(context: AdminContext): string {
  return context.req.param('id') ?? '';
}

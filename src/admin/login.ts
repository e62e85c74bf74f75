/** Login, logout, and what a session may know of itself. */

import { deleteCookie, setCookie } from 'hono/cookie';
import type { CookieOptions } from 'hono/utils/cookie';
import type { UserRow } from '../store/account-ports.ts';
import type { AdminContext, AdminParts } from './context.ts';
import type { AccountReply } from './contract/accounts.ts';
import { loginRequest } from './contract/accounts.ts';
import { AdminError } from './errors.ts';
import { guarded } from './guarded.ts';
import { FIRST_USER_NAME, isFromThisMachine, mustChangePassword } from './initial-password.ts';
import { readRequest } from './read-request.ts';
import { SESSION_COOKIE, SESSION_SECONDS } from './sessions.ts';
import { userNameKey } from './user-name.ts';
import { whoIs } from './who.ts';

/** `{"name": "admin", "password": "…"}` → a session cookie. Without a name it is `admin`. */
export async function login(context: AdminContext, parts: AdminParts): Promise<Response> {
  const { name = FIRST_USER_NAME, password } = await readRequest(context, loginRequest);
  const isLocal = isFromThisMachine(context.env.incoming, parts.host);
  const user = await guarded(context, parts, userNameKey(name), async () => {
    const { user, isRight } = await parts.accounts.authenticate(name, password, isLocal);
    if (isRight) return user;
    await parts.failedLogins.note(user?.name, context.var.origin.address, 'log in');
    return undefined;
  });
  if (user === undefined) throw new AdminError(401, 'LOGIN_FAILED', 'The name or the password is wrong.');
  return openSession(context, parts, user);
}

/** Answers with a session of its own for the user. */
export async function openSession(context: AdminContext, parts: AdminParts, user: UserRow): Promise<Response> {
  const token = await parts.logins.open(user, context.var.origin.address, context.req.header('user-agent') ?? '');
  setCookie(context, SESSION_COOKIE, token, { ...cookie(context), maxAge: SESSION_SECONDS });
  return context.json({ authenticated: true, ...accountReply(user) });
}

/** Ends the session of the request. */
export async function logout(context: AdminContext, parts: AdminParts): Promise<Response> {
  const { session, user } = context.var;
  await parts.logins.close(session, whoIs(context), 'session.logout', `${user.name} logged out.`);
  deleteCookie(context, SESSION_COOKIE, cookie(context));
  return context.json({ authenticated: false });
}

/** `expiresAt` is UTC in milliseconds since 1970. */
export function showSession(context: AdminContext): Response {
  const { session, user } = context.var;
  return context.json({ authenticated: true, expiresAt: session.expiresAt, ...accountReply(user) });
}

function accountReply(user: UserRow): AccountReply {
  const { id, name, role } = user;
  return { user: { id, name, role }, mustChangePassword: mustChangePassword(user) };
}

function cookie(context: AdminContext): CookieOptions {
  const { isSecure } = context.var.origin;
  return { httpOnly: true, sameSite: 'Strict', path: '/', ...(isSecure && { secure: true }) };
}

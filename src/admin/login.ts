import { deleteCookie, setCookie } from 'hono/cookie';
import type { CookieOptions } from 'hono/utils/cookie';
import { readJson } from './body.ts';
import type { AdminContext, AdminParts } from './context.ts';
import { AdminError } from './errors.ts';
import { SESSION_COOKIE, SESSION_SECONDS } from './sessions.ts';

const COOKIE: CookieOptions = { httpOnly: true, sameSite: 'Strict', path: '/' };

/** A cookie that came by TLS never goes without. */
function cookieOf(context: AdminContext): CookieOptions {
  return { ...COOKIE, secure: context.var.origin.isSecure };
}

/** `{"password": "…"}` → a session cookie. */
export async function login(context: AdminContext, parts: AdminParts): Promise<Response> {
  const password = await readPassword(context);
  const { address } = context.var.origin;
  const wait = parts.loginLimit.begin(address);
  if (wait > 0) throw tooManyTries(wait);
  const hash = await parts.admin.passwordHash();
  if (hash === undefined || !(await parts.passwords.verify(password, hash))) {
    throw new AdminError(401, 'LOGIN_FAILED', 'The password is wrong.');
  }
  parts.loginLimit.succeeded(address);
  setCookie(context, SESSION_COOKIE, await parts.sessions.open(), { ...cookieOf(context), maxAge: SESSION_SECONDS });
  return context.json({ authenticated: true });
}

/** Ends the session of the request. */
export async function logout(context: AdminContext, parts: AdminParts): Promise<Response> {
  await parts.sessions.close(context.var.session);
  deleteCookie(context, SESSION_COOKIE, cookieOf(context));
  return context.json({ authenticated: false });
}

/** `expiresAt` is UTC in milliseconds since 1970. */
export function showSession(context: AdminContext): Response {
  return context.json({ authenticated: true, expiresAt: context.var.session.expiresAt });
}

async function readPassword(context: AdminContext): Promise<string> {
  const body = await readJson(context);
  const password = typeof body === 'object' && body !== null && 'password' in body ? body.password : undefined;
  if (typeof password === 'string') return password;
  throw new AdminError(400, 'INVALID_REQUEST', 'Expected a JSON object with the text "password".');
}

function tooManyTries(waitMs: number): AdminError {
  const seconds = Math.ceil(waitMs / 1000);
  const message = `Too many wrong passwords from this address. Try again in ${seconds} s.`;
  return new AdminError(429, 'TOO_MANY_TRIES', message, { 'retry-after': String(seconds) });
}

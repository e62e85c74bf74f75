/** The admin plane: the JSON API of the web interface, the login, and the files of the web page. */

import type { IncomingMessage, ServerResponse } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { Hono, type MiddlewareHandler } from 'hono';
import { getCookie } from 'hono/cookie';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { messageOf, RedwolfError } from '../lib/errors.ts';
import { Accounts } from './accounts.ts';
import { CallDeletion } from './call-deletion.ts';
import type { AdminContext, AdminEnvironment, AdminParts } from './context.ts';
import { AdminError, errorBody } from './errors.ts';
import { FailedLogins } from './failed-logins.ts';
import { checkHost, checkOrigin } from './guards.ts';
import { mustChangePassword } from './initial-password.ts';
import { MemoryLoginLimit } from './login-limit.ts';
import type { AdminDeps } from './ports.ts';
import { type Access, hasRole, type Route } from './route.ts';
import { ROUTES } from './routes.ts';
import { Logins, SESSION_COOKIE } from './sessions.ts';
import { StaticFiles } from './static-files.ts';

/** Sent with every answer. The page needs nothing from elsewhere and no inline script or style. */
const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

const HSTS = 'max-age=31536000';

/** Answers requests to the admin plane; to be given every request that is not a client's. Never throws. */
export function createAdminPlane(deps: AdminDeps): (request: IncomingMessage, response: ServerResponse) => void {
  const listener = getRequestListener(createAdminApp(deps).fetch, {
    overrideGlobalObjects: false,
    errorHandler: (error) =>
      Response.json(errorBody('INVALID_REQUEST', messageOf(error)), { status: 400, headers: SECURITY_HEADERS }),
  });
  return (request, response) => {
    listener(request, response).catch((error: unknown) => {
      deps.report?.(error);
      response.destroy();
    });
  };
}

/** The plane without the server around it, so that a test can enumerate its routes. */
export function createAdminApp(deps: AdminDeps): Hono<AdminEnvironment> {
  const parts: AdminParts = {
    ...deps,
    status: () => deps.status(),
    accounts: new Accounts(deps),
    deletion: new CallDeletion(deps),
    logins: new Logins(deps),
    failedLogins: new FailedLogins(deps.audit, deps.clock),
    loginLimit: deps.loginLimit ?? new MemoryLoginLimit(() => deps.clock.monotonic()),
    files: new StaticFiles(deps.webDir),
  };
  const app = new Hono<AdminEnvironment>();
  app.use(checkRequest(parts));
  for (const route of ROUTES) app.on(route.method, route.path, handle(route, parts));
  app.onError((error, context) => answerError(error, context, parts));
  return app;
}

function checkRequest(parts: AdminParts): MiddlewareHandler<AdminEnvironment> {
  return async (context, next) => {
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) context.header(name, value);
    context.header('cache-control', 'no-store');
    const origin = parts.site.proxies.originOf(context.env.incoming);
    context.set('origin', origin);
    if (parts.site.hsts && origin.isSecure) context.header('strict-transport-security', HSTS);
    checkHost(origin.host, parts.host, parts.site.publicUrl);
    await next();
  };
}

function handle(route: Route, parts: AdminParts) {
  return async (context: AdminContext): Promise<Response> => {
    if (route.sameOrigin ?? !isReading(context)) {
      const { host = '' } = context.var.origin;
      checkOrigin({ ...context.req.header(), host });
    }
    if (route.role !== 'public') await requireSession(context, parts, route.role);
    requireWritable(route, context, parts);
    return route.handler(context, parts);
  };
}

/** The request asks for something and changes nothing. */
function isReading({ req }: Pick<AdminContext, 'req'>): boolean {
  return req.method === 'GET' || req.method === 'HEAD';
}

function requireWritable({ role, isHarmless }: Route, context: AdminContext, parts: AdminParts): void {
  const problem = parts.readOnly();
  if (problem === undefined || role === 'public' || isHarmless || isReading(context)) return;
  throw new AdminError(503, 'READ_ONLY', `Nothing can be changed now. ${problem}`);
}

async function requireSession(
  context: AdminContext,
  parts: AdminParts,
  role: Exclude<Access, 'public'>,
): Promise<void> {
  const login = await parts.logins.find(getCookie(context, SESSION_COOKIE), context.var.origin.address);
  if (login === undefined) throw new AdminError(401, 'NOT_LOGGED_IN', 'Log in first: POST /api/login.');
  const { session, user } = login;
  context.set('session', session);
  context.set('user', user);
  if (role === 'session') return;
  if (mustChangePassword(user)) {
    throw new AdminError(403, 'PASSWORD_CHANGE_REQUIRED', 'Change the password first: POST /api/change-password.');
  }
  if (hasRole(user.role, role)) return;
  throw new AdminError(403, 'FORBIDDEN', `This needs the role "${role}"; yours is "${user.role}".`);
}

function answerError(error: Error, context: AdminContext, parts: AdminParts): Response {
  if (error instanceof AdminError) {
    for (const [name, value] of Object.entries(error.headers)) context.header(name, value);
    return context.json(errorBody(error.code, error.message, error.details), error.status);
  }
  const status = error instanceof RedwolfError ? error.httpStatus : 500;
  // Below, it is the request's own fault.
  if (status >= 500) parts.report?.(error);
  // The catalogue of errors has no status that forbids a body.
  if (error instanceof RedwolfError)
    return context.json(errorBody(error.code, error.message), status as ContentfulStatusCode);
  return context.json(errorBody('INTERNAL', 'Something went wrong inside of redwolf; its log says what.'), 500);
}

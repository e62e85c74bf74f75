/** Every route of the admin plane, in the order in which they are tried, with the role that each needs. */

import { listCalls } from './calls.ts';
import type { AdminHandler } from './context.ts';
import { AdminError } from './errors.ts';
import { login, logout, showSession } from './login.ts';
import { showStatus } from './status.ts';
import { serveFile } from './web-page.ts';

export interface Route {
  readonly method: 'GET' | 'POST' | 'ALL';
  readonly path: string;
  /** `admin`: only with a session; 401 otherwise. */
  readonly role: 'public' | 'admin';
  readonly handler: AdminHandler;
}

export const ROUTES: readonly Route[] = [
  { method: 'POST', path: '/api/login', role: 'public', handler: login },
  { method: 'POST', path: '/login', role: 'public', handler: login },
  { method: 'POST', path: '/api/logout', role: 'admin', handler: logout },
  { method: 'POST', path: '/logout', role: 'admin', handler: logout },
  { method: 'GET', path: '/api/session', role: 'admin', handler: showSession },
  { method: 'GET', path: '/api/status', role: 'admin', handler: showStatus },
  { method: 'GET', path: '/api/calls', role: 'admin', handler: listCalls },
  { method: 'GET', path: '/control/config', role: 'admin', handler: showStatus },
  // What is not above is not there, and only who may know that is told.
  { method: 'ALL', path: '/api', role: 'admin', handler: nothing },
  { method: 'ALL', path: '/api/*', role: 'admin', handler: nothing },
  { method: 'ALL', path: '/control', role: 'admin', handler: nothing },
  { method: 'ALL', path: '/control/*', role: 'admin', handler: nothing },
  { method: 'GET', path: '/*', role: 'public', handler: serveFile },
  { method: 'ALL', path: '/*', role: 'public', handler: nothing },
];

function nothing(): never {
  throw new AdminError(404, 'NOT_FOUND', 'There is nothing at this address.');
}

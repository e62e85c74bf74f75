/** Every route of the admin plane, in the order in which they are tried, with the role that each needs. */

import { listCalls } from './calls.ts';
import type { AdminContext } from './context.ts';
import { AdminError } from './errors.ts';
import { login, logout, showSession } from './login.ts';
import { listModels, patchModels, refreshModels } from './models.ts';
import { openApiDocument } from './openapi.ts';
import {
  createPlatform,
  listPlatforms,
  patchPlatform,
  removePlatform,
  showPlatform,
  testPlatform,
  testPlatforms,
} from './platforms.ts';
import type { Route } from './route.ts';
import { listHistory, patchRouting, showRouting, showSettings, undoChange } from './settings.ts';
import { showStatus } from './status.ts';
import { serveFile } from './web-page.ts';

export const ROUTES: readonly Route[] = [
  { method: 'POST', path: '/api/login', role: 'public', handler: login },
  { method: 'POST', path: '/login', role: 'public', handler: login },
  { method: 'POST', path: '/api/logout', role: 'admin', isHarmless: true, handler: logout },
  { method: 'POST', path: '/logout', role: 'admin', isHarmless: true, handler: logout },
  { method: 'GET', path: '/api/session', role: 'admin', handler: showSession },
  { method: 'GET', path: '/api/status', role: 'admin', handler: showStatus },
  { method: 'GET', path: '/api/calls', role: 'admin', handler: listCalls },
  { method: 'GET', path: '/api/platforms', role: 'admin', handler: listPlatforms },
  { method: 'POST', path: '/api/platforms', role: 'admin', handler: createPlatform },
  // Before what would take "test" for an id.
  { method: 'GET', path: '/api/platforms/test', role: 'admin', handler: testPlatforms },
  { method: 'POST', path: '/api/platforms/:id/test', role: 'admin', handler: testPlatform },
  { method: 'GET', path: '/api/platforms/:id', role: 'admin', handler: showPlatform },
  { method: 'PATCH', path: '/api/platforms/:id', role: 'admin', handler: patchPlatform },
  { method: 'DELETE', path: '/api/platforms/:id', role: 'admin', handler: removePlatform },
  { method: 'GET', path: '/api/models', role: 'admin', handler: listModels },
  { method: 'PATCH', path: '/api/models', role: 'admin', handler: patchModels },
  { method: 'POST', path: '/api/models/refresh', role: 'admin', handler: refreshModels },
  { method: 'GET', path: '/api/routing', role: 'admin', handler: showRouting },
  { method: 'PATCH', path: '/api/routing', role: 'admin', handler: patchRouting },
  { method: 'GET', path: '/api/settings', role: 'admin', handler: showSettings },
  { method: 'GET', path: '/api/history', role: 'admin', handler: listHistory },
  { method: 'POST', path: '/api/history/:version/undo', role: 'admin', handler: undoChange },
  { method: 'GET', path: '/api/openapi.json', role: 'admin', handler: showOpenApi },
  { method: 'GET', path: '/control/config', role: 'admin', handler: showStatus },
  // What is not above is not there, and only who may know that is told.
  { method: 'ALL', path: '/api', role: 'admin', handler: nothing },
  { method: 'ALL', path: '/api/*', role: 'admin', handler: nothing },
  { method: 'ALL', path: '/control', role: 'admin', handler: nothing },
  { method: 'ALL', path: '/control/*', role: 'admin', handler: nothing },
  { method: 'GET', path: '/*', role: 'public', handler: serveFile },
  { method: 'ALL', path: '/*', role: 'public', handler: nothing },
];

function showOpenApi(context: AdminContext): Response {
  return context.json(openApiDocument(ROUTES));
}

function nothing(): never {
  throw new AdminError(404, 'NOT_FOUND', 'There is nothing at this address.');
}

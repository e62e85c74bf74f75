/** Every route of the admin plane, in the order in which they are tried, with the role that each needs. */

import { listAudit } from './audit.ts';
import { forgetBodies, showBody, showCall } from './call.ts';
import { showCurl } from './call-curl.ts';
import { listCallSessions, showCallSession } from './call-sessions.ts';
import { listCalls } from './calls.ts';
import { changePassword } from './change-password.ts';
import type { AdminContext } from './context.ts';
import { correctCall, listCorrections, removeCorrection, showCorrection } from './corrections.ts';
import { exportCorrections, importCorrections } from './corrections-file.ts';
import { countCalls, deleteCall, deleteCalls } from './delete-calls.ts';
import { AdminError } from './errors.ts';
import { exportCalls } from './export/export-calls.ts';
import { importOriginal } from './import.ts';
import {
  createKey,
  listKeys,
  patchKey,
  removeKey,
  resetKey,
  rotateKey,
  showKey,
  showKeyStatistics,
  showKeysOverview,
  showKeyUsage,
} from './keys.ts';
import { showLive } from './live/live.ts';
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
import { previewRouting } from './preview.ts';
import { listPrices, reratePrices, showSaved } from './prices.ts';
import type { Route } from './route.ts';
import { listSessions, revokeSession } from './session-list.ts';
import { listHistory, patchRouting, patchSettings, showRouting, showSettings, undoChange } from './settings.ts';
import { setup, showSetup } from './setup.ts';
import { showStatus } from './status.ts';
import { backUpConfiguration, exportConfiguration, restoreConfiguration } from './transfer.ts';
import { showUsage } from './usage.ts';
import { createUser, listUsers, patchUser, removeUser, resetPassword } from './users.ts';
import { serveFile } from './web-page.ts';

export const ROUTES: readonly Route[] = [
  { method: 'POST', path: '/api/login', role: 'public', rate: 'guess', handler: login },
  { method: 'POST', path: '/login', role: 'public', rate: 'guess', handler: login },
  { method: 'GET', path: '/api/setup', role: 'public', handler: showSetup },
  { method: 'POST', path: '/api/setup', role: 'public', rate: 'guess', handler: setup },
  { method: 'POST', path: '/api/logout', role: 'session', isHarmless: true, handler: logout },
  { method: 'POST', path: '/logout', role: 'session', isHarmless: true, handler: logout },
  { method: 'POST', path: '/api/change-password', role: 'session', rate: 'guess', handler: changePassword },
  { method: 'POST', path: '/change-password', role: 'session', rate: 'guess', handler: changePassword },
  { method: 'GET', path: '/api/session', role: 'session', handler: showSession },
  { method: 'GET', path: '/api/sessions', role: 'viewer', handler: listSessions },
  { method: 'DELETE', path: '/api/sessions/:id', role: 'viewer', isHarmless: true, handler: revokeSession },
  { method: 'GET', path: '/api/status', role: 'viewer', handler: showStatus },
  { method: 'GET', path: '/api/calls', role: 'member', handler: listCalls },
  { method: 'DELETE', path: '/api/calls', role: 'member', handler: deleteCalls },
  // Before what would take "live" for an id.
  { method: 'GET', path: '/api/calls/count', role: 'member', handler: countCalls },
  { method: 'GET', path: '/api/calls/export', role: 'member', handler: exportCalls },
  { method: 'GET', path: '/api/calls/live', role: 'member', handler: showLive },
  { method: 'GET', path: '/api/calls/:id', role: 'member', handler: showCall },
  { method: 'DELETE', path: '/api/calls/:id', role: 'member', handler: deleteCall },
  { method: 'GET', path: '/api/calls/:id/bodies/:stage', role: 'member', handler: showBody },
  { method: 'GET', path: '/api/calls/:id/curl', role: 'member', handler: showCurl },
  { method: 'DELETE', path: '/api/calls/:id/bodies', role: 'member', handler: forgetBodies },
  { method: 'GET', path: '/api/calls/:id/correction', role: 'member', handler: showCorrection },
  { method: 'POST', path: '/api/calls/:id/correction', role: 'member', handler: correctCall },
  { method: 'DELETE', path: '/api/calls/:id/correction', role: 'member', handler: removeCorrection },
  { method: 'GET', path: '/api/users', role: 'admin', handler: listUsers },
  { method: 'POST', path: '/api/users', role: 'admin', handler: createUser },
  { method: 'PATCH', path: '/api/users/:id', role: 'admin', handler: patchUser },
  { method: 'DELETE', path: '/api/users/:id', role: 'admin', handler: removeUser },
  { method: 'POST', path: '/api/users/:id/reset-password', role: 'admin', handler: resetPassword },
  { method: 'GET', path: '/api/audit', role: 'admin', handler: listAudit },
  { method: 'GET', path: '/api/platforms', role: 'admin', handler: listPlatforms },
  { method: 'POST', path: '/api/platforms', role: 'admin', handler: createPlatform },
  // Before what would take "test" for an id. It asks the platforms, so that it does more than a GET should.
  { method: 'GET', path: '/api/platforms/test', role: 'admin', sameOrigin: true, handler: testPlatforms },
  { method: 'POST', path: '/api/platforms/:id/test', role: 'admin', handler: testPlatform },
  { method: 'GET', path: '/api/platforms/:id', role: 'admin', handler: showPlatform },
  { method: 'PATCH', path: '/api/platforms/:id', role: 'admin', handler: patchPlatform },
  { method: 'DELETE', path: '/api/platforms/:id', role: 'admin', handler: removePlatform },
  { method: 'GET', path: '/api/models', role: 'admin', handler: listModels },
  { method: 'PATCH', path: '/api/models', role: 'admin', handler: patchModels },
  { method: 'POST', path: '/api/models/refresh', role: 'admin', handler: refreshModels },
  { method: 'GET', path: '/api/prices', role: 'admin', handler: listPrices },
  { method: 'POST', path: '/api/prices/rerate', role: 'admin', handler: reratePrices },
  { method: 'GET', path: '/api/usage', role: 'member', handler: showUsage },
  { method: 'GET', path: '/api/call-sessions', role: 'member', handler: listCallSessions },
  { method: 'GET', path: '/api/call-sessions/:session', role: 'member', handler: showCallSession },
  { method: 'GET', path: '/api/usage/saved', role: 'admin', handler: showSaved },
  { method: 'GET', path: '/api/keys', role: 'member', handler: listKeys },
  { method: 'POST', path: '/api/keys', role: 'member', handler: createKey },
  // Before what would take "statistics" for an id.
  { method: 'GET', path: '/api/keys/statistics/overview', role: 'admin', handler: showKeysOverview },
  { method: 'GET', path: '/api/keys/:id', role: 'member', handler: showKey },
  { method: 'PATCH', path: '/api/keys/:id', role: 'member', handler: patchKey },
  // As the original has it.
  { method: 'PUT', path: '/api/keys/:id', role: 'member', handler: patchKey },
  { method: 'DELETE', path: '/api/keys/:id', role: 'member', handler: removeKey },
  { method: 'POST', path: '/api/keys/:id/rotate', role: 'member', handler: rotateKey },
  { method: 'POST', path: '/api/keys/:id/reset', role: 'admin', handler: resetKey },
  { method: 'GET', path: '/api/keys/:id/usage', role: 'member', handler: showKeyUsage },
  { method: 'GET', path: '/api/keys/:id/statistics', role: 'member', handler: showKeyStatistics },
  { method: 'GET', path: '/api/routing', role: 'admin', handler: showRouting },
  { method: 'PATCH', path: '/api/routing', role: 'admin', handler: patchRouting },
  // A client key opens it too: src/endpoints/routing-preview.ts.
  { method: 'POST', path: '/api/routing/preview', role: 'viewer', isHarmless: true, handler: previewRouting },
  { method: 'GET', path: '/api/routing/corrections', role: 'member', handler: listCorrections },
  { method: 'GET', path: '/api/routing/corrections/export', role: 'member', handler: exportCorrections },
  { method: 'POST', path: '/api/routing/corrections/import', role: 'admin', handler: importCorrections },
  { method: 'GET', path: '/api/settings', role: 'admin', handler: showSettings },
  { method: 'PATCH', path: '/api/settings', role: 'admin', handler: patchSettings },
  { method: 'GET', path: '/api/configuration.yaml', role: 'admin', handler: exportConfiguration },
  { method: 'GET', path: '/api/configuration/backup', role: 'admin', handler: backUpConfiguration },
  { method: 'POST', path: '/api/configuration/restore', role: 'admin', handler: restoreConfiguration },
  { method: 'GET', path: '/api/history', role: 'admin', handler: listHistory },
  { method: 'POST', path: '/api/history/:version/undo', role: 'admin', handler: undoChange },
  { method: 'POST', path: '/api/import', role: 'admin', handler: importOriginal },
  { method: 'GET', path: '/api/openapi.json', role: 'viewer', handler: showOpenApi },
  { method: 'GET', path: '/control/config', role: 'viewer', handler: showStatus },
  // What is not above is not there, and only who may know that is told.
  { method: 'ALL', path: '/api', role: 'viewer', handler: nothing },
  { method: 'ALL', path: '/api/*', role: 'viewer', handler: nothing },
  { method: 'ALL', path: '/control', role: 'viewer', handler: nothing },
  { method: 'ALL', path: '/control/*', role: 'viewer', handler: nothing },
  { method: 'GET', path: '/*', role: 'public', handler: serveFile },
  { method: 'ALL', path: '/*', role: 'public', handler: nothing },
];

function showOpenApi(context: AdminContext): Response {
  return context.json(openApiDocument(ROUTES));
}

function nothing(): never {
  throw new AdminError(404, 'NOT_FOUND', 'There is nothing at this address.');
}

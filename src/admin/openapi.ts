import { z } from 'zod';
import {
  auditReply,
  changePasswordRequest,
  loginReply,
  loginRequest,
  passwordReply,
  sessionReply,
  sessionsReply,
  setupReply,
  setupRequest,
  userCreate,
  userPatch,
  userRemovedReply,
  userReply,
  usersReply,
} from './contract/accounts.ts';
import {
  callReply,
  callsQuery,
  callsReply,
  countQuery,
  countReply,
  curlQuery,
  deletedReply,
  deleteQuery,
  exportQuery,
  liveQuery,
} from './contract/calls.ts';
import { errorReply } from './contract/common.ts';
import {
  correctionReply,
  correctionRequest,
  correctionsImportReply,
  correctionsQuery,
  correctionsReply,
} from './contract/corrections.ts';
import { importQuery, importReply } from './contract/import.ts';
import {
  keyCreate,
  keyPatch,
  keyReply,
  keyRotate,
  keyStatisticsReply,
  keysOverviewReply,
  keysReply,
  keyUsageReply,
  secretReply,
} from './contract/keys.ts';
import { modelsPatch, modelsPatchReply, modelsReply, refreshReply, refreshRequest } from './contract/models.ts';
import {
  platformCreate,
  platformPatch,
  platformReply,
  platformsReply,
  testReply,
  testRequest,
  testsReply,
} from './contract/platforms.ts';
import { previewReply, previewRequest } from './contract/preview.ts';
import { pricesReply, rerateReply, rerateRequest, savedReply } from './contract/prices.ts';
import {
  historyReply,
  routingPatch,
  routingReply,
  settingsPatch,
  settingsReply,
  undoReply,
} from './contract/settings.ts';
import { backupFile, restoreQuery, restoreReply } from './contract/transfer.ts';
import { callSessionReply, callSessionsReply, usageReply } from './contract/usage.ts';
import type { Route } from './route.ts';

interface Operation {
  readonly summary: string;
  readonly query?: z.ZodObject;
  readonly request?: z.ZodType;
  /** The body is a file, and no JSON. */
  readonly takesFile?: true;
  readonly reply?: z.ZodType;
  /** Default 200. */
  readonly status?: number;
}

/** What is said of a route beyond its place in the table. */
const OPERATIONS: Readonly<Record<string, Operation>> = {
  'POST /api/login': { summary: 'Log in', request: loginRequest, reply: loginReply },
  'GET /api/setup': { summary: 'Whether the first administrator has a password', reply: setupReply },
  'POST /api/setup': { summary: 'Set the first password by the token', request: setupRequest, reply: loginReply },
  'POST /api/logout': { summary: 'Log out' },
  'POST /api/change-password': { summary: 'Change the own password', request: changePasswordRequest },
  'GET /api/session': { summary: 'The session of this cookie', reply: sessionReply },
  'GET /api/sessions': { summary: "Own sessions; an administrator sees everybody's", reply: sessionsReply },
  'DELETE /api/sessions/:id': { summary: 'End a session' },
  'GET /api/users': { summary: 'All users', reply: usersReply },
  'POST /api/users': { summary: 'Add a user', request: userCreate, reply: passwordReply, status: 201 },
  'PATCH /api/users/:id': { summary: 'Change name, role, enabled', request: userPatch, reply: userReply },
  'DELETE /api/users/:id': { summary: 'Remove a user, whose keys are disabled', reply: userRemovedReply },
  'POST /api/users/:id/reset-password': { summary: 'Make a new password', reply: passwordReply },
  'GET /api/audit': { summary: 'Who changed what, newest first', reply: auditReply },
  'GET /api/status': { summary: 'What runs' },
  'GET /api/calls': { summary: 'Calls, newest first', query: callsQuery, reply: callsReply },
  'GET /api/calls/count': { summary: 'How many calls a filter finds', query: countQuery, reply: countReply },
  'DELETE /api/calls': { summary: 'Delete the calls of a filter', query: deleteQuery, reply: deletedReply },
  'DELETE /api/calls/:id': { summary: 'Delete a call; the sums stay', reply: deletedReply },
  'GET /api/calls/export': { summary: 'All calls of a filter as a file, JSON lines or CSV', query: exportQuery },
  'GET /api/calls/live': { summary: 'Calls as they begin and end: server-sent events', query: liveQuery },
  'GET /api/calls/:id': { summary: 'One call, and what is kept of its four stages', reply: callReply },
  'GET /api/calls/:id/bodies/:stage': { summary: 'The bytes of a stage: request, sent, raw or reply' },
  'GET /api/calls/:id/curl': { summary: 'The call as a command for curl, without secrets', query: curlQuery },
  'DELETE /api/calls/:id/bodies': { summary: 'Delete what is kept of its bodies' },
  'GET /api/calls/:id/correction': { summary: 'What a call should have been', reply: correctionReply },
  'POST /api/calls/:id/correction': {
    summary: 'Say what a call should have been taken for',
    request: correctionRequest,
    reply: correctionReply,
  },
  'DELETE /api/calls/:id/correction': { summary: 'Take that back' },
  'GET /api/platforms': { summary: 'All platforms and types', reply: platformsReply },
  'POST /api/platforms': { summary: 'Add a platform', request: platformCreate, reply: platformReply, status: 201 },
  'GET /api/platforms/:id': { summary: 'One platform', reply: platformReply },
  'PATCH /api/platforms/:id': { summary: 'Change a platform', request: platformPatch, reply: platformReply },
  'DELETE /api/platforms/:id': { summary: 'Remove a platform with its keys' },
  'GET /api/platforms/test': { summary: 'Test every platform in use', reply: testsReply },
  'POST /api/platforms/:id/test': { summary: 'Test a platform', request: testRequest, reply: testReply },
  'GET /api/models': { summary: 'All models', reply: modelsReply },
  'PATCH /api/models': { summary: 'Enable, disable, describe models', request: modelsPatch, reply: modelsPatchReply },
  'POST /api/models/refresh': { summary: 'Ask platforms for models', request: refreshRequest, reply: refreshReply },
  'GET /api/prices': { summary: 'What models cost, and who says so', reply: pricesReply },
  'POST /api/prices/rerate': { summary: 'Count calls again', request: rerateRequest, reply: rerateReply },
  'GET /api/usage': { summary: 'Sums of calls, by time, key, user, platform, model, …', reply: usageReply },
  'GET /api/call-sessions': { summary: 'Conversations of clients', reply: callSessionsReply },
  'GET /api/call-sessions/:session': { summary: 'What one was spent for, and its calls', reply: callSessionReply },
  'GET /api/usage/saved': { summary: 'What was saved against the baseline', reply: savedReply },
  'GET /api/keys': { summary: 'All client keys, without their secrets', reply: keysReply },
  'POST /api/keys': { summary: 'Make a key', request: keyCreate, reply: secretReply, status: 201 },
  'GET /api/keys/:id': { summary: 'One key', reply: keyReply },
  'PATCH /api/keys/:id': { summary: 'Change a key', request: keyPatch, reply: keyReply },
  'PUT /api/keys/:id': { summary: 'The same as PATCH', request: keyPatch, reply: keyReply },
  'DELETE /api/keys/:id': { summary: 'End a key; its calls stay' },
  'POST /api/keys/:id/rotate': { summary: 'Give a key a new secret', request: keyRotate, reply: secretReply },
  'POST /api/keys/:id/reset': { summary: 'Count budgets from now on', reply: keyReply },
  'GET /api/keys/:id/usage': { summary: 'What is spent of budgets and limits', reply: keyUsageReply },
  'GET /api/keys/:id/statistics': { summary: 'What a key used, by model, platform, day', reply: keyStatisticsReply },
  'GET /api/keys/statistics/overview': { summary: 'What every key used', reply: keysOverviewReply },
  'GET /api/routing': { summary: 'Mode and lists', reply: routingReply },
  'PATCH /api/routing': { summary: 'Change mode and lists', request: routingPatch, reply: routingReply },
  'POST /api/routing/preview': {
    summary: 'What smart routing would decide; a client key is enough',
    request: previewRequest,
    reply: previewReply,
  },
  'GET /api/routing/corrections': {
    summary: 'What calls should have been, newest first',
    query: correctionsQuery,
    reply: correctionsReply,
  },
  'GET /api/routing/corrections/export': { summary: 'The same with the words, as JSON lines' },
  'POST /api/routing/corrections/import': {
    summary: 'Bring in such lines; what is there stays',
    takesFile: true,
    reply: correctionsImportReply,
  },
  'GET /api/settings': { summary: 'What holds for the whole gateway', reply: settingsReply },
  'PATCH /api/settings': { summary: 'Change it', request: settingsPatch, reply: settingsReply },
  'GET /api/configuration.yaml': { summary: 'What holds, as a configuration file without secrets' },
  'GET /api/configuration/backup': { summary: 'What was configured while redwolf ran', reply: backupFile },
  'POST /api/configuration/restore': {
    summary: 'Bring a backup back; undone as any other change',
    query: restoreQuery,
    request: backupFile,
    reply: restoreReply,
  },
  'GET /api/history': { summary: 'Changes of the configuration, newest first', reply: historyReply },
  'POST /api/history/:version/undo': { summary: 'Bring back the state before a version', reply: undoReply },
  'POST /api/import': {
    summary: "Import the original redwolf's api_records.db",
    takesFile: true,
    query: importQuery,
    reply: importReply,
  },
  'GET /api/openapi.json': { summary: 'This document' },
};

/** The OpenAPI 3.1 document, made from the table of routes and the contract. */
export function openApiDocument(routes: readonly Route[]): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    const operation = OPERATIONS[`${route.method} ${route.path}`];
    if (operation === undefined) continue;
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: describe(route, operation) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'redwolf admin API', version: '1' },
    components: {
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'session_token' } },
      schemas: { Error: schemaOf(errorReply) },
    },
    paths,
  };
}

function describe({ path, role }: Route, operation: Operation): object {
  const { summary, query, reply, status = 200 } = operation;
  const parameters = [...pathParameters(path), ...(query === undefined ? [] : queryParameters(query))];
  const body = bodyOf(operation);
  const error = { description: 'Why not', content: json({ $ref: '#/components/schemas/Error' }) };
  return {
    summary,
    ...(parameters.length > 0 && { parameters }),
    ...(role !== 'public' && { security: [{ session: [] }] }),
    ...(body !== undefined && { requestBody: { required: true, content: body } }),
    responses: {
      [status]: { description: 'Done', ...(reply !== undefined && { content: json(schemaOf(reply)) }) },
      default: error,
    },
  };
}

function pathParameters(path: string): readonly object[] {
  const names = [...path.matchAll(/:(\w+)/g)].map(([, name]) => name);
  return names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } }));
}

/** A list is given several times, as OpenAPI has it where it is not told otherwise. */
function queryParameters(query: z.ZodObject): readonly object[] {
  return Object.entries(query.shape).map(([name, schema]) => ({ name, in: 'query', schema: schemaOf(schema) }));
}

function bodyOf({ request, takesFile }: Operation): object | undefined {
  if (takesFile === true) return { 'application/octet-stream': {} };
  return request && json(schemaOf(request));
}

function json(schema: object): object {
  return { 'application/json': { schema } };
}

function schemaOf(schema: z.core.$ZodType): object {
  const { $schema: _, ...rest } = z.toJSONSchema(schema);
  return rest;
}

/** Platforms: `/api/platforms`. */

import type { AdminContext, AdminParts } from './context.ts';
import { platformCreate, platformPatch, testRequest } from './contract/platforms.ts';
import { readRequest, seenVersion } from './read-request.ts';
import { whoIs } from './who.ts';

export function listPlatforms(context: AdminContext, { configuration }: AdminParts): Response {
  return context.json(configuration.platforms());
}

export function showPlatform(context: AdminContext, { configuration }: AdminParts): Response {
  return context.json(configuration.platform(idOf(context)));
}

export async function createPlatform(context: AdminContext, { configuration }: AdminParts): Promise<Response> {
  const body = await readRequest(context, platformCreate);
  return context.json(await configuration.createPlatform(body, whoIs(context)), 201);
}

export async function patchPlatform(context: AdminContext, { configuration }: AdminParts): Promise<Response> {
  const { version, ...patch } = await readRequest(context, platformPatch);
  const seen = seenVersion(context, version);
  const change = { ...patch, ...(seen !== undefined && { version: seen }) };
  return context.json(await configuration.patchPlatform(idOf(context), change, whoIs(context)));
}

/** `If-Match` says what the writer has seen. */
export async function removePlatform(context: AdminContext, { configuration }: AdminParts): Promise<Response> {
  const seen = seenVersion(context, undefined);
  return context.json(await configuration.removePlatform(idOf(context), seen, whoIs(context)));
}

/** Asks the platform; a failure of the platform is a 200 that says so. */
export async function testPlatform(context: AdminContext, { checks }: AdminParts): Promise<Response> {
  const request = context.req.header('content-type') === undefined ? {} : await readRequest(context, testRequest);
  return context.json(await checks.test(idOf(context), request));
}

/** Every platform that is in use, some at once. */
export async function testPlatforms(context: AdminContext, { checks }: AdminParts): Promise<Response> {
  return context.json(await checks.testAll());
}

function idOf(context: AdminContext): string {
  return context.req.param('id') ?? '';
}

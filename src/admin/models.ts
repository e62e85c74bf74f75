/** Models: `/api/models`. */

import type { AdminContext, AdminParts } from './context.ts';
import { modelsPatch, refreshRequest } from './contract/models.ts';
import { readRequest, seenVersion } from './read-request.ts';
import { whoIs } from './who.ts';

export function listModels(context: AdminContext, { configuration }: AdminParts): Response {
  return context.json(configuration.models());
}

export async function patchModels(context: AdminContext, { configuration }: AdminParts): Promise<Response> {
  const { version, models } = await readRequest(context, modelsPatch);
  const seen = seenVersion(context, version);
  const change = { models, ...(seen !== undefined && { version: seen }) };
  return context.json(await configuration.patchModels(change, whoIs(context)));
}

/** Asks the platforms for their models; the failure of one stands in its result. */
export async function refreshModels(context: AdminContext, { checks }: AdminParts): Promise<Response> {
  const request = context.req.header('content-type') === undefined ? {} : await readRequest(context, refreshRequest);
  return context.json(await checks.refresh(request));
}

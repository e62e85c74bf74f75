/** Prices: `/api/prices`, and what was saved: `/api/usage/saved`. */

import type { AdminContext, AdminParts } from './context.ts';
import { rerateRequest } from './contract/prices.ts';
import { AdminError } from './errors.ts';
import { readRequest } from './read-request.ts';
import { readSpan } from './read-span.ts';
import { whoIs } from './who.ts';

export async function listPrices(context: AdminContext, { prices }: AdminParts): Promise<Response> {
  return context.json(await prices.list());
}

export async function reratePrices(context: AdminContext, { prices }: AdminParts): Promise<Response> {
  const request = context.req.header('content-type') === undefined ? {} : await readRequest(context, rerateRequest);
  return context.json(await prices.rerate(request.since === undefined ? 0 : Date.parse(request.since), whoIs(context)));
}

/** `?from=2027-01-01&to=2027-01-31&by=key|day|model`, days of UTC, the last one too; without them the last 30 days. */
export async function showSaved(context: AdminContext, { prices, clock }: AdminParts): Promise<Response> {
  const by = context.req.query('by') ?? 'day';
  if (by !== 'key' && by !== 'day' && by !== 'model')
    throw new AdminError(400, 'INVALID_REQUEST', '"by" is key, day or model.');
  return context.json(await prices.saved(readSpan(context, clock.now(), 'from', 'to'), by));
}

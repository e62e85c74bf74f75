/** Routing, settings and history: `/api/routing`, `/api/settings`, `/api/history`. */

import { auditEntry } from './audit-entry.ts';
import type { AdminContext, AdminParts } from './context.ts';
import { routingPatch, settingsPatch } from './contract/settings.ts';
import { AdminError } from './errors.ts';
import type { Actor } from './ports.ts';
import { readNumber, readRequest, seenVersion } from './read-request.ts';
import { whoIs } from './who.ts';

const DEFAULT_CHANGES = 50;
const MOST_CHANGES = 200;

export function showRouting(context: AdminContext, { configuration }: AdminParts): Response {
  return context.json(configuration.routingSettings());
}

export async function patchRouting(context: AdminContext, { configuration }: AdminParts): Promise<Response> {
  const { version, ...patch } = await readRequest(context, routingPatch);
  const seen = seenVersion(context, version);
  const change = { ...patch, ...(seen !== undefined && { version: seen }) };
  return context.json(await configuration.patchRouting(change, whoIs(context)));
}

export function showSettings(context: AdminContext, { configuration, debug }: AdminParts): Response {
  return context.json({ ...configuration.settings(), debug: debug.isOn });
}

export async function patchSettings(context: AdminContext, parts: AdminParts): Promise<Response> {
  const { version, debug, ...patch } = await readRequest(context, settingsPatch);
  const seen = seenVersion(context, version);
  const change = { ...patch, ...(seen !== undefined && { version: seen }) };
  if (Object.keys(patch).length > 0) await parts.configuration.patchSettings(change, whoIs(context));
  if (debug !== undefined) await turnDebug(debug, parts, whoIs(context));
  return showSettings(context, parts);
}

/** It is no change of the configuration, as it ends with the process, but somebody did it. */
async function turnDebug(isOn: boolean, { debug, audit, clock }: AdminParts, who: Actor): Promise<void> {
  if (isOn === debug.isOn) return;
  const what = `Turned the debug level ${isOn ? 'on' : 'off'}, until the next start.`;
  await audit.append(auditEntry(who, clock.now(), { action: 'debug.turn', what }));
  debug.turn(isOn);
}

/** `?limit=1..200&before=VERSION`, newest first. */
export async function listHistory(context: AdminContext, { configuration }: AdminParts): Promise<Response> {
  const limit = readNumber(context, 'limit', 1, MOST_CHANGES) ?? DEFAULT_CHANGES;
  return context.json(await configuration.history(limit, readNumber(context, 'before', 1, Number.MAX_SAFE_INTEGER)));
}

/** `If-Match` says the newest version that was looked at. */
export async function undoChange(context: AdminContext, { configuration }: AdminParts): Promise<Response> {
  const text = context.req.param('version') ?? '';
  if (!/^\d{1,15}$/.test(text)) throw new AdminError(404, 'VERSION_UNKNOWN', `There is no version "${text}".`);
  const seen = seenVersion(context, undefined);
  return context.json(await configuration.undo(Number(text), seen, whoIs(context)));
}

/** Client keys: `/api/keys`. */

import type { AdminContext, AdminParts } from './context.ts';
import { keyCreate, keyPatch, keyRotate } from './contract/keys.ts';
import { AdminError } from './errors.ts';
import type { KeyManager } from './ports.ts';
import { readRequest, seenVersion } from './read-request.ts';
import { whoIs } from './who.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;
const DEFAULT_DAYS = 30;

export async function listKeys(context: AdminContext, { keys }: AdminParts): Promise<Response> {
  return context.json(await keys.list(managerOf(context)));
}

export async function showKey(context: AdminContext, { keys }: AdminParts): Promise<Response> {
  return context.json(await keys.show(idOf(context), managerOf(context)));
}

/** The reply holds the secret, this once. */
export async function createKey(context: AdminContext, { keys }: AdminParts): Promise<Response> {
  return context.json(await keys.create(await readRequest(context, keyCreate), managerOf(context)), 201);
}

export async function patchKey(context: AdminContext, { keys }: AdminParts): Promise<Response> {
  const { version, ...patch } = await readRequest(context, keyPatch);
  const seen = seenVersion(context, version);
  const change = { ...patch, ...(seen !== undefined && { version: seen }) };
  return context.json(await keys.patch(idOf(context), change, managerOf(context)));
}

export async function removeKey(context: AdminContext, { keys }: AdminParts): Promise<Response> {
  await keys.remove(idOf(context), seenVersion(context, undefined), managerOf(context));
  return context.json({});
}

export async function rotateKey(context: AdminContext, { keys }: AdminParts): Promise<Response> {
  const request = context.req.header('content-type') === undefined ? {} : await readRequest(context, keyRotate);
  const seen = seenVersion(context, request.version);
  const rotation = { ...request, ...(seen !== undefined && { version: seen }) };
  return context.json(await keys.rotate(idOf(context), rotation, managerOf(context)));
}

export async function resetKey(context: AdminContext, { keys }: AdminParts): Promise<Response> {
  return context.json(await keys.reset(idOf(context), managerOf(context)));
}

export async function showKeyUsage(context: AdminContext, { keys }: AdminParts): Promise<Response> {
  return context.json(await keys.usage(idOf(context), managerOf(context)));
}

/** `?start_date=2027-01-01&end_date=2027-01-31`, days of UTC, the last one too; without them the last 30 days. */
export async function showKeyStatistics(context: AdminContext, parts: AdminParts): Promise<Response> {
  const { keys, keyStatistics, clock } = parts;
  const { from, until } = readSpan(context, clock.now());
  // Refuses a key that is not the caller's to see.
  await keys.show(idOf(context), managerOf(context));
  return context.json(await keyStatistics.ofKey(idOf(context), from, until));
}

export async function showKeysOverview(context: AdminContext, { keyStatistics, clock }: AdminParts): Promise<Response> {
  const { from, until } = readSpan(context, clock.now());
  return context.json(await keyStatistics.overview(from, until));
}

function readSpan(context: AdminContext, now: number): { from: number; until: number } {
  const last = readDay(context, 'end_date');
  const until = last === undefined ? now + 1 : last + DAY_MS;
  return { from: readDay(context, 'start_date') ?? until - DEFAULT_DAYS * DAY_MS, until };
}

function readDay(context: AdminContext, name: string): number | undefined {
  const text = context.req.query(name);
  if (text === undefined) return undefined;
  const time = Date.parse(text);
  if (/^\d{4}-\d\d-\d\d(T.*)?$/.test(text) && !Number.isNaN(time)) return Math.floor(time / DAY_MS) * DAY_MS;
  throw new AdminError(400, 'INVALID_REQUEST', `"${name}" is a day, such as 2027-01-31.`);
}

function managerOf(context: AdminContext): KeyManager {
  return { ...whoIs(context), role: context.var.user.role };
}

function idOf(context: AdminContext): string {
  return context.req.param('id') ?? '';
}

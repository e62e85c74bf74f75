/** Clients' conversations, and what they were spent for: `/api/call-sessions`. */

import { dollarsOfNano } from '../lib/money.ts';
import type { CallSession, CallSessionPart, SessionCall } from '../store/call-session-ports.ts';
import { visibleKeys } from './calls.ts';
import type { AdminContext, AdminParts } from './context.ts';
import type { CallSessionReply, CallSessionsReply } from './contract/usage.ts';
import { AdminError } from './errors.ts';
import { readNumber } from './read-request.ts';
import { readTimes } from './read-span.ts';
import { sumsView } from './usage.ts';

const DEFAULT_LIMIT = 50;
const LARGEST_LIMIT = 200;
const CALLS_LIMIT = 1_000;

/**
 * `?from=&until=&key=&limit=1..200&after=`: those that were active last in that time. A member sees those of own keys.
 */
export async function listCallSessions(context: AdminContext, parts: AdminParts): Promise<Response> {
  const limit = readNumber(context, 'limit', 1, LARGEST_LIMIT) ?? DEFAULT_LIMIT;
  const keys = chosenKeys(context.req.query('key'), await visibleKeys(context, parts));
  const after = readSessionCursor(context.req.query('after'));
  const span = readTimes(context, parts.clock.now());
  const sessions = await parts.callSessions.page({ span, limit, ...(keys && { keys }), ...(after && { after }) });
  const last = sessions.length === limit ? sessions.at(-1) : undefined;
  const reply: CallSessionsReply = {
    sessions: sessions.map(sessionView),
    next: last === undefined ? null : JSON.stringify([last.lastAt, last.session, last.keyId]),
  };
  return context.json(reply);
}

/** `?key=` chooses among keys under which a session of the same name ran; without it the one that was active last. */
export async function showCallSession(context: AdminContext, parts: AdminParts): Promise<Response> {
  const name = context.req.param('session') ?? '';
  const keys = chosenKeys(context.req.query('key'), await visibleKeys(context, parts));
  const [session] = await parts.callSessions.named(name, keys);
  if (session === undefined) throw new AdminError(404, 'SESSION_UNKNOWN', `There is no session "${name}".`);
  const limit = readNumber(context, 'limit', 1, CALLS_LIMIT) ?? CALLS_LIMIT;
  const [kinds, calls] = await Promise.all([
    parts.callSessions.parts(session),
    parts.callSessions.calls(session, limit, readCallCursor(context.req.query('after'))),
  ]);
  const last = calls.length === limit ? calls.at(-1) : undefined;
  const reply: CallSessionReply = {
    session: sessionView(session),
    parts: kinds.map(partView),
    calls: calls.map(callView),
    next: last === undefined ? null : JSON.stringify([last.startedAt, last.id]),
  };
  return context.json(reply);
}

/** @param visible keys that the caller may see; undefined: all */
function chosenKeys(key: string | undefined, visible: readonly string[] | undefined): readonly string[] | undefined {
  if (key === undefined) return visible;
  return visible === undefined ? [key] : visible.filter((one) => one === key);
}

function readSessionCursor(text: string | undefined) {
  if (text === undefined) return undefined;
  const [lastAt, session, keyId] = readCursor(text);
  if (typeof lastAt !== 'number' || typeof session !== 'string' || typeof keyId !== 'string') throw wrongCursor();
  return { lastAt, session, keyId };
}

function readCallCursor(text: string | undefined) {
  if (text === undefined) return undefined;
  const [startedAt, id] = readCursor(text);
  if (typeof startedAt !== 'number' || typeof id !== 'string') throw wrongCursor();
  return { startedAt, id };
}

function readCursor(text: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(text);
    if (Array.isArray(value)) return value;
  } catch {
    // What is no JSON is no cursor either.
  }
  throw wrongCursor();
}

function wrongCursor(): AdminError {
  return new AdminError(400, 'INVALID_REQUEST', '"after" is what "next" of the page before said.');
}

function sessionView({ session, keyId, userId, firstAt, lastAt, ...sums }: CallSession) {
  return { session, key: keyId, user: userId === '' ? null : userId, firstAt, lastAt, ...sumsView(sums) };
}

function partView({ agent, purpose, platform, model, scene, firstAt, lastAt, ...sums }: CallSessionPart) {
  const orNull = (text: string) => (text === '' ? null : text);
  return {
    purpose,
    agent: orNull(agent),
    platform: orNull(platform),
    model: orNull(model),
    scene: orNull(scene),
    firstAt,
    lastAt,
    ...sumsView(sums),
  };
}

function callView({ costNanoUsd, ...call }: SessionCall) {
  return { ...call, usd: costNanoUsd === null ? null : dollarsOfNano(costNanoUsd) };
}

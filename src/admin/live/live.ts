/** Calls as they happen: `/api/calls/live`. */

import { getCookie } from 'hono/cookie';
import { visibleKeys } from '../calls.ts';
import type { AdminContext, AdminParts } from '../context.ts';
import { liveQuery } from '../contract/calls.ts';
import { AdminError } from '../errors.ts';
import { mustChangePassword } from '../initial-password.ts';
import { readQuery } from '../read-query.ts';
import { hasRole } from '../route.ts';
import { SESSION_COOKIE } from '../sessions.ts';
import { EndedEvent, type FeedEvent, momentOf, resetEvent } from './feed-event.ts';
import { LiveStream } from './live-stream.ts';

const NEEDED_ROLE = 'member';
/** Calls that a listener who comes back is told of from the database. */
const MOST_MISSED = 500;
/** No call is expected to take longer. */
const LONGEST_CALL_MS = 60 * 60_000;

/**
 * Server-sent events: `call` for a call that has ended, as lists show it; `started` for one that has begun. With
 * `Last-Event-ID`, or `?last=` where no header can be sent, first what was missed; `reset` where that was too much, so that the
 * list is to be read anew. `words`: what the user said in a call. Ends with the session, and when redwolf stops.
 */
export async function showLive(context: AdminContext, parts: AdminParts): Promise<Response> {
  const { last } = readQuery(context, liveQuery);
  const { outgoing } = context.env;
  context.header('content-type', 'text/event-stream; charset=utf-8');
  // Some proxies would hold back what is sent in pieces.
  context.header('x-accel-buffering', 'no');
  if (context.req.method === 'HEAD') return context.body(null);
  const keys = await visibleKeys(context, parts);
  const ports = { clock: parts.clock, look: () => look(context, parts), cut: () => outgoing.destroy() };
  const stream = new LiveStream(ports, keys);
  const stop = parts.feed.listen(stream);
  if (stop === undefined) {
    stream.end();
    const message = 'Too many are listening already, or redwolf is stopping. Try again later.';
    throw new AdminError(503, 'TOO_MANY_LISTENERS', message, { 'retry-after': '10' });
  }
  const leave = () => {
    stop();
    stream.end();
  };
  outgoing.once('close', leave);
  try {
    const lastHeard = context.req.header('last-event-id') ?? last;
    const missed = lastHeard === undefined ? [] : await missedSince(lastHeard, parts, keys);
    stream.begin([...missed, ...parts.feed.running()]);
  } catch (error) {
    leave();
    throw error;
  }
  // Who left before somebody looked is told by no event.
  if (outgoing.destroyed) leave();
  return context.body(stream.body);
}

async function look(context: AdminContext, parts: AdminParts): Promise<readonly string[] | 'none' | undefined> {
  const login = await parts.logins.find(getCookie(context, SESSION_COOKIE), context.var.origin.address);
  if (login === undefined || mustChangePassword(login.user) || !hasRole(login.user.role, NEEDED_ROLE)) return 'none';
  context.set('user', login.user);
  return visibleKeys(context, parts);
}

async function missedSince(
  lastHeard: string,
  { feed, callPages, callTexts }: AdminParts,
  keys: readonly string[] | undefined,
): Promise<readonly FeedEvent[]> {
  const remembered = feed.remembered();
  const at = remembered.findIndex(({ id }) => id === lastHeard);
  if (at >= 0) return remembered.slice(at + 1);
  const moment = momentOf(lastHeard);
  if (moment === undefined) return [resetEvent()];
  const { calls, next } = await callPages.page({
    filter: { from: moment - LONGEST_CALL_MS, ...(keys && { columns: { keyId: keys } }) },
    sort: 'newest',
    limit: MOST_MISSED,
  });
  if (next !== null) return [resetEvent()];
  const words = await callTexts.words(calls.map(({ id }) => id));
  const stored = calls.map((row) => new EndedEvent(row, words.get(row.id)));
  const events = new Map([...remembered, ...stored].map((event) => [event.id, event]));
  return [...events.values()]
    .filter(({ id, endedAt }) => endedAt >= moment && id !== lastHeard)
    .sort((a, b) => a.endedAt - b.endedAt);
}

/** One call and what is kept of its bodies: `/api/calls/:id`. */

import type { KeptStage, Stage } from '../records/ports.ts';
import type { CallRow } from '../store/ports.ts';
import { auditEntry } from './audit-entry.ts';
import { callView } from './call-view.ts';
import { visibleKeys } from './calls.ts';
import type { AdminContext, AdminParts } from './context.ts';
import type { CallReply } from './contract/calls.ts';
import { AdminError } from './errors.ts';
import { readNumber } from './read-request.ts';
import { whoIs } from './who.ts';

const STAGES: readonly Stage[] = ['request', 'sent', 'raw', 'reply'];
const MOST_ATTEMPTS = 1_000;
/** What a browser may take a body for; whatever else a platform calls it, it is bytes. */
const SHOWN_TYPES = new Set(['application/json', 'application/x-ndjson', 'text/event-stream', 'text/plain']);
/** Bodies were written by strangers: even opened in the browser they may do nothing. */
const BODY_POLICY = "default-src 'none'; sandbox";

/** The row with its decision, attempts and losses, and the stages with their heads and sizes. */
export async function showCall(context: AdminContext, parts: AdminParts): Promise<Response> {
  const row = await findCall(context, parts);
  const [stages, words] = await Promise.all([parts.bodies.stages(row.id), parts.callTexts.words([row.id])]);
  const reply: CallReply = { call: callView(row, words.get(row.id) ?? null), stages: [...stages] };
  return context.json(reply);
}

/** The bytes as they passed. `?attempt=0…` chooses one of several; without it the last. */
export async function showBody(context: AdminContext, parts: AdminParts): Promise<Response> {
  const stage = STAGES.find((known) => known === context.req.param('stage'));
  if (stage === undefined) {
    throw new AdminError(404, 'STAGE_UNKNOWN', `A call has these stages: ${STAGES.join(', ')}.`);
  }
  const { id } = await findCall(context, parts);
  const attempt = readNumber(context, 'attempt', 0, MOST_ATTEMPTS);
  const { kept, body } = await keptBody(parts, id, stage, attempt);
  context.header('content-disposition', `attachment; filename="${fileName(id, kept)}"`);
  context.header('content-security-policy', BODY_POLICY);
  context.header('content-type', typeOf(kept));
  return context.body(new Uint8Array(body));
}

/** Forgets the bodies, and what was said in them; the row stays, as it counts. */
export async function forgetBodies(context: AdminContext, parts: AdminParts): Promise<Response> {
  const { id } = await findCall(context, parts);
  const isForgotten = await parts.bodies.forget(id);
  await parts.callTexts.forget([id]);
  const deed = { action: 'call.forget', what: `Deleted the bodies of the call ${id}.` };
  if (isForgotten) await parts.audit.append(auditEntry(whoIs(context), parts.clock.now(), deed));
  return context.json({});
}

/** A body that is kept, of the last attempt if none is chosen. Rejects with AdminError BODY_NOT_KEPT. */
export async function keptBody(
  { bodies }: Pick<AdminParts, 'bodies'>,
  id: string,
  stage: Stage,
  attempt: number | undefined,
): Promise<{ readonly kept: KeptStage; readonly body: Buffer }> {
  const kept = (await bodies.stages(id)).findLast(
    (one) => one.stage === stage && (attempt === undefined || one.attempt === attempt),
  );
  const body = kept && (await bodies.body(id, stage, kept.attempt));
  if (kept !== undefined && body !== undefined) return { kept, body };
  throw new AdminError(404, 'BODY_NOT_KEPT', 'This body is not kept: it was never captured, or it was deleted.');
}

/** The call that the path names. Another's is not there for a member. */
export async function findCall(context: AdminContext, parts: AdminParts): Promise<CallRow> {
  const id = context.req.param('id') ?? '';
  const keys = await visibleKeys(context, parts);
  const find = () => parts.calls.find(id, keys);
  // Who heard of it in the live feed may ask before its row is written.
  const call = (await find()) ?? (await parts.recorder.flush().then(find));
  if (call === undefined) throw new AdminError(404, 'CALL_UNKNOWN', `There is no call "${id}".`);
  return call;
}

function typeOf({ head }: KeptStage): string {
  const [type = ''] = (head.headers['content-type'] ?? '').split(';', 1);
  const known = type.trim().toLowerCase();
  return SHOWN_TYPES.has(known) ? `${known}; charset=utf-8` : 'application/octet-stream';
}

function fileName(id: string, kept: KeptStage): string {
  const type = typeOf(kept);
  const extension = type.startsWith('application/json') ? 'json' : 'txt';
  return `${id}-${kept.stage}.${extension}`;
}

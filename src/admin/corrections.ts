/** "This should have been X": `/api/calls/:id/correction`, `/api/routing/corrections`. */

import type { CorrectionRow } from '../store/correction-ports.ts';
import { auditEntry } from './audit-entry.ts';
import { findCall } from './call.ts';
import { visibleKeys } from './calls.ts';
import type { AdminContext, AdminParts } from './context.ts';
import { type CorrectionsReply, correctionRequest, correctionsQuery } from './contract/corrections.ts';
import { correctionView } from './correction-view.ts';
import { AdminError } from './errors.ts';
import { readQuery } from './read-query.ts';
import { readRequest } from './read-request.ts';
import { whoIs } from './who.ts';

const DEFAULT_LIMIT = 50;

/** Says what a call should have been taken for; a member of own calls. A second one takes the place of the first. */
export async function correctCall(context: AdminContext, parts: AdminParts): Promise<Response> {
  const call = await findCall(context, parts);
  const { intent = null, scene = null } = await readRequest(context, correctionRequest);
  checkScene(scene, parts);
  const before = await parts.corrections.find(call.id);
  const who = whoIs(context);
  const row: CorrectionRow = {
    ...{ callId: call.id, at: parts.clock.now(), who: who.id, whoName: who.name, keyId: call.keyId, intent, scene },
    decidedIntent: call.intent,
    decidedScene: call.scene,
    confidence: call.confidence,
    decision: call.decision,
    words: null,
    previousWords: null,
  };
  const entry = auditEntry(who, row.at, {
    action: 'call.correct',
    what: `Said that the call ${call.id} should have been ${labelText(row)}.`,
    ...(before !== undefined && { before: labelOf(before) }),
    after: labelOf(row),
  });
  await parts.corrections.put(row, entry);
  return context.json({ correction: correctionView(row) });
}

export async function showCorrection(context: AdminContext, parts: AdminParts): Promise<Response> {
  return context.json({ correction: correctionView(await findCorrection(context, parts)) });
}

/** Takes it back. The call itself may be gone by then. */
export async function removeCorrection(context: AdminContext, parts: AdminParts): Promise<Response> {
  const row = await findCorrection(context, parts);
  const entry = auditEntry(whoIs(context), parts.clock.now(), {
    action: 'call.uncorrect',
    what: `Took back that the call ${row.callId} should have been ${labelText(row)}.`,
    before: labelOf(row),
  });
  await parts.corrections.remove(row.callId, entry);
  return context.json({});
}

/** A page, newest first. A member sees those of own calls. */
export async function listCorrections(context: AdminContext, parts: AdminParts): Promise<Response> {
  const { limit = DEFAULT_LIMIT, after } = readQuery(context, correctionsQuery);
  const keys = await visibleKeys(context, parts);
  // One more shows whether there is a next page.
  const rows = await parts.corrections.page({ keys, limit: limit + 1, after: readCursor(after) });
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  const texts = await parts.corrections.texts(page.map(({ callId }) => callId));
  const reply: CorrectionsReply = {
    corrections: page.map((row) => ({
      ...correctionView(row),
      words: row.words ?? texts.get(row.callId)?.words ?? null,
    })),
    next: last === undefined ? null : `${last.at}~${last.callId}`,
  };
  return context.json(reply);
}

/** Another's is not there for a member. */
async function findCorrection(context: AdminContext, parts: AdminParts): Promise<CorrectionRow> {
  const id = context.req.param('id') ?? '';
  const row = await parts.corrections.find(id);
  const keys = await visibleKeys(context, parts);
  const isVisible = row !== undefined && (keys === undefined || keys.some((key) => key === row.keyId));
  if (isVisible) return row;
  throw new AdminError(404, 'CORRECTION_UNKNOWN', `Nobody has corrected a call "${id}".`);
}

function checkScene(scene: string | null, { configuration }: AdminParts): void {
  if (scene === null) return;
  const names = configuration.routingSettings().scenes.map(({ name }) => name);
  if (names.includes(scene)) return;
  throw new AdminError(400, 'SCENE_UNKNOWN', `There is no scene "${scene}". Scenes: ${names.join(', ')}.`);
}

function readCursor(text: string | undefined): Pick<CorrectionRow, 'at' | 'callId'> | undefined {
  if (text === undefined) return undefined;
  const [, at, callId] = /^(\d{1,16})~(.{1,100})$/.exec(text) ?? [];
  if (at !== undefined && callId !== undefined) return { at: Number(at), callId };
  throw new AdminError(400, 'INVALID_REQUEST', '"after" is the "next" of the page before.');
}

function labelOf({ intent, scene }: CorrectionRow): object {
  return { intent, scene };
}

function labelText({ intent, scene }: CorrectionRow): string {
  return [intent, scene === null ? null : `the scene "${scene}"`].filter((text) => text !== null).join(' and ');
}

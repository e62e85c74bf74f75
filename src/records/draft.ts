import { hash } from 'node:crypto';
import type { CallText } from '../store/call-text-ports.ts';
import { type PackedCall, type PackedStage, unpack } from './pack.ts';
import type { CapturedHead } from './ports.ts';
import type { Redactor } from './redact.ts';
import { squeeze } from './squeeze.ts';
import type { CallEntry } from './tables.ts';
import { callTextOf } from './texts/call-text.ts';

/** A stage as its sheet says it. */
export type SheetStage = Pick<PackedStage, 'stage' | 'attempt' | 'head' | 'bytes'>;

/** A body as it is to be kept. */
export interface DraftBody {
  readonly hash: string;
  readonly bytes: Buffer;
}

/** A call whose bodies have no ids yet. */
export interface DraftCall extends Omit<CallEntry, 'bodies'> {
  readonly bodies: readonly (DraftBody | null)[];
  /** What it is found by. */
  readonly text: CallText | undefined;
}

/** What is kept of the call, without what must not be stored. */
export function draftCall(call: PackedCall, redactor: Redactor): DraftCall {
  // What is the same stretch of memory need not even be hashed again.
  const same = new Map<string, DraftBody>();
  const bodies = call.stages.map(({ ranges }) => {
    if (ranges === null) return null;
    const place = ranges.join();
    const body = same.get(place) ?? draftBody(redactor.bytes(unpack(call.bytes, ranges), call.secrets));
    same.set(place, body);
    return body;
  });
  const sheet = Buffer.from(JSON.stringify(call.stages.map((stage) => sheetStage(stage, call.secrets, redactor))));
  const { id, keyId, startedAt } = call;
  const text = callTextOf(
    call,
    bodies.map((body) => body?.bytes),
  );
  return { id, keyId, startedAt, sheet: squeeze(sheet), sheetLength: sheet.length, bodies, text };
}

/** SHA-256 as base64: a key for maps. */
export function hashOf(bytes: Buffer): string {
  return hash('sha256', bytes, 'base64');
}

function draftBody(bytes: Buffer): DraftBody {
  return { hash: hashOf(bytes), bytes };
}

function sheetStage(
  { stage, attempt, head, bytes }: PackedStage,
  secrets: readonly string[],
  redactor: Redactor,
): SheetStage {
  return { stage, attempt, head: cleanHead(head, (text) => redactor.text(text, secrets)), bytes };
}

function cleanHead(head: CapturedHead, clean: (text: string) => string): CapturedHead {
  const headers = Object.fromEntries(Object.entries(head.headers).map(([name, value]) => [name, clean(value)]));
  return { ...head, ...(head.path !== undefined && { path: clean(head.path) }), headers };
}

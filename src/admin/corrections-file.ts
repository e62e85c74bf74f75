/** Corrections as a file of JSON lines, to train by elsewhere and to take along: `/api/routing/corrections/…`. */

import { createHash } from 'node:crypto';
import { NdjsonReader } from '../lib/ndjson-reader.ts';
import type { CorrectionRow, CorrectionText } from '../store/correction-ports.ts';
import { auditEntry } from './audit-entry.ts';
import { BYTES_PER_MB, bodyPieces } from './body.ts';
import { visibleKeys } from './calls.ts';
import type { AdminContext, AdminParts } from './context.ts';
import { type CorrectionLine, type CorrectionsImportReply, correctionLine } from './contract/corrections.ts';
import { correctionView } from './correction-view.ts';
import { AdminError } from './errors.ts';
import type { Actor } from './ports.ts';
import { whoIs } from './who.ts';

const ROWS_AT_ONCE = 500;
const LARGEST_FILE = 64 * BYTES_PER_MB;

/** What the user said is in it where texts are kept. A member gets those of own calls. */
export async function exportCorrections(context: AdminContext, parts: AdminParts): Promise<Response> {
  const keys = await visibleKeys(context, parts);
  context.header('content-disposition', 'attachment; filename="corrections.jsonl"');
  context.header('content-type', 'application/x-ndjson; charset=utf-8');
  return context.body(ReadableStream.from(exported(parts, keys)));
}

async function* exported(
  { corrections }: AdminParts,
  keys: readonly string[] | undefined,
): AsyncGenerator<Uint8Array, void> {
  let after: CorrectionRow | undefined;
  do {
    const rows: readonly CorrectionRow[] = await corrections.page({ keys, limit: ROWS_AT_ONCE, after });
    const texts = await corrections.texts(rows.map(({ callId }) => callId));
    const lines = rows.map((row) => `${JSON.stringify(lineOf(row, texts.get(row.callId)))}\n`);
    if (lines.length > 0) yield Buffer.from(lines.join(''));
    after = rows.length === ROWS_AT_ONCE ? rows.at(-1) : undefined;
  } while (after !== undefined);
}

/** As the import reads it; who said it is no part of it. */
function lineOf(row: CorrectionRow, text: CorrectionText | undefined): object {
  const { who, whoName, intent, scene, decided, ...call } = correctionView(row);
  return {
    ...call,
    words: row.words ?? text?.words ?? null,
    previousWords: row.previousWords ?? text?.previousWords ?? null,
    ...{ intent, scene, decided },
  };
}

/** The body is such a file. What is there stays; a wrong line, and nothing is brought in. */
export async function importCorrections(context: AdminContext, parts: AdminParts): Promise<Response> {
  const who = whoIs(context);
  const now = parts.clock.now();
  const lines = await readLines(context);
  const rows = [...new Map(lines.map((line) => rowOf(line, who, now)).map((row) => [row.callId, row])).values()];
  const what = `Imported corrections of ${rows.length} calls.`;
  const imported = await parts.corrections.add(rows, auditEntry(who, now, { action: 'call.import-corrections', what }));
  const reply: CorrectionsImportReply = { imported, present: rows.length - imported };
  return context.json(reply);
}

async function readLines(context: AdminContext): Promise<readonly CorrectionLine[]> {
  const lines: CorrectionLine[] = [];
  const reader = new NdjsonReader((text) => lines.push(readLine(text, lines.length + 1)));
  for await (const piece of bodyPieces(context, LARGEST_FILE)) reader.push(Buffer.from(piece));
  reader.end();
  return lines;
}

/** @param text its bytes, one character each */
function readLine(text: string, number: number): CorrectionLine {
  const { data, error } = correctionLine.safeParse(parsed(Buffer.from(text, 'latin1').toString('utf8')));
  if (data !== undefined) return data;
  const problems = error.issues.map(({ path, message }) => `${path.map(String).join('.')}: ${message}`);
  throw new AdminError(400, 'INVALID_REQUEST', `Correction ${number} is not right. ${problems.join(' · ')}`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function rowOf(line: CorrectionLine, who: Actor, now: number): CorrectionRow {
  const { call = ownId(line), at = now, key, words = null, previousWords = null, intent = null, scene = null } = line;
  const { source, probabilities, ...decided } = line.decided ?? {};
  const decision = { ...(source != null && { source }), ...(probabilities != null && { probabilities }) };
  return {
    ...{ callId: call, at, who: who.id, whoName: who.name, keyId: key ?? '', intent, scene, words, previousWords },
    decidedIntent: decided.intent ?? null,
    decidedScene: decided.scene ?? null,
    confidence: decided.confidence ?? null,
    decision: Object.keys(decision).length === 0 ? null : JSON.stringify(decision),
  };
}

/** The same line has the same id, so that a second import finds it. */
function ownId({ words, previousWords, intent, scene }: CorrectionLine): string {
  const said = JSON.stringify([words, previousWords ?? null, intent ?? null, scene ?? null]);
  return `import_${createHash('sha256').update(said).digest('hex').slice(0, 32)}`;
}

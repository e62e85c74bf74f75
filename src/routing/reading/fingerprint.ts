import { createHash } from 'node:crypto';
import type { JsonView } from '../../lib/json-view.ts';
import { plainInput, saidAt } from './conversation.ts';
import { textKind } from './own-words.ts';
import type { RequestView } from './request-view.ts';
import { systemTexts } from './system-text.ts';

// System texts of different agents differ at their beginnings; further on they may tell the time.
const SYSTEM_BYTES = 4_096;
const SURROUNDINGS_BYTES = 2_048;
const WORDS_BYTES = 2_048;
// The user's first words come within these, or never.
const FIRST_MESSAGES = 12;
const HEX_DIGITS = 24;

/**
 * A name for the conversation, made of what stays the same while it goes on: the system text, and what the user's side said up
 * to the first words of the user's own. Null if nobody said anything. Texts alone count: how they are wrapped, and what hints
 * for caches stand beside them, changes from turn to turn. Tools do not count, since clients load more of them on the way.
 */
export function fingerprint(request: RequestView): string | null {
  const opening = openingTexts(request);
  const words = opening.at(-1);
  if (words === undefined) return null;
  const { size } = words;
  const sum = createHash('sha256');
  for (const bytes of beginnings(systemTexts(request), SYSTEM_BYTES)) sum.update(bytes);
  for (const bytes of beginnings(opening.slice(0, -1), SURROUNDINGS_BYTES)) sum.update(bytes);
  const raw = words.raw(size);
  sum.update(`|${size}|`).update(raw.subarray(0, WORDS_BYTES)).update(raw.subarray(-WORDS_BYTES));
  return sum.digest('hex').slice(0, HEX_DIGITS);
}

/** The texts of the user's side, as far as the first words of the user's own: they are the last one. */
function openingTexts(request: RequestView): JsonView[] {
  const plain = plainInput(request);
  if (plain !== undefined) return [plain];
  const texts: JsonView[] = [];
  for (let index = 0; index < FIRST_MESSAGES; index++) {
    const said = saidAt(request, index);
    if (said === undefined) break;
    if (said.role !== 'user') continue;
    for (const part of said.parts()) {
      if (part.kind !== 'text') continue;
      texts.push(part.text);
      if (textKind(part.text) === 'own') return texts;
    }
  }
  return texts;
}

/** The beginnings of texts as they are written, until there are as many bytes. */
function beginnings(texts: Iterable<JsonView>, bytes: number): Buffer[] {
  const taken: Buffer[] = [];
  let left = bytes;
  for (const text of texts) {
    const beginning = text.raw(left);
    taken.push(beginning);
    left -= beginning.length;
    if (left <= 0) break;
  }
  return taken;
}

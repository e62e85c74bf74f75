import { isEscaped } from './json-skip.ts';

const BACKSLASH = 0x5c;
const LETTER_U = 0x75;
const UNICODE_ESCAPE = 6;
// Of a text that is too long its beginning says more than its end.
const PART_AT_END = 4;

/** What the bytes inside of a JSON string say, without its quotes; empty where they say nothing. */
export function decodeJsonText(bytes: Buffer, from: number, to: number): string {
  const raw = bytes.toString('utf8', from, to);
  if (!raw.includes('\\')) return raw;
  try {
    return String(JSON.parse(`"${raw}"`));
  } catch {
    return '';
  }
}

/** As `decodeJsonText`, of the beginning alone: as many whole characters as lie before `to`. */
export function decodeJsonBeginning(bytes: Buffer, from: number, to: number): string {
  return decodeJsonText(bytes, from, wholeBefore(bytes, from, to));
}

/** As `decodeJsonText`; of more bytes than `limit` the beginning and the end, with `…` between them. */
export function decodeJsonParts(bytes: Buffer, from: number, to: number, limit: number): string {
  if (to - from <= limit) return decodeJsonText(bytes, from, to);
  const atEnd = Math.floor(limit / PART_AT_END);
  const head = decodeJsonBeginning(bytes, from, from + limit - atEnd);
  return `${head}…${decodeJsonText(bytes, wholeAfter(bytes, from, to - atEnd), to)}`;
}

/** The last position up to `at` that lies neither inside of a character nor of an escape. */
function wholeBefore(bytes: Buffer, from: number, at: number): number {
  let end = at;
  while (end > from && isInsideCharacter(bytes[end])) end--;
  for (let start = end - 1; start >= from && start > end - UNICODE_ESCAPE; start--) {
    if (bytes[start] !== BACKSLASH || isEscaped(bytes, start, from)) continue;
    const length = bytes[start + 1] === LETTER_U ? UNICODE_ESCAPE : 2;
    return start + length > end ? start : end;
  }
  return end;
}

/** The first position from `at` on that lies neither inside of a character nor behind the backslash of an escape. */
function wholeAfter(bytes: Buffer, from: number, at: number): number {
  let start = at;
  while (isInsideCharacter(bytes[start])) start++;
  return isEscaped(bytes, start, from) ? start + 1 : start;
}

/** True for the second and further bytes of a character in UTF-8. */
function isInsideCharacter(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}

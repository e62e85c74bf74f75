/**
 * Passing over JSON in one buffer, byte by byte where little is to be passed. Unlike JsonCursor it copies nothing, so that it is
 * the cheaper one for many small steps, and it never throws: bytes that are no JSON are passed somehow.
 */

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;

// Most strings are names and short values: up to this length a loop costs less than a call into the runtime.
const SHORT = 64;
// Longer ones are searched as text, which costs a tenth of Buffer.indexOf where there are many quotes. Larger pieces
// would be allocated page by page.
const CHUNK = 16_384;

/** Position of the first byte that is no white space. */
export function skipJsonSpace(bytes: Buffer, start: number): number {
  let at = start;
  for (let byte = bytes[at]; byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09; byte = bytes[at]) at++;
  return at;
}

/** One past the value that begins here; the end of the bytes if it does not end. */
export function skipJsonValue(bytes: Buffer, start: number): number {
  const byte = bytes[start];
  if (byte === QUOTE) return skipJsonString(bytes, start) ?? bytes.length;
  return byte === OPEN_OBJECT || byte === OPEN_ARRAY ? skipContainer(bytes, start) : skipScalar(bytes, start);
}

/** One past the closing quote of the string whose opening one stands here; undefined if it is not closed. */
export function skipJsonString(bytes: Buffer, start: number): number | undefined {
  const near = Math.min(start + SHORT, bytes.length);
  let at = start + 1;
  for (; at < near; at++) {
    const byte = bytes[at];
    if (byte === QUOTE) return at + 1;
    if (byte === BACKSLASH) at++;
  }
  return skipLongString(bytes, at);
}

/** @param from inside of the string, and not behind a backslash that escapes */
function skipLongString(bytes: Buffer, from: number): number | undefined {
  for (let base = from; base < bytes.length; base += CHUNK) {
    const text = bytes.toString('latin1', base, base + CHUNK);
    for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) {
      if (!isEscaped(bytes, base + at, from)) return base + at + 1;
    }
  }
  return undefined;
}

/** True if an odd number of backslashes stands before `at`. Nothing before `from` counts. */
export function isEscaped(bytes: Buffer, at: number, from: number): boolean {
  let first = at;
  while (first > from && bytes[first - 1] === BACKSLASH) first--;
  return (at - first) % 2 === 1;
}

function skipContainer(bytes: Buffer, start: number): number {
  let depth = 0;
  let at = start;
  while (at < bytes.length) {
    const byte = bytes[at];
    if (byte === QUOTE) {
      at = skipJsonString(bytes, at) ?? bytes.length;
      continue;
    }
    at++;
    if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) depth++;
    else if ((byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) && --depth === 0) return at;
  }
  return at;
}

function skipScalar(bytes: Buffer, start: number): number {
  let at = start;
  for (let byte = bytes[at]; byte !== undefined && !endsScalar(byte); byte = bytes[at]) at++;
  return at;
}

function endsScalar(byte: number): boolean {
  return byte === COMMA || byte === CLOSE_OBJECT || byte === CLOSE_ARRAY || byte <= 0x20;
}

/**
 * Finds the top-level fields of a JSON object in its bytes, without parsing what is inside them: strings are skipped by
 * `Buffer.indexOf`, which costs a fifteenth of JSON.parse on a large body (docs/decisions/0002-relay-by-splicing.md).
 */

/** Where a field's value lies in the body. */
export interface Span {
  /** Its first byte. */
  readonly start: number;
  /** One past its last byte. */
  readonly end: number;
}

/** Top-level fields by name. Where a name comes twice the last one holds, as with JSON.parse. */
export interface FieldSpans {
  readonly fields: ReadonlyMap<string, Span>;
  /** Position of the object's closing brace. */
  readonly close: number;
  /** Where the sought strings end, one past their closing quotes. */
  readonly found: readonly number[];
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;

// Keys and most values are short: looking at their bytes one by one is cheaper than a call into the runtime.
const SHORT_STRING = 32;

/**
 * The top-level fields of the JSON object in `bytes`.
 * Throws SyntaxError where the outer structure is broken: no object, unclosed strings or brackets, text after the end.
 * What lies inside of nested values is checked for balance only.
 *
 * @param sought a JSON string with its quotes, looked for inside of nested values while they are passed anyway
 */
export function scanObject(bytes: Buffer, sought?: Buffer): FieldSpans {
  const fields = new Map<string, Span>();
  const found: number[] = [];
  let at = skipSpace(bytes, 0);
  if (bytes[at] !== OPEN_OBJECT) throw new SyntaxError('the body is not a JSON object');
  at = skipSpace(bytes, at + 1);
  while (bytes[at] !== CLOSE_OBJECT) {
    const keyEnd = endOfString(bytes, at);
    const name = keyName(bytes, at, keyEnd);
    at = skipSpace(bytes, keyEnd);
    if (bytes[at] !== COLON) throw unexpected(bytes, at);
    const start = skipSpace(bytes, at + 1);
    const end = endOfValue(bytes, start, sought, found);
    fields.set(name, { start, end });
    at = skipSpace(bytes, end);
    if (bytes[at] === COMMA) {
      at = skipSpace(bytes, at + 1);
      if (bytes[at] !== QUOTE) throw unexpected(bytes, at);
    } else if (bytes[at] !== CLOSE_OBJECT) throw unexpected(bytes, at);
  }
  const close = at;
  at = skipSpace(bytes, at + 1);
  if (at < bytes.length) throw unexpected(bytes, at);
  return { fields, close, found };
}

/** The parsed value of a field, or undefined if the field is absent. Throws SyntaxError. */
export function readField(bytes: Buffer, spans: FieldSpans, name: string): unknown {
  const span = spans.fields.get(name);
  return span === undefined ? undefined : JSON.parse(bytes.toString('utf8', span.start, span.end));
}

/** The first byte of a field's value as a character, or undefined if the field is absent. */
export function firstByte(bytes: Buffer, spans: FieldSpans, name: string): string | undefined {
  const span = spans.fields.get(name);
  return span === undefined ? undefined : String.fromCharCode(bytes[span.start] ?? 0);
}

/** True if the field's value is a list without anything in it. */
export function isEmptyList(bytes: Buffer, spans: FieldSpans, name: string): boolean {
  const span = spans.fields.get(name);
  return (
    span !== undefined && bytes[span.start] === OPEN_ARRAY && bytes[skipSpace(bytes, span.start + 1)] === CLOSE_ARRAY
  );
}

/**
 * The body with some fields set: a present field's value is replaced in its place, an absent one is appended. All other
 * bytes stay as they are.
 *
 * @param values field name → JSON text of the new value
 */
export function spliceFields(bytes: Buffer, spans: FieldSpans, values: ReadonlyMap<string, string>): Buffer {
  const edits: { start: number; end: number; text: string }[] = [];
  let isEmpty = spans.fields.size === 0;
  for (const [name, json] of values) {
    const span = spans.fields.get(name);
    if (span !== undefined) {
      edits.push({ start: span.start, end: span.end, text: json });
    } else {
      edits.push({
        start: spans.close,
        end: spans.close,
        text: `${isEmpty ? '' : ','}${JSON.stringify(name)}:${json}`,
      });
      isEmpty = false;
    }
  }
  edits.sort((a, b) => a.start - b.start);
  const parts: Buffer[] = [];
  let from = 0;
  for (const edit of edits) {
    parts.push(bytes.subarray(from, edit.start), Buffer.from(edit.text));
    from = edit.end;
  }
  parts.push(bytes.subarray(from));
  return Buffer.concat(parts);
}

/** A key's name. Names that are asked for are ASCII, so that one read as latin1 can be told from them. */
function keyName(bytes: Buffer, start: number, end: number): string {
  const raw = bytes.toString('latin1', start + 1, end - 1);
  return raw.includes('\\') ? String(JSON.parse(bytes.toString('utf8', start, end))) : raw;
}

function endOfValue(bytes: Buffer, start: number, sought: Buffer | undefined, found: number[]): number {
  const first = bytes[start];
  if (first === QUOTE) return endOfString(bytes, start);
  if (first === OPEN_OBJECT || first === OPEN_ARRAY) return endOfContainer(bytes, start, sought, found);
  return endOfScalar(bytes, start);
}

function endOfContainer(bytes: Buffer, start: number, sought: Buffer | undefined, found: number[]): number {
  // Kinds of the open brackets, so that `[}` is found.
  const open: number[] = [];
  for (let at = start; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === QUOTE) {
      const end = endOfString(bytes, at);
      if (sought !== undefined && end - at === sought.length && startsWith(bytes, at, sought)) found.push(end);
      at = end - 1;
    } else if (byte === OPEN_OBJECT) open.push(CLOSE_OBJECT);
    else if (byte === OPEN_ARRAY) open.push(CLOSE_ARRAY);
    else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
      if (open.pop() !== byte) throw unexpected(bytes, at);
      if (open.length === 0) return at + 1;
    }
  }
  throw new SyntaxError('the JSON body ends too early');
}

function endOfScalar(bytes: Buffer, start: number): number {
  let at = start;
  while (at < bytes.length && !isSpace(bytes[at]) && bytes[at] !== COMMA && bytes[at] !== CLOSE_OBJECT) at++;
  // Scalars are short, and a wrong one (`nul`, `01`) would be sent on.
  JSON.parse(bytes.toString('latin1', start, at));
  return at;
}

/** One past the closing quote of the string that opens at `start`. */
function endOfString(bytes: Buffer, start: number): number {
  if (bytes[start] !== QUOTE) throw unexpected(bytes, start);
  let at = start + 1;
  for (const near = start + SHORT_STRING; at < near; at++) {
    const byte = bytes[at];
    if (byte === QUOTE) return at + 1;
    if (byte === BACKSLASH) at++;
  }
  for (;;) {
    at = bytes.indexOf(QUOTE, at);
    if (at < 0) throw new SyntaxError('the JSON body ends inside a string');
    if (!isEscaped(bytes, at)) return at + 1;
    at++;
  }
}

function startsWith(bytes: Buffer, at: number, sought: Buffer): boolean {
  for (let offset = 1; offset < sought.length; offset++) if (bytes[at + offset] !== sought[offset]) return false;
  return true;
}

function isEscaped(bytes: Buffer, at: number): boolean {
  let first = at;
  while (bytes[first - 1] === BACKSLASH) first--;
  return (at - first) % 2 === 1;
}

function skipSpace(bytes: Buffer, from: number): number {
  let at = from;
  while (isSpace(bytes[at])) at++;
  return at;
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

function unexpected(bytes: Buffer, at: number): SyntaxError {
  const found = at < bytes.length ? JSON.stringify(String.fromCharCode(bytes[at] ?? 0)) : 'the end';
  return new SyntaxError(`unexpected ${found} at byte ${at} of the JSON body`);
}

/**
 * Finds the top-level fields of a JSON object in its bytes, without parsing what is inside them: passing over a value
 * costs a fraction of parsing it (docs/decisions/0002-relay-by-splicing.md).
 */

import { Body } from './body.ts';
import { JsonCursor } from './json-cursor.ts';
import { JsonOutline } from './json-outline.ts';

/** Where a field's value lies in the body. */
export interface Span {
  /** The first byte of the field's name. */
  readonly key: number;
  /** Its first byte. */
  readonly start: number;
  /** One past its last byte. */
  readonly end: number;
  /** What is inside of it, if it is a list and was to be outlined. */
  readonly outline?: JsonOutline;
}

/** Top-level fields by name. Where a name comes twice the last one holds, as with JSON.parse. */
export interface FieldSpans {
  readonly fields: ReadonlyMap<string, Span>;
  /** A name that comes twice, if one does. */
  readonly twice?: string;
  /** Position of the object's closing brace. */
  readonly close: number;
  /** Where the sought strings end, one past their closing quotes. */
  readonly found: readonly number[];
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;

/**
 * The top-level fields of the JSON object in a body.
 * Throws SyntaxError where the outer structure is broken: no object, unclosed strings or brackets, text after the end.
 * What lies inside of nested values is checked for balance only.
 *
 * @param sought a JSON string with its quotes, looked for inside of nested values while they are passed anyway
 * @param outlined names of fields of which an outline is made, if they are lists
 */
export function scanObject(body: Body, sought?: Buffer, outlined?: ReadonlySet<string>): FieldSpans {
  const cursor = new JsonCursor(body, sought);
  const fields = new Map<string, Span>();
  let twice: string | undefined;
  if (cursor.skipSpace() !== OPEN_OBJECT) throw new SyntaxError('the body is not a JSON object');
  cursor.take(OPEN_OBJECT);
  while (cursor.skipSpace() !== CLOSE_OBJECT) {
    const keyStart = cursor.position;
    cursor.skipString();
    const name = keyName(body.slice(keyStart, cursor.position));
    cursor.skipSpace();
    cursor.take(COLON);
    cursor.skipSpace();
    if (fields.has(name)) twice = name;
    fields.set(name, { key: keyStart, ...passValue(cursor, outlined?.has(name) === true) });
    if (cursor.skipSpace() === CLOSE_OBJECT) break;
    cursor.take(COMMA);
    if (cursor.skipSpace() !== QUOTE) throw cursor.unexpected();
  }
  const close = cursor.position;
  cursor.take(CLOSE_OBJECT);
  if (cursor.skipSpace() !== undefined) throw cursor.unexpected();
  return { fields, close, found: cursor.found, ...(twice !== undefined && { twice }) };
}

function passValue(cursor: JsonCursor, isOutlined: boolean): Omit<Span, 'key'> {
  const start = cursor.position;
  if (!isOutlined || cursor.peek() !== OPEN_ARRAY) {
    cursor.skipValue();
    return { start, end: cursor.position };
  }
  const outline = new JsonOutline();
  cursor.skipValue(outline);
  return { start, end: cursor.position, outline };
}

/** The parsed value of a field, or undefined if the field is absent. Throws SyntaxError. */
export function readField(body: Body, spans: FieldSpans, name: string): unknown {
  const span = spans.fields.get(name);
  return span === undefined ? undefined : JSON.parse(body.slice(span.start, span.end).toString('utf8'));
}

/** True if the field's value is a list. */
export function isList(body: Body, spans: FieldSpans, name: string): boolean {
  const span = spans.fields.get(name);
  return span !== undefined && body.slice(span.start, span.start + 1)[0] === OPEN_ARRAY;
}

/** True if the field's value is a list without anything in it. */
export function isEmptyList(body: Body, spans: FieldSpans, name: string): boolean {
  const span = spans.fields.get(name);
  if (span === undefined || !isList(body, spans, name)) return false;
  const inside = new JsonCursor(new Body(body.cut(span.start + 1, span.end)));
  return inside.skipSpace() === CLOSE_ARRAY;
}

/** New text for the bytes from `start` up to `end`. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * The body with some fields set: a present field's value is replaced in its place, an absent one is appended. All other
 * bytes stay as they are, and where they are: only the pieces are put together anew.
 *
 * @param values field name → JSON text of the new value; undefined takes the field away, with one comma
 * @param inner edits inside of values that are left
 */
export function spliceFields(
  body: Body,
  spans: FieldSpans,
  values: ReadonlyMap<string, string | undefined>,
  inner: readonly Edit[] = [],
): Body {
  const edits = [...inner, ...removals(spans, values)];
  let isEmpty = [...spans.fields.keys()].every((name) => values.has(name) && values.get(name) === undefined);
  for (const [name, json] of values) {
    if (json === undefined) continue;
    const span = spans.fields.get(name);
    if (span !== undefined) {
      edits.push({ start: span.start, end: span.end, text: json });
    } else {
      const text = `${isEmpty ? '' : ','}${JSON.stringify(name)}:${json}`;
      edits.push({ start: spans.close, end: spans.close, text });
      isEmpty = false;
    }
  }
  edits.sort((a, b) => a.start - b.start);
  const pieces: Buffer[] = [];
  let from = 0;
  for (const edit of edits) {
    pieces.push(...body.cut(from, edit.start), Buffer.from(edit.text));
    from = edit.end;
  }
  pieces.push(...body.cut(from, body.length));
  return new Body(pieces);
}

/** A field goes with the comma before it; where no field is left before it, with the one behind it. */
function removals(spans: FieldSpans, values: ReadonlyMap<string, string | undefined>): Edit[] {
  const isRemoved = (name: string) => values.has(name) && values.get(name) === undefined;
  if (![...spans.fields.keys()].some(isRemoved)) return [];
  const fields = [...spans.fields].sort(([, a], [, b]) => a.key - b.key);
  const firstLeft = fields.findIndex(([name]) => !isRemoved(name));
  return fields.flatMap(([name, span], index) => {
    if (!isRemoved(name)) return [];
    const before = fields[index - 1]?.[1];
    const after = fields[index + 1]?.[1];
    const isLeading = firstLeft < 0 || index < firstLeft;
    if (isLeading) return [{ start: span.key, end: after?.key ?? span.end, text: '' }];
    return [{ start: before?.end ?? span.key, end: span.end, text: '' }];
  });
}

/** A key's name. Names that are asked for are ASCII, so that one read as latin1 can be told from them. */
function keyName(quoted: Buffer): string {
  const raw = quoted.toString('latin1', 1, quoted.length - 1);
  return raw.includes('\\') ? String(JSON.parse(quoted.toString('utf8'))) : raw;
}

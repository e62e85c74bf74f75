/**
 * JSON of which only that is read that somebody asks for: where a few words of a long conversation are wanted, parsing it
 * costs a hundred times as much as looking for them.
 */

import type { Json } from './json.ts';
import type { JsonOutline } from './json-outline.ts';
import { skipJsonSpace, skipJsonString, skipJsonValue } from './json-skip.ts';
import { decodeJsonBeginning, decodeJsonParts, decodeJsonText } from './json-string.ts';

/** A JSON value. Nothing in it throws: what cannot be read is absent, or empty. */
export interface JsonView {
  readonly isText: boolean;
  /** A field of an object; where a name comes twice, the first one. Undefined if there is none, or this is no object. */
  field(name: string): JsonView | undefined;
  /** The elements of a list that are objects or lists; none if this is no list. */
  elements(): readonly JsonView[];
  /**
   * What a string says; empty if this is no string.
   *
   * @param limit in bytes: of a longer one its beginning and its end are given, with `…` between
   */
  text(limit?: number): string;
  /** The first bytes of a string, as text. */
  beginning(bytes: number): string;
  /** Parsed; undefined where it is no JSON. */
  json(): Json | undefined;
  /** Length in bytes, quotes and brackets included. */
  readonly size: number;
  /** Its first bytes as they are written, no more than `limit`. */
  raw(limit: number): Buffer;
}

/** Bytes of a JSON value that stands in a larger body. */
export interface JsonBytes {
  readonly bytes: Buffer;
  /** Position of the first byte in the body that the outline was made of. */
  readonly base: number;
  readonly outline?: JsonOutline | undefined;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_OBJECT = 0x7b;
const OPEN_ARRAY = 0x5b;

/** A view of the value that begins in bytes which were found to be balanced (json-scan.ts). */
export class JsonBytesView implements JsonView {
  readonly #source: JsonBytes;
  readonly #start: number;

  constructor(source: JsonBytes, start = 0) {
    this.#source = source;
    this.#start = start;
  }

  get isText(): boolean {
    return this.#source.bytes[this.#start] === QUOTE;
  }

  get size(): number {
    return this.#endOf(this.#start) - this.#start;
  }

  field(name: string): JsonView | undefined {
    const { bytes } = this.#source;
    if (bytes[this.#start] !== OPEN_OBJECT) return undefined;
    let at = skipJsonSpace(bytes, this.#start + 1);
    while (bytes[at] === QUOTE) {
      const isSought = isName(bytes, at, name);
      at = skipJsonSpace(bytes, skipJsonString(bytes, at) ?? bytes.length);
      if (bytes[at] !== COLON) return undefined;
      at = skipJsonSpace(bytes, at + 1);
      if (isSought) return new JsonBytesView(this.#source, at);
      at = skipJsonSpace(bytes, this.#endOf(at));
      if (bytes[at] !== COMMA) return undefined;
      at = skipJsonSpace(bytes, at + 1);
    }
    return undefined;
  }

  elements(): readonly JsonView[] {
    const { bytes } = this.#source;
    const found: JsonView[] = [];
    if (bytes[this.#start] !== OPEN_ARRAY) return found;
    let at = skipJsonSpace(bytes, this.#start + 1);
    while (at < bytes.length) {
      const byte = bytes[at];
      if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) found.push(new JsonBytesView(this.#source, at));
      at = skipJsonSpace(bytes, this.#endOf(at));
      if (bytes[at] !== COMMA) break;
      at = skipJsonSpace(bytes, at + 1);
    }
    return found;
  }

  text(limit = Number.POSITIVE_INFINITY): string {
    if (!this.isText) return '';
    const { bytes } = this.#source;
    const end = skipJsonString(bytes, this.#start) ?? bytes.length + 1;
    return decodeJsonParts(bytes, this.#start + 1, end - 1, limit);
  }

  beginning(count: number): string {
    if (!this.isText) return '';
    const from = this.#start + 1;
    const { bytes } = this.#source;
    const end = skipJsonString(bytes.subarray(0, from + count), this.#start);
    if (end !== undefined) return decodeJsonText(bytes, from, end - 1);
    return decodeJsonBeginning(bytes, from, Math.min(from + count, bytes.length));
  }

  raw(limit: number): Buffer {
    const near = this.#source.bytes.subarray(this.#start, this.#start + limit);
    return near.subarray(0, skipJsonValue(near, 0));
  }

  json(): Json | undefined {
    try {
      return JSON.parse(this.#source.bytes.toString('utf8', this.#start, this.#endOf(this.#start)));
    } catch {
      return undefined;
    }
  }

  #endOf(start: number): number {
    const { bytes, base, outline } = this.#source;
    const byte = bytes[start];
    const isContainer = byte === OPEN_OBJECT || byte === OPEN_ARRAY;
    const known = isContainer ? outline?.endOf(base + start) : undefined;
    return known === undefined ? skipJsonValue(bytes, start) : known - base;
  }
}

/** True if the string that begins here is this name, written without escapes. */
function isName(bytes: Buffer, start: number, name: string): boolean {
  for (let index = 0; index < name.length; index++) {
    if (bytes[start + 1 + index] !== name.charCodeAt(index)) return false;
  }
  return bytes[start + 1 + name.length] === QUOTE;
}

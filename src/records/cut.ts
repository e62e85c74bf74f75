/**
 * Where bodies are cut into blocks, so that what a conversation repeats in each turn is stored once. Pure: the same bytes
 * are always cut at the same places, and the blocks joined are the body.
 */

import { Body } from '../lib/body.ts';
import { JsonCursor } from '../lib/json-cursor.ts';

/** Smaller neighbours inside of a message share a block: each block costs some hundred bytes of bookkeeping. */
const SMALLEST_BLOCK = 512;
/** Of what has no structure that is known here: streams, text, broken JSON. */
const PLAIN_BLOCK = 64 * 1024;
/** A body is read as text in such pieces: in one, a long text is garbage of the kind that V8 is slow to clear. */
const READ_AT_ONCE = 64 * 1024;
/** A body of more would cost more to keep in blocks than it saves. */
const MOST_BLOCKS = 50_000;

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;

/**
 * The body in blocks. A block reaches from the end of the element before to the end of its own element, so that it stays
 * the same when the array grows behind it: elements of the lists at the top (messages, tools, system blocks), and of
 * lists in these (content blocks), as long as they are not small.
 */
export function cutBody(body: Buffer): Buffer[] {
  const ends = jsonEnds(body) ?? plainEnds(body.length);
  return ends.map((end, index) => body.subarray(ends[index - 1] ?? 0, end));
}

function plainEnds(length: number): number[] {
  const ends: number[] = [];
  for (let end = PLAIN_BLOCK; end < length; end += PLAIN_BLOCK) ends.push(end);
  if (length > 0) ends.push(length);
  return ends;
}

/** Undefined for what is no JSON object. */
function jsonEnds(body: Buffer): number[] | undefined {
  // Whether it can be JSON is seen in the first byte; what is not (a stream) is not even looked through.
  const first = body.find((byte) => byte > 0x20);
  if (first !== OPEN_OBJECT) return undefined;
  try {
    return new JsonCutter(body).ends();
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function inPieces(body: Buffer): Buffer[] {
  const count = Math.ceil(body.length / READ_AT_ONCE);
  return Array.from({ length: count }, (_, at) => body.subarray(at * READ_AT_ONCE, (at + 1) * READ_AT_ONCE));
}

/** Walks over the JSON of one body. Throws SyntaxError where it is none. */
class JsonCutter {
  readonly #cursor: JsonCursor;
  readonly #length: number;
  readonly #ends: number[] = [];

  constructor(body: Buffer) {
    this.#cursor = new JsonCursor(new Body(inPieces(body)));
    this.#length = body.length;
  }

  ends(): number[] {
    this.#cursor.skipSpace();
    this.#members(() => this.#topValue());
    if (this.#cursor.skipSpace() !== undefined) throw this.#cursor.unexpected();
    this.#border(1, this.#length);
    return this.#ends;
  }

  /** A field at the top. A long one, such as instructions in one string, has a block of its own. */
  #topValue(): void {
    if (this.#cursor.peek() !== OPEN_ARRAY) this.#cursor.skipValue();
    else this.#elements(() => this.#topElement(), 1);
    this.#border(SMALLEST_BLOCK);
  }

  /** A message, a tool: never shares a block with the next one. */
  #topElement(): void {
    const isObject = this.#cursor.peek() === OPEN_OBJECT;
    if (isObject) this.#members(() => this.#innerValue());
    else this.#cursor.skipValue();
    this.#border(isObject ? 1 : SMALLEST_BLOCK);
  }

  #innerValue(): void {
    if (this.#cursor.peek() !== OPEN_ARRAY) return this.#cursor.skipValue();
    this.#elements(() => {
      this.#cursor.skipValue();
      this.#border(SMALLEST_BLOCK);
    }, SMALLEST_BLOCK);
  }

  /** @param smallest of the block that ends where the list begins: what stands before it changes by itself */
  #elements(element: () => void, smallest: number): void {
    this.#cursor.take(OPEN_ARRAY);
    this.#border(smallest);
    if (this.#cursor.skipSpace() === CLOSE_ARRAY) return this.#cursor.take(CLOSE_ARRAY);
    this.#separated(CLOSE_ARRAY, element);
  }

  #members(value: () => void): void {
    const cursor = this.#cursor;
    cursor.take(OPEN_OBJECT);
    if (cursor.skipSpace() === CLOSE_OBJECT) return cursor.take(CLOSE_OBJECT);
    this.#separated(CLOSE_OBJECT, () => {
      if (cursor.peek() !== QUOTE) throw cursor.unexpected();
      cursor.skipString();
      cursor.skipSpace();
      cursor.take(COLON);
      cursor.skipSpace();
      value();
    });
  }

  #separated(close: number, part: () => void): void {
    const cursor = this.#cursor;
    for (;;) {
      cursor.skipSpace();
      part();
      if (cursor.skipSpace() !== COMMA) return cursor.take(close);
      cursor.take(COMMA);
    }
  }

  /** Ends a block here, if it is not smaller than that. */
  #border(smallest: number, at = this.#cursor.position): void {
    if (at - (this.#ends.at(-1) ?? 0) < smallest) return;
    if (this.#ends.length >= MOST_BLOCKS) throw new SyntaxError('too many elements');
    this.#ends.push(at);
  }
}

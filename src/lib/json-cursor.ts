import type { Body } from './body.ts';
import type { JsonOutline } from './json-outline.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;

/**
 * Walks over JSON bytes without parsing what it passes. Values may lie in several pieces of the body. Every method throws
 * SyntaxError where the structure is broken.
 *
 * Each piece is read as latin1, a character for a byte: copying it and `String.indexOf` together cost a third of
 * `Buffer.indexOf`, which has to leave JavaScript for each string (Node 24).
 */
export class JsonCursor {
  readonly #body: Body;
  readonly #sought: Buffer | undefined;
  /** Where the sought strings end, one past their closing quotes. */
  readonly found: number[] = [];
  #piece = 0;
  #text: string;
  #at = 0;
  /** Position of the current piece in the body. */
  #base = 0;

  /** @param sought a JSON string with its quotes, looked for inside of containers */
  constructor(body: Body, sought?: Buffer) {
    this.#body = body;
    this.#sought = sought;
    this.#text = body.pieces[0]?.toString('latin1') ?? '';
  }

  /** In the body, of the byte that comes next. */
  get position(): number {
    return this.#base + this.#at;
  }

  /** The next byte; undefined at the end. */
  peek(): number | undefined {
    return this.#at < this.#text.length ? this.#text.charCodeAt(this.#at) : this.#peekFurther();
  }

  /** Passes white space, and gives the byte behind it. */
  skipSpace(): number | undefined {
    let byte = this.peek();
    while (isSpace(byte)) {
      this.#at++;
      byte = this.peek();
    }
    return byte;
  }

  /** Passes the given byte. */
  take(byte: number): void {
    if (this.peek() !== byte) throw this.unexpected();
    this.#at++;
  }

  /**
   * Passes a value of any kind.
   *
   * @param outline learns where the containers inside of it are
   */
  skipValue(outline?: JsonOutline): void {
    const first = this.peek();
    if (first === QUOTE) this.skipString();
    else if (first === OPEN_OBJECT || first === OPEN_ARRAY) this.#skipContainer(outline);
    else this.#skipScalar();
  }

  /** Passes a string with its quotes. */
  skipString(): void {
    this.take(QUOTE);
    let isEscaped = false;
    for (;;) {
      const from: number = this.#at + (isEscaped ? 1 : 0);
      const end: number = endOfString(this.#text, from);
      if (end >= 0) {
        this.#at = end;
        return;
      }
      isEscaped = from > this.#text.length || endsInEscape(this.#text, from);
      if (!this.#nextPiece()) throw new SyntaxError('the JSON body ends inside a string');
    }
  }

  /** What stands here and should not. */
  unexpected(): SyntaxError {
    const byte = this.peek();
    const what = byte === undefined ? 'the end' : JSON.stringify(String.fromCharCode(byte));
    return new SyntaxError(`unexpected ${what} at byte ${this.position} of the JSON body`);
  }

  #skipContainer(outline: JsonOutline | undefined): void {
    // Kinds of the open brackets, so that `[}` is found.
    const open: number[] = [];
    do {
      const byte = this.peek();
      if (byte === undefined) throw new SyntaxError('the JSON body ends too early');
      if (byte === QUOTE) {
        this.#skipInnerString();
        continue;
      }
      if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
        outline?.open(open.length, this.position);
        open.push(byte === OPEN_OBJECT ? CLOSE_OBJECT : CLOSE_ARRAY);
      } else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
        if (open.pop() !== byte) throw this.unexpected();
        outline?.close(open.length, this.position + 1);
      }
      this.#at++;
    } while (open.length > 0);
  }

  #skipInnerString(): void {
    const start = this.position;
    this.skipString();
    const sought = this.#sought;
    if (this.position - start !== sought?.length) return;
    if (this.#body.slice(start, this.position).equals(sought)) this.found.push(this.position);
  }

  #skipScalar(): void {
    const start = this.position;
    for (let byte = this.peek(); byte !== undefined && !isEndOfScalar(byte); byte = this.peek()) this.#at++;
    // Scalars are short, and a wrong one (`nul`, `01`) would be sent on.
    JSON.parse(this.#body.slice(start, this.position).toString('latin1'));
  }

  #peekFurther(): number | undefined {
    while (this.#at >= this.#text.length) if (!this.#nextPiece()) return undefined;
    return this.#text.charCodeAt(this.#at);
  }

  #nextPiece(): boolean {
    const next = this.#body.pieces[this.#piece + 1];
    if (next === undefined) return false;
    this.#piece++;
    this.#base += this.#text.length;
    this.#at = 0;
    this.#text = next.toString('latin1');
    return true;
  }
}

/** One past the closing quote of the string whose inside goes on at `from`; -1 if it does not end in this text. */
function endOfString(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 1)) {
    if (!isEscapedAt(text, at, from)) return at + 1;
  }
  return -1;
}

/** True if the text ends with a backslash that escapes what follows. */
function endsInEscape(text: string, from: number): boolean {
  return isEscapedAt(text, text.length, from);
}

/** True if an odd number of backslashes stands before `at`. Nothing before `from` counts. */
function isEscapedAt(text: string, at: number, from: number): boolean {
  let first = at;
  while (first > from && text.charCodeAt(first - 1) === BACKSLASH) first--;
  return (at - first) % 2 === 1;
}

function isEndOfScalar(byte: number): boolean {
  return isSpace(byte) || byte === COMMA || byte === CLOSE_OBJECT || byte === CLOSE_ARRAY;
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

/**
 * The size of a text, in a measure that is near to what tokenizers make of it, at the cost of one look at each byte.
 *
 * Characters alone are a bad measure: English prose has 4.5 of them in a token, code 3.5. Tokenizers cut a text into words,
 * numbers, signs and white space first, so counting those is near for both. The weights are a least-squares fit to the
 * o200k and cl100k vocabularies over 260 texts (docs/decisions/0007-counting-tokens.md): English, code and JSON then
 * differ by 4 % from each other.
 */

/** Adds up the sizes of texts. */
export class TextSize {
  /** Words, numbers, signs and white space, weighted: about one token each. */
  pieces = 0;
  /** Characters of three bytes and more (Chinese, Japanese, Korean, emoji), and a little for each run of them. */
  wide = 0;

  /** @param wire wire text */
  add(wire: string): void {
    let before = NOTHING;
    let kind = NOTHING;
    let length = 0;
    for (let at = 0; at < wire.length; at++) {
      const next = KINDS[wire.charCodeAt(at)] ?? OTHER;
      if (next === INSIDE) continue;
      if (next === kind || (next === LOWER && kind === UPPER)) {
        // `Word` is one word, `someWord` are two.
        kind = next;
        length++;
        continue;
      }
      this.#count(kind, length, before);
      before = kind;
      kind = next;
      length = 1;
    }
    this.#count(kind, length, before);
  }

  /** @param before the kind of what stands before it */
  #count(kind: number, length: number, before: number): void {
    switch (kind) {
      case LOWER:
      case UPPER:
        this.pieces += WORD + Math.max(0, length - LONG_WORD) * MORE_OF_A_WORD;
        break;
      case DIGIT:
        this.pieces += Math.ceil(length / 3) * DIGITS;
        break;
      case SIGN:
        this.pieces += SIGNS + length * SIGN_EACH;
        break;
      case LINE:
        // Signs at the end of a line take its end along.
        this.pieces += before === SIGN ? LINES_AFTER_SIGNS : LINES;
        break;
      case SPACE:
        // One space belongs to the word behind it.
        if (length > 1) this.pieces += INDENT;
        break;
      case WIDE:
        // What begins a run has nothing before it to form a token with.
        this.wide += length + WIDE_RUN;
        break;
      case OTHER:
        this.pieces += length * OTHER_EACH;
    }
  }
}

const WORD = 0.945;
const LONG_WORD = 7;
const MORE_OF_A_WORD = 0.08;
const DIGITS = 1.72;
const SIGNS = 0.71;
const SIGN_EACH = 0.15;
const LINES = 2;
const LINES_AFTER_SIGNS = 0.3;
const INDENT = 0.55;
const WIDE_RUN = 0.7;
// Cyrillic, accents and the like: characters of two bytes.
const OTHER_EACH = 0.6;

const NOTHING = 0;
const LOWER = 1;
const UPPER = 2;
const DIGIT = 3;
const SIGN = 4;
const LINE = 5;
const SPACE = 6;
const WIDE = 7;
const OTHER = 8;
const INSIDE = 9;

/** What each byte begins. */
const KINDS = Uint8Array.from({ length: 256 }, (_, byte) => kindOf(byte));

function kindOf(byte: number): number {
  if (byte >= 0xe0) return WIDE;
  if (byte >= 0xc0) return OTHER;
  if (byte >= 0x80) return INSIDE;
  const character = String.fromCharCode(byte);
  if (/[a-z]/.test(character)) return LOWER;
  if (/[A-Z]/.test(character)) return UPPER;
  if (/\d/.test(character)) return DIGIT;
  if (/[\n\r]/.test(character)) return LINE;
  return /\s/.test(character) ? SPACE : SIGN;
}

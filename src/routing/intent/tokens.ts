/** Words of any language as hashes: the classifier never looks at a word itself. */

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** What a token is: `mixed` has letters and digits, or an underscore. */
export const SORT = { word: 0, number: 1, mixed: 2, cjk: 3, mark: 4 } as const;

/** Latin words and numbers, single characters of Chinese, Japanese or Korean, and marks that say something; in their order. */
export interface Tokens {
  readonly hashes: readonly number[];
  /** Of each, one of `SORT`. */
  readonly sorts: readonly number[];
  /** Of each, in characters. */
  readonly lengths: readonly number[];
  /** Of each, the number of its clause: what stands between commas and the ends of sentences. Clauses without a token have none. */
  readonly clauses: readonly number[];
}

/** FNV-1a over UTF-16 units (http://www.isthe.com/chongo/tech/comp/fnv/), beginning from another hash. */
export function hashText(text: string, seed = FNV_OFFSET): number {
  let hash = seed;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), FNV_PRIME);
  return hash;
}

/** One hash of two, in this order. */
export function joinHashes(first: number, second: number): number {
  return Math.imul((first ^ Math.imul(second, 0x9e3779b1)) + 0x7f4a7c15, 0x85ebca6b);
}

/** Without regard to capitals and width. */
export function tokensOf(text: string): Tokens {
  const writer = new TokenWriter();
  for (let index = 0; index < text.length; index++) {
    const unit = foldUnit(text.charCodeAt(index));
    if (isWordUnit(unit)) writer.addToWord(unit);
    else writer.addOther(unit, text.charCodeAt(index + 1));
  }
  writer.endWord();
  return writer;
}

class TokenWriter implements Tokens {
  readonly hashes: number[] = [];
  readonly sorts: number[] = [];
  readonly lengths: number[] = [];
  readonly clauses: number[] = [];
  #word = FNV_OFFSET;
  #length = 0;
  #digits = 0;
  #hasUnderscore = false;
  #clause = 0;
  #clauseIsEmpty = true;

  addToWord(unit: number): void {
    this.#word = Math.imul(this.#word ^ unit, FNV_PRIME);
    this.#length++;
    if (unit >= 0x30 && unit <= 0x39) this.#digits++;
    else if (unit === 0x5f) this.#hasUnderscore = true;
  }

  addOther(unit: number, next: number): void {
    this.endWord();
    if (isCjkUnit(unit)) this.#add(Math.imul(FNV_OFFSET ^ unit, FNV_PRIME), SORT.cjk, 1);
    else if (isMark(unit)) this.#add(Math.imul(FNV_OFFSET ^ unit, FNV_PRIME), SORT.mark, 1);
    if (isBreak(unit, next) && !this.#clauseIsEmpty) {
      this.#clause++;
      this.#clauseIsEmpty = true;
    }
  }

  endWord(): void {
    if (this.#length === 0) return;
    this.#add(this.#word, this.#sortOfWord(), this.#length);
    this.#word = FNV_OFFSET;
    this.#length = 0;
    this.#digits = 0;
    this.#hasUnderscore = false;
  }

  #sortOfWord(): number {
    if (this.#digits === this.#length) return SORT.number;
    return this.#digits > 0 || this.#hasUnderscore ? SORT.mixed : SORT.word;
  }

  #add(hash: number, sort: number, length: number): void {
    this.hashes.push(hash);
    this.sorts.push(sort);
    this.lengths.push(length);
    this.clauses.push(this.#clause);
    this.#clauseIsEmpty = false;
  }
}

function foldUnit(unit: number): number {
  const narrow = unit >= 0xff01 && unit <= 0xff5e ? unit - 0xfee0 : unit;
  if (narrow >= 0x41 && narrow <= 0x5a) return narrow + 32;
  // Latin-1 and Cyrillic capitals.
  if ((narrow >= 0xc0 && narrow <= 0xde) || (narrow >= 0x410 && narrow <= 0x42f)) return narrow + 32;
  return narrow;
}

function isWordUnit(unit: number): boolean {
  return (
    (unit >= 0x61 && unit <= 0x7a) || (unit >= 0x30 && unit <= 0x39) || unit === 0x5f || (unit >= 0xdf && unit <= 0x52f)
  );
}

/** Han, kana, hangul. */
function isCjkUnit(unit: number): boolean {
  return (unit >= 0x3040 && unit <= 0x30ff) || (unit >= 0x3400 && unit <= 0x9fff) || (unit >= 0xac00 && unit <= 0xd7af);
}

/** `? ! / # . : @ ~` */
function isMark(unit: number): boolean {
  return (
    unit === 0x3f || unit === 0x21 || unit === 0x2f || unit === 0x23 || unit === 0x3a || unit === 0x40 || unit === 0x7e
  );
}

/** `, ! ? ; 。`, the end of a line, and a full stop before a space: others stand in names and numbers. */
function isBreak(unit: number, next: number): boolean {
  if (unit === 0x2e) return Number.isNaN(next) || next === 0x20 || next === 0x0a;
  return unit === 0x2c || unit === 0x21 || unit === 0x3f || unit === 0x3b || unit === 0x3002 || unit === 0x0a;
}

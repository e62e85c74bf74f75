/** Words of any language as hashes: the classifier never looks at a word itself. */

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** A Latin word or number, one character of Chinese, Japanese or Korean, or a mark that says something. */
export interface Tokens {
  readonly hashes: readonly number[];
  /** Whether the token is a single CJK character; such ones are read in groups. */
  readonly isCjk: readonly boolean[];
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

export function tokensOf(text: string): Tokens {
  const hashes: number[] = [];
  const isCjk: boolean[] = [];
  let word = FNV_OFFSET;
  let length = 0;
  const endWord = () => {
    if (length > 0) {
      hashes.push(word);
      isCjk.push(false);
    }
    word = FNV_OFFSET;
    length = 0;
  };
  for (let index = 0; index < text.length; index++) {
    const unit = foldUnit(text.charCodeAt(index));
    if (isWordUnit(unit)) {
      word = Math.imul(word ^ unit, FNV_PRIME);
      length++;
      continue;
    }
    endWord();
    if (isCjkUnit(unit) || isMark(unit)) {
      hashes.push(Math.imul(FNV_OFFSET ^ unit, FNV_PRIME));
      isCjk.push(!isMark(unit));
    }
  }
  endWord();
  return { hashes, isCjk };
}

/** Lower case, and the ASCII form of full-width characters. */
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

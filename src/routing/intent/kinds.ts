import { LEXICON, type WordKind } from './lexicon.ts';
import { joinHashes, type Tokens, tokensOf } from './tokens.ts';

/** Longest phrase of the lexicon, in tokens: Chinese ones have one for each character. */
const LONGEST = 8;

/** Finds words and phrases of the lexicon among tokens. */
export class KindFinder {
  readonly #kinds = new Map<number, WordKind>();

  constructor() {
    for (const [kind, words] of Object.entries(LEXICON)) {
      for (const word of words.split(' ')) {
        const hash = phraseHash(tokensOf(word.replaceAll('_', ' ')).hashes);
        if (isWordKind(kind) && !this.#kinds.has(hash)) this.#kinds.set(hash, kind);
      }
    }
  }

  /** The kinds of what is there, in its order; of phrases that begin at the same place the longest. */
  find({ hashes }: Tokens): readonly WordKind[] {
    const found: WordKind[] = [];
    for (let start = 0; start < hashes.length; ) {
      const match = this.#longestAt(hashes, start);
      if (match !== undefined) found.push(match.kind);
      start += match?.length ?? 1;
    }
    return found;
  }

  #longestAt(hashes: readonly number[], start: number): { readonly kind: WordKind; readonly length: number } | undefined {
    let longest: { readonly kind: WordKind; readonly length: number } | undefined;
    let phrase = 0;
    for (let length = 1; length <= LONGEST && start + length <= hashes.length; length++) {
      phrase = joinHashes(phrase, hashes[start + length - 1] ?? 0);
      const kind = this.#kinds.get(phrase);
      if (kind !== undefined) longest = { kind, length };
    }
    return longest;
  }
}

function phraseHash(hashes: readonly number[]): number {
  return hashes.reduce(joinHashes, 0);
}

function isWordKind(kind: string): kind is WordKind {
  return Object.hasOwn(LEXICON, kind);
}

import { LEXICON } from './lexicon.ts';
import { hashText, joinHashes, type Tokens, tokensOf } from './tokens.ts';

/** Longest phrase of the lexicon, in tokens: Chinese ones have one for each character. */
const LONGEST = 8;

/** The hash of a phrase → the hash of its kind. */
const KINDS: ReadonlyMap<number, number> = new Map(
  Object.entries(LEXICON)
    .flatMap(([kind, phrases]) => phrases.split(' ').map((phrase) => [phraseHash(phrase), hashText(kind)] as const))
    // A phrase of several kinds has the first of them.
    .toReversed(),
);

export interface Kinds {
  readonly hashes: readonly number[];
  /** Of each, the number of the token that it begins with. */
  readonly starts: readonly number[];
}

/**
 * The kinds of the words and phrases that the lexicon knows, as hashes, in their order; of phrases that begin at the same
 * place it is the longest.
 */
export function findKinds({ hashes }: Pick<Tokens, 'hashes'>): Kinds {
  const found: number[] = [];
  const starts: number[] = [];
  for (let start = 0; start < hashes.length; ) {
    const match = longestAt(hashes, start);
    if (match !== undefined) {
      found.push(match.kind);
      starts.push(start);
    }
    start += match?.length ?? 1;
  }
  return { hashes: found, starts };
}

interface Match {
  readonly kind: number;
  readonly length: number;
}

function longestAt(hashes: readonly number[], start: number): Match | undefined {
  let longest: Match | undefined;
  let phrase = 0;
  for (let length = 1; length <= LONGEST && start + length <= hashes.length; length++) {
    phrase = joinHashes(phrase, hashes[start + length - 1] ?? 0);
    const kind = KINDS.get(phrase);
    if (kind !== undefined) longest = { kind, length };
  }
  return longest;
}

function phraseHash(phrase: string): number {
  return tokensOf(phrase.replaceAll('_', ' ')).hashes.reduce(joinHashes, 0);
}

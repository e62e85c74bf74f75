/**
 * What a text is found by, the same for every database: words, and of scripts without blanks between words each two
 * neighbouring characters, so that two characters are enough to search for (docs/decisions/0019-search.md).
 */

/** A token is cut off there; what is longer was not written to be searched for. */
const LONGEST_TOKEN = 64;
/** Between what does not follow each other: no text has a token like it. */
const GAP = '_';

/** Characters of scripts whose words are not told apart by blanks. */
const UNSPACED = String.raw`[[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}]&&[\p{L}\p{M}\p{N}]]`;
const RUN = new RegExp(String.raw`(${UNSPACED}+)|[[\p{L}\p{M}\p{N}_]--${UNSPACED}]+`, 'gv');
/** HTTP|Server2, get|User|Name, 3|x */
const PART = /\p{Lu}+(?=\p{Lu}\p{Ll})|\p{Lu}?[\p{Ll}\p{Lo}\p{Lm}\p{M}]+\p{N}*|\p{Lu}+\p{N}*|\p{N}+/gu;

/** A word, or characters that follow each other in an unspaced script. */
export interface Run {
  readonly text: string;
  readonly isUnspaced: boolean;
}

/** The runs of a text in their order, in the case in which they are written. */
export function runsOf(text: string): readonly Run[] {
  return [...text.normalize('NFKC').matchAll(RUN)].map(([run, unspaced]) => ({
    text: run,
    isUnspaced: unspaced !== undefined,
  }));
}

/** The parts of an identifier such as `getUserName` or `user_name`; one for a plain word; none for what has no letter. */
export function partsOf(word: string): readonly string[] {
  return (word.match(PART) ?? []).map(tokenOf);
}

export function tokenOf(word: string): string {
  return word.toLowerCase().slice(0, LONGEST_TOKEN);
}

/** Each two neighbouring characters. */
export function pairsOf(run: string): readonly string[] {
  const characters = [...run.toLowerCase()];
  return characters.slice(1).map((character, index) => `${characters[index]}${character}`);
}

/** The last character alone: by it, what ends with it is found, and what follows the run is next to it. */
export function lastOf(run: string): string {
  return [...run.toLowerCase()].at(-1) ?? '';
}

/** All tokens of texts that do not follow each other, with blanks between them: first what is written, then parts of it. */
export function tokensOf(texts: readonly string[]): string {
  const tokens: string[] = [];
  const identifiers = new Map<string, readonly string[]>();
  for (const text of texts) {
    if (tokens.length > 0) tokens.push(GAP);
    for (const run of runsOf(text)) {
      if (run.isUnspaced) {
        tokens.push(...pairsOf(run.text), lastOf(run.text));
        continue;
      }
      const [whole, parts] = [tokenOf(run.text), partsOf(run.text)];
      if (parts.length === 0) continue;
      tokens.push(whole);
      if (parts.length > 1 || parts[0] !== whole) identifiers.set(whole, parts);
    }
  }
  for (const parts of identifiers.values()) tokens.push(GAP, ...parts);
  return tokens.join(' ');
}

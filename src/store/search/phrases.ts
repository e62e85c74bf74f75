import { lastOf, pairsOf, partsOf, type Run, runsOf, tokenOf } from './tokens.ts';

/** Tokens that must stand next to each other. */
export interface Phrase {
  readonly tokens: readonly string[];
  /** The last one is only the beginning of what is sought. */
  readonly isPrefix: boolean;
}

/** More are left out: nobody types them, and each costs a look into the index. */
const MOST_PHRASES = 16;
const MOST_TOKENS = 64;
/** A shorter beginning of a word is found in too many words. */
const SHORTEST_PREFIX = 3;

/**
 * What somebody searches for: every word of it, the last one perhaps only its beginning; what stands in quotes as a whole.
 * Nothing where there is no word in it.
 */
export function phrasesOf(question: string): readonly Phrase[] {
  const pieces = [...question.matchAll(/"([^"]*)"?|[^\s"]+/g)];
  const phrases = pieces.map(([piece, quoted], index) =>
    quoted === undefined ? wordPhrase(piece, index === pieces.length - 1) : quotedPhrase(quoted),
  );
  return phrases.filter(({ tokens }) => tokens.length > 0).slice(0, MOST_PHRASES);
}

function quotedPhrase(text: string): Phrase {
  return phraseOf(runsOf(text), false);
}

function wordPhrase(word: string, isLast: boolean): Phrase {
  const runs = runsOf(word);
  const [run] = runs;
  // An identifier alone is found by its parts, however it is spelled.
  const parts = runs.length === 1 && run?.isUnspaced === false ? partsOf(run.text) : [];
  const isWritten = !isLast || isLongEnough(parts.at(-1));
  if (parts.length > 1 && isWritten) return { tokens: parts, isPrefix: isLast };
  return phraseOf(runs, isLast);
}

function phraseOf(runs: readonly Run[], mayBeBeginning: boolean): Phrase {
  const tokens = runs.flatMap((run, index) => tokensInPhrase(run, index === runs.length - 1)).slice(0, MOST_TOKENS);
  const last = runs.at(-1);
  if (last === undefined) return { tokens, isPrefix: false };
  const isPrefix = last.isUnspaced ? pairsOf(last.text).length === 0 : mayBeBeginning && isLongEnough(tokens.at(-1));
  return { tokens, isPrefix };
}

function isLongEnough(token: string | undefined): boolean {
  return token !== undefined && token.length >= SHORTEST_PREFIX;
}

/** What is sought may go on behind its last character, but not where something else follows. */
function tokensInPhrase({ text, isUnspaced }: Run, isLastRun: boolean): readonly string[] {
  if (!isUnspaced) return partsOf(text).length === 0 ? [] : [tokenOf(text)];
  const pairs = pairsOf(text);
  return isLastRun && pairs.length > 0 ? pairs : [...pairs, lastOf(text)];
}

/** As FTS5 has it (https://www.sqlite.org/fts5.html §3), upon the columns `tokens` and `key`. @param keys one of these */
export function fts5Query(phrases: readonly Phrase[], keys: readonly string[] | undefined): string {
  const words = phrases.map(({ tokens, isPrefix }) => `tokens : "${tokens.join(' ')}"${isPrefix ? ' *' : ''}`);
  if (keys === undefined) return words.join(' AND ');
  return [...words, `(${keys.map((key) => `key : ${quoted(key, '"')}`).join(' OR ')})`].join(' AND ');
}

/**
 * As PostgreSQL's tsquery has it. A key is a lexeme that begins with a colon, as no token does.
 *
 * @param isLoose it is enough that all tokens are there, wherever they stand
 */
export function tsQuery(phrases: readonly Phrase[], keys: readonly string[] | undefined, isLoose = false): string {
  const next = isLoose ? ' & ' : ' <-> ';
  const words = phrases.map(({ tokens, isPrefix }) => {
    const lexemes = tokens.map((token) => quoted(token, "'"));
    return `(${lexemes.join(next)}${isPrefix ? ':*' : ''})`;
  });
  if (keys === undefined) return words.join(' & ');
  return [...words, `(${keys.map((key) => quoted(`:${key}`, "'")).join(' | ')})`].join(' & ');
}

function quoted(text: string, quote: string): string {
  return quote + text.replaceAll('\\', '\\\\').replaceAll(quote, quote + quote) + quote;
}

import type { FeatureSet } from './feature-set.ts';
import type { IntentInput } from './intent-input.ts';
import { findKinds, type Kinds } from './kinds.ts';
import { shapesOf } from './shapes.ts';
import { hashText, joinHashes, SORT, type Tokens, tokensOf } from './tokens.ts';

const HEAD = 500;
const TAIL = 250;
/** Kinds of words are put together in pairs; a long text has too many. */
const MOST_KINDS = 8;
/** What a short answer means is decided by what it answers. */
const SHORT_TOKENS = 8;
const SHORT_KINDS = 5;
/** Words of a clause. */
const MOST_OF_CLAUSE = 12;
const LATIN_TRIPLES = 6;

const SPACE = {
  word: hashText('word'),
  pair: hashText('pair'),
  triple: hashText('triple'),
  start: hashText('start'),
  end: hashText('end'),
  whole: hashText('whole'),
  answer: hashText('answer'),
  after: hashText('after'),
  fact: hashText('fact'),
  shape: hashText('shape'),
  kind: hashText('kind'),
  kindAfter: hashText('kindAfter'),
  kindPair: hashText('kindPair'),
  kindSet: hashText('kindSet'),
  kindStart: hashText('kindStart'),
  kindEnd: hashText('kindEnd'),
  clauseStart: hashText('clauseStart'),
  clauseEnd: hashText('clauseEnd'),
  clauseKind: hashText('clauseKind'),
  firstClause: hashText('firstClause'),
  lastClause: hashText('lastClause'),
} as const;

/** Stand for any number, and for any name with a digit or an underscore. */
const NUMBER = hashText('any number');
const MIXED = hashText('any name');

/** What the user's words are made of. */
export interface OwnWords {
  readonly tokens: Tokens;
  readonly kinds: Kinds;
  /** Different ones, the first few. */
  readonly differentKinds: readonly number[];
  /** The hash of how long they are, roughly. */
  readonly length: number;
}

/** @param situation the hash of its name */
export function addOwnWords(features: FeatureSet, input: IntentInput, situation: number): OwnWords {
  const text = clip(input.prose);
  const tokens = tokensOf(text);
  const kinds = findKinds(tokens);
  const differentKinds = [...new Set(kinds.hashes)].slice(0, MOST_KINDS);
  const own = { tokens, kinds, differentKinds, length: hashText(`length ${lengthClass(tokens.hashes.length)}`) };
  addWords(features, tokens);
  addFolded(features, tokens);
  addShort(features, tokens, situation);
  addKinds(features, own, situation);
  addClauses(features, own);
  addFacts(features, input, own, situation);
  for (const shape of shapesOf(text)) features.add(SPACE.shape, hashText(shape));
  return own;
}

function addWords(features: FeatureSet, { hashes, sorts }: Tokens): void {
  for (const [index, hash] of hashes.entries()) {
    features.add(SPACE.word, hash);
    const next = hashes[index + 1];
    if (next === undefined) continue;
    const pair = joinHashes(hash, next);
    features.add(SPACE.pair, pair);
    const third = hashes[index + 2];
    const isTriple = sorts[index] === SORT.cjk || index < LATIN_TRIPLES;
    if (third !== undefined && isTriple) features.add(SPACE.triple, joinHashes(pair, third));
  }
  addEnds(features, hashes, SPACE.start, SPACE.end);
}

/** The first word and the first two; the last word and the last two. */
function addEnds(features: FeatureSet, hashes: readonly number[], start: number, end: number): void {
  const [first, second] = hashes;
  const [before, last] = [hashes.at(-2), hashes.at(-1)];
  if (first === undefined || last === undefined) return;
  features.add(start, first);
  features.add(end, last);
  if (second === undefined || before === undefined) return;
  features.add(start, joinHashes(first, second));
  features.add(end, joinHashes(before, last));
}

/** Once more with numbers and names as such, where there are any. */
function addFolded(features: FeatureSet, { hashes, sorts }: Tokens): void {
  const folded = hashes.map((hash, index) => foldedHash(hash, sorts[index]));
  for (const [index, hash] of folded.entries()) {
    const [next, third] = [folded[index + 1], folded[index + 2]];
    const isNext = next !== hashes[index + 1];
    if (hash !== hashes[index]) features.add(SPACE.word, hash);
    if (next === undefined || !(isNext || hash !== hashes[index])) continue;
    features.add(SPACE.pair, joinHashes(hash, next));
    if (third !== undefined) features.add(SPACE.triple, joinHashes(joinHashes(hash, next), third));
  }
}

function foldedHash(hash: number, sort: number | undefined): number {
  if (sort === SORT.number) return NUMBER;
  return sort === SORT.mixed ? MIXED : hash;
}

function addShort(features: FeatureSet, { hashes }: Tokens, situation: number): void {
  if (hashes.length <= SHORT_TOKENS) {
    const whole = hashes.reduce(joinHashes, SPACE.whole);
    features.add(SPACE.whole, whole);
    features.add(SPACE.answer, joinHashes(whole, situation));
  }
  for (const hash of hashes.slice(0, SHORT_TOKENS)) features.add(SPACE.after, joinHashes(hash, situation));
}

/** What sort of words there are, in which order, and after what the agent did. */
function addKinds(features: FeatureSet, { kinds: { hashes }, differentKinds }: OwnWords, situation: number): void {
  for (const [index, kind] of differentKinds.entries()) {
    features.add(SPACE.kind, kind);
    features.add(SPACE.kindAfter, joinHashes(kind, situation));
    for (const other of differentKinds.slice(index + 1)) {
      features.add(SPACE.kindSet, joinHashes(Math.min(kind, other), Math.max(kind, other)));
    }
  }
  for (const [index, kind] of hashes.entries()) {
    const next = hashes[index + 1];
    if (next !== undefined) features.add(SPACE.kindPair, joinHashes(kind, next));
  }
  const [first = 0, second] = hashes;
  features.add(SPACE.kindStart, first);
  if (second !== undefined) features.add(SPACE.kindStart, joinHashes(first, second));
  features.add(SPACE.kindEnd, hashes.at(-1) ?? 0);
  if (hashes.length <= SHORT_KINDS) features.add(SPACE.kindSet, hashes.reduce(joinHashes, SPACE.whole));
}

/** How each clause begins and ends; of several, the words of the first and of the last: there the wish stands. */
function addClauses(features: FeatureSet, { tokens, kinds }: OwnWords): void {
  const { hashes, clauses } = tokens;
  const last = clauses.at(-1) ?? 0;
  for (let clause = 0; clause <= last; clause++) {
    const start = clauses.indexOf(clause);
    if (start < 0) continue;
    const end = clauses.lastIndexOf(clause) + 1;
    addEnds(features, hashes.slice(start, end), SPACE.clauseStart, SPACE.clauseEnd);
    const kind = kinds.hashes[kinds.starts.findIndex((at) => at >= start && at < end)];
    if (kind !== undefined) features.add(SPACE.clauseKind, kind);
    if (last > 0 && clause === 0) addClause(features, SPACE.firstClause, hashes.slice(start, end));
    if (last > 0 && clause === last) addClause(features, SPACE.lastClause, hashes.slice(start, end));
  }
}

function addClause(features: FeatureSet, space: number, hashes: readonly number[]): void {
  for (const [index, hash] of hashes.slice(0, MOST_OF_CLAUSE).entries()) {
    features.add(space, hash);
    const next = hashes[index + 1];
    if (next !== undefined) features.add(space, joinHashes(hash, next));
  }
}

function addFacts(features: FeatureSet, input: IntentInput, { tokens, length }: OwnWords, situation: number): void {
  const fact = (name: string) => features.add(SPACE.fact, hashText(name));
  fact('always');
  features.add(SPACE.fact, length);
  features.add(SPACE.fact, situation);
  features.add(SPACE.fact, joinHashes(length, situation));
  fact(`clauses ${Math.min(4, tokens.clauses.at(-1) ?? 0)}`);
  if (input.codeLines > 0) fact(`code ${lengthClass(input.codeLines)}`);
  if (input.logLines > 0) fact(`log ${lengthClass(input.logLines)}`);
  if (input.codeLines + input.logLines > 0 && tokens.hashes.length === 0) fact('pasted alone');
  if (input.hasImage) fact('image');
  if (input.slashCommand !== null) fact(`slash ${input.slashCommand}`);
  if (input.agentText === null) fact('first');
  if (input.hasFailed) fact('failed');
}

function lengthClass(length: number): number {
  return length === 0 ? 0 : Math.min(9, 1 + Math.floor(Math.log2(length)));
}

function clip(text: string): string {
  return text.length <= HEAD + TAIL ? text : `${text.slice(0, HEAD)} ${text.slice(-TAIL)}`;
}

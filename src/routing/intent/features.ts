import { findKinds } from './kinds.ts';
import { hashText, joinHashes, type Tokens, tokensOf } from './tokens.ts';

/** What the classifier looks at: the user's words, and what went before them. */
export interface IntentInput {
  /** The user's own words without pasted code and logs. */
  readonly prose: string;
  /** Lines of code and of logs that were pasted. */
  readonly codeLines: number;
  readonly logLines: number;
  readonly hasImage: boolean;
  /** Such as `review`; null without one. */
  readonly slashCommand: string | null;
  /** What the user had said before; null at the beginning. */
  readonly previous: string | null;
  /** The agent's last words; null at the beginning. */
  readonly agentText: string | null;
  /** Tools that it had used since the user's words before, in order. */
  readonly tools: readonly string[];
  readonly hasFailed: boolean;
  /** Of the files that they were used on, such as `md`. */
  readonly extensions: readonly string[];
}

/** Buckets into which features are hashed. */
const BUCKET_BITS = 16;
export const BUCKETS = 2 ** BUCKET_BITS;

const HEAD = 500;
const TAIL = 250;
const AGENT_TAIL = 160;
const PREVIOUS_HEAD = 160;
/** Kinds of words are put together in pairs; a long text has too many. */
const MOST_KINDS = 8;
/** What a short answer means is decided by what it answers. */
const SHORT_TOKENS = 8;
const SHORT_KINDS = 5;

/** Kinds of features; each hashes into buckets of its own. */
const SPACE = {
  word: hashText('word'),
  pair: hashText('pair'),
  triple: hashText('triple'),
  start: hashText('start'),
  end: hashText('end'),
  whole: hashText('whole'),
  fact: hashText('fact'),
  tool: hashText('tool'),
  answer: hashText('answer'),
  after: hashText('after'),
  kind: hashText('kind'),
  kindAfter: hashText('kindAfter'),
  kindPair: hashText('kindPair'),
  kindSet: hashText('kindSet'),
  kindStart: hashText('kindStart'),
  kindEnd: hashText('kindEnd'),
  agentKind: hashText('agentKind'),
  previousKind: hashText('previousKind'),
} as const;

/** The buckets of what is there; one may come several times. */
export function intentFeatures(input: IntentInput): readonly number[] {
  const buckets: number[] = [];
  const add = (space: number, hash: number) => {
    buckets.push(bucketOf(joinHashes(space, hash)));
  };
  const words = tokensOf(clip(input.prose, HEAD, TAIL));
  const situation = situationOf(input);
  addWords(words, add);
  addKinds(words, situation, add);
  addFacts(input, words, situation, add);
  addAgent(input, words, situation, add);
  return buckets;
}

type Add = (space: number, hash: number) => void;

function addWords({ hashes, isCjk }: Tokens, add: Add): void {
  for (const [index, hash] of hashes.entries()) {
    add(SPACE.word, hash);
    const next = hashes[index + 1];
    if (next === undefined) continue;
    const pair = joinHashes(hash, next);
    add(SPACE.pair, pair);
    const third = hashes[index + 2];
    if (third !== undefined && (isCjk[index] === true || index < 6)) add(SPACE.triple, joinHashes(pair, third));
  }
  const [first, second] = hashes;
  if (first !== undefined) add(SPACE.start, first);
  if (first !== undefined && second !== undefined) add(SPACE.start, joinHashes(first, second));
  const [before, last] = [hashes.at(-2), hashes.at(-1)];
  if (last !== undefined) add(SPACE.end, last);
  if (before !== undefined && last !== undefined) add(SPACE.end, joinHashes(before, last));
}

function addFacts(input: IntentInput, { hashes }: Tokens, situation: Situation, add: Add): void {
  const fact = (name: string) => add(SPACE.fact, hashText(name));
  fact('always');
  fact(`length ${lengthClass(hashes.length)}`);
  fact(`length ${lengthClass(hashes.length)} ${situation.name}`);
  if (input.codeLines > 0) fact(`code ${lengthClass(input.codeLines)}`);
  if (input.logLines > 0) fact(`log ${lengthClass(input.logLines)}`);
  if (input.codeLines + input.logLines > 0 && hashes.length === 0) fact('pasted alone');
  if (input.hasImage) fact('image');
  if (input.slashCommand !== null) fact(`slash ${input.slashCommand}`);
  if (input.agentText === null) fact('first');
  if (input.hasFailed) fact('failed');
  fact(situation.name);
}

function addAgent(input: IntentInput, { hashes }: Tokens, { name }: Situation, add: Add): void {
  const situation = hashText(name);
  if (hashes.length <= SHORT_TOKENS) {
    const whole = hashes.reduce(joinHashes, SPACE.whole);
    add(SPACE.whole, whole);
    add(SPACE.answer, joinHashes(whole, situation));
  }
  for (const hash of hashes.slice(0, SHORT_TOKENS)) add(SPACE.after, joinHashes(hash, situation));
  for (const tool of new Set(input.tools)) add(SPACE.tool, hashText(tool));
  const last = input.tools.at(-1);
  if (last !== undefined) add(SPACE.tool, hashText(`last ${last}`));
  for (const extension of input.extensions) add(SPACE.tool, hashText(`file ${extension}`));
  for (const kind of kindsIn(input.agentText?.slice(-AGENT_TAIL))) add(SPACE.agentKind, kind);
  for (const kind of kindsIn(input.previous?.slice(0, PREVIOUS_HEAD))) add(SPACE.previousKind, kind);
}

/** What sort of words there are, in which order, and after what the agent did. */
function addKinds(words: Tokens, situation: Situation, add: Add): void {
  const kinds = findKinds(words);
  const after = hashText(situation.name);
  const different = [...new Set(kinds)].slice(0, MOST_KINDS);
  for (const [index, kind] of different.entries()) {
    add(SPACE.kind, kind);
    add(SPACE.kindAfter, joinHashes(kind, after));
    for (const other of different.slice(index + 1)) {
      add(SPACE.kindSet, joinHashes(Math.min(kind, other), Math.max(kind, other)));
    }
  }
  for (const [index, kind] of kinds.entries()) {
    const next = kinds[index + 1];
    if (next !== undefined) add(SPACE.kindPair, joinHashes(kind, next));
  }
  const [first = 0, second] = kinds;
  add(SPACE.kindStart, first);
  if (second !== undefined) add(SPACE.kindStart, joinHashes(first, second));
  add(SPACE.kindEnd, kinds.at(-1) ?? 0);
  if (kinds.length <= SHORT_KINDS) add(SPACE.kindSet, kinds.reduce(joinHashes, SPACE.whole));
}

/** Each once. */
function kindsIn(text: string | undefined): ReadonlySet<number> {
  return new Set(text === undefined ? [] : findKinds(tokensOf(text)));
}

interface Situation {
  /** In which the user speaks: after what the agent did, and whether it asked something. */
  readonly name: string;
}

const WRITES = /edit|write|patch|replace|create_file|notebook/i;
const READS = /read|grep|glob|search|view|list|find|fetch/i;

function situationOf({ agentText, tools }: IntentInput): Situation {
  if (agentText === null && tools.length === 0) return { name: 'at the beginning' };
  const did = tools.some((tool) => WRITES.test(tool)) ? 'wrote' : doneWithout(tools);
  return { name: `${did}, ${asked(agentText ?? '')}` };
}

function doneWithout(tools: readonly string[]): string {
  if (tools.length === 0) return 'talked';
  return tools.every((tool) => READS.test(tool)) ? 'read' : 'ran';
}

function asked(agentText: string): string {
  const end = agentText.trimEnd().slice(-60);
  if (/[?？]\s*$/.test(end)) return 'asked';
  return /[?？]/.test(end) ? 'asked before' : 'told';
}

function lengthClass(length: number): number {
  return length === 0 ? 0 : Math.min(9, 1 + Math.floor(Math.log2(length)));
}

function clip(text: string, head: number, tail: number): string {
  return text.length <= head + tail ? text : `${text.slice(0, head)} ${text.slice(-tail)}`;
}

function bucketOf(hash: number): number {
  let mixed = hash ^ (hash >>> 16);
  mixed = Math.imul(mixed, 0x7feb352d);
  mixed ^= mixed >>> 15;
  mixed = Math.imul(mixed, 0x846ca68b);
  return (mixed ^ (mixed >>> 16)) >>> (32 - BUCKET_BITS);
}

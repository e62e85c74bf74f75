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
}

/** Buckets into which features are hashed. */
export const BUCKET_BITS = 16;
export const BUCKETS = 2 ** BUCKET_BITS;

const HEAD = 500;
const TAIL = 250;
const AGENT_TAIL = 160;
const PREVIOUS_HEAD = 160;
/** What a short answer means is decided by what it answers. */
const SHORT_TOKENS = 8;

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
  agent: hashText('agent'),
  agentPair: hashText('agentPair'),
  previous: hashText('previous'),
  answer: hashText('answer'),
  after: hashText('after'),
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
  if (input.agentText !== null) {
    const said = tokensOf(input.agentText.slice(-AGENT_TAIL)).hashes;
    for (const [index, hash] of said.entries()) {
      add(SPACE.agent, hash);
      const next = said[index + 1];
      if (next !== undefined) add(SPACE.agentPair, joinHashes(hash, next));
    }
  }
  if (input.previous !== null) {
    for (const hash of tokensOf(input.previous.slice(0, PREVIOUS_HEAD)).hashes) add(SPACE.previous, hash);
  }
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

import type { FeatureSet } from './feature-set.ts';
import type { IntentInput } from './intent-input.ts';
import { findKinds } from './kinds.ts';
import type { OwnWords } from './own-features.ts';
import { hashText, joinHashes, SORT, type Tokens, tokensOf } from './tokens.ts';

const AGENT_TAIL = 200;
const PREVIOUS_HEAD = 160;
/** Different kinds of the user's words that are put together with what the agent asked. */
const MOST_KINDS = 6;
const SHORTEST_ANSWER = 3;

const SPACE = {
  tool: hashText('tool'),
  agentKind: hashText('agentKind'),
  agentWord: hashText('agentWord'),
  previousKind: hashText('previousKind'),
  previousWord: hashText('previousWord'),
  shared: hashText('shared'),
  asked: hashText('asked'),
} as const;

/** What went before the user's words, and how they take it up. */
export function addContext(features: FeatureSet, input: IntentInput, own: OwnWords, situation: number): void {
  addTools(features, input);
  const agent = tokensOf(input.agentText?.slice(-AGENT_TAIL) ?? '');
  const previous = tokensOf(input.previous?.slice(0, PREVIOUS_HEAD) ?? '');
  addSaid(features, agent, SPACE.agentKind, SPACE.agentWord);
  addSaid(features, previous, SPACE.previousKind, SPACE.previousWord);
  const words = tellingWords(own.tokens);
  if (input.agentText !== null) addShared(features, hashText('agent'), words, agent, own, situation);
  if (input.previous !== null) addShared(features, hashText('previous'), words, previous, own, situation);
  if (input.agentText !== null) addAsked(features, input, own);
}

function addTools(features: FeatureSet, { tools, extensions }: IntentInput): void {
  for (const tool of new Set(tools)) features.add(SPACE.tool, hashText(tool));
  const last = tools.at(-1);
  if (last !== undefined) features.add(SPACE.tool, hashText(`last ${last}`));
  for (const extension of extensions) features.add(SPACE.tool, hashText(`file ${extension}`));
}

function addSaid(features: FeatureSet, tokens: Tokens, kindSpace: number, wordSpace: number): void {
  for (const kind of new Set(findKinds(tokens).hashes)) features.add(kindSpace, kind);
  for (const [index, hash] of tokens.hashes.entries()) {
    features.addWeak(wordSpace, hash);
    const next = tokens.hashes[index + 1];
    if (next !== undefined) features.addWeak(wordSpace, joinHashes(hash, next));
  }
}

/** Whether the user's words are those that were said: who repeats them answers, who does not brings something new. */
function addShared(
  features: FeatureSet,
  whose: number,
  words: ReadonlySet<number>,
  said: Tokens,
  { length }: OwnWords,
  situation: number,
): void {
  if (words.size === 0) return;
  const saidWords = tellingWords(said);
  const shared = [...words].filter((word) => saidWords.has(word)).length;
  const share = hashText(`${shared === 0 ? 0 : 1 + Math.min(3, Math.floor((4 * shared) / words.size))}`, whose);
  features.add(SPACE.shared, share);
  features.add(SPACE.shared, joinHashes(share, length));
  features.add(SPACE.shared, joinHashes(share, situation));
}

/** What is said to a question or an offer. */
function addAsked(features: FeatureSet, { agentAsks, agentOffers }: IntentInput, own: OwnWords): void {
  const asked = hashText(`${agentAsks} ${agentOffers}`);
  const { hashes } = own.tokens;
  features.add(SPACE.asked, asked);
  features.add(SPACE.asked, joinHashes(asked, own.length));
  for (const kind of own.differentKinds.slice(0, MOST_KINDS)) features.add(SPACE.asked, joinHashes(asked, kind));
  if (hashes.length <= SHORTEST_ANSWER) features.add(SPACE.asked, hashes.reduce(joinHashes, asked));
}

const FREQUENT: ReadonlySet<number> = new Set(
  tokensOf('the a an to of in on is it and that this for i you with as be').hashes,
);

/** Words but the most frequent ones, numbers, and pairs of Chinese characters. */
function tellingWords({ hashes, sorts, lengths }: Tokens): ReadonlySet<number> {
  const words = new Set<number>();
  for (const [index, hash] of hashes.entries()) {
    const [sort, next] = [sorts[index], hashes[index + 1]];
    if (sort === SORT.cjk) {
      if (next !== undefined && sorts[index + 1] === SORT.cjk) words.add(joinHashes(hash, next));
    } else if (sort === SORT.number || (sort !== SORT.mark && (lengths[index] ?? 0) > 1 && !FREQUENT.has(hash))) {
      words.add(hash);
    }
  }
  return words;
}

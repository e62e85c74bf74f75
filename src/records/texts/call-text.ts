import type { CallText } from '../../store/call-text-ports.ts';
import { tokensOf } from '../../store/search/tokens.ts';
import type { PackedCall } from '../pack.ts';
import type { Stage } from '../ports.ts';
import { answerText } from './answer-text.ts';
import { newestWords } from './newest-words.ts';

/** Characters of each text: what was said is found by its beginning, and shown by it. */
const MOST_CHARACTERS = 4_000;

/**
 * What a call is found by; undefined where nothing was said in it, or is kept of it.
 *
 * @param bodies of its stages, without what must not be stored
 */
export function callTextOf(
  { id, startedAt, keyId, stages }: Pick<PackedCall, 'id' | 'startedAt' | 'keyId' | 'stages'>,
  bodies: readonly (Buffer | undefined)[],
): CallText | undefined {
  const bodyOf = (sought: Stage) => bodies[stages.findIndex(({ stage }) => stage === sought)];
  const request = bodyOf('request');
  const reply = bodyOf('reply');
  const words = request === undefined ? '' : newestWords(request, MOST_CHARACTERS);
  const answer = reply === undefined ? '' : answerText(reply, MOST_CHARACTERS);
  if (words === '' && answer === '') return undefined;
  return { id, startedAt, keyId, words, answer, tokens: tokensOf([words, answer]) };
}

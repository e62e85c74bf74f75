/** How the context of a session grew. */

import type { CallSessionReply } from '../../../../src/admin/contract/usage.ts';

type SessionCall = CallSessionReply['calls'][number];

/** Of these the context is the conversation itself; others ask about something beside it. */
const OF_CONVERSATION = new Set(['main', 'continuation', 'compaction']);

export interface ContextGrowth {
  readonly calls: readonly SessionCall[];
  /** What of the context came out of a cache. */
  readonly cached: readonly number[];
  readonly fresh: readonly number[];
  /** Places of the calls that compacted it. */
  readonly compactions: readonly number[];
}

/** The calls of the main conversation, without those that read nothing, as they failed. */
export function growthOf(calls: readonly SessionCall[]): ContextGrowth {
  const own = calls.filter(
    ({ agent, purpose, contextTokens }) => agent === null && OF_CONVERSATION.has(purpose) && contextTokens > 0,
  );
  return {
    calls: own,
    cached: own.map(({ cacheReadTokens }) => cacheReadTokens),
    fresh: own.map(({ contextTokens, cacheReadTokens }) => contextTokens - cacheReadTokens),
    compactions: own.flatMap(({ purpose }, place) => (purpose === 'compaction' ? [place] : [])),
  };
}

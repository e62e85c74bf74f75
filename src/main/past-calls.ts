import type { PastCalls } from '../gateway/recall-session.ts';
import type { Store } from '../store/store.ts';

/** Enough for the running turn, and for what the turns of a session are like. */
const MOST_CALLS = 50;

/** The account, as the gateway looks a session up in it. */
export function pastCallsOf({ callPages }: Pick<Store, 'callPages'>): PastCalls {
  return {
    async ofSession(session, keyId, purpose) {
      const filter = { columns: { session: [session], keyId: [keyId], purpose } };
      const { calls } = await callPages.page({ filter, sort: 'newest', limit: MOST_CALLS });
      return calls;
    },
  };
}

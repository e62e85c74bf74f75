import type { CallFeed } from '../admin/live/call-feed.ts';
import type { StartedCall } from '../admin/live/feed-event.ts';
import type { Call } from '../gateway/call.ts';
import type { CallRecorder } from '../store/ports.ts';

/** The same recorder, which also tells whoever listens. */
export function withFeed(recorder: CallRecorder, feed: Pick<CallFeed, 'ended'>): CallRecorder {
  return {
    record(row) {
      recorder.record(row);
      feed.ended(row);
    },
    flush: () => recorder.flush(),
    get lost() {
      return recorder.lost;
    },
    get waiting() {
      return recorder.waiting;
    },
  };
}

/** What listeners are told of a call that begins. */
export function startedCall({ id, startedAt, endpoint, identity, head }: Call): StartedCall {
  const { keyId, keyName } = identity;
  return { id, startedAt, keyId, keyName, endpoint, requestedModel: head.model, isStream: head.stream };
}

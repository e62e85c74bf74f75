import type { CallView } from '../../../../../src/admin/contract/calls.ts';

/** A stretch of the whole call, as shares of it from 0 to 1. */
export interface Stretch {
  readonly start: number;
  readonly length: number;
}

/**
 * Where each attempt lies in the call. They are known by how long they took: the first begins where the waiting in the queue
 * ends, the last one where its reply began or ended, so that a pause between two is shared out evenly.
 */
export function timelineOf(call: Pick<CallView, 'attempts' | 'queueMs' | 'totalMs'>): readonly Stretch[] {
  const { attempts, queueMs, totalMs } = call;
  const busy = attempts.reduce((sum, { ms }) => sum + ms, 0);
  const total = Math.max(totalMs, queueMs + busy, 1);
  const pause = attempts.length < 2 ? 0 : Math.max(0, total - queueMs - busy) / (attempts.length - 1);
  let at = queueMs;
  return attempts.map(({ ms }) => {
    const start = at / total;
    at += ms + pause;
    return { start, length: ms / total };
  });
}

import { Fault } from '../../turn/fault.ts';

/** Largest reply that is kept whole, in bytes. */
export const MAX_REPLY_BYTES = 256 * 1024 * 1024;

/** @param limit in bytes */
export function replyTooLarge(limit: number): Fault {
  return new Fault('broken_reply', 502, `The reply of the platform is larger than ${limit / (1024 * 1024)} MiB.`);
}

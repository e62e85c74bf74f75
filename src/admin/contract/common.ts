/** Parts of the contract that several resources share. */

import { z } from 'zod';

/** A configuration's version: grows by one with each change. */
export const version = z.int().min(0).describe('Version of the configuration that changed this last');

/** What a writer may send along: the version that it has seen. `If-Match` says the same. */
export const seenVersion = version.optional().describe('The version that was read; 409 STALE_VERSION if it is no more');

/** Who says so: the configuration file (read-only), the database, or redwolf itself, which found it on this machine. */
export const origin = z.enum(['file', 'stored', 'found']);

export const errorReply = z.object({
  error: z.looseObject({ code: z.string(), message: z.string() }),
});

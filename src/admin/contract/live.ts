/** The live feed on the wire. Times are UTC in milliseconds since 1970. */

import type { CallView } from './calls.ts';

/** Events of `GET /api/calls/live` by their names; `reset` says that lists are to be read anew. */
export interface LiveEvents {
  readonly started: {
    readonly id: string;
    readonly startedAt: number;
    readonly keyId: string;
    readonly keyName: string;
    readonly endpoint: string;
    readonly requestedModel: string;
    readonly isStream: boolean;
  };
  readonly call: CallView;
  readonly words: { readonly id: string; readonly words: string };
  readonly reset: Readonly<Record<string, never>>;
}

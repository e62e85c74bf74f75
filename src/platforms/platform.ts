/**
 * A platform is a description, not code: where it is, how it is asked, which protocols it speaks and what is odd about
 * it. What a codec must do differently for it stands in its quirks.
 */

import type { Quirks } from '../protocols/quirks.ts';
import type { ProtocolId } from '../turn/request.ts';

/** How a platform speaks one protocol. */
export interface PlatformProtocol {
  readonly protocol: ProtocolId;
  /** Built-in address; absent where the user has to give one. */
  readonly baseUrl?: string;
  /** The header that carries the key. */
  readonly auth: 'bearer' | 'x-api-key';
  readonly quirks?: Quirks;
}

/** Limits in milliseconds; there is no limit on the whole call. */
export interface Timeouts {
  readonly connect: number;
  /** From the request's end to the first byte of the reply's body. */
  readonly firstByte: number;
  /** Between two pieces of the reply. */
  readonly idle: number;
}

export interface Platform {
  /** The `type` in the configuration. */
  readonly type: string;
  readonly name: string;
  /** The first one is the platform's own; a `base_url` that the user sets is that of the first one. */
  readonly protocols: readonly [PlatformProtocol, ...PlatformProtocol[]];
  readonly needsKey: boolean;
  /** Runs on the user's own machine: longer timeouts, no key. */
  readonly isLocal: boolean;
  readonly timeouts: Timeouts;
  /** The model's output limit in tokens, where the platform's documentation states one. */
  readonly maxOutputTokens?: (model: string) => number | undefined;
  /** Where what stands in this file was looked up. */
  readonly sources: readonly string[];
}

/** For platforms in the cloud. */
export const CLOUD_TIMEOUTS: Timeouts = { connect: 10_000, firstByte: 120_000, idle: 120_000 };

/** For models on the user's own machine, which may load for minutes before the first token. */
export const LOCAL_TIMEOUTS: Timeouts = { connect: 10_000, firstByte: 600_000, idle: 300_000 };

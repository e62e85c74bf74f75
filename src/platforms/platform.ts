/**
 * A platform is a description, not code: where it is, how it is asked, which protocols it speaks and what is odd about
 * it. What a codec must do differently for it stands in its quirks.
 */

import type { Quirks } from '../protocols/quirks.ts';
import type { ProtocolId } from '../turn/request.ts';

/** The header that carries a key: `authorization: Bearer …`, `x-api-key` or `api-key`. */
export type AuthHeader = 'bearer' | 'x-api-key' | 'api-key';

/** Oddities of some of a platform's models. */
export interface ModelQuirks {
  /** Fits the platform's own model id. */
  readonly models: RegExp;
  readonly quirks: Quirks;
}

/** How a platform speaks one protocol. */
export interface PlatformProtocol {
  readonly protocol: ProtocolId;
  /** Built-in address; absent where the user has to give one. */
  readonly baseUrl?: string;
  /** It is spoken wherever the platform's first protocol is, so an address that the user gives is that of both. */
  readonly sharesBaseUrl?: true;
  /** Models that only this protocol serves as it should; all others are asked in the caller's own. */
  readonly servesAlone?: RegExp;
  /** The path that an address has which was given without one. */
  readonly path?: string;
  readonly auth: AuthHeader;
  readonly quirks?: Quirks;
  /** Over `quirks`, for some models; the first one that fits holds. */
  readonly modelQuirks?: readonly ModelQuirks[];
}

/** In which form a platform lists its models; each has a file in src/control/model-lists. */
export type ModelListKind =
  | 'anthropic'
  | 'llama-cpp'
  | 'lmstudio'
  | 'none'
  | 'ollama'
  | 'openai'
  | 'openrouter'
  | 'siliconflow';

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
  /** The first one is the platform's own; a `base_url` that the user sets is that of the first one, and of those that share it. */
  readonly protocols: readonly [PlatformProtocol, ...PlatformProtocol[]];
  readonly needsKey: boolean;
  /** Runs on the user's own machine: longer timeouts, no key, and its models are listed at the start. */
  readonly isLocal: boolean;
  /** Local, but not looked for where nothing is configured, since others use its port too. */
  readonly isNotSought?: true;
  readonly timeouts: Timeouts;
  /** Default: as the maker of its first protocol does. */
  readonly modelList?: ModelListKind;
  /** The model's output limit in tokens, where the platform's documentation states one. */
  readonly maxOutputTokens?: (model: string) => number | undefined;
  /** What its users should know beyond the protocols and quirks: other addresses, subscriptions. */
  readonly notes?: readonly string[];
  /** Where what stands in this file was looked up. */
  readonly sources: readonly string[];
  /** What stands here without the vendor's own word, or was not found at all. */
  readonly unconfirmed?: readonly string[];
}

/** What is odd about a platform when one of its models is asked. */
export function quirksFor(
  { quirks = {}, modelQuirks = [] }: Pick<PlatformProtocol, 'quirks' | 'modelQuirks'>,
  model: string,
): Quirks {
  const special = modelQuirks.find(({ models }) => models.test(model));
  return special === undefined ? quirks : { ...quirks, ...special.quirks };
}

/** For platforms in the cloud. */
export const CLOUD_TIMEOUTS: Timeouts = { connect: 10_000, firstByte: 120_000, idle: 120_000 };

/** For models on the user's own machine, which may load for minutes before the first token. */
export const LOCAL_TIMEOUTS: Timeouts = { connect: 10_000, firstByte: 600_000, idle: 300_000 };

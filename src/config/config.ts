/** The configuration after it was read and checked. See load.ts for the file's own form. */

import type { Secret } from '../lib/secret.ts';
import type { Timeouts } from '../platforms/platform.ts';
import type { Price } from '../turn/price.ts';
import type { ProtocolId } from '../turn/request.ts';
import type { KeyPolicy } from './key-policy.ts';
import type { RecordsConfig } from './records.ts';

export type Mode = 'claude_code' | 'global_direct' | 'smart_routing';

/** What is known of a model; what is absent is not known. */
export interface ModelConfig {
  readonly id: string;
  readonly displayName?: string;
  /** Tokens of a request and its reply together. */
  readonly contextWindow?: number;
  /** Tokens of one reply. */
  readonly maxOutputTokens?: number;
  readonly tools?: boolean;
  readonly vision?: boolean;
  readonly thinking?: boolean;
  /** Tools are described to it as text, and its calls are read out of its text. */
  readonly textTools?: boolean;
  readonly price?: Price;
  /** Who says so: `file`, `admin`, or a platform's list. */
  readonly priceSource?: string;
}

/** One key of a platform's pool. */
export interface PoolKey {
  readonly key: Secret;
  /** Its share of the calls, beside the other weights of the pool. Not given: see `pool-order.ts`. */
  readonly weight?: number;
  /** What the records call it; else its position does. */
  readonly name?: string;
}

export interface PlatformConfig {
  readonly id: string;
  /** Type of the platform's description. */
  readonly type: string;
  /** Address of the platform's first protocol. */
  readonly baseUrl?: string;
  /** Addresses per protocol, for a platform that speaks several. */
  readonly baseUrls: Readonly<Partial<Record<ProtocolId, string>>>;
  /** A pool, in order. Empty for a local platform, and with `passthrough`. */
  readonly apiKeys: readonly PoolKey[];
  /** `passthrough`: the client's own credential goes to this platform. */
  readonly auth: 'key' | 'passthrough';
  readonly models: readonly ModelConfig[];
  readonly timeouts: Partial<Timeouts>;
  /** Headers of the user's own for every request, by their names in lower case. */
  readonly headers?: Readonly<Record<string, Secret>>;
  /** Address of an HTTP proxy on the way to the platform; it may hold a password. */
  readonly proxy?: Secret;
}

export interface RoutingConfig {
  readonly mode: Mode;
  /** `platform:model` or a bare model name, best first. */
  readonly modelPriorityList: readonly string[];
  /** Platform ids, first one first; undefined: all that speak Anthropic's protocol, in their order. */
  readonly claudeCodePlatforms?: readonly string[];
  /** For smart_routing; undefined: the ones that redwolf comes with. */
  readonly scenes?: readonly SceneConfig[];
  /** Models that are asked where the classifier is not sure, first one first. */
  readonly routingModels: readonly string[];
  readonly judge: { readonly when: 'unsure' | 'always'; readonly timeoutMs: number };
  /** How likely a stronger model may be needed than the one that is chosen, from 0 to 1. */
  readonly risk: number;
}

/** A kind of work in smart routing. */
export interface SceneConfig {
  readonly name: string;
  readonly description: string;
  /** `platform:model` or a bare model name, best first. */
  readonly models: readonly string[];
  /** What users say of it. */
  readonly examples: readonly string[];
  readonly keywords: readonly string[];
  /** Globs of files. */
  readonly paths: readonly string[];
  readonly isEnabled: boolean;
}

export interface DeclaredKey {
  readonly name: string;
  readonly key: Secret;
  readonly owner?: string;
  /** UTC milliseconds. */
  readonly expiresAt?: number;
  readonly isEnabled: boolean;
  readonly policy: KeyPolicy;
}

export interface PriceConfig {
  /** Yuan for a US dollar: for budgets and display. */
  readonly cnyPerUsd: number;
  /** `platform:model` that calls are compared with; the platform may be a type too. */
  readonly baseline: string;
}

/** How long and how large a connection and a request may be. */
export interface ConnectionLimits {
  readonly maxHeaderBytes: number;
  /** For the head of a request, in milliseconds; also for a connection that never says a word. */
  readonly headerMs: number;
  /** For a whole request, in milliseconds. */
  readonly requestMs: number;
  /** Until an idle connection is closed, in milliseconds. */
  readonly idleMs: number;
  /** For a client that reads nothing of what waits for it, in milliseconds. */
  readonly slowClientMs: number;
  readonly maxConnections: number;
}

export interface ServerConfig {
  readonly limits: ConnectionLimits;
  /** Paths of PEM files, as the file has them. */
  readonly tls?: { readonly cert: string; readonly key: string };
  /** Addresses and networks whose `X-Forwarded-*` and `Forwarded` are believed. */
  readonly trustedProxies: readonly string[];
  /** The address by which browsers call, where it is not the one that redwolf listens on. */
  readonly publicUrl?: string;
  /** Whether browsers are told to come by HTTPS only. */
  readonly hsts: boolean;
}

export interface Config {
  readonly platforms: readonly PlatformConfig[];
  readonly routing: RoutingConfig;
  readonly keys: readonly DeclaredKey[];
  /** What a key that a member makes may do. */
  readonly memberKeys: KeyPolicy;
  /** Largest request body that is taken, in bytes. */
  readonly maxBodyBytes: number;
  readonly prices: PriceConfig;
  /** How often platforms are asked for their models, where none are configured; 0: never. */
  readonly modelRefreshHours: number;
  readonly records: RecordsConfig;
  readonly server: ServerConfig;
  /** Address of a PostgreSQL database; absent: the embedded one. It may hold a password. */
  readonly databaseUrl?: Secret;
  /** Who has it may read /metrics; absent: nobody. */
  readonly metricsToken?: Secret;
}

/** What was read from a file, or the defaults. */
export interface LoadedConfig {
  readonly config: Config;
  /** Absent where there is no file. */
  readonly file?: string;
  /** Names of the keys that the section `routing` has there. */
  readonly declaredRouting: ReadonlySet<string>;
  /** Settings of the other sections that stand there, such as `limits.max_body_mb`. */
  readonly declaredSettings: ReadonlySet<string>;
  /** What works and is probably not meant, in whole sentences. */
  readonly warnings: readonly string[];
  /**
   * Where a part of the configuration stands, for messages: `redwolf.yaml:4:7 routing.model_priority_list[0]`.
   * @param path in the file's own names, such as `['routing', 'model_priority_list', 0]`
   */
  place(path: readonly (string | number)[]): string;
}

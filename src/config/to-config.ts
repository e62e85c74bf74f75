import { Secret } from '../lib/secret.ts';
import type { Timeouts } from '../platforms/platform.ts';
import type { Price } from '../turn/price.ts';
import type { ProtocolId } from '../turn/request.ts';
import type {
  Config,
  LoadedConfig,
  ModelConfig,
  PlatformConfig,
  PoolKey,
  RoutingConfig,
  SceneConfig,
} from './config.ts';
import { toRecords } from './records.ts';
import type {
  DatabaseEntry,
  KeyEntry,
  LimitsEntry,
  MetricsEntry,
  ModelsEntry,
  PlatformEntry,
  PolicyEntry,
  PricesEntry,
  RecordsEntry,
  RoutingEntry,
  SceneEntry,
  ServerEntry,
} from './schema.ts';
import { toKey, toPolicy } from './to-key.ts';
import { toServer } from './to-server.ts';

const BYTES_PER_MEGABYTE = 1024 * 1024;
const DEFAULT_MAX_BODY_MB = 64;
/** Longer than that, and the user waits for the judge. */
const DEFAULT_JUDGE_MS = 800;
const DEFAULT_RISK = 0.2;
const DEFAULT_REFRESH_HOURS = 24;
/** Mid-market on 2026-08-28. */
const DEFAULT_CNY_PER_USD = 6.72;
const DEFAULT_BASELINE = 'anthropic:claude-opus-5-5';

type ModelEntry = NonNullable<PlatformEntry['models']>[number];
type PriceEntry = NonNullable<Exclude<ModelEntry, string>['price']>;

/** The parts of a file that was found right. */
interface Entries {
  readonly platforms: readonly PlatformEntry[];
  readonly routing: RoutingEntry;
  readonly keys: readonly KeyEntry[];
  readonly member_keys?: PolicyEntry;
  readonly limits: LimitsEntry;
  readonly models?: ModelsEntry;
  readonly prices?: PricesEntry;
  readonly records?: RecordsEntry;
  readonly server?: ServerEntry;
  readonly database?: DatabaseEntry | undefined;
  readonly metrics?: MetricsEntry | undefined;
}

/** What holds without a file. Whoever has none needs nothing else of this folder, and saves 13 MB of libraries. */
export const DEFAULT_CONFIG: Config = toConfig({ platforms: [], routing: {}, keys: [], limits: {} });

/** What a missing file declares. */
export const NOTHING_DECLARED: Pick<LoadedConfig, 'declaredRouting' | 'declaredSettings'> = {
  declaredRouting: new Set(),
  declaredSettings: new Set(),
};

/** From the file's form to ours: secrets wrapped, seconds to milliseconds, megabytes to bytes, defaults filled in. */
export function toConfig(entries: Entries): Config {
  return {
    platforms: entries.platforms.map(toPlatform),
    routing: toRouting(entries.routing),
    keys: entries.keys.map(toKey),
    memberKeys: toPolicy(entries.member_keys ?? {}),
    maxBodyBytes: Math.floor((entries.limits.max_body_mb ?? DEFAULT_MAX_BODY_MB) * BYTES_PER_MEGABYTE),
    modelRefreshHours: entries.models?.refresh_hours ?? DEFAULT_REFRESH_HOURS,
    prices: {
      cnyPerUsd: entries.prices?.cny_per_usd ?? DEFAULT_CNY_PER_USD,
      baseline: entries.prices?.baseline ?? DEFAULT_BASELINE,
    },
    records: toRecords(entries.records ?? {}),
    server: toServer(entries.server ?? {}, entries.limits),
    ...(entries.metrics !== undefined && { metricsToken: new Secret(entries.metrics.token) }),
    ...(entries.database !== undefined && { databaseUrl: new Secret(entries.database.url) }),
  };
}

function toPlatform(entry: PlatformEntry): PlatformConfig {
  const keys = entry.api_keys ?? (entry.api_key === undefined ? [] : [entry.api_key]);
  return {
    id: entry.id,
    type: entry.type,
    ...(entry.base_url === undefined ? {} : { baseUrl: withoutSlash(entry.base_url) }),
    baseUrls: toBaseUrls(entry.base_urls ?? {}),
    apiKeys: keys.map(toPoolKey),
    auth: entry.auth ?? 'key',
    models: (entry.models ?? []).map(toModel),
    timeouts: toTimeouts(entry.timeouts ?? {}),
    ...(entry.headers !== undefined && { headers: toHeaders(entry.headers) }),
    ...(entry.proxy !== undefined && { proxy: new Secret(entry.proxy) }),
  };
}

function toPoolKey(entry: NonNullable<PlatformEntry['api_keys']>[number]): PoolKey {
  if (typeof entry === 'string') return { key: new Secret(entry) };
  const { key, weight, name } = entry;
  return { key: new Secret(key), ...(weight !== undefined && { weight }), ...(name !== undefined && { name }) };
}

function toHeaders(headers: Readonly<Record<string, string>>): Record<string, Secret> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), new Secret(value)]));
}

/** That each protocol is a known one is checked against the platform's type. */
function toBaseUrls(addresses: Readonly<Record<string, string>>): Partial<Record<ProtocolId, string>> {
  return Object.fromEntries(Object.entries(addresses).map(([protocol, address]) => [protocol, withoutSlash(address)]));
}

function withoutSlash(address: string): string {
  return address.replace(/\/+$/, '');
}

function toModel(model: ModelEntry): ModelConfig {
  if (typeof model === 'string') return { id: model };
  const { id, display_name, context_window, max_output_tokens, tools, vision, thinking, text_tools, price } = model;
  return {
    id,
    ...(display_name !== undefined && { displayName: display_name }),
    ...(context_window !== undefined && { contextWindow: context_window }),
    ...(max_output_tokens !== undefined && { maxOutputTokens: max_output_tokens }),
    ...(tools !== undefined && { tools }),
    ...(vision !== undefined && { vision }),
    ...(thinking !== undefined && { thinking }),
    ...(text_tools !== undefined && { textTools: text_tools }),
    ...(price !== undefined && { price: toPrice(price), priceSource: 'file' }),
  };
}

function toPrice(price: PriceEntry): Price {
  const { input, output, cache_read: cacheRead = null, cache_write: cacheWrite = null } = price;
  return { input, output, cacheRead, cacheWrite };
}

function toTimeouts(entry: NonNullable<PlatformEntry['timeouts']>): Partial<Timeouts> {
  return {
    ...(entry.connect === undefined ? {} : { connect: milliseconds(entry.connect) }),
    ...(entry.first_byte === undefined ? {} : { firstByte: milliseconds(entry.first_byte) }),
    ...(entry.idle === undefined ? {} : { idle: milliseconds(entry.idle) }),
  };
}

function milliseconds(seconds: number): number {
  return Math.round(seconds * 1000);
}

function toRouting(entry: RoutingEntry): RoutingConfig {
  return {
    mode: entry.mode ?? 'global_direct',
    modelPriorityList: entry.model_priority_list ?? [],
    ...(entry.claude_code_platforms === undefined ? {} : { claudeCodePlatforms: entry.claude_code_platforms }),
    ...(entry.scenes === undefined ? {} : { scenes: entry.scenes.map(toScene) }),
    routingModels: entry.routing_models ?? [],
    judge: { when: entry.judge?.when ?? 'unsure', timeoutMs: entry.judge?.timeout_ms ?? DEFAULT_JUDGE_MS },
    risk: entry.risk ?? DEFAULT_RISK,
  };
}

function toScene({
  name,
  description = '',
  models = [],
  examples = [],
  keywords = [],
  paths = [],
  enabled,
}: SceneEntry): SceneConfig {
  return { name, description, models, examples, keywords, paths, isEnabled: enabled ?? true };
}

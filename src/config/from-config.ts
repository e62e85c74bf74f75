/** From our form back to the file's: the other way of to-config.ts. What holds without being said is left out. */

import type { Secret } from '../lib/secret.ts';
import type { Price } from '../turn/price.ts';
import type {
  Config,
  DeclaredKey,
  ModelConfig,
  PlatformConfig,
  PoolKey,
  RoutingConfig,
  SceneConfig,
} from './config.ts';
import type { KeyPolicy } from './key-policy.ts';
import { DEFAULT_CONFIG } from './to-config.ts';

const BYTES_PER_MEGABYTE = 1024 * 1024;
const BYTES_PER_KILOBYTE = 1024;

/** A part of the file. Secrets are still hidden: who writes it says what stands in their place. */
export type Part = string | number | boolean | Secret | readonly Part[] | { readonly [name: string]: Part | undefined };

type Section = { readonly [name: string]: Part | undefined };

/** The sections of the file, in the order in which people look for them. */
export function fromConfig(config: Config): Section {
  const { platforms, routing, keys, memberKeys, prices, modelRefreshHours, metricsToken, databaseUrl } = config;
  return section({
    platforms: platforms.length === 0 ? undefined : platforms.map(fromPlatform),
    routing: fromRouting(routing),
    keys: keys.length === 0 ? undefined : keys.map(fromKey),
    member_keys: fromPolicy(memberKeys),
    ...fromRecords(config),
    limits: fromLimits(config),
    models: section({ refresh_hours: unless(modelRefreshHours, DEFAULT_CONFIG.modelRefreshHours) }),
    prices: section({
      cny_per_usd: unless(prices.cnyPerUsd, DEFAULT_CONFIG.prices.cnyPerUsd),
      baseline: unless(prices.baseline, DEFAULT_CONFIG.prices.baseline),
    }),
    server: fromServer(config),
    database: databaseUrl && { url: databaseUrl },
    metrics: metricsToken && { token: metricsToken },
  });
}

function fromPlatform(platform: PlatformConfig): Section {
  const { id, type, baseUrl, baseUrls, apiKeys, auth, models, timeouts, headers, proxy } = platform;
  const [first, ...others] = apiKeys;
  const isPlain = others.length === 0 && first?.weight === undefined && first?.name === undefined;
  return {
    id,
    type,
    ...section({
      base_url: baseUrl,
      base_urls: section(baseUrls),
      auth: unless(auth, 'key'),
      api_key: isPlain ? first?.key : undefined,
      api_keys: isPlain ? undefined : apiKeys.map(fromPoolKey),
      headers: headers && section(headers),
      proxy,
      timeouts: section({
        connect: seconds(timeouts.connect),
        first_byte: seconds(timeouts.firstByte),
        idle: seconds(timeouts.idle),
      }),
      models: models.length === 0 ? undefined : models.map(fromModel),
    }),
  };
}

function fromPoolKey({ key, weight, name }: PoolKey): Part {
  return weight === undefined && name === undefined ? key : { key, ...section({ weight, name }) };
}

function fromModel({ id, ...facts }: ModelConfig): Part {
  const { displayName, contextWindow, maxOutputTokens, tools, vision, thinking, textTools, price } = facts;
  const known = section({
    display_name: displayName,
    context_window: contextWindow,
    max_output_tokens: maxOutputTokens,
    ...{ tools, vision, thinking },
    text_tools: textTools,
    price: price && fromPrice(price),
  });
  return Object.keys(known).length === 0 ? id : { id, ...known };
}

/** Whether a file can say a price: what it cannot say of one that a platform lists, the price book knows. */
export function canSayPrice({ input, output, currency = 'USD', tiers, peak }: Price): boolean {
  return currency === 'USD' && tiers === undefined && peak === undefined && input !== null && output !== null;
}

function fromPrice(price: Price): Section | undefined {
  const { input, output, cacheRead, cacheWrite } = price;
  if (!canSayPrice(price) || input === null || output === null) return undefined;
  return { input, output, ...section({ cache_read: cacheRead ?? undefined, cache_write: cacheWrite ?? undefined }) };
}

function fromRouting(routing: RoutingConfig): Section {
  const { modelPriorityList, claudeCodePlatforms, scenes, routingModels, judge, risk } = routing;
  const standard = DEFAULT_CONFIG.routing;
  return {
    mode: routing.mode,
    ...section({
      model_priority_list: listed(modelPriorityList),
      claude_code_platforms: claudeCodePlatforms,
      scenes: scenes?.map(fromScene),
      routing_models: listed(routingModels),
      judge: section({
        when: unless(judge.when, standard.judge.when),
        timeout_ms: unless(judge.timeoutMs, standard.judge.timeoutMs),
      }),
      risk: unless(risk, standard.risk),
    }),
  };
}

function fromScene({ name, description, models, examples, keywords, paths, isEnabled }: SceneConfig): Section {
  return section({
    name,
    description: unless(description, ''),
    models: listed(models),
    examples: listed(examples),
    keywords: listed(keywords),
    paths: listed(paths),
    enabled: unless(isEnabled, true),
  });
}

function fromKey({ name, key, owner, expiresAt, isEnabled, policy }: DeclaredKey): Section {
  const expires = expiresAt === undefined ? undefined : new Date(expiresAt).toISOString();
  return { name, key, ...section({ owner, expires, enabled: unless(isEnabled, true) }), ...fromPolicy(policy) };
}

function fromPolicy({ models, platforms, modes, scenes, limits = {}, budget = {}, capture }: KeyPolicy): Section {
  return section({
    ...{ models, platforms, modes, scenes },
    limits: section({
      requests_per_minute: limits.requestsPerMinute,
      tokens_per_minute: limits.tokensPerMinute,
      parallel: limits.parallel,
    }),
    budget: section({
      tokens_per_day: budget.tokensPerDay,
      tokens_per_month: budget.tokensPerMonth,
      tokens_total: budget.tokensTotal,
      usd_per_day: budget.usdPerDay,
      usd_per_month: budget.usdPerMonth,
      usd_total: budget.usdTotal,
    }),
    capture,
  });
}

function fromRecords({ records }: Config): Section {
  const standard = DEFAULT_CONFIG.records;
  return {
    capture: unless(records.capture, standard.capture),
    redact: listed(records.redact),
    retention: section({
      days: unless(records.retentionDays, standard.retentionDays),
      gib: unless(records.retentionGib, standard.retentionGib),
      call_days: unless(records.retentionCallDays, standard.retentionCallDays),
    }),
  };
}

function fromLimits({ maxBodyBytes, server: { limits } }: Config): Section {
  const standard = DEFAULT_CONFIG.server.limits;
  const inSeconds = (name: 'headerMs' | 'requestMs' | 'idleMs' | 'slowClientMs') =>
    seconds(unless(limits[name], standard[name]));
  const isOwnSize = maxBodyBytes !== DEFAULT_CONFIG.maxBodyBytes;
  const isOwnHead = limits.maxHeaderBytes !== standard.maxHeaderBytes;
  return section({
    max_body_mb: isOwnSize ? maxBodyBytes / BYTES_PER_MEGABYTE : undefined,
    max_header_kb: isOwnHead ? limits.maxHeaderBytes / BYTES_PER_KILOBYTE : undefined,
    header_seconds: inSeconds('headerMs'),
    request_seconds: inSeconds('requestMs'),
    idle_seconds: inSeconds('idleMs'),
    slow_client_seconds: inSeconds('slowClientMs'),
    max_connections: unless(limits.maxConnections, standard.maxConnections),
  });
}

function fromServer({ server: { tls, trustedProxies, publicUrl, hsts } }: Config): Section {
  return section({ tls, trusted_proxies: listed(trustedProxies), public_url: publicUrl, hsts: unless(hsts, false) });
}

/** Without what is not said, and without sections in which nothing is. */
function section(parts: Section): Section {
  const isSaid = (part: Part | undefined) => part !== undefined && !(isSection(part) && Object.keys(part).length === 0);
  return Object.fromEntries(Object.entries(parts).filter(([, part]) => isSaid(part)));
}

/** Secrets are of a class of their own. */
export function isSection(part: Part | undefined): part is Section {
  return typeof part === 'object' && Object.getPrototypeOf(part) === Object.prototype;
}

function unless<Value>(value: Value, standard: Value): Value | undefined {
  return value === standard ? undefined : value;
}

function listed(list: readonly string[]): readonly string[] | undefined {
  return list.length === 0 ? undefined : list;
}

function seconds(milliseconds: number | undefined): number | undefined {
  return milliseconds === undefined ? undefined : milliseconds / 1000;
}

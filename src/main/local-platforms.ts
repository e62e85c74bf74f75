import type { ModelConfig, PlatformConfig } from '../config/config.ts';
import { exchange } from '../gateway/exchange.ts';
import type { UpstreamPort } from '../gateway/upstream.ts';
import { customHeaders } from '../gateway/upstream-headers.ts';
import { Body } from '../lib/body.ts';
import type { Clock } from '../lib/clock.ts';
import { asArray, asString, isObject, type Json } from '../lib/json.ts';
import type { Platform } from '../platforms/platform.ts';
import { makeUpstream } from '../routing/catalog.ts';

// A server on this machine answers at once or not at all.
const PROBE_MS = 1_000;

type Platforms = ReadonlyMap<string, Platform>;

/** Platforms that run on this machine, with their models; the demo if there is none. */
export async function findLocalPlatforms(
  platforms: Platforms,
  upstream: UpstreamPort,
  clock: Clock,
): Promise<PlatformConfig[]> {
  const local = [...platforms.values()].filter(
    (platform) => platform.isLocal && platform.isNotSought !== true && platform.type !== 'demo',
  );
  const probed = await withLocalModels(
    local.map(({ type }) => bare(type, [])),
    platforms,
    upstream,
    clock,
  );
  const found = probed.filter(({ models }) => models.length > 0);
  return found.length > 0 ? found : [bare('demo', [{ id: 'demo' }])];
}

/** The same platforms; local ones for which no models are configured get those that they have. */
export function withLocalModels(
  configs: readonly PlatformConfig[],
  platforms: Platforms,
  upstream: UpstreamPort,
  clock: Clock,
): Promise<PlatformConfig[]> {
  return Promise.all(
    configs.map(async (config) => {
      const platform = platforms.get(config.type);
      if (platform?.isLocal !== true || config.models.length > 0) return config;
      return { ...config, models: await listModels(config, platform, upstream, clock) };
    }),
  );
}

function bare(type: string, models: readonly ModelConfig[]): PlatformConfig {
  return { id: type, type, baseUrls: {}, apiKeys: [], auth: 'key', models, timeouts: {} };
}

/** Both Ollama and LM Studio list their models as OpenAI does; none if nobody answers. */
async function listModels(
  config: PlatformConfig,
  platform: Platform,
  upstream: UpstreamPort,
  clock: Clock,
): Promise<ModelConfig[]> {
  const { channels, headers, proxy } = makeUpstream(config, platform);
  const { url } = channels[0];
  const request = {
    platform: config.id,
    origin: url.origin,
    method: 'GET',
    path: `${url.root}/models`,
    headers: { accept: 'application/json', ...customHeaders({ headers }) },
    body: new Body([]),
    timeouts: { ...platform.timeouts, connect: PROBE_MS },
    proxy,
  };
  try {
    const reply = await exchange(upstream, clock, request, PROBE_MS);
    const body: Json = JSON.parse(reply.body.toString('utf8'));
    return asArray(isObject(body) ? body['data'] : undefined).flatMap(modelOf);
  } catch {
    return [];
  }
}

function modelOf(entry: Json): ModelConfig[] {
  const id = isObject(entry) ? asString(entry['id']) : undefined;
  // LM Studio lists embedding models too.
  return id === undefined || /embed/i.test(id) ? [] : [{ id }];
}

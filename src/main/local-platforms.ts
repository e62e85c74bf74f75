import type { ModelConfig, PlatformConfig } from '../config/config.ts';
import { PlatformQuestions } from '../control/ask-platform.ts';
import { callFacts } from '../control/effective.ts';
import type { ListedModel } from '../control/model-lists/model-list.ts';
import type { UpstreamPort } from '../gateway/upstream.ts';
import type { Clock } from '../lib/clock.ts';
import type { Platform } from '../platforms/platform.ts';

// For each question: a server on this machine answers at once or not at all.
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

/**
 * The same platforms; local ones for which no models are configured get those that they have, and all of theirs what the
 * platform says of them. What is configured holds.
 */
export function withLocalModels(
  configs: readonly PlatformConfig[],
  platforms: Platforms,
  upstream: UpstreamPort,
  clock: Clock,
): Promise<PlatformConfig[]> {
  return Promise.all(
    configs.map(async (config) => {
      const platform = platforms.get(config.type);
      if (platform?.isLocal !== true) return config;
      const listed = await new PlatformQuestions(config, platform, { upstream, clock }).list(PROBE_MS).catch(() => []);
      const models = config.models.length > 0 ? config.models : listed.map(({ id }) => ({ id }));
      return { ...config, models: models.map((model) => withFacts(model, listed)) };
    }),
  );
}

function bare(type: string, models: readonly ModelConfig[]): PlatformConfig {
  return { id: type, type, baseUrls: {}, apiKeys: [], auth: 'key', models, timeouts: {} };
}

/** A name without a tag is that of the tag `latest`, to Ollama. */
function withFacts(model: ModelConfig, listed: readonly ListedModel[]): ModelConfig {
  const found = listed.find(({ id }) => id === model.id) ?? listed.find(({ id }) => id === `${model.id}:latest`);
  return found === undefined ? model : { ...callFacts(found.facts), ...model };
}

import type { LoadedConfig } from '../config/config.ts';
import { RuntimeConfiguration } from '../control/configuration.ts';
import type { Base } from '../control/effective.ts';
import type { MemoryHealth } from '../gateway/health.ts';
import type { HttpUpstream } from '../gateway/http-upstream.ts';
import type { Clock } from '../lib/clock.ts';
import type { Sealer } from '../lib/seal.ts';
import type { Platform } from '../platforms/platform.ts';
import type { PriceBook } from '../prices/book.ts';
import { makeRouting } from '../routing/make-routing.ts';
import { pricedTypes, type Routing } from '../routing/routing.ts';
import type { ConfigurationStore } from '../store/configuration-ports.ts';
import { findLocalPlatforms, withLocalModels } from './local-platforms.ts';

export interface ConfigurationParts {
  readonly loaded: LoadedConfig;
  readonly platforms: ReadonlyMap<string, Platform>;
  readonly prices: PriceBook;
  readonly store: ConfigurationStore;
  readonly sealer: Sealer;
  readonly upstream: HttpUpstream;
  readonly health: Pick<MemoryHealth, 'forget'>;
  readonly clock: Clock;
}

/**
 * Joins the configuration file, what was stored, and what runs on this machine.
 *
 * @returns the configuration, and sentences about names that nothing answers to
 * @throws RedwolfError CONFIG_INVALID for an ambiguous model name in the file
 */
export async function openConfiguration(
  parts: ConfigurationParts,
): Promise<{ readonly configuration: RuntimeConfiguration; readonly warnings: readonly string[] }> {
  const { loaded, platforms, prices, upstream, health } = parts;
  const base = await baseOf(parts);
  // By itself, and strictly: a file that is wrong stays wrong whatever is stored.
  const { warnings } = makeRouting(base.config, platforms, { place: loaded.place });
  const configuration = await RuntimeConfiguration.open(base, {
    ...parts,
    onChange(routing, changed) {
      // Not waited for: until it is there, what it would price is unpriced.
      void prices.load(pricedTypes(routing));
      upstream.retain(addressesOf(routing));
      for (const id of changed) health.forget(id);
    },
  });
  await prices.load(pricedTypes(configuration.routing));
  const hasStored = configuration.state.version > 0;
  return { configuration, warnings: hasStored ? configuration.effective.warnings : warnings };
}

async function baseOf({ loaded, platforms, prices, upstream, clock }: ConfigurationParts): Promise<Base> {
  const { config: declared, declaredRouting, declaredSettings, file } = loaded;
  const config = {
    ...declared,
    platforms: await withLocalModels(declared.platforms, platforms, upstream, clock),
  };
  const found = declared.platforms.length > 0 ? [] : await findLocalPlatforms(platforms, upstream, clock);
  const unlisted = declared.platforms.filter(({ models }) => models.length === 0);
  return {
    config,
    declaredRouting,
    declaredSettings,
    file,
    found,
    types: platforms,
    prices,
    listedAtStart: new Set(unlisted.map(({ id }) => id)),
  };
}

/** Every address that may be asked from now on. */
function addressesOf({ catalog }: Routing) {
  return catalog.upstreams.flatMap(({ id, channels, proxy }) =>
    channels.map(({ url }) => ({ platform: id, origin: url.origin, proxy })),
  );
}

import { DEFAULT_CONFIG, NOTHING_DECLARED } from '../config/to-config.ts';
import { RuntimeConfiguration } from '../control/configuration.ts';
import { systemClock } from '../lib/clock.ts';
import { PLATFORMS } from '../platforms/index.ts';
import { PriceBook } from '../prices/book.ts';
import type { Store } from '../store/store.ts';
import { openVault } from '../store/vault.ts';
import type { StorePlace } from './command-store.ts';
import { findConfigFile } from './data-dir.ts';

/** What a command needs that works on the configuration. */
export interface CommandConfiguration {
  readonly configuration: RuntimeConfiguration;
  readonly book: PriceBook;
  /** Under which client keys are hashed. */
  readonly pepper: Buffer;
}

/**
 * The configuration of the file and the store, without platforms that only a running gateway finds. Rejects with
 * RedwolfError.
 */
export async function openCommandConfiguration(store: Store, place: StorePlace): Promise<CommandConfiguration> {
  const { dataDir, config: file = findConfigFile(dataDir, process.cwd()) } = place;
  const { sealer, pepper } = await openVault({ dataDir, environment: process.env, settings: store.settings });
  const { config, ...declared } = await readConfig(file);
  const book = new PriceBook(config.prices.cnyPerUsd, console.error);
  const unlisted = config.platforms.filter(({ models }) => models.length === 0).map(({ id }) => id);
  const configuration = await RuntimeConfiguration.open(
    {
      ...{ config, ...declared, file, prices: book, found: [], types: PLATFORMS },
      listedAtStart: new Set(unlisted),
    },
    { store: store.configuration, sealer, clock: systemClock, onChange() {} },
  );
  return { configuration, book, pepper };
}

async function readConfig(file: string | undefined) {
  if (file === undefined) return { config: DEFAULT_CONFIG, ...NOTHING_DECLARED };
  const { loadConfig } = await import('../config/load.ts');
  const { config, declaredRouting, declaredSettings } = loadConfig(file, process.env, PLATFORMS);
  return { config, declaredRouting, declaredSettings };
}

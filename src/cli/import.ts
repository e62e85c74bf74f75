import { resolve } from 'node:path';
import { Command } from 'commander';
import { Importer } from '../control/import/importer.ts';
import { KeyRing } from '../gateway/key-ring.ts';
import { systemClock } from '../lib/clock.ts';
import { openBodiesAlone } from '../main/open-bodies.ts';
import type { BodyStore } from '../records/body-store.ts';
import type { Store } from '../store/store.ts';
import { openCommandConfiguration } from './command-configuration.ts';
import { addStoreOptions, openCommandStore, type StorePlace } from './command-store.ts';
import { importLines } from './import-text.ts';
import { whoCalls } from './who-calls.ts';

interface ImportCommandOptions extends StorePlace {
  readonly dryRun: boolean;
  readonly records: boolean;
  readonly json: boolean;
}

/** `redwolf import`: works on the data directory, also while a gateway runs on it, which notices within a second. */
export function importCommand(): Command {
  const command = new Command('import')
    .description(
      'Bring in what the original redwolf kept in its api_records.db. It is only read; what is here stays as it is.',
    )
    .argument('<file>', "the original's database")
    .option('--dry-run', 'change nothing, and tell what would be imported', false)
    .option('--records', 'prompts and replies too; not while a gateway runs', false)
    .option('--json', 'tell it as JSON', false);
  return addStoreOptions(command).action(async (file: string, options: ImportCommandOptions) => {
    const store = await openCommandStore(options);
    try {
      await importInto(store, resolve(file), options);
    } finally {
      await store.close();
    }
  });
}

async function importInto(store: Store, file: string, options: ImportCommandOptions): Promise<void> {
  const opened = await openCommandConfiguration(store, options);
  let bodies: BodyStore | undefined;
  const importer = new Importer({
    ...{ configuration: opened.configuration, book: opened.book, ring: new KeyRing(opened.pepper) },
    ...{ keys: store.keys, calls: store.calls, audit: store.audit, settings: store.settings, clock: systemClock },
    dataDir: options.dataDir,
    async bodies() {
      const { databaseUrl } = opened.configuration.effective.config;
      const place = { dataDir: options.dataDir, databaseUrl };
      const keeper = await openBodiesAlone(place, opened.configuration, {
        warn: console.error,
        onTexts: (texts) => store.callTexts.add(texts),
      });
      if (typeof keeper !== 'string') bodies = keeper;
      return keeper;
    },
    onKeys: () => Promise.resolve(),
  });
  try {
    const reply = await importer.importFile(
      file,
      { isDryRun: options.dryRun, withBodies: options.records },
      whoCalls(),
    );
    for (const line of options.json ? [JSON.stringify(reply, null, 2)] : importLines(reply)) console.log(line);
  } finally {
    await bodies?.close();
  }
}

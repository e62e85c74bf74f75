import { type Command, Option } from 'commander';
import { version } from '../lib/version.ts';
import { openStore } from '../store/open-store.ts';
import type { Store } from '../store/store.ts';
import { dataDirOption, findConfigFile } from './data-dir.ts';

/** What the options of `addStoreOptions` say. */
export interface StorePlace {
  readonly dataDir: string;
  readonly config?: string;
}

/** The options of every command that works on what is stored, also while a gateway runs on it. */
export function addStoreOptions(command: Command): Command {
  return command
    .addOption(dataDirOption())
    .addOption(
      new Option('--config <file>', 'configuration file, which may name the database (default: as for "start")'),
    );
}

/** Opens what the gateway of this place would. Rejects with RedwolfError. */
export async function openCommandStore({ dataDir, config }: StorePlace): Promise<Store> {
  const file = config ?? findConfigFile(dataDir, process.cwd());
  const databaseUrl = file === undefined ? undefined : await databaseOf(file);
  const options = { dataDir, version: version(), warn: console.error };
  return openStore({ ...options, ...(databaseUrl !== undefined && { databaseUrl }) });
}

/** The reader of YAML is not needed by those who have no file. */
async function databaseOf(file: string) {
  const { readDatabaseUrl } = await import('../config/database-url.ts');
  return readDatabaseUrl(file, process.env);
}

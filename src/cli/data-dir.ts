import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { Option } from 'commander';

const CONFIG_NAME = 'redwolf.yaml';

/** The option that every command has which works on a data directory. */
export function dataDirOption(): Option {
  const home = join(homedir(), '.redwolf');
  const option = new Option('--data-dir <dir>', 'where redwolf keeps its database and its master key');
  // Absolute: the current folder may change, the data directory may not. An empty variable is as good as none.
  option.argParser((dir: string) => (dir === '' ? home : resolve(dir)));
  return option.env('REDWOLF_DATA_DIR').default(home, '~/.redwolf');
}

/**
 * The configuration file that is used where none is named: `redwolf.yaml` in the current folder, else in the data
 * directory, else none.
 */
export function findConfigFile(dataDir: string, currentFolder: string): string | undefined {
  return [join(currentFolder, CONFIG_NAME), join(dataDir, CONFIG_NAME)].find((file) => existsSync(file));
}

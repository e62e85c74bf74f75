/** Configuration files of tests. */

import { writeFileSync } from 'node:fs';
import path from 'node:path';

/** The client key of every test configuration that declares no other. */
export const CLIENT_KEY = 'rw-test';

/** A platform in the configuration file. */
export interface PlatformEntry {
  readonly id: string;
  readonly type: string;
  readonly [field: string]: unknown;
}

/** A configuration file, in its own words. Without `keys` it declares CLIENT_KEY. */
export interface ConfigFile {
  readonly platforms?: readonly PlatformEntry[];
  readonly routing?: object;
  readonly keys?: readonly { readonly name: string; readonly key: string; readonly [field: string]: unknown }[];
  readonly [field: string]: unknown;
}

/** Writes it into the folder and gives its path. A text is written as it is. */
export function writeConfig(folder: string, config: ConfigFile | string): string {
  const file = path.join(folder, 'redwolf.yaml');
  const keys = [{ name: 'test', key: CLIENT_KEY }];
  // JSON is YAML.
  writeFileSync(file, typeof config === 'string' ? config : JSON.stringify({ keys, ...config }));
  return file;
}

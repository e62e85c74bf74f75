/** A stored platform in the form of the configuration file, so that the file's own checks and reading apply to it. */

import type { PlatformConfig } from '../config/config.ts';
import type { PlatformEntry } from '../config/schema.ts';
import { toConfig } from '../config/to-config.ts';
import type { JsonObject } from '../lib/json.ts';
import type { Platform } from '../platforms/platform.ts';
import { allSettings } from './settings.ts';
import type { StoredPlatform } from './state.ts';

/** As the file would declare it; holds its keys in clear, for checks only. */
export function entryOf(platform: StoredPlatform): JsonObject {
  const keys = platform.credentials.flatMap(({ key, name, weight }): JsonObject[] => {
    if (key === undefined) return [];
    return [{ key: key.reveal(), ...(weight !== undefined && { weight }), ...(name !== '' && { name }) }];
  });
  const { id, type } = platform;
  return { id, type, ...allSettings(platform), ...(keys.length > 0 && { api_keys: keys }) };
}

/** As the router takes it. The entry was checked when it was stored. */
export function configOf(platform: StoredPlatform): PlatformConfig | undefined {
  const entry = entryOf(platform) as unknown as PlatformEntry;
  return toConfig({ platforms: [entry], routing: {}, keys: [], limits: {} }).platforms[0];
}

/** True if it cannot be used before somebody gives a key. */
export function lacksKey(platform: StoredPlatform, type: Platform): boolean {
  if (platform.settings['auth'] === 'passthrough') return false;
  // Keys that cannot be opened are needed too: without them it would be asked as nobody.
  const isKeyed = type.needsKey || platform.credentials.length > 0;
  return isKeyed && platform.credentials.every(({ key }) => key === undefined);
}

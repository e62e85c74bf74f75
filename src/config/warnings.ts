import type { Config } from './config.ts';
import type { KeyPath } from './problems.ts';

/** Names and addresses that are not on the internet. */
const NEAR =
  /^(?:localhost|.*\.(?:localhost|local|internal|lan|home\.arpa)|[^.:]+|127\..*|10\..*|192\.168\..*|172\.(?:1[6-9]|2\d|3[01])\..*|\[.*\])$/;

/** What is right by its form and probably not meant. */
export function warningsOf(config: Config): { path: KeyPath; message: string }[] {
  return config.platforms.flatMap(({ baseUrl, apiKeys, auth }, index) => {
    if (baseUrl === undefined || (apiKeys.length === 0 && auth === 'key')) return [];
    const { protocol, hostname } = new URL(baseUrl);
    if (protocol === 'https:' || NEAR.test(hostname)) return [];
    return [
      {
        path: ['platforms', index, 'base_url'],
        message: 'keys and prompts travel to this address unencrypted; use https',
      },
    ];
  });
}

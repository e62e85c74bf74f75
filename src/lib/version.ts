import { readFileSync } from 'node:fs';

/** The version of package.json, which lies two folders above this file in the source and in the build. */
export function version(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  const value: unknown = JSON.parse(text);
  const found = typeof value === 'object' && value !== null && 'version' in value ? value.version : undefined;
  return typeof found === 'string' ? found : 'unknown';
}

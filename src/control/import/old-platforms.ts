/** The original's platforms and Claude Code servers, as platforms of ours. */

import type { PlatformCreate } from '../../admin/contract/platforms.ts';
import type { Platform } from '../../platforms/platform.ts';
import type { Platforms } from '../effective.ts';
import type { OldDatabase } from './old-database.ts';
import { flagOf, idOf, textOf, wholeNumberOf } from './old-values.ts';
import type { OldRow } from './worker-messages.ts';

/** Ids that mean something else in model names (`src/config/checks.ts`). */
const RESERVED_IDS = ['claude', 'scene'];
const PLATFORM_ID = /^[a-z0-9][a-z0-9_-]{0,63}$/;
/** What the original wrote where nobody chose one. No call was ever held to it there: all had 30 seconds. */
const UNCHOSEN_TIMEOUT = 30;
const MOST_SECONDS = 86_400;
const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

type Settings = NonNullable<PlatformCreate['settings']>;

/** Something that was a platform there. */
export interface OldPlatform {
  /** As the report calls it. */
  readonly name: string;
  /** What to add; absent where it cannot be. */
  readonly body?: PlatformCreate;
  /** Why it cannot, or what is different here. */
  readonly why?: string;
}

/** A server of Claude Code mode. Calls name it. */
export interface OldServer extends OldPlatform {
  readonly server: string;
}

/** All platforms, in the order in which they were made. */
export async function readPlatforms(database: OldDatabase, types: Platforms): Promise<readonly OldPlatform[]> {
  const columns = ['platform_type', 'api_key', 'base_url', 'enabled', 'timeout'];
  const rows = await database.all('platform_configs', columns);
  return rows.map((row, index) => {
    const id = textOf(row['platform_type']).toLowerCase();
    const name = id === '' ? `the platform in row ${idOf(row)}` : id;
    const isSecond = rows.slice(0, index).some((other) => textOf(other['platform_type']).toLowerCase() === id);
    if (isSecond) return { name, why: 'it stands there a second time' };
    // `openai_compatible` there, `openai-compatible` here. The id stays, as lists of models name it.
    const description = types.get(id.replaceAll('_', '-'));
    if (description === undefined || !PLATFORM_ID.test(id))
      return { name, why: 'redwolf has no such type of platform' };
    return { name, ...platformOf(row, id, description) };
  });
}

/** All servers, the first to be asked first. @param taken ids of the platforms that were read */
export async function readServers(
  database: OldDatabase,
  types: Platforms,
  taken: readonly string[],
): Promise<readonly OldServer[]> {
  const columns = ['name', 'url', 'api_key', 'timeout', 'priority', 'enabled'];
  const rows = await database.all('claude_code_servers', columns);
  const ids = new Set([...taken, ...RESERVED_IDS]);
  const order = (row: OldRow) => wholeNumberOf(row['priority']) ?? 0;
  // Ids are given in the order of the rows, as that of the servers may be another one at the next import.
  const servers = rows.map((row) => {
    const server = textOf(row['name']);
    const name = server === '' ? `the server in row ${idOf(row)}` : server;
    const id = serverId(server, idOf(row), ids);
    ids.add(id);
    return { order: order(row), server: { name, server, ...serverOf(row, id, types) } };
  });
  return servers.toSorted((a, b) => a.order - b.order).map(({ server }) => server);
}

/** Every key of a platform or a server there. */
export async function platformSecrets(database: OldDatabase): Promise<readonly string[]> {
  const tables = ['platform_configs', 'claude_code_servers'];
  const rows = await Promise.all(tables.map((table) => database.all(table, ['api_key'])));
  return rows.flat().map((row) => textOf(row['api_key']));
}

function platformOf(row: OldRow, id: string, description: Platform): Pick<OldPlatform, 'body' | 'why'> {
  const key = textOf(row['api_key']);
  const address = textOf(row['base_url']).replace(/\/+$/, '');
  const builtIn = description.protocols[0].baseUrl;
  // The original asked the others at their own address, whatever was written here.
  const takesAddress = builtIn === undefined || description.isLocal;
  if (builtIn === undefined && address === '') return { why: 'it has no address' };
  if (takesAddress && address !== '' && !isAddress(address)) return { why: 'its address is none of http or https' };
  if (description.needsKey && key === '') return { why: 'it has no key' };
  const isOwn = takesAddress && address !== '' && !isSamePlace(address, builtIn);
  const timeout = wholeNumberOf(row['timeout']);
  const settings = {
    ...(isOwn && { base_url: address }),
    ...(timeout !== UNCHOSEN_TIMEOUT && firstByte(timeout)),
  };
  const isIgnored = !takesAddress && address !== '' && !isSamePlace(address, builtIn);
  return {
    body: bodyOf(id, description.type, settings, key, flagOf(row['enabled'], true)),
    ...(isIgnored && { why: 'its address is left out, as the original never asked there' }),
  };
}

function serverOf(row: OldRow, id: string, types: Platforms): Pick<OldPlatform, 'body' | 'why'> {
  const address = textOf(row['url']).replace(/\/+$/, '');
  if (address === '') return { why: 'it has no address' };
  if (!isAddress(address)) return { why: 'its address is none of http or https' };
  const key = textOf(row['api_key']);
  const description = vendorOf(address, types);
  const isFirst = description?.protocols[0].protocol === 'anthropic-messages';
  // Only the address for Claude Code is given, so that nothing else of the vendor is asked.
  const place = description === undefined || isFirst ? { base_url: address } : onlyMessages(address);
  // Without a key of its own, such a server could only be asked with the client's.
  const isPassthrough = key === '' && description?.needsKey === true;
  const settings: Settings = {
    ...place,
    ...firstByte(wholeNumberOf(row['timeout'])),
    ...(isPassthrough && { auth: 'passthrough' }),
  };
  const type = description?.type ?? 'anthropic-compatible';
  return {
    body: bodyOf(id, type, settings, key, flagOf(row['enabled'], true)),
    ...(isPassthrough && { why: "it has no key, so that it gets the client's own credential (auth: passthrough)" }),
    ...(description === undefined &&
      key !== '' && { why: 'it gets its key as x-api-key; the original sent a bearer token' }),
  };
}

function onlyMessages(address: string): Settings {
  return { base_urls: { 'anthropic-messages': address } };
}

/** Who has its Messages API at this host: they differ in the header for the key, and in what they refuse. */
function vendorOf(address: string, types: Platforms): Platform | undefined {
  const { host } = new URL(address);
  return [...types.values()].find(({ protocols }) =>
    protocols.some(
      ({ protocol, baseUrl }) =>
        protocol === 'anthropic-messages' && baseUrl !== undefined && new URL(baseUrl).host === host,
    ),
  );
}

function bodyOf(id: string, type: string, settings: Settings, key: string, enabled: boolean): PlatformCreate {
  return { id, type, settings, enabled, ...(key !== '' && { credentials: [{ key }] }) };
}

/** Small letters and digits of the name; with its number where that says nothing, or somebody else is called so. */
function serverId(name: string, row: string, taken: ReadonlySet<string>): string {
  const slug = name
    .toLowerCase()
    .replace(/[^a-z0-9_-]+/g, '-')
    .replace(/^[-_]+|-+$/g, '')
    .slice(0, 50);
  let id = slug === '' ? `server-${row}` : slug;
  while (taken.has(id)) id = `${id}-${row}`;
  return id;
}

function firstByte(seconds: number | undefined): Settings {
  const isUsable = seconds !== undefined && seconds > 0 && seconds <= MOST_SECONDS;
  return isUsable ? { timeouts: { first_byte: seconds } } : {};
}

function isAddress(text: string): boolean {
  return /^https?:\/\/./i.test(text) && URL.canParse(text);
}

/** By another name of this machine too, and with or without a path: it is what is built in. */
function isSamePlace(address: string, builtIn: string | undefined): boolean {
  if (builtIn === undefined || !isAddress(address)) return false;
  const [a, b] = [new URL(address), new URL(builtIn)];
  const isNear = (url: URL) => LOOPBACK.includes(url.hostname);
  return a.port === b.port && (a.hostname === b.hostname || (isNear(a) && isNear(b)));
}

/** What the parts of the file mean together: ids, types, addresses, credentials. */

import type { Platform } from '../platforms/platform.ts';
import type { ProtocolId } from '../turn/request.ts';
import { refusedHeader } from './custom-headers.ts';
import type { KeyPath } from './problems.ts';
import { isSection, type Report, suggest } from './report.ts';
import type { KeyEntry, RoutingEntry, SoundPlatform } from './schema.ts';

/** What the configuration has to know of a type of platform. */
type KnownType = Pick<Platform, 'needsKey' | 'protocols'>;

/** By the `type` of the configuration; `PLATFORMS` is one. */
export type KnownTypes = ReadonlyMap<string, KnownType>;

/** Prefixes of model names that mean something else than a platform. */
const RESERVED_IDS = new Set(['claude', 'scene']);

/** One platform by itself. */
export function checkPlatform(entry: SoundPlatform, path: KeyPath, types: KnownTypes, report: Report): void {
  if (entry.id !== undefined && RESERVED_IDS.has(entry.id)) {
    report.add([...path, 'id'], `"${entry.id}" has a meaning of its own in model names; choose another id`);
  }
  checkModels(entry, path, report);
  checkAddresses(entry, path, report);
  checkHeaders(entry, path, report);
  checkProxy(entry.proxy, [...path, 'proxy'], report);
  if (entry.type === undefined) return;
  const type = types.get(entry.type);
  if (type === undefined) {
    const hint = suggest(entry.type, [...types.keys()], 'There are');
    report.addUnexpected([...path, 'type'], 'a type of platform that redwolf knows', entry.type, hint);
    return;
  }
  checkProtocols(entry, type, path, report);
  checkCredentials(entry, type, path, report);
}

function checkModels(entry: SoundPlatform, path: KeyPath, report: Report): void {
  const names = (entry.models ?? []).map((model) => (typeof model === 'string' ? model : model.id));
  for (const index of repetitions(names)) {
    report.add([...path, 'models', index], `the model "${names[index]}" stands in this list a second time`);
  }
}

function checkAddresses(entry: SoundPlatform, path: KeyPath, report: Report): void {
  checkAddress(entry.base_url, [...path, 'base_url'], report);
  for (const [protocol, address] of Object.entries(entry.base_urls ?? {})) {
    checkAddress(address, [...path, 'base_urls', protocol], report);
  }
}

function checkAddress(address: string | undefined, path: KeyPath, report: Report): void {
  if (address === undefined) return;
  if (!/^https?:\/\/./i.test(address) || !URL.canParse(address)) {
    report.addUnexpected(path, 'an address that begins with http:// or https://', address);
    return;
  }
  const url = new URL(address);
  // What is wrong here may be a secret, so the address is not shown.
  if (url.username !== '' || url.password !== '')
    report.add(path, 'an address holds no user name and password; use api_key');
  else if (url.search !== '' || url.hash !== '') report.add(path, 'an address ends before any "?" or "#"');
}

function checkHeaders(entry: SoundPlatform, path: KeyPath, report: Report): void {
  const names = Object.keys(entry.headers ?? {});
  for (const name of names) {
    const reason = refusedHeader(name);
    if (reason !== undefined) report.add([...path, 'headers', name], reason, 'key');
  }
  for (const index of repetitions(names.map((name) => name.toLowerCase()))) {
    report.add([...path, 'headers', names[index] ?? ''], 'this header stands in the section a second time', 'key');
  }
}

function checkProxy(address: string | undefined, path: KeyPath, report: Report): void {
  if (address === undefined) return;
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const isProxy =
    url !== undefined && /^https?:$/.test(url.protocol) && url.pathname === '/' && url.search + url.hash === '';
  if (!isProxy)
    report.addUnexpected(path, 'the address of a proxy, such as http://127.0.0.1:3128, without a path', address);
}

function checkProtocols(entry: SoundPlatform, type: KnownType, path: KeyPath, report: Report): void {
  const [first] = type.protocols;
  const spoken = spokenBy(type);
  for (const protocol of Object.keys(entry.base_urls ?? {})) {
    const isSpoken = spoken.some((known) => known === protocol);
    const place = [...path, 'base_urls', protocol];
    const hint = suggest(protocol, spoken, 'It speaks');
    if (!isSpoken) report.add(place, `a platform of type ${entry.type} does not speak this protocol. ${hint}`, 'key');
    else if (protocol === first.protocol && entry.base_url !== undefined)
      report.add(place, 'this is what base_url says; keep one of the two', 'key');
  }
  const hasAddress = entry.base_url !== undefined || entry.base_urls !== undefined;
  if (first.baseUrl === undefined && !hasAddress && !report.has([...path, 'base_urls'])) {
    report.addUnexpected([...path, 'base_url'], `the platform's address, which type ${entry.type} needs`, undefined);
  }
}

function checkCredentials(entry: SoundPlatform, type: KnownType, path: KeyPath, report: Report): void {
  const hasKey = entry.api_key !== undefined || entry.api_keys !== undefined;
  if (entry.api_key !== undefined && entry.api_keys !== undefined) {
    report.add([...path, 'api_keys'], 'use api_key or api_keys, not both', 'key');
  }
  const keys = (entry.api_keys ?? []).map((pooled) => (typeof pooled === 'string' ? pooled : pooled.key));
  for (const index of repetitions(keys)) {
    report.add([...path, 'api_keys', index], 'this key stands in the list a second time');
  }
  if (entry.auth !== 'passthrough') {
    if (type.needsKey && !hasKey && !report.has([...path, 'api_keys']))
      report.addUnexpected([...path, 'api_key'], `a key, which type ${entry.type} needs`, undefined);
    return;
  }
  if (hasKey) report.add([...path, 'auth'], 'with passthrough the client brings the key, so api_key must not be there');
  if (!spokenBy(type).includes('anthropic-messages')) {
    report.add([...path, 'auth'], 'passthrough is for platforms that speak anthropic-messages');
  }
}

/** What the entries of the list mean together. `entries` may be broken ones. */
export function checkUniqueIds(entries: readonly unknown[], report: Report): void {
  const ids = entries.map((entry) => (isSection(entry) ? entry['id'] : undefined));
  for (const index of repetitions(ids)) {
    report.add(['platforms', index, 'id'], `the platform "${String(ids[index])}" stands in this file a second time`);
  }
}

/** Client keys by themselves and together. */
export function checkKeys(entries: readonly (KeyEntry | undefined)[], report: Report): void {
  for (const index of repetitions(entries.map((entry) => entry?.name))) {
    report.add(['keys', index, 'name'], `the name "${entries[index]?.name}" stands in this file a second time`);
  }
  for (const index of repetitions(entries.map((entry) => entry?.key))) {
    report.add(['keys', index, 'key'], 'this key stands in this file a second time');
  }
}

/** @param platforms the entries of the file, which may be broken ones */
export function checkRouting(
  entry: RoutingEntry,
  platforms: readonly unknown[],
  types: KnownTypes,
  report: Report,
): void {
  const sections = platforms.filter(isSection);
  const ids = sections.map((section) => String(section['id']));
  for (const [index, id] of (entry.claude_code_platforms ?? []).entries()) {
    const path = ['routing', 'claude_code_platforms', index];
    const section = sections.find((candidate) => candidate['id'] === id);
    if (section === undefined) {
      report.addUnexpected(path, 'the id of a platform of this file', id, suggest(id, ids, 'There are'));
    } else if (!mayServeClaudeCode(types.get(String(section['type'])))) {
      report.add(
        path,
        `the platform "${id}" does not speak anthropic-messages, so Claude Code cannot be passed on to it`,
      );
    }
  }
  for (const index of repetitions(entry.claude_code_platforms ?? [])) {
    report.add(['routing', 'claude_code_platforms', index], 'this platform stands in the list a second time');
  }
  for (const index of repetitions((entry.scenes ?? []).map(({ name }) => name))) {
    report.add(
      ['routing', 'scenes', index, 'name'],
      'another scene has this name already; keys, pins and corrections go by it',
    );
  }
}

/** An unknown type has been reported where it stands. */
function mayServeClaudeCode(type: KnownType | undefined): boolean {
  return type === undefined || spokenBy(type).includes('anthropic-messages');
}

function spokenBy(type: KnownType): ProtocolId[] {
  return type.protocols.map(({ protocol }) => protocol);
}

/** Indexes of values that stand earlier in the list too. */
function repetitions(values: readonly unknown[]): number[] {
  return values.flatMap((value, index) => (value !== undefined && values.indexOf(value) < index ? [index] : []));
}

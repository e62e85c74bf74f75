/** The settings of a platform in the file's form: which of them may hold a secret, what is shown, what is merged. */

import { asString, isObject, type Json, type JsonObject } from '../lib/json.ts';
import { Secret } from '../lib/secret.ts';
import type { StoredPlatform } from './state.ts';

const MAY_HOLD_SECRETS = ['headers', 'proxy'];
/** Where requests go. A key that was given for one address is not sent to another. */
const ADDRESSES = ['base_url', 'base_urls', 'proxy'];
/** Not settings: they have places of their own. */
const ELSEWHERE = ['id', 'type', 'api_key', 'api_keys', 'enabled'];

const MASKED = '[secret]';

/** Absent = unchanged, null = cleared. */
export function mergeSettings(before: JsonObject, changes: JsonObject): JsonObject {
  const merged = Object.entries({ ...before, ...changes }).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(merged);
}

/** Names that are no settings. */
export function misplaced(changes: JsonObject): readonly string[] {
  return Object.keys(changes).filter((name) => ELSEWHERE.includes(name));
}

/** All settings of a platform, secret ones among them: not to be shown. */
export function allSettings({
  settings,
  secretSettings,
}: Pick<StoredPlatform, 'settings' | 'secretSettings'>): JsonObject {
  const hidden: Json = secretSettings === undefined ? {} : JSON.parse(secretSettings.reveal());
  return { ...settings, ...(isObject(hidden) && hidden) };
}

/** Takes the settings apart into what may be shown and what may not. */
export function splitSettings(all: JsonObject): Pick<StoredPlatform, 'settings' | 'secretSettings'> {
  const entries = Object.entries(all);
  const hidden = entries.filter(([name]) => MAY_HOLD_SECRETS.includes(name));
  return {
    settings: Object.fromEntries(entries.filter(([name]) => !MAY_HOLD_SECRETS.includes(name))),
    secretSettings: hidden.length === 0 ? undefined : new Secret(JSON.stringify(Object.fromEntries(hidden))),
  };
}

/** What is shown of them: names of headers without their values, a proxy without its password. */
export function shownSettings(platform: Pick<StoredPlatform, 'settings' | 'secretSettings'>): JsonObject {
  const { headers, proxy } = allSettings(platform);
  return {
    ...platform.settings,
    ...(isObject(headers) && { headers: Object.fromEntries(Object.keys(headers).map((name) => [name, MASKED])) }),
    ...(proxy !== undefined && { proxy: shownProxy(asString(proxy) ?? '') }),
  };
}

/** Where a text stands that is shown in place of a secret: who sends it back does not mean it. */
export function maskedSettings({ headers, proxy }: JsonObject): readonly string[] {
  const values = isObject(headers) ? Object.entries(headers) : [];
  const names = values.filter(([, value]) => value === MASKED).map(([name]) => `headers.${name}`);
  return asString(proxy)?.includes(MASKED) === true ? [...names, 'proxy'] : names;
}

/** True if requests would go elsewhere, or another way. */
export function movesAddress(before: JsonObject, after: JsonObject): boolean {
  return ADDRESSES.some((name) => normal(before[name]) !== normal(after[name]));
}

function normal(value: Json | undefined): string {
  if (isObject(value)) return JSON.stringify(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
  return typeof value === 'string' ? value.replace(/\/+$/, '') : JSON.stringify(value ?? null);
}

function shownProxy(address: string): string {
  if (!URL.canParse(address)) return MASKED;
  const { protocol, host, username, password } = new URL(address);
  return username === '' && password === '' ? address : `${protocol}//${MASKED}@${host}`;
}

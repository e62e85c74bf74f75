/** What the form of a platform holds, and the change that follows from it. */

import type { CredentialInput, PlatformPatch, PlatformView } from '../../../../src/admin/contract/platforms.ts';
import { namesOf } from './types.ts';

export interface EditKey {
  /** Of the row on the page. */
  readonly row: string;
  /** Undefined: it is new. */
  readonly id: string | undefined;
  readonly name: string;
  readonly weight: string;
  /** Empty: the key that is there stays. */
  readonly key: string;
  readonly hint: string;
}

export interface EditHeader {
  readonly row: string;
  readonly name: string;
  readonly value: string;
}

export interface EditState {
  readonly address: string;
  /** By the platform's further protocols. */
  readonly addresses: Readonly<Record<string, string>>;
  readonly isPassthrough: boolean;
  readonly keys: readonly EditKey[];
  readonly models: string;
  /** Undefined: they stay as they are. */
  readonly headers: readonly EditHeader[] | undefined;
  readonly proxy: string;
  readonly connect: string;
  readonly firstByte: string;
  readonly idle: string;
}

const TIMEOUTS = { connect: 'connect', firstByte: 'first_byte', idle: 'idle' } as const;

export function editStateOf({ settings, credentials, protocols }: PlatformView): EditState {
  const { [protocols[0]?.protocol ?? '']: own, ...others } = textsOf(settings['base_urls']);
  const timeouts = recordOf(settings['timeouts']);
  const text = (name: string) => (timeouts[name] === undefined ? '' : String(timeouts[name]));
  return {
    address: textOf(settings['base_url']) || (own ?? ''),
    addresses: others,
    isPassthrough: settings['auth'] === 'passthrough',
    keys: credentials.map(({ id, name, weight, hint }) => ({
      row: id,
      id,
      name,
      weight: weight === null ? '' : String(weight),
      key: '',
      hint,
    })),
    models: modelsOf(settings)
      .map(({ id }) => id)
      .join('\n'),
    headers: undefined,
    proxy: textOf(settings['proxy']),
    connect: text('connect'),
    firstByte: text('first_byte'),
    idle: text('idle'),
  };
}

/** Names of the headers that are set; their values are never shown. */
export function headerNames({ settings }: PlatformView): readonly string[] {
  return Object.keys(recordOf(settings['headers']));
}

/** Only what differs is sent, so that nothing is taken for an address that changed. */
export function patchOf(platform: PlatformView, state: EditState): PlatformPatch {
  const before = editStateOf(platform);
  const differs = (...names: readonly (keyof EditState)[]) =>
    names.some((name) => JSON.stringify(before[name]) !== JSON.stringify(state[name]));
  const settings = {
    ...(differs('address', 'addresses') && addressSettings(state)),
    ...(differs('isPassthrough') && { auth: state.isPassthrough ? ('passthrough' as const) : null }),
    ...(differs('models') && { models: modelSettings(platform, state) }),
    ...(differs('connect', 'firstByte', 'idle') && { timeouts: timeoutSettings(state) }),
    ...(state.headers !== undefined && { headers: headerSettings(state.headers) }),
    ...(differs('proxy') && { proxy: state.proxy.trim() || null }),
  };
  return {
    version: platform.version,
    ...(Object.keys(settings).length > 0 && { settings }),
    ...(differs('keys', 'isPassthrough') && { credentials: state.isPassthrough ? null : state.keys.map(credentialOf) }),
  };
}

/** True if requests would go elsewhere: then no key and no header goes there that is not given again. */
export function isMoved(patch: PlatformPatch): boolean {
  const { settings } = patch;
  return settings != null && ['base_url', 'base_urls', 'proxy'].some((name) => name in settings);
}

function addressSettings({ address, addresses }: EditState) {
  const given = Object.entries(addresses).flatMap(([name, text]) => (text.trim() === '' ? [] : [[name, text.trim()]]));
  return { base_url: address.trim() || null, base_urls: given.length === 0 ? null : Object.fromEntries(given) };
}

/** What is known of a model that stays in the list stays too. */
function modelSettings({ settings }: PlatformView, { models }: EditState): unknown[] | null {
  const known = new Map(modelsOf(settings).map(({ id, entry }) => [id, entry]));
  const names = namesOf(models);
  return names.length === 0 ? null : names.map((name) => known.get(name) ?? name);
}

function timeoutSettings(state: EditState) {
  const given = (['connect', 'firstByte', 'idle'] as const).flatMap((name) =>
    state[name].trim() === '' ? [] : [[TIMEOUTS[name], Number(state[name])]],
  );
  return given.length === 0 ? null : Object.fromEntries(given);
}

function headerSettings(headers: readonly EditHeader[]): Record<string, string> | null {
  const given = headers.filter(({ name }) => name.trim() !== '');
  return given.length === 0 ? null : Object.fromEntries(given.map(({ name, value }) => [name.trim(), value.trim()]));
}

function credentialOf({ id, name, weight, key }: EditKey): CredentialInput {
  return {
    ...(id !== undefined && { id }),
    ...(key.trim() !== '' && { key: key.trim() }),
    name: name.trim(),
    weight: weight.trim() === '' ? null : Number(weight),
  };
}

function modelsOf(settings: PlatformView['settings']): { id: string; entry: unknown }[] {
  const { models } = settings;
  if (!Array.isArray(models)) return [];
  return models.map((entry: unknown) => ({
    id: textOf(typeof entry === 'string' ? entry : recordOf(entry)['id']),
    entry,
  }));
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function textsOf(value: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries(recordOf(value)).map(([name, text]) => [name, textOf(text)]));
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** What was configured while redwolf runs, in memory. A state is never changed: each change makes a new one. */

import type { ModelFacts } from '../admin/contract/models.ts';
import { isObject, type Json, type JsonObject } from '../lib/json.ts';
import type { Sealer } from '../lib/seal.ts';
import type { Secret } from '../lib/secret.ts';
import type {
  ConfigurationChange,
  CredentialRow,
  ModelRow,
  PlatformRow,
  StoredConfiguration,
} from '../store/configuration-ports.ts';

export interface Credential {
  /** Belongs to one key for ever: another key gets another id. */
  readonly id: string;
  readonly name: string;
  readonly weight: number | undefined;
  /** Undefined where it cannot be opened: sealed under another master key. */
  readonly key: Secret | undefined;
  readonly sealed: string;
}

export interface StoredPlatform {
  readonly id: string;
  readonly type: string;
  /** As the configuration file would say it, without what may hold a secret. */
  readonly settings: JsonObject;
  /** Those settings that may hold one; JSON. */
  readonly secretSettings: Secret | undefined;
  readonly isEnabled: boolean;
  readonly position: number;
  readonly version: number;
  readonly credentials: readonly Credential[];
}

export interface StoredModel {
  readonly platform: string;
  readonly model: string;
  readonly listedAt: number | null;
  readonly vanishedAt: number | null;
  readonly reported: ModelFacts;
  readonly overrides: ModelFacts;
  readonly isEnabled: boolean;
  readonly version: number;
}

/** In the file's form; undefined where nothing was set. */
export interface StoredSection {
  readonly value: JsonObject;
  readonly version: number;
}

export interface State {
  readonly version: number;
  readonly platforms: ReadonlyMap<string, StoredPlatform>;
  /** By `modelKey`. */
  readonly models: ReadonlyMap<string, StoredModel>;
  readonly routing: StoredSection;
  /** Of all other sections that can be set: contract/settings.ts. */
  readonly settings: StoredSection;
}

/** Names of the rows of the settings. */
export const SECTIONS = ['routing', 'settings'] as const;

// A weight of its own is not needed by most pools; a row has one all the same.
const NO_WEIGHT = -1;

export function modelKey({ platform, model }: Pick<ModelRow, 'platform' | 'model'>): string {
  return `${platform}:${model}`;
}

/** From the rows. Secrets that cannot be opened are left out, which makes their platform ask for a key again. */
export function stateFrom(stored: StoredConfiguration, sealer: Sealer): State {
  const section = (name: (typeof SECTIONS)[number]): StoredSection => {
    const row = stored.settings.find((candidate) => candidate.name === name);
    return { value: objectFrom(row?.value ?? '{}'), version: row?.version ?? 0 };
  };
  return {
    version: stored.version,
    platforms: new Map(stored.platforms.map((row) => [row.id, platformFrom(row, stored.credentials, sealer)])),
    models: new Map(stored.models.map((row) => [modelKey(row), modelFrom(row)])),
    routing: section('routing'),
    settings: section('settings'),
  };
}

function platformFrom(row: PlatformRow, credentials: readonly CredentialRow[], sealer: Sealer): StoredPlatform {
  const { id, type, isEnabled, position, version, sealedSettings } = row;
  return {
    id,
    type,
    settings: objectFrom(row.settings),
    secretSettings: sealedSettings === null ? undefined : sealer.open(sealedSettings, settingsOwner(id)),
    isEnabled,
    position,
    version,
    credentials: credentials.filter(({ platform }) => platform === id).map((entry) => credentialFrom(entry, sealer)),
  };
}

function credentialFrom({ platform, id, name, weight, sealed }: CredentialRow, sealer: Sealer): Credential {
  return {
    id,
    name,
    weight: weight === NO_WEIGHT ? undefined : weight,
    key: sealer.open(sealed, credentialOwner(platform, id)),
    sealed,
  };
}

function modelFrom(row: ModelRow): StoredModel {
  // Both were checked when they were written.
  return {
    ...row,
    reported: objectFrom(row.reported) as ModelFacts,
    overrides: objectFrom(row.overrides) as ModelFacts,
  };
}

/** The same secrets under another key, as rows to write. What cannot be opened stays as it is. */
export function resealed(
  { platforms, credentials }: StoredConfiguration,
  from: Sealer,
  to: Sealer,
): Required<Pick<ConfigurationChange, 'putPlatforms' | 'pools'>> {
  const reseal = (sealed: string, owner: string): string => {
    const secret = from.open(sealed, owner);
    return secret === undefined ? sealed : to.seal(secret, owner);
  };
  return {
    putPlatforms: platforms.map(({ sealedSettings, ...row }) => ({
      ...row,
      sealedSettings: sealedSettings === null ? null : reseal(sealedSettings, settingsOwner(row.id)),
    })),
    pools: Map.groupBy(
      credentials.map((row) => ({ ...row, sealed: reseal(row.sealed, credentialOwner(row.platform, row.id)) })),
      ({ platform }) => platform,
    ),
  };
}

export function platformRow(platform: StoredPlatform, sealer: Sealer): PlatformRow {
  const { id, type, settings, secretSettings, isEnabled, position, version } = platform;
  return {
    id,
    type,
    settings: JSON.stringify(settings),
    sealedSettings: secretSettings === undefined ? null : sealer.seal(secretSettings, settingsOwner(id)),
    isEnabled,
    position,
    version,
  };
}

export function credentialRows({ id: platform, credentials }: StoredPlatform): CredentialRow[] {
  return credentials.map(({ id, name, weight, sealed }, position) => ({
    id,
    platform,
    position,
    name,
    weight: weight ?? NO_WEIGHT,
    sealed,
  }));
}

export function modelRow(model: StoredModel): ModelRow {
  return { ...model, reported: JSON.stringify(model.reported), overrides: JSON.stringify(model.overrides) };
}

/** What a sealed key belongs to. */
export function credentialOwner(platform: string, id: string): string {
  return JSON.stringify(['credential', platform, id]);
}

function settingsOwner(platform: string): string {
  return JSON.stringify(['settings', platform]);
}

function objectFrom(text: string): JsonObject {
  const value: Json = JSON.parse(text);
  return isObject(value) ? value : {};
}

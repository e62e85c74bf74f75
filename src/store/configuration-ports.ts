/** What the rest of redwolf asks of a store about the configuration that changes. All times are UTC in milliseconds since 1970. */

import type { HistoryRow } from './ports.ts';

/** A platform that was made while redwolf ran. */
export interface PlatformRow {
  readonly id: string;
  /** Type of the platform's description. */
  readonly type: string;
  /** JSON: what the configuration file would say of it, without what may hold a secret. */
  readonly settings: string;
  /** JSON of the settings that may hold a secret, sealed; null where there are none. */
  readonly sealedSettings: string | null;
  readonly isEnabled: boolean;
  /** Lowest first. */
  readonly position: number;
  /** Version of the configuration that changed it last. */
  readonly version: number;
}

/** A key of a platform. */
export interface CredentialRow {
  readonly id: string;
  readonly platform: string;
  readonly position: number;
  readonly name: string;
  readonly weight: number;
  /** The key, sealed under the master key. */
  readonly sealed: string;
}

/** A model of a platform, of a declared one too. */
export interface ModelRow {
  readonly platform: string;
  readonly model: string;
  /** When the platform listed it last; null if it never did. */
  readonly listedAt: number | null;
  /** Since when the platform lists it no more. */
  readonly vanishedAt: number | null;
  /** JSON: what the platform says of it. */
  readonly reported: string;
  /** JSON: what the user says instead. */
  readonly overrides: string;
  readonly isEnabled: boolean;
  /** Version of the configuration that changed it last; 0 where none did. */
  readonly version: number;
}

/** A part of the configuration that is no list, such as `routing`. */
export interface ConfigSettingRow {
  readonly name: string;
  /** JSON. */
  readonly value: string;
  readonly version: number;
}

/** Everything that was configured while redwolf ran. */
export interface StoredConfiguration {
  /** 0 where nothing was ever changed. */
  readonly version: number;
  /** By position. */
  readonly platforms: readonly PlatformRow[];
  /** By platform and position. */
  readonly credentials: readonly CredentialRow[];
  readonly models: readonly ModelRow[];
  readonly settings: readonly ConfigSettingRow[];
}

/** Of the `SettingStore`. */
export interface SettingValue {
  readonly name: string;
  readonly value: string;
}

/** Rows to write and to remove, all or none. */
export interface ConfigurationChange {
  /** Absent for what platforms reported, which is nobody's change. */
  readonly history?: HistoryRow;
  readonly putPlatforms?: readonly PlatformRow[];
  readonly removePlatforms?: readonly string[];
  /** The whole pool of each platform that is named. */
  readonly pools?: ReadonlyMap<string, readonly CredentialRow[]>;
  readonly putModels?: readonly ModelRow[];
  readonly removeModels?: readonly Pick<ModelRow, 'platform' | 'model'>[];
  readonly putSettings?: readonly ConfigSettingRow[];
  /** What must change together with the rest. */
  readonly putValues?: readonly SettingValue[];
  readonly removeSettings?: readonly string[];
}

export interface ConfigurationStore {
  load(): Promise<StoredConfiguration>;
  /** Rejects with RedwolfError CONFIG_CHANGED where the history has that version already; nothing was changed then. */
  commit(change: ConfigurationChange): Promise<void>;
  /** Newest first; `before` is a version, exclusive. */
  history(limit: number, before?: number): Promise<readonly HistoryRow[]>;
  /** All changes from that version on, newest first. */
  historySince(version: number): Promise<readonly HistoryRow[]>;
}

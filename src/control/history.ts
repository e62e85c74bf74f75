/** What a change did, without secrets, and the way back. */

import { asArray, asNumber, asString, isObject, type Json, type JsonObject } from '../lib/json.ts';
import type { Sealer } from '../lib/seal.ts';
import type { AuditRow } from '../store/account-ports.ts';
import type { ConfigurationChange } from '../store/configuration-ports.ts';
import type { HistoryRow } from '../store/ports.ts';
import { checkPlatform } from './change-platform.ts';
import { type Draft, type DraftContext, withEntry } from './draft.ts';
import { allSettings, mergeSettings, movesAddress, shownSettings, splitSettings } from './settings.ts';
import {
  credentialRows,
  modelRow,
  platformRow,
  SECTIONS,
  type State,
  type StoredModel,
  type StoredPlatform,
} from './state.ts';

/** Rows that lead from one state to another, with their entry in the history. */
export function changeBetween(before: State, after: State, entry: AuditRow, sealer: Sealer): ConfigurationChange {
  const platforms = changedKeys(before.platforms, after.platforms);
  const models = changedKeys(before.models, after.models);
  const put = platforms.flatMap((id) => after.platforms.get(id) ?? []);
  const sections = SECTIONS.filter((name) => before[name] !== after[name]);
  const history = {
    ...entry,
    configVersion: before.version + 1,
    stateBefore: JSON.stringify(snapshot(before, platforms, models, sections)),
    stateAfter: JSON.stringify(snapshot(after, platforms, models, sections)),
  };
  return {
    history,
    putPlatforms: put.map((platform) => platformRow(platform, sealer)),
    removePlatforms: platforms.filter((id) => !after.platforms.has(id)),
    pools: new Map(put.map((platform) => [platform.id, credentialRows(platform)])),
    putModels: models.flatMap((key) => after.models.get(key) ?? []).map(modelRow),
    removeModels: models.flatMap((key) => (after.models.has(key) ? [] : (before.models.get(key) ?? []))),
    putSettings: sections.map((name) => ({
      name,
      value: JSON.stringify(after[name].value),
      version: after[name].version,
    })),
  };
}

function changedKeys<Value>(before: ReadonlyMap<string, Value>, after: ReadonlyMap<string, Value>): string[] {
  const keys = new Set([...before.keys(), ...after.keys()]);
  return [...keys].filter((key) => before.get(key) !== after.get(key));
}

/** Parts of a state, without secrets. */
export function snapshot(
  state: State,
  platforms: readonly string[],
  models: readonly string[],
  sections: readonly (typeof SECTIONS)[number][],
): JsonObject {
  return {
    ...(platforms.length > 0 && {
      platforms: Object.fromEntries(platforms.map((id) => [id, platformSnapshot(state.platforms.get(id))])),
    }),
    ...(models.length > 0 && { models: models.map((key) => modelSnapshot(key, state.models.get(key))) }),
    ...Object.fromEntries(sections.map((name) => [name, state[name].value])),
  };
}

function platformSnapshot(platform: StoredPlatform | undefined): JsonObject | null {
  if (platform === undefined) return null;
  const { type, isEnabled, position, credentials } = platform;
  const pool = credentials.map(({ id, name, weight }) => ({ id, name, ...(weight !== undefined && { weight }) }));
  return { type, enabled: isEnabled, position, settings: shownSettings(platform), credentials: pool };
}

function modelSnapshot(key: string, model: StoredModel | undefined): JsonObject {
  // The facts are plain JSON (contract/models.ts).
  const overrides = (model?.overrides ?? {}) as JsonObject;
  return { model: key, enabled: model?.isEnabled ?? true, overrides };
}

/**
 * The state before a version: that change and all later ones are taken back. Keys are not kept, so one that was removed
 * since cannot come back, and says so.
 *
 * Throws AdminError CONFIG_INVALID where the former state is no longer right.
 *
 * @param changes newest first, down to the version
 */
export function undo(context: DraftContext, changes: readonly HistoryRow[]): Draft {
  const platforms = new Map<string, Json>();
  const models = new Map<string, JsonObject>();
  const sections: Former['sections'] = {};
  for (const { stateBefore } of changes) {
    const before: Json = JSON.parse(stateBefore);
    if (!isObject(before)) continue;
    // Older ones come later and win.
    for (const [id, value] of Object.entries(asRecord(before['platforms']))) platforms.set(id, value ?? null);
    for (const value of asArray(before['models'])) if (isObject(value)) models.set(String(value['model']), value);
    for (const name of SECTIONS) if (isObject(before[name])) sections[name] = before[name];
  }
  const what = `Restored the state before version ${changes.at(-1)?.configVersion ?? 0}.`;
  return restore(context, { platforms, models, sections }, what);
}

/** What there was; what is not named stays as it is. */
export interface Former {
  readonly platforms: ReadonlyMap<string, Json>;
  readonly models: ReadonlyMap<string, JsonObject>;
  readonly sections: { [Name in (typeof SECTIONS)[number]]?: JsonObject };
}

/**
 * Brings parts of a former state back, without keys that are gone.
 *
 * Throws AdminError CONFIG_INVALID.
 */
export function restore(context: DraftContext, former: Former, what: string): Draft {
  const { state } = context;
  const notes: string[] = [];
  let { platforms, models } = state;
  for (const [id, value] of former.platforms) {
    const platform = isObject(value) ? restorePlatform(state, id, value, notes) : undefined;
    if (platform !== undefined) checkPlatform(context, platform, { mayLackKey: true });
    platforms = withEntry(platforms, id, platform);
  }
  for (const [key, value] of former.models) {
    const model = models.get(key);
    const restored = restoreModel(state, model ?? unlisted(key), value);
    if (model !== undefined || says(restored)) models = withEntry(models, key, restored);
  }
  const section = (name: (typeof SECTIONS)[number]) => {
    const value = former.sections[name];
    return value === undefined ? state[name] : { value, version: state.version + 1 };
  };
  return {
    state: { ...state, platforms, models, routing: section('routing'), settings: section('settings') },
    what,
    notes,
  };
}

function restorePlatform(state: State, id: string, value: JsonObject, notes: string[]): StoredPlatform {
  const now = state.platforms.get(id);
  const secrets = now === undefined ? {} : allSettings(now);
  const shown = asRecord(value['settings']);
  const type = asString(value['type']) ?? '';
  // A type has addresses of its own.
  const isOther = now !== undefined && now.type !== type;
  const hasMoved = isOther || movesAddress(secrets, { ...shown, proxy: secrets['proxy'] });
  // What may hold a secret comes from what is there now, and stays with its address.
  const hidden = hasMoved ? { headers: null, proxy: null } : hiddenSettings(shown, secrets);
  if (lacksHidden(shown, hidden)) notes.push(`The headers and the proxy of ${id} are not kept; set them again.`);
  const wanted = asArray(value['credentials']).map(asRecord);
  const credentials = wanted.flatMap(({ id: credential, name, weight }) => {
    const known = now?.credentials.find((candidate) => candidate.id === credential);
    return known === undefined || hasMoved ? [] : [{ ...known, name: asString(name) ?? '', weight: asNumber(weight) }];
  });
  if (credentials.length < wanted.length) notes.push(`A key of ${id} is not kept; give it again.`);
  return {
    id,
    type,
    ...splitSettings(mergeSettings(shown, hidden)),
    isEnabled: value['enabled'] !== false,
    position: asNumber(value['position']) ?? 0,
    version: state.version + 1,
    credentials,
  };
}

type Hidden = { readonly headers: JsonObject | null; readonly proxy: Json };

/** Those that there were, with the values that there are. */
function hiddenSettings(shown: JsonObject, now: JsonObject): Hidden {
  const values = asRecord(now['headers']);
  const names = Object.keys(asRecord(shown['headers'])).filter((name) => values[name] !== undefined);
  return {
    headers: names.length === 0 ? null : Object.fromEntries(names.map((name) => [name, values[name]])),
    proxy: shown['proxy'] === undefined ? null : (now['proxy'] ?? null),
  };
}

function lacksHidden(shown: JsonObject, { headers, proxy }: Hidden): boolean {
  const names = Object.keys(asRecord(shown['headers']));
  return names.some((name) => headers?.[name] === undefined) || (shown['proxy'] !== undefined && proxy === null);
}

function restoreModel({ version }: State, model: StoredModel, value: JsonObject): StoredModel {
  const overrides = asRecord(value['overrides']) as StoredModel['overrides'];
  return { ...model, overrides, isEnabled: value['enabled'] !== false, version: version + 1 };
}

/** Of a model that nobody listed yet. */
function unlisted(key: string): StoredModel {
  const [platform = ''] = key.split(':');
  const nothing = { listedAt: null, vanishedAt: null, reported: {}, overrides: {} };
  return { platform, model: key.slice(platform.length + 1), ...nothing, isEnabled: true, version: 0 };
}

function says({ isEnabled, overrides }: StoredModel): boolean {
  return !isEnabled || Object.keys(overrides).length > 0;
}

function asRecord(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

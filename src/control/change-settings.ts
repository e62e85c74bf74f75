import type { SettingsPatch } from '../admin/contract/settings.ts';
import { RECORDS_PLACES } from '../config/records.ts';
import { isObject, type Json, type JsonObject } from '../lib/json.ts';
import { checkSeen } from './change-platform.ts';
import type { Draft, DraftContext } from './draft.ts';
import { invalid, readOnly } from './refusals.ts';
import { mergeSettings } from './settings.ts';

/** Names of the API → places in the file, in a section or at the root. */
const PLACES = {
  maxBodyMb: 'limits.max_body_mb',
  modelRefreshHours: 'models.refresh_hours',
  ...RECORDS_PLACES,
} as const;

/**
 * Absent = unchanged, null = the default.
 *
 * Throws AdminError: READ_ONLY, STALE_VERSION, CONFIG_INVALID.
 */
export function patchSettings({ state, base, checks }: DraftContext, patch: Omit<SettingsPatch, 'debug'>): Draft {
  checkSeen(state.settings.version, patch.version);
  let { value } = state.settings;
  const changed: string[] = [];
  for (const [name, place] of Object.entries(PLACES)) {
    const wanted = patch[name as keyof typeof PLACES];
    if (wanted === undefined) continue;
    if (base.declaredSettings.has(place)) throw readOnly(`"${place}"`);
    value = withSetting(value, place, wanted);
    changed.push(`${place} ${wanted ?? 'as by default'}`);
  }
  const problems = checks.checkSettingsEntry(value);
  if (problems.length > 0) throw invalid(problems);
  return {
    state: { ...state, settings: { value, version: state.version + 1 } },
    what: `Changed the settings: ${changed.join(', ')}.`,
    notes: [],
  };
}

function withSetting(value: JsonObject, place: string, wanted: Json): JsonObject {
  const [section = '', inSection] = place.split('.');
  if (inSection === undefined) return mergeSettings(value, { [section]: wanted });
  return { ...value, [section]: mergeSettings(sectionOf(value, section), { [inSection]: wanted }) };
}

function sectionOf(value: JsonObject, name: string): JsonObject {
  const section = value[name];
  return isObject(section) ? section : {};
}

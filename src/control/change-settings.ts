import type { SettingsPatch } from '../admin/contract/settings.ts';
import { isObject, type JsonObject } from '../lib/json.ts';
import { checkSeen } from './change-platform.ts';
import type { Draft, DraftContext } from './draft.ts';
import { invalid, readOnly } from './refusals.ts';
import { mergeSettings } from './settings.ts';

/** Names of the API → section and name of the file. */
const FIELDS = {
  maxBodyMb: ['limits', 'max_body_mb'],
  modelRefreshHours: ['models', 'refresh_hours'],
} as const;

/**
 * Absent = unchanged, null = the default.
 *
 * Throws AdminError: READ_ONLY, STALE_VERSION, CONFIG_INVALID.
 */
export function patchSettings({ state, base, checks }: DraftContext, patch: SettingsPatch): Draft {
  checkSeen(state.settings.version, patch.version);
  let { value } = state.settings;
  const changed: string[] = [];
  for (const [name, [section, inFile]] of Object.entries(FIELDS)) {
    const wanted = patch[name as keyof typeof FIELDS];
    if (wanted === undefined) continue;
    const place = `${section}.${inFile}`;
    if (base.declaredSettings.has(place)) throw readOnly(`"${place}"`);
    value = { ...value, [section]: mergeSettings(sectionOf(value, section), { [inFile]: wanted }) };
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

function sectionOf(value: JsonObject, name: string): JsonObject {
  const section = value[name];
  return isObject(section) ? section : {};
}

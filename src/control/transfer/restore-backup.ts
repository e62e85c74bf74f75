import { isDeepStrictEqual } from 'node:util';
import type { Backup, RestoreLine } from '../../admin/contract/transfer.ts';
import { isObject, type Json, type JsonObject } from '../../lib/json.ts';
import { checkRouting } from '../change-routing.ts';
import type { Draft, DraftContext } from '../draft.ts';
import { effectiveOf } from '../effective.ts';
import { type Former, restore, snapshot } from '../history.ts';
import { invalid, misplacedProblem } from '../refusals.ts';
import { misplaced } from '../settings.ts';
import { SECTIONS, type State } from '../state.ts';

export interface RestoreDraft extends Draft {
  readonly lines: readonly RestoreLine[];
  readonly same: number;
}

type Named = Readonly<Record<string, JsonObject | null>>;
/** By name; null: there is none. */
type Parts = { readonly [Part in 'platforms' | 'models' | 'sections']: Named };

const AS_LISTED: JsonObject = { enabled: true, overrides: {} };

/**
 * The state of a backup. What is not in it goes, and what is declared in the configuration file stays out of it.
 *
 * Throws AdminError CONFIG_INVALID.
 */
export function restoreBackup(context: DraftContext, backup: Backup): RestoreDraft {
  const { state, base } = context;
  checkPlaces(backup);
  const now = partsOf(state);
  const wanted = wantedParts(backup, now);
  const isDeclared = (id: string) => base.config.platforms.some((platform) => platform.id === id);
  const skipped = Object.keys(wanted.platforms).filter(isDeclared);
  const differing = (part: keyof Parts) =>
    Object.entries(wanted[part]).filter(([name, value]) => !isDeepStrictEqual(value, now[part][name] ?? null));
  const platforms = differing('platforms').filter(([id]) => !isDeclared(id));
  const models = differing('models');
  const sections = differing('sections');
  const lines = [
    ...skipped.map((name): RestoreLine => ({ part: 'platforms', name, change: 'skipped' })),
    ...platforms.map(([name, value]) => lineOf('platforms', name, value, now.platforms[name])),
    ...models.map(([name]): RestoreLine => ({ part: 'models', name, change: 'changed' })),
    ...sections.map(([name]): RestoreLine => ({ part: name as 'routing' | 'settings', name: '', change: 'changed' })),
  ];
  const all = Object.values(wanted).reduce((count, part) => count + Object.keys(part).length, 0);
  const same = all - lines.length;
  const what = `Restored a backup of ${new Date(backup.createdAt).toISOString().slice(0, 16)}.`;
  if (lines.length === skipped.length) return { state, what, notes: notesOf(skipped), lines, same };
  const draft = restore(context, formerOf(platforms, models, sections), what);
  checkWhole(context, draft.state);
  return { ...draft, notes: [...notesOf(skipped), ...draft.notes], lines, same };
}

/** A key among the settings would be stored, and shown, as it stands there. Throws AdminError CONFIG_INVALID. */
function checkPlaces({ platforms }: Backup): void {
  const wrong = platforms.flatMap(({ settings }, index) =>
    misplaced(settings).map((name) => misplacedProblem(`platforms.${index}.settings.${name}`)),
  );
  if (wrong.length > 0) throw invalid(wrong);
}

/** All that a backup holds, by name. */
export function partsOf(state: State): Parts {
  const all = snapshot(state, [...state.platforms.keys()], [...state.models.keys()], SECTIONS);
  const models = Array.isArray(all['models']) ? all['models'] : [];
  return {
    platforms: Object.fromEntries(
      Object.entries(recordOf(all['platforms'])).map(([id, value]) => [id, recordOf(value)]),
    ),
    models: Object.fromEntries(models.flatMap((value: Json) => said(value))),
    sections: { routing: recordOf(all['routing']), settings: recordOf(all['settings']) },
  };
}

/** Of a model of which something is said. */
function said(value: Json): [string, JsonObject][] {
  const { model, enabled = true, overrides = {} } = recordOf(value);
  const isSaid = enabled === false || Object.keys(recordOf(overrides)).length > 0;
  return isSaid ? [[String(model), { enabled, overrides }]] : [];
}

function wantedParts({ platforms, models, routing, settings }: Backup, now: Parts): Parts {
  const gone = Object.keys(now.platforms).map((id): [string, null] => [id, null]);
  const plain = Object.keys(now.models).map((key): [string, JsonObject] => [key, AS_LISTED]);
  // What was JSON is JSON.
  const json = (value: object) => recordOf(JSON.parse(JSON.stringify(value)));
  return {
    platforms: Object.fromEntries([...gone, ...platforms.map(({ id, ...rest }) => [id, json(rest)] as const)]),
    models: Object.fromEntries([
      ...plain,
      ...models.map(({ platform, id, ...rest }) => [`${platform}:${id}`, json(rest)] as const),
    ]),
    sections: { routing: json(routing), settings: json(settings) },
  };
}

function lineOf(
  part: 'platforms',
  name: string,
  value: JsonObject | null,
  before: JsonObject | null | undefined,
): RestoreLine {
  return { part, name, change: value === null ? 'removed' : before === undefined ? 'added' : 'changed' };
}

function formerOf(
  platforms: readonly [string, JsonObject | null][],
  models: readonly [string, JsonObject | null][],
  sections: readonly [string, JsonObject | null][],
): Former {
  return {
    platforms: new Map(platforms),
    models: new Map(models.map(([key, value]) => [key, recordOf(value)])),
    sections: Object.fromEntries(sections.map(([name, value]) => [name, recordOf(value)])),
  };
}

/** What a part by itself cannot be checked for. Throws AdminError CONFIG_INVALID. */
function checkWhole(context: DraftContext, state: State): void {
  const { base, checks } = context;
  const problems = checks.checkSettingsEntry(state.settings.value);
  if (problems.length > 0) throw invalid(problems);
  checkRouting({ base, checks, platforms: effectiveOf(base, state).platforms }, state);
}

function notesOf(skipped: readonly string[]): string[] {
  if (skipped.length === 0) return [];
  return [`Declared in the configuration file, and left as they are there: ${skipped.join(', ')}.`];
}

function recordOf(value: Json | undefined | null): JsonObject {
  return isObject(value) ? value : {};
}

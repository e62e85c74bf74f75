import { patchModels } from '../change-models.ts';
import { createPlatform } from '../change-platform.ts';
import { patchRouting } from '../change-routing.ts';
import type { Draft, DraftContext } from '../draft.ts';
import { modelKey } from '../state.ts';
import { Composition, isSet, presentWhy, tell } from './composition.ts';
import { importScenes } from './import-scenes.ts';
import type { OldModel } from './old-models.ts';
import type { OldPlatform, OldServer } from './old-platforms.ts';
import { modelName, type OldRouting } from './old-routing.ts';
import type { OldScene } from './old-scenes.ts';
import type { ImportReport } from './report.ts';

/** What of the original's database is configuration. */
export interface OldSettings {
  readonly platforms: readonly OldPlatform[];
  readonly servers: readonly OldServer[];
  readonly models: readonly OldModel[];
  readonly routing: OldRouting;
  readonly scenes: readonly OldScene[];
}

/**
 * One change of the configuration that brings in whatever is not there yet, by the same checks as any other change. What is
 * there stays as it is. The report is told of each thing.
 */
export function importConfiguration(context: DraftContext, settings: OldSettings, report: ImportReport): Draft {
  const change = new Composition(context);
  for (const platform of [...settings.platforms, ...settings.servers]) addPlatform(change, platform, report);
  disableModels(change, settings.models);
  setMode(change, settings.routing.mode, report);
  setPriorityList(change, settings, report);
  setServers(change, settings.servers, report);
  importScenes(change, settings, report);
  const summary = report.summary();
  return { state: change.state, what: `Imported from the original redwolf: ${summary}.`, notes: [] };
}

function addPlatform(change: Composition, { name, body, why }: OldPlatform, report: ImportReport): void {
  if (body === undefined) return report.skipped('platforms', name, why ?? 'it cannot be used');
  const known = change.platforms.find(({ id }) => id === body.id);
  if (known !== undefined && known.origin !== 'found') return report.present('platforms', name);
  const refusal = change.try((context) => createPlatform(context, body));
  if (refusal !== undefined) report.skipped('platforms', name, refusal);
  else report.imported('platforms', name, why);
}

/** That a model is not to be asked is the user's word; that it exists is the platform's, and no change. */
function disableModels(change: Composition, models: readonly OldModel[]): void {
  const disabled = models.filter(
    (model) => !model.isEnabled && change.has(model.platform) && !change.state.models.has(modelKey(model)),
  );
  for (const { platform, model } of disabled)
    change.try((context) => patchModels(context, { models: [{ platform, id: model, enabled: false }] }));
}

function setMode(change: Composition, mode: string, report: ImportReport): void {
  if (mode === '') return;
  const name = `the mode ${mode}`;
  if (mode !== 'claude_code' && mode !== 'global_direct' && mode !== 'smart_routing')
    return report.skipped('routing', name, 'there is no such mode');
  if (isSet(change, 'mode')) return report.present('routing', name, presentWhy(change, 'mode'));
  tell(
    report,
    name,
    change.try((context) => patchRouting(context, { mode })),
  );
}

function setPriorityList(change: Composition, { routing, models }: OldSettings, report: ImportReport): void {
  if (routing.modelPriorityList.length === 0) return;
  if (isSet(change, 'model_priority_list'))
    return report.present('routing', 'the list of models', presentWhy(change, 'model_priority_list'));
  const modelPriorityList: string[] = [];
  for (const written of routing.modelPriorityList) {
    const name = modelName(written, (id) => change.has(id), models);
    if (name === undefined)
      report.skipped('routing', `${written} in the list of models`, 'no platform here has it, or several have');
    else modelPriorityList.push(name);
  }
  if (modelPriorityList.length === 0) return;
  const name = `the list of models (${modelPriorityList.length})`;
  tell(
    report,
    name,
    change.try((context) => patchRouting(context, { modelPriorityList })),
  );
}

function setServers(change: Composition, servers: readonly OldServer[], report: ImportReport): void {
  const claudeCodePlatforms = servers.flatMap(({ body }) =>
    body !== undefined && change.has(body.id) ? [body.id] : [],
  );
  if (claudeCodePlatforms.length === 0) return;
  const name = 'the order of the servers for Claude Code';
  if (isSet(change, 'claude_code_platforms'))
    return report.present('routing', name, presentWhy(change, 'claude_code_platforms'));
  tell(
    report,
    name,
    change.try((context) => patchRouting(context, { claudeCodePlatforms })),
  );
}

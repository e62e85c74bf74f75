import type { RoutingPatch } from '../../admin/contract/settings.ts';
import { patchRouting } from '../change-routing.ts';
import { type Composition, isSet, presentWhy, tell } from './composition.ts';
import type { OldModel } from './old-models.ts';
import { modelName, type OldRouting } from './old-routing.ts';
import type { OldScene } from './old-scenes.ts';
import type { ImportReport } from './report.ts';

type Scene = NonNullable<RoutingPatch['scenes']>[number];

const NOT_HERE = 'no platform here has it, or several have';

/** What of the original's database is smart routing. */
export interface OldSmartRouting {
  readonly routing: OldRouting;
  readonly scenes: readonly OldScene[];
  readonly models: readonly OldModel[];
}

/** Brings in the scenes, and the models that judged requests, where none are set. */
export function importScenes(change: Composition, old: OldSmartRouting, report: ImportReport): void {
  if (isSet(change, 'scenes')) {
    for (const { name } of old.scenes) report.present('scenes', nameText(name), presentWhy(change, 'scenes'));
  } else setScenes(change, old, report);
  setRoutingModels(change, old, report);
}

/** One by one, so that what is wrong with one of them stops no other. */
function setScenes(change: Composition, { scenes, models }: OldSmartRouting, report: ImportReport): void {
  const kept: Scene[] = [];
  for (const old of scenes) {
    const found = knownModels(old.models ?? [], `in ${nameText(old.name)}`, change, models, report);
    const scene = sceneOf(old, found);
    const why = unreadable(old) ?? change.try((context) => patchRouting(context, { scenes: [...kept, scene] }));
    if (why !== undefined) {
      report.skipped('scenes', nameText(old.name), why);
      continue;
    }
    kept.push(scene);
    const isLeft = found.length > 0 || old.models?.length === 0;
    report.imported('scenes', old.name, isLeft ? undefined : 'none of its models is here: redwolf chooses one');
  }
}

function unreadable({ name, models }: OldScene): string | undefined {
  if (models === undefined) return 'its list of models cannot be read';
  return name.trim() === '' ? 'it has no name' : undefined;
}

/** The original needed no description; redwolf tells scenes apart by them. */
function sceneOf({ name, description, isEnabled }: OldScene, models: string[]): Scene {
  const text = description.trim() === '' ? name.trim() : description.trim();
  return { name: name.trim(), description: text, models, ...(!isEnabled && { enabled: false }) };
}

function setRoutingModels(change: Composition, { routing, models }: OldSmartRouting, report: ImportReport): void {
  if (routing.routingModels.length === 0) return;
  const name = `the models that choose the scene (${routing.routingModels.length})`;
  if (isSet(change, 'routing_models')) return report.present('routing', name, presentWhy(change, 'routing_models'));
  const routingModels = knownModels(
    routing.routingModels,
    'of the models that choose the scene',
    change,
    models,
    report,
  );
  if (routingModels.length === 0) return;
  tell(
    report,
    `the models that choose the scene (${routingModels.length})`,
    change.try((context) => patchRouting(context, { routingModels })),
  );
}

/** @param where of a model that is not here, for the report */
function knownModels(
  written: readonly string[],
  where: string,
  change: Composition,
  models: readonly OldModel[],
  report: ImportReport,
): string[] {
  return written.flatMap((model) => {
    const name = modelName(model, (id) => change.has(id), models);
    if (name === undefined) report.skipped('routing', `${model} ${where}`, NOT_HERE);
    return name ?? [];
  });
}

function nameText(name: string): string {
  return name.trim() === '' ? 'a scene without a name' : name;
}

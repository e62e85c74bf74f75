import type { RuntimeConfiguration } from '../configuration.ts';
import { effectiveOf, listsItsModels } from '../effective.ts';
import { modelKey, type State } from '../state.ts';
import { listedModel, type OldModel, type OldModels } from './old-models.ts';
import type { ImportReport } from './report.ts';

/**
 * Finds the models that are not known yet of platforms that list theirs, and tells the report of all.
 *
 * @param state after the platforms were brought in
 */
export function newModels(
  { base }: Pick<RuntimeConfiguration, 'base'>,
  state: State,
  { models, unusable, repeated }: OldModels,
  report: ImportReport,
): readonly OldModel[] {
  const { platforms } = effectiveOf(base, state);
  const found: OldModel[] = [];
  for (const [id, ofPlatform] of Map.groupBy(models, ({ platform }) => platform)) {
    const platform = platforms.find((candidate) => candidate.id === id);
    const name = `models of ${id === '' ? 'no platform' : id}`;
    if (platform === undefined) report.skipped('models', name, 'their platform is not here', ofPlatform.length);
    else if (!listsItsModels(platform, base)) report.present('models', name, 'they are configured', ofPlatform.length);
    else {
      const fresh = ofPlatform.filter((model) => (state.models.get(modelKey(model))?.listedAt ?? null) === null);
      const disabled = fresh.filter(({ isEnabled }) => !isEnabled).length;
      report.imported('models', name, disabled === 0 ? undefined : `${disabled} of them disabled`, fresh.length);
      report.present('models', name, undefined, ofPlatform.length - fresh.length);
      found.push(...fresh);
    }
  }
  for (const [name, why] of unusable) report.skipped('models', name, why);
  report.skipped('models', 'models that stand there again', 'the first row counts', repeated);
  if (models.length > 0) report.note('Descriptions of models are left out: redwolf has no place for them.');
  return found;
}

/** As what platforms say of themselves: it has no history, and the next refresh brings it up to date. */
export async function learnModels(
  configuration: RuntimeConfiguration,
  models: readonly OldModel[],
  now: number,
): Promise<void> {
  await configuration.learn((known) => models.map((model) => listedModel(model, known.get(modelKey(model)), now)));
}

import type { ModelView } from '../../../../src/admin/contract/models.ts';
import type { PlatformView } from '../../../../src/admin/contract/platforms.ts';

/** What there is to name. */
export interface Catalog {
  readonly platforms: readonly PlatformView[];
  readonly models: readonly ModelView[];
}

/** Why a name answers to nothing, or to something else than it seems. */
export type NameProblem =
  | 'unknown-platform'
  | 'platform-off'
  | 'unknown-model'
  | 'model-off'
  | 'vanished'
  | 'ambiguous';

export interface NamedModel {
  /** Its id, where it is known. */
  readonly platform: string | undefined;
  readonly model: string;
  readonly problem: NameProblem | undefined;
}

/** `platform:model`, as the gateway writes it. */
export function modelName({ platform, id }: Pick<ModelView, 'platform' | 'id'>): string {
  return `${platform}:${id}`;
}

/**
 * What a name means. The part before the first colon is a platform only if there is one of that name: ids of models have
 * colons too (`llama3.2:1b`).
 */
export function readName(name: string, { platforms, models }: Catalog): NamedModel {
  const colon = name.indexOf(':');
  const platform = platforms.find(({ id }) => id === name.slice(0, Math.max(0, colon)));
  if (platform === undefined) return readBareName(name, { platforms, models });
  const model = name.slice(colon + 1);
  return { platform: platform.id, model, problem: problemOf(platform, model, models) };
}

function readBareName(name: string, { platforms, models }: Catalog): NamedModel {
  const [found, another] = models.filter(({ id }) => id === name);
  const platform = platforms.find(({ id }) => id === found?.platform);
  if (found === undefined || platform === undefined) {
    // A name with a slash or a plain one is a model; one like `gone:x` most likely lost its platform.
    const problem = name.includes(':') && !models.some(({ id }) => id === name) ? 'unknown-platform' : 'unknown-model';
    return { platform: undefined, model: name, problem };
  }
  const problem = another === undefined ? problemOf(platform, name, models) : 'ambiguous';
  return { platform: platform.id, model: name, problem };
}

function problemOf(platform: PlatformView, model: string, models: readonly ModelView[]): NameProblem | undefined {
  if (platform.state !== 'ready') return 'platform-off';
  const own = models.filter((one) => one.platform === platform.id);
  const known = own.find(({ id }) => id === model);
  if (known === undefined) return own.length === 0 ? undefined : 'unknown-model';
  if (!known.enabled) return 'model-off';
  return known.vanishedAt === null ? undefined : 'vanished';
}

/** Models of a platform, for choosing. */
export interface ModelGroup {
  readonly platform: PlatformView;
  readonly models: readonly ModelView[];
}

/** Those that may be asked and match, by platform in its order. Every word must be somewhere in the name. */
export function groupModels({ platforms, models }: Catalog, search: string): readonly ModelGroup[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const matches = (model: ModelView, platform: PlatformView) => {
    const text = `${platform.name} ${modelName(model)} ${model.effective.displayName ?? ''}`.toLowerCase();
    return words.every((word) => text.includes(word));
  };
  return platforms
    .filter(({ state }) => state === 'ready')
    .map((platform) => ({
      platform,
      models: models.filter(
        (model) =>
          model.platform === platform.id && model.enabled && model.vanishedAt === null && matches(model, platform),
      ),
    }))
    .filter((group) => group.models.length > 0);
}

/** What is typed, where it names a model that its platform does not list. */
export function unlistedName(search: string, catalog: Catalog): string | undefined {
  const name = search.trim();
  const { platform, model, problem } = readName(name, catalog);
  const isListed = catalog.models.some((one) => modelName(one) === name);
  if (platform === undefined || !name.startsWith(`${platform}:`) || model === '' || isListed) return undefined;
  return problem === undefined || problem === 'unknown-model' ? name : undefined;
}

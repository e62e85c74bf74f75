import type { ModelChange, ModelFacts, ModelsPatch } from '../admin/contract/models.ts';
import { checkSeen } from './change-platform.ts';
import type { Draft, DraftContext } from './draft.ts';
import { readOnly, unknownPlatform } from './refusals.ts';
import { modelKey, type StoredModel } from './state.ts';

/**
 * Enables, disables, and says what a platform does not say of its models. A field that is null goes back to what the
 * platform says. A model that nobody listed yet may be described too.
 *
 * Throws AdminError: PLATFORM_UNKNOWN, READ_ONLY, STALE_VERSION.
 */
export function patchModels(context: DraftContext, { models, version }: ModelsPatch): Draft {
  const { state } = context;
  const changed = new Map(state.models);
  for (const change of models) {
    checkTarget(context, change);
    const key = modelKey({ platform: change.platform, model: change.id });
    const before = changed.get(key) ?? unlisted(change);
    checkSeen(before.version, version);
    changed.set(key, { ...patched(before, change), version: state.version + 1 });
  }
  return { state: { ...state, models: changed }, what: `Changed ${described(models)}.`, notes: [] };
}

function checkTarget({ platforms, base }: DraftContext, { platform: id, id: model }: ModelChange): void {
  const platform = platforms.find((candidate) => candidate.id === id);
  if (platform === undefined) {
    throw unknownPlatform(
      id,
      platforms.map((candidate) => candidate.id),
    );
  }
  const declared = base.listedAtStart.has(id) ? undefined : base.config.platforms.find((config) => config.id === id);
  if (declared?.models.some((candidate) => candidate.id === model) === true)
    throw readOnly(`The model "${id}:${model}"`);
}

function unlisted({ platform, id: model }: ModelChange): StoredModel {
  const nothing = { reported: {}, overrides: {} };
  return { platform, model, listedAt: null, vanishedAt: null, ...nothing, isEnabled: true, version: 0 };
}

function patched(before: StoredModel, { platform: _, id: __, enabled, ...facts }: ModelChange): StoredModel {
  const merged = Object.entries({ ...before.overrides, ...facts });
  const overrides: ModelFacts = Object.fromEntries(merged.filter(([, value]) => value !== null && value !== undefined));
  return { ...before, overrides, isEnabled: enabled ?? before.isEnabled };
}

function described(models: ModelsPatch['models']): string {
  const [first] = models;
  const name = first === undefined ? '' : `${first.platform}:${first.id}`;
  return models.length === 1 ? `the model ${name}` : `${models.length} models, ${name} among them`;
}

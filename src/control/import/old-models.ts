/** What the original knew of its platforms' models. */

import type { StoredModel } from '../state.ts';
import { modelKey } from '../state.ts';
import type { OldDatabase } from './old-database.ts';
import { flagOf, idOf, textOf, timeOf } from './old-values.ts';
import type { OldRow } from './worker-messages.ts';

const MODEL_ID = /^[^\s\p{Cc}](?:[^\p{Cc}]{0,253}[^\s\p{Cc}])?$/u;
const LONGEST_NAME = 200;

export interface OldModel {
  /** Id of its platform, there and here. */
  readonly platform: string;
  readonly model: string;
  readonly displayName: string | undefined;
  readonly isEnabled: boolean;
  /** UTC milliseconds: when its platform listed it. */
  readonly listedAt: number | undefined;
}

export interface OldModels {
  readonly models: readonly OldModel[];
  /** Names of rows without a model, each with the reason. */
  readonly unusable: readonly (readonly [string, string])[];
  /** Rows that say what an earlier one says. */
  readonly repeated: number;
}

/** Nothing there keeps a model from standing in the table twice: the first row counts. */
export async function readModels(database: OldDatabase): Promise<OldModels> {
  const columns = ['platform_type', 'model_id', 'model_name', 'enabled', 'created_at', 'updated_at'];
  const rows = await database.all('model_configs', columns);
  const models = new Map<string, OldModel>();
  const unusable: (readonly [string, string])[] = [];
  let repeated = 0;
  for (const row of rows) {
    const model = modelOf(row);
    if (!MODEL_ID.test(model.model))
      unusable.push([`the model in row ${idOf(row)}`, 'it has no name that can be used']);
    else if (models.has(modelKey(model))) repeated++;
    else models.set(modelKey(model), model);
  }
  return { models: [...models.values()], unusable, repeated };
}

/** As if the platform had listed it here. @param known what is stored of it, if anything is */
export function listedModel(old: OldModel, known: StoredModel | undefined, now: number): StoredModel {
  const { platform, model, displayName, isEnabled, listedAt = now } = old;
  const reported = displayName === undefined ? {} : { displayName };
  const fresh = { platform, model, vanishedAt: null, overrides: {}, isEnabled, version: 0 };
  return { ...fresh, ...known, listedAt, reported };
}

function modelOf(row: OldRow): OldModel {
  const platform = textOf(row['platform_type']).toLowerCase();
  const id = textOf(row['model_id']);
  const name = textOf(row['model_name']);
  return {
    platform,
    // Some versions wrote `platform:model` here.
    model: id.startsWith(`${platform}:`) ? id.slice(platform.length + 1) : id,
    displayName: name === '' || name === id || name.length > LONGEST_NAME ? undefined : name,
    isEnabled: flagOf(row['enabled'], true),
    listedAt: timeOf(row['updated_at']) ?? timeOf(row['created_at']),
  };
}

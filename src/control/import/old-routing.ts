/** How the original chose models. */

import { asArray, asObject, asString, type JsonObject } from '../../lib/json.ts';
import type { OldDatabase } from './old-database.ts';
import type { OldModel } from './old-models.ts';
import { flagOf, jsonOf, textOf } from './old-values.ts';
import type { OldRow } from './worker-messages.ts';

export interface OldRouting {
  /** What its page said; its router went by the active configuration, and both may differ. Empty: nothing was chosen. */
  readonly mode: string;
  /** As it stands there, best first. */
  readonly modelPriorityList: readonly string[];
  /** Small models that chose the scene. */
  readonly routingModels: readonly string[];
  /** Id of the row whose scenes count. */
  readonly scenesOf: number | string | null;
  /** Configurations that cannot be read. */
  readonly unreadable: readonly string[];
}

interface OldConfiguration {
  readonly id: number | string | null;
  readonly name: string;
  readonly type: string;
  readonly isActive: boolean;
  /** Undefined where it is no JSON object. */
  readonly data: JsonObject | undefined;
}

/** The active configuration of each kind, else the last one. */
export async function readRouting(database: OldDatabase): Promise<OldRouting> {
  const rows = await database.all('routing_configs', ['config_name', 'config_type', 'is_active', 'config_data']);
  const configurations = rows.map(configurationOf);
  const active = configurations.find(({ isActive }) => isActive);
  const ofType = (type: string) => {
    const these = configurations.filter((configuration) => configuration.type === type);
    return these.find(({ isActive }) => isActive) ?? these.at(-1);
  };
  const smart = ofType('smart_routing');
  return {
    mode: (await readMode(database)) || (active?.type ?? ''),
    modelPriorityList: namesOf(ofType('global_direct')?.data, 'model_priority_list'),
    routingModels: namesOf(smart?.data, 'routing_models'),
    scenesOf: smart?.id ?? null,
    unreadable: configurations.filter(({ data }) => data === undefined).map(({ name }) => name),
  };
}

/**
 * A model as lists there name it: `platform:model`, or by its bare name, which the original could not resolve. Undefined
 * where no platform, or more than one, has a model of that name.
 */
export function modelName(
  written: string,
  isPlatform: (id: string) => boolean,
  models: readonly OldModel[],
): string | undefined {
  const colon = written.indexOf(':');
  const platform = written.slice(0, Math.max(colon, 0)).toLowerCase();
  if (isPlatform(platform) && colon < written.length - 1) return `${platform}${written.slice(colon)}`;
  // Ids of Ollama hold a colon too: `llama3.2:1b`.
  const [only, ...others] = models.filter((one) => one.model === written && isPlatform(one.platform));
  return only === undefined || others.length > 0 ? undefined : `${only.platform}:${only.model}`;
}

async function readMode(database: OldDatabase): Promise<string> {
  const rows = await database.all('system_configs', ['config_key', 'config_value']);
  return textOf(rows.find((row) => row['config_key'] === 'current_work_mode')?.['config_value']);
}

function configurationOf(row: OldRow): OldConfiguration {
  const data = textOf(row['config_data']) === '' ? {} : asObject(jsonOf(row['config_data']));
  return {
    id: row['id'] ?? null,
    name: textOf(row['config_name']),
    type: textOf(row['config_type']),
    isActive: flagOf(row['is_active'], false),
    data,
  };
}

function namesOf(data: JsonObject | undefined, list: string): readonly string[] {
  const names = asArray(data?.[list]).flatMap((name) => asString(name)?.trim() ?? []);
  return [...new Set(names)].filter((name) => name !== '');
}

import { asArray, asString } from '../../lib/json.ts';
import type { OldDatabase } from './old-database.ts';
import type { OldRouting } from './old-routing.ts';
import { flagOf, jsonOf, textOf, wholeNumberOf } from './old-values.ts';
import type { OldRow } from './worker-messages.ts';

/** A kind of work, and the models for it. */
export interface OldScene {
  readonly name: string;
  readonly description: string;
  /** As they stand there, best first; undefined where the list cannot be read. */
  readonly models: readonly string[] | undefined;
  readonly isEnabled: boolean;
}

/** The scenes of the configuration that counts, the first one first. */
export async function readScenes(database: OldDatabase, routing: OldRouting): Promise<readonly OldScene[]> {
  const columns = ['routing_config_id', 'scene_name', 'scene_description', 'models', 'priority', 'enabled'];
  const rows = await database.all('routing_scenes', columns);
  return rows
    .filter((row) => row['routing_config_id'] === routing.scenesOf)
    .toSorted((a, b) => (wholeNumberOf(a['priority']) ?? 0) - (wholeNumberOf(b['priority']) ?? 0))
    .map(sceneOf);
}

function sceneOf(row: OldRow): OldScene {
  const models = jsonOf(row['models']);
  return {
    name: textOf(row['scene_name']),
    description: textOf(row['scene_description']),
    models: Array.isArray(models) ? asArray(models).flatMap((name) => asString(name) ?? []) : undefined,
    isEnabled: flagOf(row['enabled'], true),
  };
}

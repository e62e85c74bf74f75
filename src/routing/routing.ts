import type { Mode } from '../config/config.ts';
import type { Baseline } from './baseline.ts';
import type { Catalog, ModelRef } from './catalog.ts';
import type { SmartRouting } from './smart/smart-routing.ts';

/** What the router needs, fixed until the configuration changes. */
export interface Routing {
  readonly catalog: Catalog;
  readonly mode: Mode;
  /** For global_direct, best first. */
  readonly priorityList: readonly ModelRef[];
  /** The list was chosen by the user; otherwise it holds every model. */
  readonly hasPriorityList: boolean;
  /** For claude_code: ids of the platforms to use, in order. */
  readonly claudeCodePlatforms: readonly string[];
  /** `platform:model` of those that must not be asked, not even by a pin. */
  readonly disabledModels: ReadonlySet<string>;
  readonly baseline: Baseline;
  /** Made when it is first asked for: only one mode needs it. */
  smart(): SmartRouting;
}

/** Types of platform whose prices have to be known. */
export function pricedTypes({ catalog, baseline }: Routing): readonly string[] {
  return [...catalog.upstreams.map(({ platform }) => platform.type), baseline.platformType];
}

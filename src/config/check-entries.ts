/** Checks parts of a configuration that come from elsewhere than a file, by the same rules. */

import { checkPlatform, checkRouting, type KnownTypes } from './checks.ts';
import type { PlatformConfig, RoutingConfig } from './config.ts';
import type { ConfigDocument } from './document.ts';
import { pathText } from './problems.ts';
import { Report } from './report.ts';
import {
  limitsSchema,
  modelsSchema,
  platformSchema,
  recordsSchema,
  routingSchema,
  soundPlatformSchema,
} from './schema.ts';
import { toConfig } from './to-config.ts';

/** One fault, without any secret. */
export interface EntryProblem {
  /** In the file's names, such as `base_url`; empty for the whole. */
  readonly path: string;
  readonly message: string;
}

export type Checked<Result> =
  | { readonly result: Result; readonly problems: readonly [] }
  | { readonly result: undefined; readonly problems: readonly EntryProblem[] };

/** There is no file, and nothing is read from the environment. */
const NOWHERE: ConfigDocument = {
  value: undefined,
  problems: [],
  place: () => ({ line: 1, column: 1 }),
  writtenAs: () => undefined,
};

/** One platform, in the file's form.
 * @public reached through the module, which is loaded when it is first needed
 */
export function checkPlatformEntry(entry: unknown, types: KnownTypes): Checked<PlatformConfig> {
  const report = new Report(NOWHERE, (path) => path);
  const platform = report.parse(platformSchema, entry, []);
  const sound = soundPlatformSchema.safeParse(entry);
  if (sound.success) checkPlatform(sound.data, [], types, report);
  const [result] =
    platform === undefined ? [] : toConfig({ platforms: [platform], routing: {}, keys: [], limits: {} }).platforms;
  return checked(report, result);
}

/**
 * The routing, in the file's form.
 * @param platforms ids and types of those that there are
 * @public reached through the module, which is loaded when it is first needed
 */
export function checkRoutingEntry(
  entry: unknown,
  platforms: readonly { readonly id: string; readonly type: string }[],
  types: KnownTypes,
): Checked<RoutingConfig> {
  const report = new Report(NOWHERE, (path) => (path[0] === 'routing' ? path.slice(1) : path));
  const routing = report.parse(routingSchema, entry, ['routing']);
  if (routing !== undefined) checkRouting(routing, platforms, types, report);
  return checked(report, toConfig({ platforms: [], routing: routing ?? {}, keys: [], limits: {} }).routing);
}

/**
 * The sections `limits` and `models`, and what the file says of records, in its form.
 * @public reached through the module, which is loaded when it is first needed
 */
export function checkSettingsEntry(entry: Readonly<Record<string, unknown>>): readonly EntryProblem[] {
  const report = new Report(NOWHERE, (path) => path);
  report.parse(limitsSchema, entry['limits'] ?? {}, ['limits']);
  report.parse(modelsSchema, entry['models'] ?? {}, ['models']);
  report.parse(recordsSchema, entry, []);
  return checked(report, true).problems;
}

function checked<Result>(report: Report, result: Result | undefined): Checked<Result> {
  if (report.problems.length === 0 && result !== undefined) return { result, problems: [] };
  return {
    result: undefined,
    problems: report.problems.map(({ path, message }) => ({ path: pathText(path), message })),
  };
}

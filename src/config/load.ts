/** Reads the configuration file: everything is right, or nothing of it is applied and every fault is named. */

import { RedwolfError } from '../lib/errors.ts';
import { checkKeys, checkPlatform, checkRouting, checkUniqueIds, type KnownTypes } from './checks.ts';
import type { Config, LoadedConfig } from './config.ts';
import { readDocument } from './document.ts';
import { laterSetting } from './later.ts';
import { fromOriginal, misplacedRoutingKey } from './original.ts';
import { type KeyPath, pathText, placeText, problemReport } from './problems.ts';
import { readText } from './read-text.ts';
import { isSection, Report } from './report.ts';
import {
  databaseSchema,
  fileSchema,
  keySchema,
  limitsSchema,
  memberKeysSchema,
  metricsSchema,
  modelsSchema,
  platformSchema,
  pricesSchema,
  recordsSchema,
  routingSchema,
  serverSchema,
  soundPlatformSchema,
} from './schema.ts';
import { DEFAULT_CONFIG, NOTHING_DECLARED, toConfig } from './to-config.ts';
import { warningsOf } from './warnings.ts';

/**
 * @param file undefined: the defaults, without any platform
 * @param environment what `${NAME}` reads
 * @param types the types of platforms that there are
 * @throws RedwolfError CONFIG_UNREADABLE, or CONFIG_INVALID with every problem in its message
 */
export function loadConfig(file: string | undefined, environment: NodeJS.ProcessEnv, types: KnownTypes): LoadedConfig {
  if (file === undefined) return { config: DEFAULT_CONFIG, ...NOTHING_DECLARED, warnings: [], place: pathText };
  return parseConfig(file, readText(file), environment, types);
}

/** The same for a text. `file` is its name in messages, and may tell its format. */
export function parseConfig(
  file: string,
  text: string,
  environment: NodeJS.ProcessEnv,
  types: KnownTypes,
): LoadedConfig {
  const document = readDocument(file, text, environment);
  const { value, toFilePath } = fromOriginal(document.value);
  const place = (path: KeyPath) => placeText(file, document.place(toFilePath(path)), toFilePath(path));
  const report = new Report(document, toFilePath);
  const config = readFile(withoutLater(value, [], report), types, report);
  if (report.problems.length > 0) throw new RedwolfError('CONFIG_INVALID', problemReport(file, report.problems));
  const warnings = warningsOf(config).map(({ path, message }) => `${place(path)}: ${message}`);
  return { config, ...declarations(value), file, place, warnings };
}

/** Which settings the file has, so that they can be changed nowhere else. */
function declarations(value: unknown): Pick<LoadedConfig, 'declaredRouting' | 'declaredSettings'> {
  const keys = (section: string) => {
    const part = isSection(value) ? value[section] : undefined;
    return isSection(part) ? Object.keys(part) : [];
  };
  return {
    declaredRouting: new Set(keys('routing')),
    declaredSettings: new Set([
      ...['limits', 'models', 'retention'].flatMap((name) => keys(name).map((key) => `${name}.${key}`)),
      ...(isSection(value) ? ['capture', 'redact'].filter((name) => name in value) : []),
    ]),
  };
}

/** A copy without the settings that are refused for now, each of which is reported. */
function withoutLater(value: unknown, path: KeyPath, report: Report): unknown {
  if (Array.isArray(value)) return value.map((item, index) => withoutLater(item, [...path, index], report));
  if (!isSection(value)) return value;
  const kept: [string, unknown][] = [];
  for (const [key, part] of Object.entries(value)) {
    const refusal = laterSetting([...path, key]);
    if (refusal === undefined) kept.push([key, withoutLater(part, [...path, key], report)]);
    else report.add([...path, key], `this ${refusal}`, 'key');
  }
  return Object.fromEntries(kept);
}

/** Reports whatever is wrong; the result is of use only if nothing was. */
function readFile(value: unknown, types: KnownTypes, report: Report): Config {
  for (const key of isSection(value) ? Object.keys(value) : []) {
    const message = misplacedRoutingKey(key);
    if (message !== undefined) report.add([key], message, 'key');
  }
  report.parse(fileSchema, value ?? {}, []);
  const root = isSection(value) ? value : {};
  const platforms = readList(root['platforms']);
  const routing = readRouting(root['routing'], platforms, types, report);
  const keys = readList(root['keys']).map((entry, index) => report.parse(keySchema, entry, ['keys', index]));
  checkKeys(keys, report);
  return toConfig({
    platforms: readPlatforms(platforms, types, report),
    routing,
    keys: keys.filter((key) => key !== undefined),
    member_keys: report.parse(memberKeysSchema, root['member_keys'] ?? {}, ['member_keys']) ?? {},
    limits: report.parse(limitsSchema, root['limits'] ?? {}, ['limits']) ?? {},
    models: report.parse(modelsSchema, root['models'] ?? {}, ['models']) ?? {},
    prices: report.parse(pricesSchema, root['prices'] ?? {}, ['prices']) ?? {},
    records: report.parse(recordsSchema, recordsOf(root), []) ?? {},
    server: report.parse(serverSchema, root['server'] ?? {}, ['server']) ?? {},
    metrics: root['metrics'] === undefined ? undefined : report.parse(metricsSchema, root['metrics'], ['metrics']),
    database: root['database'] === undefined ? undefined : report.parse(databaseSchema, root['database'], ['database']),
  });
}

/** Only what is there, as keys of the root have no section around them. */
function recordsOf(root: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const names = Object.keys(recordsSchema.shape).filter((name) => name in root);
  return Object.fromEntries(names.map((name) => [name, root[name]]));
}

function readPlatforms(entries: readonly unknown[], types: KnownTypes, report: Report) {
  const platforms = entries.map((entry, index) => {
    const platform = report.parse(platformSchema, entry, ['platforms', index]);
    const sound = soundPlatformSchema.safeParse(entry);
    if (sound.success) checkPlatform(sound.data, ['platforms', index], types, report);
    return platform;
  });
  checkUniqueIds(entries, report);
  return platforms.filter((platform) => platform !== undefined);
}

function readRouting(value: unknown, platforms: readonly unknown[], types: KnownTypes, report: Report) {
  const routing = report.parse(routingSchema, value ?? {}, ['routing']) ?? {};
  checkRouting(routing, platforms, types, report);
  return routing;
}

/** What is not a list has been reported by the schema of the file. */
function readList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

import type { Config } from '../config/config.ts';
import { RedwolfError } from '../lib/errors.ts';
import type { Platform } from '../platforms/platform.ts';
import { baselineOf } from './baseline.ts';
import { Catalog, type ModelRef, makeUpstream, refName } from './catalog.ts';
import { loadClassifier } from './intent/load.ts';
import type { Classifier } from './intent/model.ts';
import { NO_PRICES, type PriceBookPort } from './price-list.ts';
import type { Routing } from './routing.ts';
import { makeSmart } from './smart/make-smart.ts';

const PRIORITY_LIST = ['routing', 'model_priority_list'];

type KeyPath = readonly (string | number)[];

/** What goes beyond the configuration file. */
export interface RoutingOptions {
  /** Where a setting stands, for messages. */
  readonly place?: (path: KeyPath) => string;
  /** Takes the first one for an ambiguous name and says so: a model that a platform newly lists must break nothing. */
  readonly isLenient?: boolean;
  /** `platform:model` of those that must not be asked. */
  readonly disabledModels?: ReadonlySet<string>;
  /** What a type of platform asks for its models. */
  readonly prices?: PriceBookPort;
  /** Reads the classifier of smart routing, where it is used. */
  readonly classifier?: () => Classifier;
}

const NO_BOOK: PriceBookPort = { list: () => NO_PRICES };

/**
 * Builds what the router needs from the configuration.
 *
 * @returns the routing, and sentences about names that nothing answers to: shown, never a failed start
 * @throws RedwolfError CONFIG_INVALID for an ambiguous model name
 */
export function makeRouting(
  config: Config,
  platforms: ReadonlyMap<string, Platform>,
  {
    place = (path) => path.join('.'),
    isLenient = false,
    disabledModels = new Set(),
    prices = NO_BOOK,
    classifier = loadClassifier,
  }: RoutingOptions = {},
): { readonly routing: Routing; readonly warnings: readonly string[] } {
  const catalog = catalogOf(config, platforms, prices);
  const warnings: string[] = [];
  const list = config.routing.modelPriorityList;
  const priorityList =
    list.length === 0
      ? catalog.models()
      : list.flatMap((name, index) =>
          resolveName({ catalog, where: place([...PRIORITY_LIST, index]), warnings, isLenient }, name),
        );
  const isEnabled = (ref: ModelRef) => !disabledModels.has(refName(ref));
  const enabledList = priorityList.filter(isEnabled);
  const smart = lazily(() =>
    makeSmart(config.routing, {
      classifier: classifier(),
      models: catalog.models().filter(isEnabled),
      priorityList: list.length === 0 ? undefined : enabledList,
      resolve: (name, at) =>
        resolveName({ catalog, where: place(['routing', ...at]), warnings, isLenient }, name).filter(isEnabled),
    }),
  );
  // What is wrong with its names is to be said at the start.
  if (config.routing.mode === 'smart_routing') smart();
  return {
    routing: {
      catalog,
      mode: config.routing.mode,
      smart,
      priorityList: enabledList,
      hasPriorityList: list.length > 0,
      claudeCodePlatforms: claudeCodePlatforms(config, catalog, warnings),
      disabledModels,
      baseline: baselineOf(config.prices.baseline, catalog, prices),
    },
    warnings,
  };
}

function catalogOf(config: Config, platforms: ReadonlyMap<string, Platform>, prices: PriceBookPort): Catalog {
  return new Catalog(
    config.platforms.map((entry) => {
      const platform = platforms.get(entry.type);
      if (platform === undefined) throw new TypeError(`unknown platform type ${entry.type}`);
      return makeUpstream(entry, platform, prices.list(entry.type));
    }),
  );
}

/** Makes it when it is first asked for. */
function lazily<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

interface Resolving {
  readonly catalog: Catalog;
  readonly where: string;
  readonly warnings: string[];
  readonly isLenient: boolean;
}

function resolveName({ catalog, where, warnings, isLenient }: Resolving, name: string): ModelRef[] {
  const resolution = catalog.resolve(name);
  switch (resolution.kind) {
    case 'found': {
      const { upstream, model } = resolution.ref;
      const isListed = upstream.models.length === 0 || upstream.models.some((known) => known.id === model);
      if (!isListed) warnings.push(`${where}: the platform "${upstream.id}" does not list the model "${model}".`);
      return [resolution.ref];
    }
    case 'unknown':
      warnings.push(`${where}: no platform has the model "${name}"; it is skipped.`);
      return [];
    case 'ambiguous': {
      const [first = name] = resolution.candidates;
      const ref = isLenient ? catalog.parsePin(first) : undefined;
      if (ref !== undefined) {
        warnings.push(`${where}: "${name}" could be ${resolution.candidates.join(' or ')}; the first one is used.`);
        return [ref];
      }
      throw new RedwolfError(
        'CONFIG_INVALID',
        `${where}: "${name}" could be ${resolution.candidates.join(' or ')}. Write one of these.`,
      );
    }
  }
}

function claudeCodePlatforms(config: Config, catalog: Catalog, warnings: string[]): readonly string[] {
  const speaksAnthropic = (id: string) =>
    catalog.find(id)?.channels.some((channel) => channel.protocol === 'anthropic-messages') === true;
  const asked = config.routing.claudeCodePlatforms;
  if (asked === undefined) return catalog.upstreams.map((upstream) => upstream.id).filter(speaksAnthropic);
  for (const id of asked) {
    if (!speaksAnthropic(id))
      warnings.push(`claude_code_platforms: "${id}" does not speak Anthropic's protocol; it is skipped.`);
  }
  return asked.filter(speaksAnthropic);
}

/** What holds: the configuration file, then what was stored, then what was found on this machine. */

import type { ModelFacts } from '../admin/contract/models.ts';
import type { Config, ModelConfig, PlatformConfig, RoutingConfig } from '../config/config.ts';
import { declaredFirst } from '../config/records.ts';
import type { LimitsEntry, ModelsEntry, RecordsEntry, RoutingEntry } from '../config/schema.ts';
import { toConfig } from '../config/to-config.ts';
import { asArray } from '../lib/json.ts';
import type { Platform } from '../platforms/platform.ts';
import type { PriceBook } from '../prices/book.ts';
import { makeUpstream } from '../routing/catalog.ts';
import { makeRouting } from '../routing/make-routing.ts';
import type { Routing } from '../routing/routing.ts';
import { configOf, lacksKey } from './entry.ts';
import { modelKey, type State, type StoredModel, type StoredPlatform } from './state.ts';

export type Platforms = ReadonlyMap<string, Platform>;

/** What does not change while redwolf runs. */
export interface Base {
  /** From the file; local platforms with the models that they have. */
  readonly config: Config;
  /** Names of the keys that the file's `routing` has. */
  readonly declaredRouting: ReadonlySet<string>;
  /** Settings of its other sections, such as `limits.max_body_mb`. */
  readonly declaredSettings: ReadonlySet<string>;
  readonly file: string | undefined;
  /** Found on this machine, as the file declares none; or the demo. */
  readonly found: readonly PlatformConfig[];
  readonly types: Platforms;
  readonly prices: PriceBook;
  /** Ids of platforms for which no models are configured, and which were asked for them at the start. */
  readonly listedAtStart: ReadonlySet<string>;
}

export type PlatformState = 'ready' | 'disabled' | 'needs_key' | 'unknown_type' | 'hidden_by_file';

/** A platform of any origin. */
export interface EffectivePlatform {
  readonly id: string;
  readonly type: string;
  readonly origin: 'file' | 'stored' | 'found';
  readonly state: PlatformState;
  /** Undefined where it cannot be used at all. */
  readonly config: PlatformConfig | undefined;
  readonly stored: StoredPlatform | undefined;
}

/** All that follows from the base and a state. */
export interface Effective {
  readonly platforms: readonly EffectivePlatform[];
  readonly config: Config;
  readonly routing: Routing;
  readonly warnings: readonly string[];
}

/** Never throws: what was stored may be odd, and the gateway must run all the same. */
export function effectiveOf(base: Base, state: State): Effective {
  const platforms = allPlatforms(base, state);
  const usable = platforms.flatMap(({ state: is, config }) => (is === 'ready' && config !== undefined ? [config] : []));
  const config = {
    ...base.config,
    ...settingsOf(base, state),
    platforms: usable,
    routing: routingOf(base, state, platforms),
  };
  const disabledModels = new Set([...state.models.values()].filter(({ isEnabled }) => !isEnabled).map(modelKey));
  const { routing, warnings } = makeRouting(config, base.types, {
    isLenient: true,
    disabledModels,
    prices: base.prices,
  });
  return { platforms, config, routing, warnings };
}

/** No models are configured for it, so that it has those that it lists. */
export function listsItsModels({ id, origin, stored }: EffectivePlatform, { listedAtStart }: Base): boolean {
  if (origin === 'file') return listedAtStart.has(id);
  return stored === undefined || asArray(stored.settings['models']).length === 0;
}

function allPlatforms(base: Base, state: State): EffectivePlatform[] {
  const declared = base.config.platforms;
  const stored = [...state.platforms.values()].sort((a, b) => a.position - b.position || (a.id < b.id ? -1 : 1));
  const hasOwn = declared.length > 0 || stored.length > 0;
  const found = base.found.filter(({ id, type }) => !state.platforms.has(id) && !(hasOwn && type === 'demo'));
  const isDeclared = (id: string) => declared.some((config) => config.id === id);
  return [
    ...declared.map((config) => fixed(config, 'file', state, base.listedAtStart.has(config.id))),
    ...stored.map((platform) => fromStored(platform, base, isDeclared(platform.id), state)),
    ...found.map((config) => fixed(config, 'found', state, true)),
  ];
}

function fixed(
  config: PlatformConfig,
  origin: 'file' | 'found',
  state: State,
  isListedAtStart: boolean,
): EffectivePlatform {
  const { id, type } = config;
  return { id, type, origin, state: 'ready', config: withModels(config, state, isListedAtStart), stored: undefined };
}

function fromStored(stored: StoredPlatform, base: Base, isDeclared: boolean, state: State): EffectivePlatform {
  const { id, type } = stored;
  const description = base.types.get(type);
  const config = description === undefined ? undefined : usableConfig(stored, description);
  return {
    id,
    type,
    origin: 'stored',
    state: config === undefined ? 'unknown_type' : stateOf(stored, description, isDeclared),
    config: config && withFoundModels(config, base, state),
    stored,
  };
}

/** Undefined where another version of redwolf stored what this one cannot use. */
function usableConfig(stored: StoredPlatform, description: Platform): PlatformConfig | undefined {
  try {
    const config = configOf(stored);
    if (config !== undefined) makeUpstream(config, description);
    return config;
  } catch {
    return undefined;
  }
}

/** A platform that was found on this machine and then stored keeps the models that it was found with. */
function withFoundModels(config: PlatformConfig, { found }: Base, state: State): PlatformConfig {
  const isElsewhere = config.baseUrl !== undefined || Object.keys(config.baseUrls).length > 0;
  const models = found.find(({ id, type }) => id === config.id && type === config.type)?.models;
  if (isElsewhere || config.models.length > 0 || models === undefined) return withModels(config, state, false);
  return withModels({ ...config, models }, state, true);
}

function stateOf(stored: StoredPlatform, type: Platform | undefined, isDeclared: boolean): PlatformState {
  if (type === undefined) return 'unknown_type';
  if (isDeclared) return 'hidden_by_file';
  if (!stored.isEnabled) return 'disabled';
  return lacksKey(stored, type) ? 'needs_key' : 'ready';
}

/** The models that are configured, else those that the platform lists; with what is known of each, without disabled ones. */
function withModels(config: PlatformConfig, state: State, isListedAtStart: boolean): PlatformConfig {
  const known = [...state.models.values()].filter(({ platform }) => platform === config.id);
  if (known.length === 0) return config;
  const byId = new Map(known.map((model) => [model.model, model]));
  const listed = known.filter(isListed).map(({ model }): ModelConfig => ({ id: model }));
  const isConfigured = config.models.length > 0 && !(isListedAtStart && listed.length > 0);
  const models = isConfigured ? config.models : listed;
  return {
    ...config,
    models: models.filter(({ id }) => byId.get(id)?.isEnabled !== false).map((model) => withFacts(model, byId)),
  };
}

/** A model that its platform has now. */
function isListed({ listedAt, vanishedAt }: StoredModel): boolean {
  return listedAt !== null && vanishedAt === null;
}

/** What the user says, then what the configuration says, then what the platform says. */
function withFacts(model: ModelConfig, known: ReadonlyMap<string, StoredModel>): ModelConfig {
  const stored = known.get(model.id);
  if (stored === undefined) return model;
  return { ...callFacts(stored.reported), ...model, ...callFacts(overridesOf(stored)) };
}

/** A price that the user gives is nobody else's. */
function overridesOf({ overrides }: Pick<StoredModel, 'overrides'>): ModelFacts {
  return overrides.price === undefined ? overrides : { priceSource: 'admin', ...overrides };
}

/** Those that matter to a call. */
export function callFacts(facts: ModelFacts): Omit<ModelConfig, 'id'> {
  const { displayName, contextWindow, maxOutputTokens, tools, vision, thinking, textTools, price, priceSource } = facts;
  return {
    ...(displayName !== undefined && { displayName }),
    ...(contextWindow !== undefined && { contextWindow }),
    ...(maxOutputTokens !== undefined && { maxOutputTokens }),
    ...(tools !== undefined && { tools }),
    ...(vision !== undefined && { vision }),
    ...(thinking !== undefined && { thinking }),
    ...(textTools !== undefined && { textTools }),
    ...(price !== undefined && { price }),
    ...(priceSource !== undefined && { priceSource }),
  };
}

/** What holds of a model. */
export function effectiveFacts(model: Pick<StoredModel, 'reported' | 'overrides'>): ModelFacts {
  return { ...model.reported, ...overridesOf(model) };
}

/** Each setting from the file where it stands there, else from the store. */
function settingsOf(
  { config, declaredSettings: isDeclared }: Base,
  { settings }: State,
): Pick<Config, 'maxBodyBytes' | 'modelRefreshHours' | 'records'> {
  // Checked when it was stored.
  const records = settings.value as RecordsEntry & { limits?: LimitsEntry; models?: ModelsEntry };
  const { limits = {}, models = {} } = records;
  const stored = toConfig({ platforms: [], routing: {}, keys: [], limits, models, records });
  return {
    maxBodyBytes: (isDeclared.has('limits.max_body_mb') ? config : stored).maxBodyBytes,
    modelRefreshHours: (isDeclared.has('models.refresh_hours') ? config : stored).modelRefreshHours,
    records: declaredFirst(config.records, stored.records, isDeclared),
  };
}

/** Each key of the routing from the file where it stands there, else from the store. Unknown platforms are left out. */
function routingOf(base: Base, state: State, platforms: readonly EffectivePlatform[]): RoutingConfig {
  const stored = toConfig({
    platforms: [],
    // Checked when it was stored.
    routing: state.routing.value as RoutingEntry,
    keys: [],
    limits: {},
  }).routing;
  const { config, declaredRouting: isDeclared } = base;
  const claudeCode = isDeclared.has('claude_code_platforms')
    ? config.routing.claudeCodePlatforms
    : stored.claudeCodePlatforms?.filter((id) => platforms.some((other) => other.id === id && other.state === 'ready'));
  const from = (name: string) => (isDeclared.has(name) ? config.routing : stored);
  const { scenes } = from('scenes');
  return {
    mode: from('mode').mode,
    modelPriorityList: from('model_priority_list').modelPriorityList,
    routingModels: from('routing_models').routingModels,
    judge: from('judge').judge,
    risk: from('risk').risk,
    ...(scenes !== undefined && { scenes }),
    ...(claudeCode !== undefined && { claudeCodePlatforms: claudeCode }),
  };
}

/** What the admin plane shows. No secret comes in here but as a `Secret`, and none goes out. */

import type { ModelView } from '../admin/contract/models.ts';
import type { PlatformsReply, PlatformView } from '../admin/contract/platforms.ts';
import type { HistoryEntry, RoutingReply, StoredSettings } from '../admin/contract/settings.ts';
import type { ModelConfig, PlatformConfig } from '../config/config.ts';
import { RECORDS_PLACES } from '../config/records.ts';
import type { Secret } from '../lib/secret.ts';
import type { Platform } from '../platforms/platform.ts';
import { makeUpstream, refName } from '../routing/catalog.ts';
import type { HistoryRow } from '../store/ports.ts';
import { type Base, type Effective, type EffectivePlatform, effectiveFacts, type Platforms } from './effective.ts';
import { sceneViews } from './scene-views.ts';
import { shownSettings } from './settings.ts';
import type { State, StoredModel } from './state.ts';

const LONG_KEY = 20;
const BYTES_PER_MEGABYTE = 1024 * 1024;
/** Names of the API, and of the file. */
const ROUTING_FIELDS = [
  ['mode', 'mode'],
  ['modelPriorityList', 'model_priority_list'],
  ['claudeCodePlatforms', 'claude_code_platforms'],
  ['scenes', 'scenes'],
  ['routingModels', 'routing_models'],
  ['judge', 'judge'],
  ['risk', 'risk'],
] as const;
const RECORDS_NAMES = ['capture', 'redact', 'retentionDays', 'retentionGib', 'retentionCallDays'] as const;

export function platformView(platform: EffectivePlatform, types: Platforms): PlatformView {
  const { id, type, origin, state, config, stored } = platform;
  const description = types.get(type);
  return {
    id,
    type,
    name: description?.name ?? type,
    origin,
    enabled: stored?.isEnabled ?? true,
    state,
    position: stored?.position ?? 0,
    version: stored?.version ?? 0,
    settings: stored === undefined ? declaredSettings(config) : shownSettings(stored),
    credentials: stored === undefined ? declaredKeys(config) : storedKeys(stored),
    protocols: config === undefined || description === undefined ? [] : addresses(config, description),
    models: (config?.models ?? []).map((model) => model.id),
  };
}

function storedKeys({ credentials }: NonNullable<EffectivePlatform['stored']>): PlatformView['credentials'] {
  return credentials.map(({ id, name, weight, key }) => ({ id, name, weight: weight ?? null, hint: hintOf(key) }));
}

function declaredKeys(config: PlatformConfig | undefined): PlatformView['credentials'] {
  return (config?.apiKeys ?? []).map(({ key, name, weight }, index) => ({
    id: `file_${index}`,
    name: name ?? '',
    weight: weight ?? null,
    hint: hintOf(key),
  }));
}

/** The last characters of a long key, to recognise it by. */
function hintOf(key: Secret | undefined): string {
  const text = key?.reveal();
  if (text === undefined) return 'cannot be read';
  return text.length < LONG_KEY ? '…' : `…${text.slice(-4)}`;
}

function declaredSettings(config: PlatformConfig | undefined): PlatformView['settings'] {
  if (config === undefined) return {};
  const { baseUrl, baseUrls, auth, headers, proxy } = config;
  return {
    ...(baseUrl !== undefined && { base_url: baseUrl }),
    ...(Object.keys(baseUrls).length > 0 && { base_urls: baseUrls }),
    ...(auth !== 'key' && { auth }),
    ...(headers !== undefined && {
      headers: Object.fromEntries(Object.keys(headers).map((name) => [name, '[secret]'])),
    }),
    ...(proxy !== undefined && { proxy: '[secret]' }),
  };
}

function addresses(config: PlatformConfig, description: Platform): PlatformView['protocols'] {
  return makeUpstream(config, description).channels.map(({ protocol, url }) => ({
    protocol,
    address: url.origin + url.path,
  }));
}

export function typeViews(types: Platforms): PlatformsReply['types'] {
  return [...types.values()].map(({ type, name, needsKey, isLocal, protocols }) => ({
    type,
    name,
    needsKey,
    isLocal,
    protocols: protocols.map(({ protocol, baseUrl }) => ({ protocol, baseUrl: baseUrl ?? null })),
  }));
}

export function modelViews(effective: Effective, state: State): ModelView[] {
  return effective.platforms.flatMap((platform) => {
    const stored = [...state.models.values()].filter((model) => model.platform === platform.id);
    const configured = (platform.config?.models ?? []).filter(({ id }) => stored.every(({ model }) => model !== id));
    return [
      ...configured.map((model) => configuredView(platform, model)),
      ...stored.map((model) => storedView(platform, model)),
    ];
  });
}

function configuredView({ id: platform, origin }: EffectivePlatform, { id, ...effective }: ModelConfig): ModelView {
  const unknown = { reported: {}, overrides: {}, listedAt: null, vanishedAt: null, version: 0 };
  return { platform, id, origin, enabled: true, effective, ...unknown };
}

function storedView({ id: platform, origin, config }: EffectivePlatform, model: StoredModel): ModelView {
  const { reported, overrides, listedAt, vanishedAt, version } = model;
  const { id: _, ...configured } = config?.models.find(({ id }) => id === model.model) ?? { id: model.model };
  return {
    platform,
    id: model.model,
    origin,
    enabled: model.isEnabled,
    effective: { ...effectiveFacts(model), ...configured },
    reported,
    overrides,
    listedAt,
    vanishedAt,
    version,
  };
}

export function routingView({ declaredRouting }: Base, effective: Effective, state: State): RoutingReply {
  const { config, routing, warnings } = effective;
  const { mode, modelPriorityList, claudeCodePlatforms } = config.routing;
  const answers = mode === 'claude_code' ? routing.claudeCodePlatforms : routing.priorityList.map(refName);
  return {
    mode,
    modelPriorityList: [...modelPriorityList],
    claudeCodePlatforms: claudeCodePlatforms === undefined ? null : [...claudeCodePlatforms],
    ...sceneViews(config.routing, routing),
    routingModels: [...config.routing.routingModels],
    judge: config.routing.judge,
    risk: config.routing.risk,
    readOnly: ROUTING_FIELDS.filter(([, inFile]) => declaredRouting.has(inFile)).map(([name]) => name),
    answers: [...answers],
    warnings: [...warnings],
    version: state.routing.version,
  };
}

export function settingsView(
  { declaredSettings, file }: Base,
  { config }: Effective,
  { version }: State,
): Omit<StoredSettings, 'routing'> {
  return {
    version,
    configFile: file ?? null,
    maxBodyMb: Number((config.maxBodyBytes / BYTES_PER_MEGABYTE).toFixed(3)),
    modelRefreshHours: config.modelRefreshHours,
    capture: config.records.capture,
    redact: [...config.records.redact],
    retentionDays: config.records.retentionDays,
    retentionGib: config.records.retentionGib,
    retentionCallDays: config.records.retentionCallDays,
    readOnly: [
      ...(declaredSettings.has('limits.max_body_mb') ? ['maxBodyMb' as const] : []),
      ...(declaredSettings.has('models.refresh_hours') ? ['modelRefreshHours' as const] : []),
      ...RECORDS_NAMES.filter((name) => declaredSettings.has(RECORDS_PLACES[name])),
    ],
  };
}

export function historyView({ configVersion, at, whoName, what, stateBefore, stateAfter }: HistoryRow): HistoryEntry {
  const states = { before: JSON.parse(stateBefore), after: JSON.parse(stateAfter) };
  return { version: configVersion, changedAt: at, who: whoName, what, ...states };
}

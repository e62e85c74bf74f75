import type { Config, PlatformConfig } from '../../config/config.ts';
import { canSayPrice } from '../../config/from-config.ts';
import type { Effective, EffectivePlatform } from '../effective.ts';
import type { State } from '../state.ts';

const WHY_LEFT_OUT = {
  disabled: 'it is disabled',
  needs_key: 'it has no key',
  unknown_type: 'its type is unknown',
  hidden_by_file: 'the file that redwolf was started with has one of the same name',
} as const;

/** The configuration that a file can say, and sentences about what it cannot. */
export interface ExportedConfig {
  readonly config: Config;
  readonly notes: readonly string[];
}

/** What holds, for a file that starts a gateway which routes the same. */
export function exportedConfig({ platforms, config }: Effective, state: State, version: string): ExportedConfig {
  const left = platforms.flatMap((platform) => whyLeftOut(platform, state) ?? []);
  const kept = platforms.flatMap((platform) => {
    const isLeft = whyLeftOut(platform, state) !== undefined || isDemo(platform);
    return isLeft || platform.config === undefined ? [] : [platform.config];
  });
  const { claudeCodePlatforms, ...routing } = config.routing;
  const order = claudeCodePlatforms?.filter((id) => kept.some((platform) => platform.id === id));
  return {
    config: { ...config, platforms: kept, routing: { ...routing, ...(order && { claudeCodePlatforms: order }) } },
    notes: [
      `The configuration of redwolf ${version} as it held when this was written. Start with it: redwolf --config FILE`,
      'What stands here can only be changed here. Models are those of that time: without "models" a platform is asked.',
      'Keys of clients that were made while redwolf ran, users, and calls are in its database, and not in this file.',
      ...left,
      ...disabledNote(state),
      ...priceNote(kept),
    ],
  };
}

/** It is there by itself where nothing else is. */
function isDemo({ origin, type }: EffectivePlatform): boolean {
  return origin === 'found' && type === 'demo';
}

function whyLeftOut({ id, state: is, config }: EffectivePlatform, { models }: State): string | undefined {
  const said = (why: string) => `The platform ${id} is left out: ${why}.`;
  if (is !== 'ready') return said(WHY_LEFT_OUT[is]);
  // Without a list it would have all that it lists.
  const isEmptied = [...models.values()].some(({ platform, isEnabled }) => platform === id && !isEnabled);
  return config?.models.length === 0 && isEmptied ? said('all of its models are disabled') : undefined;
}

/** A file cannot forbid a model; it can only not name it. */
function disabledNote({ models }: State): string[] {
  const disabled = [...models.values()].filter(({ isEnabled }) => !isEnabled);
  if (disabled.length === 0) return [];
  const names = disabled.map(({ platform, model }) => `${platform}:${model}`);
  return [`Disabled models are not in the lists: ${names.join(', ')}.`];
}

/** A file has both prices or none. */
function priceNote(platforms: readonly PlatformConfig[]): string[] {
  const names = platforms.flatMap(({ id, models }) =>
    models
      .filter(({ price, priceSource }) => priceSource === 'admin' && price !== undefined && !canSayPrice(price))
      .map((model) => `${id}:${model.id}`),
  );
  if (names.length === 0) return [];
  return [`Prices without that of the input or of the output are left out: ${names.join(', ')}.`];
}

import type { RefreshReply, RefreshRequest, RefreshResult } from '../admin/contract/models.ts';
import type { Clock } from '../lib/clock.ts';
import { messageOf } from '../lib/errors.ts';
import { Turns } from '../lib/turns.ts';
import { AskFailure } from './ask-failure.ts';
import { type AskPorts, PlatformQuestions } from './ask-platform.ts';
import type { RuntimeConfiguration } from './configuration.ts';
import type { EffectivePlatform } from './effective.ts';
import { listerFor } from './model-lists/listers.ts';
import type { ListedModel } from './model-lists/model-list.ts';
import { unknownPlatform } from './refusals.ts';
import { modelKey, type State, type StoredModel } from './state.ts';

const AT_ONCE = 4;

/**
 * Asks platforms for their models, some at once, and keeps what they say. A model that is listed no more is marked, and
 * what the user said of it stays. One platform's failure is nothing to the others.
 *
 * Rejects with AdminError PLATFORM_UNKNOWN.
 */
export async function refreshModels(
  configuration: RuntimeConfiguration,
  ports: AskPorts,
  request: RefreshRequest,
): Promise<RefreshReply> {
  const turns = new Turns(AT_ONCE);
  const results = await Promise.all(
    platformsOf(configuration, request).map((platform) => turns.take(() => refreshOne(configuration, ports, platform))),
  );
  return { results };
}

function platformsOf(
  { effective, base }: RuntimeConfiguration,
  { platforms: ids }: RefreshRequest,
): EffectivePlatform[] {
  const all = effective.platforms;
  const unknown = ids?.find((id) => all.every((platform) => platform.id !== id));
  if (unknown !== undefined) {
    const known = all.map(({ id }) => id);
    throw unknownPlatform(unknown, known);
  }
  const chosen = all.filter(({ id, state }) => (ids === undefined ? state === 'ready' : ids.includes(id)));
  return chosen.filter(({ type }) => {
    const description = base.types.get(type);
    return description !== undefined && listerFor(description) !== undefined;
  });
}

async function refreshOne(
  configuration: RuntimeConfiguration,
  ports: AskPorts,
  { id, type, config }: EffectivePlatform,
): Promise<RefreshResult> {
  const { clock } = ports;
  const started = clock.monotonic();
  const result = (fields: Partial<RefreshResult>): RefreshResult => ({
    platform: id,
    ok: false,
    listed: 0,
    added: [],
    vanished: [],
    reason: null,
    ...fields,
    milliseconds: Math.round(clock.monotonic() - started),
  });
  const description = configuration.base.types.get(type);
  if (config === undefined || description === undefined) return result({ reason: 'It is not configured wholly.' });
  try {
    const listed = await new PlatformQuestions(config, description, ports).list();
    if (listed.length === 0) {
      return result({ reason: 'It lists no models that can chat. What was known of its models stays as it is.' });
    }
    const { added, vanished } = await learn(configuration, id, listed, clock);
    return result({ ok: true, listed: listed.length, added, vanished });
  } catch (error) {
    const advice = error instanceof AskFailure ? ` ${error.advice}` : '';
    return result({ reason: `${messageOf(error)}${advice}` });
  }
}

async function learn(
  configuration: RuntimeConfiguration,
  platform: string,
  listed: readonly ListedModel[],
  clock: Pick<Clock, 'now'>,
): Promise<{ added: string[]; vanished: string[] }> {
  const added: string[] = [];
  const vanished: string[] = [];
  await configuration.learn((models) => {
    // It may have been removed while it was asked.
    if (configuration.effective.platforms.every(({ id }) => id !== platform)) return [];
    const gone = missing(models, platform, listed, clock.now());
    vanished.push(...gone.map(({ model }) => model));
    const present = listed.map(({ id, facts }): StoredModel => {
      const before = models.get(modelKey({ platform, model: id }));
      if (before?.listedAt === undefined || before.listedAt === null) added.push(id);
      const fresh = { platform, model: id, overrides: {}, isEnabled: true, version: 0, ...before };
      return { ...fresh, reported: facts, listedAt: clock.now(), vanishedAt: null };
    });
    return [...present, ...gone];
  });
  return { added, vanished };
}

/** Models that were listed before and are no more. */
function missing(
  models: State['models'],
  platform: string,
  listed: readonly ListedModel[],
  now: number,
): StoredModel[] {
  const ids = new Set(listed.map(({ id }) => id));
  return [...models.values()]
    .filter((model) => model.platform === platform && !ids.has(model.model))
    .filter(({ listedAt, vanishedAt }) => listedAt !== null && vanishedAt === null)
    .map((model) => ({ ...model, vanishedAt: now }));
}

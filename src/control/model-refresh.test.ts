import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '../../test/support/fake-clock.ts';
import type { RefreshReply, RefreshRequest, RefreshResult } from '../admin/contract/models.ts';
import type { PlatformConfig } from '../config/config.ts';
import { DEFAULT_CONFIG } from '../config/to-config.ts';
import { PLATFORMS } from '../platforms/index.ts';
import { PriceBook } from '../prices/book.ts';
import type { RuntimeConfiguration } from './configuration.ts';
import { type Base, effectiveOf } from './effective.ts';
import { ModelRefresh } from './model-refresh.ts';
import type { State, StoredModel } from './state.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

function platform(id: string, type: string, changes: Partial<PlatformConfig> = {}): PlatformConfig {
  return { id, type, baseUrls: {}, apiKeys: [], auth: 'key', models: [], timeouts: {}, ...changes };
}

class Stage {
  readonly clock = new FakeClock();
  readonly asked: string[] = [];
  readonly log: string[] = [];
  readonly refresh: ModelRefresh;
  /** Platforms that fail. */
  readonly dead = new Set<string>();
  hours = 24;
  models: StoredModel[] = [];
  readonly #platforms: readonly PlatformConfig[];

  constructor(...platforms: readonly PlatformConfig[]) {
    this.#platforms = platforms;
    const stage = this;
    const parts = {
      get base() {
        return stage.#base();
      },
      get state() {
        return stage.#state();
      },
      get effective() {
        return effectiveOf(stage.#base(), stage.#state());
      },
      get routing() {
        return this.effective.routing;
      },
    };
    this.refresh = new ModelRefresh(parts as unknown as RuntimeConfiguration, {
      checks: { refresh: (request) => this.#answer(request) },
      clock: this.clock,
      info: (text) => this.log.push(text),
      warn: (text) => this.log.push(text),
    });
  }

  /** Moves time on, looks, and says who was asked. */
  async after(milliseconds: number): Promise<string[]> {
    this.clock.advance(milliseconds);
    this.asked.length = 0;
    await this.refresh.look();
    return [...this.asked];
  }

  #base(): Base {
    return {
      config: { ...DEFAULT_CONFIG, platforms: this.#platforms, modelRefreshHours: this.hours },
      declaredRouting: new Set(),
      declaredSettings: new Set(['models.refresh_hours']),
      file: undefined,
      found: [],
      types: PLATFORMS,
      prices: new PriceBook(7, assert.fail),
      listedAtStart: new Set(this.#platforms.filter(({ models }) => models.length === 0).map(({ id }) => id)),
    };
  }

  #state(): State {
    const nothing = { value: {}, version: 0 };
    const models = new Map(this.models.map((model) => [`${model.platform}:${model.model}`, model]));
    return { version: 0, platforms: new Map(), models, routing: nothing, settings: nothing };
  }

  async #answer({ platforms = [] }: RefreshRequest): Promise<RefreshReply> {
    this.asked.push(...platforms);
    const results = platforms.map((id): RefreshResult => {
      const ok = !this.dead.has(id);
      if (ok) this.models.push(listed(id, this.clock.now()));
      const added = ok ? ['m', 'n'] : [];
      return { platform: id, ok, listed: 2, added, vanished: [], reason: ok ? null : 'ECONNREFUSED', milliseconds: 1 };
    });
    return { results };
  }
}

function listed(id: string, listedAt: number): StoredModel {
  const nothing = { reported: {}, overrides: {} };
  return { platform: id, model: 'm', listedAt, vanishedAt: null, isEnabled: true, version: 0, ...nothing };
}

const CLOUD = platform('cloud', 'deepseek');
const LOCAL = platform('local', 'lmstudio');

test('those without configured models are asked after the start, and once a day', async () => {
  const stage = new Stage(
    CLOUD,
    platform('own', 'openai', { models: [{ id: 'm' }] }),
    platform('azure', 'azure-openai', { baseUrl: 'https://mine.openai.azure.com' }),
  );
  assert.deepEqual(stage.refresh.awaited, ['cloud']);
  assert.deepEqual(await stage.after(0), ['cloud']);
  assert.deepEqual(stage.refresh.awaited, []);
  assert.deepEqual(await stage.after(DAY - 1), []);
  assert.deepEqual(await stage.after(1), ['cloud']);
});

test('nobody is asked with a key of the client, or when it is switched off', async () => {
  const stage = new Stage(platform('through', 'anthropic', { auth: 'passthrough' }), CLOUD);
  stage.hours = 0;
  assert.deepEqual(await stage.after(DAY), []);
  assert.deepEqual(stage.refresh.awaited, []);
  stage.hours = 1;
  assert.deepEqual(await stage.after(0), ['cloud']);
});

test('a restart asks again only what runs on this machine', async () => {
  const stage = new Stage(CLOUD, LOCAL);
  stage.models = [listed('cloud', stage.clock.now()), listed('local', stage.clock.now())];
  assert.deepEqual(await stage.after(MINUTE), ['local']);
  assert.deepEqual(await stage.after(DAY), ['cloud', 'local']);
});

test('one that fails is asked again, more and more rarely, and this is said once', async () => {
  const stage = new Stage(CLOUD);
  stage.dead.add('cloud');
  const minutes: number[] = [];
  for (let minute = 0; minute < 20; minute++) {
    if ((await stage.after(minute === 0 ? 0 : MINUTE)).length > 0) minutes.push(minute);
  }
  assert.deepEqual(minutes, [0, 1, 3, 7, 15]);
  assert.deepEqual(stage.log, ['cloud could not be asked for its models: ECONNREFUSED']);
  stage.dead.clear();
  assert.deepEqual(await stage.after(DAY), ['cloud']);
  assert.match(stage.log[1] ?? '', /cloud lists 2 models \(2 new, 0 gone\)/);
  assert.deepEqual(await stage.after(MINUTE), []);
});

test('that the first of a list answers is said, where no list of the user does', async () => {
  const stage = new Stage(CLOUD, LOCAL);
  await stage.after(0);
  assert.match(stage.log.at(-1) ?? '', /^cloud:m answers first.*model_priority_list/);
});

test('it looks every minute until it is stopped', async () => {
  const stage = new Stage(CLOUD);
  stage.refresh.start();
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual([stage.asked, stage.clock.waiting], [['cloud'], 1]);
  stage.clock.advance(MINUTE);
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(stage.clock.waiting, 1);
  stage.refresh.stop();
  assert.equal(stage.clock.waiting, 0);
});

import type { ModelsPatch, ModelsReply } from '../admin/contract/models.ts';
import type { PlatformCreate, PlatformPatch, PlatformReply, PlatformsReply } from '../admin/contract/platforms.ts';
import type { HistoryReply, RoutingPatch, RoutingReply, SettingsReply, UndoReply } from '../admin/contract/settings.ts';
import { AdminError } from '../admin/errors.ts';
import type { ConfigurationPort } from '../admin/ports.ts';
import type { Clock } from '../lib/clock.ts';
import type { Sealer } from '../lib/seal.ts';
import { Turns } from '../lib/turns.ts';
import type { Routing } from '../routing/routing.ts';
import type { ConfigurationStore } from '../store/ports.ts';
import { patchModels } from './change-models.ts';
import { createPlatform, patchPlatform, removePlatform } from './change-platform.ts';
import { patchRouting } from './change-routing.ts';
import type { Draft, DraftContext } from './draft.ts';
import { type Base, type Effective, effectiveOf } from './effective.ts';
import { changeBetween, undo } from './history.ts';
import { staleVersion, unknownPlatform } from './refusals.ts';
import { modelRow, type State, type StoredModel, stateFrom } from './state.ts';
import { historyView, modelViews, platformView, routingView, typeViews } from './views.ts';

export interface ConfigurationPorts {
  readonly store: ConfigurationStore;
  /** The one of the start; see `reload`. */
  readonly sealer: Sealer;
  readonly clock: Pick<Clock, 'now'>;
  /** Told of each new routing, at once, and of the platforms that were changed. */
  readonly onChange: (routing: Routing, changed: readonly string[]) => void;
}

/**
 * The configuration that changes while redwolf runs. Each change is checked, written with its history, and then holds for
 * new calls: they ask for `routing`, which is made anew, while running calls keep the one that they began with.
 */
export class RuntimeConfiguration implements ConfigurationPort {
  readonly base: Base;
  readonly #ports: ConfigurationPorts;
  /** One change after the other. */
  readonly #turns = new Turns(1);
  #sealer: Sealer;
  #state: State;
  #effective: Effective;

  private constructor(base: Base, ports: ConfigurationPorts, state: State) {
    this.base = base;
    this.#ports = ports;
    this.#sealer = ports.sealer;
    this.#state = state;
    this.#effective = effectiveOf(base, state);
  }

  /** Reads what was stored. Rejects as the store does. */
  static async open(base: Base, ports: ConfigurationPorts): Promise<RuntimeConfiguration> {
    return new RuntimeConfiguration(base, ports, stateFrom(await ports.store.load(), ports.sealer));
  }

  /** Reads everything anew, after another process sealed it under another key. Rejects as the store does. */
  async reload(sealer: Sealer): Promise<void> {
    await this.#turns.take(async () => {
      const state = stateFrom(await this.#ports.store.load(), sealer);
      this.#sealer = sealer;
      this.#swap(state);
    });
  }

  get routing(): Routing {
    return this.#effective.routing;
  }

  get effective(): Effective {
    return this.#effective;
  }

  get state(): State {
    return this.#state;
  }

  platforms(): PlatformsReply {
    const { types } = this.base;
    const platforms = this.#effective.platforms.map((platform) => platformView(platform, types));
    return { version: this.#state.version, platforms, types: typeViews(types) };
  }

  platform(id: string): PlatformReply {
    return this.#platformReply(id, []);
  }

  async createPlatform(body: PlatformCreate, who: string): Promise<PlatformReply> {
    const { notes } = await this.#change(who, (context) => createPlatform(context, body));
    return this.#platformReply(body.id, notes);
  }

  async patchPlatform(id: string, patch: PlatformPatch, who: string): Promise<PlatformReply> {
    const { notes } = await this.#change(who, (context) => patchPlatform(context, id, patch));
    return this.#platformReply(id, notes);
  }

  async removePlatform(id: string, seen: number | undefined, who: string): Promise<{ version: number }> {
    await this.#change(who, (context) => removePlatform(context, id, seen));
    return { version: this.#state.version };
  }

  models(): ModelsReply {
    return { version: this.#state.version, models: modelViews(this.#effective, this.#state) };
  }

  async patchModels(patch: ModelsPatch, who: string): Promise<ModelsReply> {
    await this.#change(who, (context) => patchModels(context, patch));
    const named = (platform: string, id: string) =>
      patch.models.some((change) => change.platform === platform && change.id === id);
    const { version, models } = this.models();
    return { version, models: models.filter(({ platform, id }) => named(platform, id)) };
  }

  routingSettings(): RoutingReply {
    return routingView(this.base, this.#effective, this.#state);
  }

  async patchRouting(patch: RoutingPatch, who: string): Promise<RoutingReply> {
    await this.#change(who, (context) => patchRouting(context, patch));
    return this.routingSettings();
  }

  settings(): SettingsReply {
    const { config, file } = this.base;
    return {
      version: this.#state.version,
      configFile: file ?? null,
      maxBodyBytes: config.maxBodyBytes,
      routing: this.routingSettings(),
    };
  }

  async history(limit: number, before: number | undefined): Promise<HistoryReply> {
    const rows = await this.#ports.store.history(limit, before);
    return { version: this.#state.version, changes: rows.map(historyView) };
  }

  async undo(version: number, who: string): Promise<UndoReply> {
    const rows = await this.#ports.store.historySince(version);
    if (rows.at(-1)?.version !== version) {
      throw new AdminError(404, 'VERSION_UNKNOWN', `There is no change with the version ${version}.`);
    }
    const { what, notes } = await this.#change(who, (context) => {
      const newest = rows[0]?.version ?? 0;
      if (newest !== context.state.version) throw staleVersion(context.state.version);
      return undo(context, rows);
    });
    return { version: this.#state.version, what, notes: [...notes] };
  }

  /** What platforms said of their models, which is nobody's change: it has no version and no history. */
  async learn(models: (known: State['models']) => readonly StoredModel[]): Promise<void> {
    await this.#turns.take(async () => {
      const learnt = models(this.#state.models);
      if (learnt.length === 0) return;
      await this.#ports.store.commit({ putModels: learnt.map(modelRow) });
      const entries = learnt.map((model): [string, StoredModel] => [`${model.platform}:${model.model}`, model]);
      this.#swap({ ...this.#state, models: new Map([...this.#state.models, ...entries]) });
    });
  }

  #change(who: string, make: (context: DraftContext) => Draft): Promise<Draft> {
    return this.#turns.take(async () => {
      // The checks bring zod, which a start needs not.
      const checks = await import('../config/check-entries.ts');
      const { store, clock } = this.#ports;
      const sealer = this.#sealer;
      const { platforms } = this.#effective;
      const draft = make({ base: this.base, state: this.#state, platforms, sealer, checks });
      const about = { changedAt: clock.now(), who, what: draft.what };
      await store.commit(changeBetween(this.#state, draft.state, about, sealer));
      this.#swap({ ...draft.state, version: this.#state.version + 1 });
      return draft;
    });
  }

  #swap(state: State): void {
    const before = this.#state.platforms;
    const changed = [...state.platforms].filter(([id, platform]) => before.get(id) !== platform).map(([id]) => id);
    this.#state = state;
    this.#effective = effectiveOf(this.base, state);
    this.#ports.onChange(this.#effective.routing, changed);
  }

  #platformReply(id: string, notes: readonly string[]): PlatformReply {
    const { platforms } = this.#effective;
    const found = platforms.find((platform) => platform.id === id);
    if (found === undefined) {
      const ids = platforms.map((platform) => platform.id);
      throw unknownPlatform(id, ids);
    }
    return { version: this.#state.version, platform: platformView(found, this.base.types), notes: [...notes] };
  }
}
